"""Write a paper as the data that templates/paper/paper.typ draws.

Typst is a language, so no word of a paper ever enters its source: the source is one fixed file, and the words
reach it as strings in JSON, which Typst prints letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from policygen.look import Face, Look
from policygen.paper import (
    Box,
    Contents,
    Field,
    Heading,
    Item,
    Listing,
    Mark,
    PageBreak,
    Paper,
    Paragraph,
    QrCode,
    Statement,
    Table,
    Text,
)
from policygen.rendering.codes import code_png, readable_address
from policygen.rendering.layout import DEEPEST_CONTENTS, Entry, Layout, Placed, lay_out
from policygen.rendering.runs import Grid, Passage, Run, runs_in_line, runs_of
from policygen.rendering.texts import bare_of
from policygen.rendering.words import Words

Data = str | int | bool | Sequence["Data"] | Mapping[str, "Data"]
"""What JSON can hold."""

LOGO = "logo"
"""The name under which the drawing finds the institution's logo."""

_PRINTED = ("draft_mark", "draft_heading", "draft_lead", "uncontrolled", "page", "page_of", "contents", "stamp")
_EDITS = {Mark.INSERTED: "edit_added", Mark.DELETED: "edit_deleted"}
_SANS, _SERIF = "Source Sans Pro", "Source Serif Pro"
_FACES = {Face.MIXED: (_SANS, _SERIF), Face.SERIF: (_SERIF, _SERIF), Face.SANS: (_SANS, _SANS)}
"""The families of text and of titles."""
_TIGHT = frozenset({"quick-guide"})
"""Documents for one page: drawn in two columns with narrow margins, as their print.css does."""
_PAIR = (34, 66)
"""How a table without a head shares its width."""


def paper_data(paper: Paper, words: Words, look: Look) -> tuple[dict[str, Data], dict[str, bytes]]:
    """Give what is drawn, and the pictures that it names."""
    writer = _Writer(words, lay_out(paper))
    blocks = writer.blocks(writer.layout.blocks)
    drawn: dict[str, Data] = {
        "title": paper.title,
        "institution": paper.institution,
        "language": paper.language,
        "paper": {"letter": "us-letter"}.get(paper.paper, paper.paper),
        "created": [paper.as_of.year, paper.as_of.month, paper.as_of.day],
        "issue": paper.issue,
        "draft": paper.draft,
        "tight": paper.name in _TIGHT and not look.large,
        "reasons": paper.reasons,
        "keywords": [*paper.keywords, *filter(None, [paper.stamp])],
        "stamp": paper.stamp,
        "words": {key: words[key] for key in _PRINTED},
        "look": _look(look, f"{words['logo_of']} {paper.institution}"),
        "blocks": blocks,
    }
    logo = {LOGO: look.logo.data} if look.logo else {}
    return drawn, {**writer.pictures, **logo}


def _look(look: Look, says: str) -> Data:
    text, titles = _FACES[look.face]
    return {
        "deep": f"#{look.colour}",
        "alarm": f"#{look.accent}",
        "text_face": text,
        "title_face": titles,
        "large": look.large,
        "logo": {"name": LOGO, "says": says, "wide": look.logo.width, "high": look.logo.height} if look.logo else {},
    }


