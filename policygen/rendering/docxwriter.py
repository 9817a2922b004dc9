"""Turn the blocks of a paper into the paragraphs and tables of a Word document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from docx.oxml.xmlchemy import BaseOxmlElement

from policygen.paper import (
    Box,
    Contents,
    Field,
    FieldKind,
    Heading,
    Item,
    Listing,
    Mark,
    PageBreak,
    Paper,
    Paragraph,
    Statement,
    Table,
    Text,
)
from policygen.rendering import docxparts as parts
from policygen.rendering.outline import Entry, Placed, outline
from policygen.rendering.runs import Grid, Passage, Run, runs_in_line, runs_of
from policygen.rendering.texts import bare_of
from policygen.rendering.words import Words

_STYLES = {"lead": "PolicyLead", "note": "PolicyNote", "script": "PolicyScript"}
_BOXES = {"caution": "PolicyCaution"}
_LINES = 3
"""How many ruled lines stand for a text of several."""
_STEP = 360
"""How far a list is set in, in twentieths of a point."""
_PAIR = (34, 66)
"""How a table without a head shares its width."""
_BOX_MARGINS = 360
"""What a box takes from the width of the text in it."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the Word file gives to the writer of its text."""

    styles: Mapping[str, str]
    """The ids of styles in the file, by those in templates/paper/word/styles.xml.j2, where they differ."""
    width: int
    """Width of the text, in twentieths of a point."""
    new_list: Callable[[str, int], int]
    """Makes a list of a kind that starts at a number, and gives its own number."""
    address: Callable[[str], str]
    """Gives the relationship id of an address that is linked to."""


def write_paper(paper: Paper, words: Words, around: Surroundings) -> Iterator[BaseOxmlElement]:
    """Write a paper's title, contents and blocks as the paragraphs and tables of a body, in order."""
    writer = _Writer(paper, words, around)
    here = _Here(width=around.width, language=paper.language)
    yield from writer.title(here)
    yield from writer.blocks(here, writer.outline.blocks)


@dataclass(frozen=True, kw_only=True)
class _Here:
    """Where in the document the words stand."""

    width: int
    language: str
    style: str = "Normal"
    """Of plain paragraphs."""

    def speaking(self, language: str) -> _Here:
        return replace(self, language=language) if language else self


class _Writer:
    def __init__(self, paper: Paper, words: Words, around: Surroundings) -> None:
        self.paper, self.words, self.around = paper, words, around
        self.outline = outline(paper)
        self.numbers_used = 0
        self.open_lists: dict[int, int] = {}
        """The list that is being written at each level."""
        self.opens_page = False

    def title(self, here: _Here) -> Iterator[BaseOxmlElement]:
        yield self.written("Subtitle", parts.run(self.paper.institution))
        yield self.written("Title", parts.run(self.paper.title))
        mark = parts.run(self.words["draft_mark"], style=self.id("PolicyDraft"))
        alone = self.paper.draft and not self.paper.reasons
        yield self.written("PolicyIssue", parts.run(self.paper.issue), *((parts.run(" "), mark) if alone else ()))
        if self.paper.reasons:
            yield from self.framed(here, "caution", [*self.reasons(here)])

    def reasons(self, here: _Here) -> Iterator[BaseOxmlElement]:
        """Say on the face of a draft why it is one."""
        mark = parts.run(f"{self.words['draft_mark']}.", style=self.id("PolicyDraft"))
        heading = parts.run(f" {self.words['draft_heading']}.", bold=True)
        yield self.written("Normal", mark, heading, parts.run(f" {self.words['draft_lead']}"))
        yield from self.listing(here, Listing(items=tuple(Item(text=each) for each in self.paper.reasons)))

    def contents(self) -> Iterator[BaseOxmlElement]:
        """Write a table of contents that Word renews; until then it holds links."""
        entries = [each for entry in self.outline.contents for each in (entry, *entry.inner)]
        yield self.written("TOCHeading", parts.run(self.words["contents"]))
        for number, each in enumerate(entries):
            begin = parts.field_begin('TOC \\o "1-2" \\h \\z \\u', stale=True) if number == 0 else ()
            end = (parts.field_end(),) if number == len(entries) - 1 else ()
            yield self.written(f"TOC{each.level}", *begin, self.entry(each), *end)

    def entry(self, entry: Entry) -> BaseOxmlElement:
        shown = parts.run(_lead(entry.heading.number) + bare_of(entry.heading.text))
        return parts.link([shown], anchor=_bookmark(entry.anchor))

    def blocks(self, here: _Here, placed: Iterable[Placed]) -> Iterator[BaseOxmlElement]:
        for each in placed:
            yield from self.block(here, each)

    def block(self, here: _Here, placed: Placed) -> Iterator[BaseOxmlElement]:
        match placed.block:
            case Heading() as heading:
                yield self.heading(here.speaking(heading.language), heading, placed)
            case Paragraph() as paragraph:
                yield from self.paragraph(here.speaking(paragraph.language), paragraph)
            case Listing() as listing:
                yield from self.listing(here, listing)
            case Table() as table:
                yield from self.table(here, table)
            case Field() as wanted:
                yield from self.field(here, wanted)
            case Statement() as statement:
                yield from self.statement(here.speaking(statement.language), statement, placed)
            case Box() as box:
                yield from self.box(here.speaking(box.language), box, placed)
            case PageBreak():
                self.opens_page = True
            case Contents():
                yield from self.contents()

    def heading(self, here: _Here, heading: Heading, placed: Placed) -> BaseOxmlElement:
        words = self.runs(here, runs_in_line(heading.text))
        return self.marked(placed, [parts.run(_lead(heading.number)), *words])

    def statement(self, here: _Here, statement: Statement, placed: Placed) -> Iterator[BaseOxmlElement]:
        where = f"{self.words['in_place']} {statement.label}: "
        label = (parts.run(where, style=self.id("PolicyPlace")),) if statement.label else ()
        title = parts.run(statement.title, language=self.foreign(here))
        yield self.marked(placed, [parts.run(_lead(statement.number)), *label, title])
        yield from self.text(here, statement.text)

    def paragraph(self, here: _Here, block: Paragraph) -> Iterator[BaseOxmlElement]:
        script = block.style == "script"
        styled = replace(here, style=_STYLES.get(block.style, here.style))
        yield from self.text(styled, block.text, () if script else block.statements)
        if script and block.statements:
            yield self.written("PolicyNote", self.see(block.statements, lead=""))

    def listing(self, here: _Here, listing: Listing) -> Iterator[BaseOxmlElement]:
        for number, item in enumerate(listing.items):
            yield from self.item(here, item, listing.style or "bullets", opens=number == 0)

    def item(self, here: _Here, item: Item, kind: str, *, opens: bool) -> Iterator[BaseOxmlElement]:
        """Write one item; a list within its text stands one step deeper."""
        found = runs_of(item.text)
        for number, each in enumerate(found):
            statements = item.statements if number == len(found) - 1 else ()
            if isinstance(each, Grid):
                yield from self.grid(here, each)
            elif number == 0 and not each.depth:
                yield self.passage(here, replace(each, listing=kind, depth=1, opens=opens), statements)
            else:
                yield self.passage(here, replace(each, depth=each.depth + 1), statements)

    def box(self, here: _Here, box: Box, placed: Placed) -> Iterator[BaseOxmlElement]:
        yield from self.page_opened()
        title = parts.run(box.title, language=self.foreign(here))
        inside = self.blocks(replace(here, width=here.width - _BOX_MARGINS), placed.inner)
        content = [*((self.written("PolicyBoxTitle", title),) if box.title else ()), *inside]
        yield from self.framed(here, box.style, content)

    def framed(self, here: _Here, style: str, content: Sequence[BaseOxmlElement]) -> Iterator[BaseOxmlElement]:
        """Set paragraphs apart and keep them together."""
        yield parts.table(
            self.id(_BOXES.get(style, "PolicyBox")), [here.width], [[content]], head=False, first_column=False
        )
        yield parts.gap()

    def table(self, here: _Here, table: Table) -> Iterator[BaseOxmlElement]:
        yield from self.page_opened()
        rows = ((table.head,) if table.head else ()) + table.rows
        if table.caption:
            yield self.written("Caption", parts.run(table.caption))
        if not rows:
            return
        inside = replace(here, style="PolicyCell")
        cells = [[tuple(self.text(inside, cell)) for cell in row] for row in rows]
        widths = _widths(here.width, table.widths or (_shares(rows) if table.head else _PAIR))
        bold = table.style != "dense"
        yield parts.table(self.id("PolicyTable"), widths, cells, head=bool(table.head), first_column=bold)
        yield parts.gap()

    def grid(self, here: _Here, grid: Grid) -> Iterator[BaseOxmlElement]:
        """Write a table that stands within a text."""
        inside = replace(here, style="PolicyCell")
        cells = [[(self.passage(inside, Passage(runs=cell)),) for cell in row] for row in grid.rows]
        widths = _widths(here.width, (1,) * max(map(len, grid.rows)))
        yield parts.table(self.id("PolicyTable"), widths, cells, head=True, first_column=False)
        yield parts.gap()

    def field(self, here: _Here, wanted: Field) -> Iterator[BaseOxmlElement]:
        label, number = bare_of(wanted.label), self.number()
        if wanted.kind is FieldKind.TICK:
            box = parts.tick_control(wanted.name, label, number, ticked=bool(wanted.value))
            words = self.runs(here, runs_in_line(wanted.label))
            yield self.written("PolicyTick", box, parts.run("\t"), *words, *self.seen(wanted.statements))
            return
        yield from self.text(replace(here, style="PolicyLabel"), wanted.label, wanted.statements)
        dated = wanted.kind is FieldKind.DATE
        yield self.written("PolicyField", parts.text_control(wanted.name, label, wanted.value, number, dated=dated))
        if wanted.kind is FieldKind.LINES:
            for _ in range(_LINES - 1):
                yield self.written("PolicyField")

    def text(self, here: _Here, text: Text, statements: tuple[str, ...] = ()) -> Iterator[BaseOxmlElement]:
        """Write a text as paragraphs, lists and tables, and at its end the statements that it comes from."""
        found = runs_of(text)
        for number, each in enumerate(found, 1):
            if isinstance(each, Grid):
                yield from self.grid(here, each)
            else:
                yield self.passage(here, each, statements if number == len(found) else ())

    def passage(self, here: _Here, passage: Passage, statements: tuple[str, ...] = ()) -> BaseOxmlElement:
        style = "ListParagraph" if passage.depth else "PolicyScript" if passage.quoted else here.style
        return self.written(
            style,
            *self.runs(here, passage.runs),
            *self.seen(statements),
            listed=self.listed(passage),
            indent=0 if passage.listing else passage.depth * _STEP,
        )

    def listed(self, passage: Passage) -> tuple[int, int] | None:
        """Give the list and level of an item, in a new list where it is the first."""
        if not passage.listing:
            return None
        level = passage.depth - 1
        if passage.opens or level not in self.open_lists:
            self.open_lists[level] = self.around.new_list(passage.listing, passage.start)
        return self.open_lists[level], min(level, 3)

    def runs(self, here: _Here, runs: Iterable[Run]) -> Iterator[BaseOxmlElement]:
        for each in runs:
            deleted = each.mark is Mark.DELETED
            made = parts.run(
                each.text,
                bold=each.bold,
                italic=each.italic,
                style=self.id("Hyperlink") if each.address else "",
                language=self.foreign(here),
                deleted=deleted,
            )
            if each.address:
                made = parts.link([made], relationship=self.around.address(each.address))
            yield made if each.mark is Mark.KEPT else self.changed(made, deleted=deleted)

    def changed(self, made: BaseOxmlElement, *, deleted: bool) -> BaseOxmlElement:
        who, on = self.paper.editor or self.paper.institution, self.paper.edited_on or self.paper.as_of
        return parts.changed([made], deleted=deleted, number=self.number(), who=who, on=on)

    def see(self, statements: tuple[str, ...], lead: str = " ") -> BaseOxmlElement:
        says = f"{lead}({self.words['see']} {', '.join(statements)})"
        return parts.run(says, style=self.id("PolicyReference"))

    def seen(self, statements: tuple[str, ...]) -> tuple[BaseOxmlElement, ...]:
        return (self.see(statements),) if statements else ()

    def marked(self, placed: Placed, runs: Sequence[BaseOxmlElement]) -> BaseOxmlElement:
        """Write a heading with a bookmark around its words."""
        inside = parts.bookmark(_bookmark(placed.anchor), self.number(), runs)
        return self.written(f"Heading{min(placed.level, 6)}", *inside)

    def written(
        self, style: str, *inside: BaseOxmlElement, listed: tuple[int, int] | None = None, indent: int = 0
    ) -> BaseOxmlElement:
        """Write a paragraph, on a new page where a page break was asked for."""
        opens_page, self.opens_page = self.opens_page, False
        return parts.paragraph(self.id(style), *inside, listed=listed, indent=indent, opens_page=opens_page)

    def page_opened(self) -> Iterator[BaseOxmlElement]:
        """Begin the new page that was asked for before a table, which cannot do so itself."""
        if self.opens_page:
            yield self.written("Normal")

    def id(self, style: str) -> str:
        return self.around.styles.get(style, style)

    def number(self) -> int:
        """Give the next number for something that must have one of its own."""
        self.numbers_used += 1
        return self.numbers_used

    def foreign(self, here: _Here) -> str:
        """Give the language of the words where it is not the paper's."""
        return "" if here.language == self.paper.language else here.language


def _lead(number: str) -> str:
    return f"{number} " if number else ""


def _bookmark(anchor: str) -> str:
    """Spell an anchor as Word allows: letters, digits and low lines, forty at most."""
    return ("a_" + re.sub(r"\W", "_", anchor, flags=re.ASCII))[:40]


def _shares(rows: Sequence[Sequence[Text]]) -> tuple[int, ...]:
    """Share out the width of a table by the longest words and texts of its columns."""
    columns = max(map(len, rows))
    longest = [
        max((len(bare_of(row[number])) for row in rows if number < len(row)), default=1) for number in range(columns)
    ]
    return tuple(max(12, min(60, each)) for each in longest)


def _widths(width: int, shares: Sequence[int]) -> list[int]:
    """Give the widths of columns that add up to the whole."""
    whole = sum(shares)
    widths = [width * share // whole for share in shares]
    return [*widths[:-1], width - sum(widths[:-1])]