class _Writer:
    def __init__(self, words: Words, placed: Layout) -> None:
        self.words, self.layout = words, placed
        self.pictures: dict[str, bytes] = {}

    def blocks(self, placed: Iterable[Placed]) -> list[Data]:
        return [{"kind": each.kind, **self.block(each)} for each in placed]

    def block(self, placed: Placed) -> dict[str, Data]:
        match placed.block:
            case Heading() as heading:
                return self.heading(heading, placed)
            case Paragraph() as paragraph:
                return self.paragraph(paragraph)
            case Listing() as listing:
                return {"style": listing.style or "bullets", "items": [self.item(each) for each in listing.items]}
            case Table() as table:
                return self.table(table)
            case Field() as wanted:
                label = [*self.line(wanted.label), *self.seen(wanted.statements)]
                return {"field": wanted.kind.value, "label": label, "value": wanted.value}
            case Statement() as statement:
                return self.statement(statement, placed)
            case Box() as box:
                inner = self.blocks(placed.inner)
                return {
                    "title": box.title,
                    "level": placed.level,
                    "style": box.style,
                    "blocks": inner,
                    "language": box.language,
                }
            case QrCode() as code:
                return self.code(code)
            case Contents():
                return {"half": _half(self.layout.contents)}
            case PageBreak():
                return {}

    def heading(self, heading: Heading, placed: Placed) -> dict[str, Data]:
        return {
            "level": placed.level,
            "listed": placed.level <= DEEPEST_CONTENTS,
            "number": heading.number,
            "runs": self.line(heading.text),
            "anchor": placed.anchor,
            "language": heading.language,
        }

    def statement(self, statement: Statement, placed: Placed) -> dict[str, Data]:
        return {
            "level": placed.level,
            "number": statement.number,
            "where": f"{self.words['in_place']} {statement.label}: " if statement.label else "",
            "runs": self.line(statement.title),
            "text": self.text(statement.text),
            "anchor": placed.anchor,
            "language": statement.language,
        }

    def paragraph(self, block: Paragraph) -> dict[str, Data]:
        script = block.style == "script"
        return {
            "style": block.style,
            "text": self.text(block.text, () if script else block.statements),
            "after": self.seen(block.statements, lead="") if script else [],
            "language": block.language,
        }

    def item(self, item: Item) -> Data:
        return self.text(item.text, item.statements)

    def table(self, table: Table) -> dict[str, Data]:
        rows = [*([table.head] if table.head else []), *table.rows]
        return {
            "caption": table.caption,
            "style": table.style or ("" if table.head else "pairs"),
            "shares": table.widths or (_shares(rows) if table.head else _PAIR),
            "head": [self.text(cell) for cell in table.head],
            "rows": [[{"text": self.text(cell), "letters": len(bare_of(cell))} for cell in row] for row in table.rows],
        }

    def code(self, code: QrCode) -> dict[str, Data]:
        name = f"code-{len(self.pictures) + 1}"
        self.pictures[name] = code_png(code)
        says = f"{self.words['code_for']} {code.label}"
        shown = readable_address(code)
        return {"picture": name, "says": says, "label": code.label, "address": code.address, "shown": shown}

    def text(self, text: Text, statements: tuple[str, ...] = ()) -> list[Data]:
        """Write a text as paragraphs, lists and tables, the statements it comes from at its end."""
        laid = _Layers()
        for each in runs_of(text):
            if isinstance(each, Grid):
                rows = [[[self.run(run) for run in cell] for cell in row] for row in each.rows]
                laid.add({"kind": "grid", "rows": rows}, depth=0)
            elif any(run.text for run in each.runs):
                laid.add_passage(each, [self.run(run) for run in each.runs])
        if statements:
            laid.end_with(self.seen(statements, lead=" "))
        return laid.root

    def line(self, text: Text) -> list[Data]:
        return [self.run(run) for run in runs_in_line(text)]

    def run(self, run: Run) -> Data:
        found: dict[str, Data] = {"text": run.text, "bold": run.bold, "italic": run.italic, "address": run.address}
        if run.mark is not Mark.KEPT and run.text.strip():
            found |= {"mark": run.mark.value, "said": f"[{self.words[_EDITS[run.mark]]}: "}
        return {name: value for name, value in found.items() if value}

    def seen(self, statements: tuple[str, ...], lead: str = " ") -> list[Data]:
        """Name the statements that words come from, with links to those that stand in the paper."""
        if not statements:
            return []
        named: list[Data] = []
        for number in statements:
            named += [", "] if named else []
            named.append({"text": number, "to": self.layout.anchors.get(number, "")})
        written = [f"{lead}({self.words['see']} ", *named, ")"]
        return [{**({"text": each} if isinstance(each, str) else each), "see": True} for each in written]  # type: ignore[dict-item]


class _Layers:
    """Puts passages that follow one another back into the lists that stand around them."""

    def __init__(self) -> None:
        self.root: list[Data] = []
        self.items: list[list[list[Data]]] = []
        """The items of each list that is open, the outermost first."""

    def add_passage(self, passage: Passage, runs: list[Data]) -> None:
        del self.items[passage.depth :]
        if passage.listing and passage.opens:
            del self.items[passage.depth - 1 :]
        while len(self.items) < passage.depth:
            self.open(passage)
        if passage.listing and self.items[-1][-1]:
            self.items[-1].append([])
        self.add({"kind": "quote" if passage.quoted else "words", "runs": runs}, passage.depth)

    def open(self, passage: Passage) -> None:
        items: list[list[Data]] = [[]]
        style = passage.listing or "bullets"
        self.add({"kind": "listing", "style": style, "start": passage.start, "items": items}, len(self.items))
        self.items.append(items)

    def add(self, made: Data, depth: int) -> None:
        within = self.items[depth - 1][-1] if depth else self.root
        within.append(made)

    def end_with(self, runs: list[Data]) -> None:
        """Add runs to the last paragraph where that ends the text, and in a paragraph of their own otherwise."""
        last = self.root[-1] if self.root else None
        if isinstance(last, dict) and last["kind"] == "words":
            last["runs"] = [*last["runs"], *runs]
        else:
            self.root.append({"kind": "words", "runs": runs})


def _shares(rows: Sequence[Sequence[Text]]) -> tuple[int, ...]:
    """Share out the width of a table by the longest texts of its columns."""
    columns = range(max(map(len, rows)))
    longest = [max((len(bare_of(row[each])) for row in rows if each < len(row)), default=1) for each in columns]
    return tuple(max(12, min(60, each)) for each in longest)


def _half(contents: tuple[Entry, ...]) -> str:
    """Name the part with which the second of two even columns of contents begins; empty for one column."""
    lengths = [1 + len(each.inner) for each in contents]
    best = min(range(1, len(contents)), key=lambda at: max(sum(lengths[:at]), sum(lengths[at:])), default=0)
    return contents[best].anchor if best else ""
