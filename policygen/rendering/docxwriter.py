"""Turn the blocks of a paper into the paragraphs and tables of a Word document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from docx.oxml.xmlchemy import BaseOxmlElement

from policygen.paper import (
    Box,
    Contents,
    Field,
    FieldKind,
    Heading,
    Item,
    Listing,
    PageBreak,
    Paper,
    Paragraph,
    QrCode,
    Statement,
    Table,
    Text,
)
from policygen.rendering import docxparts as parts
from policygen.rendering.codes import code_png, readable_address
from policygen.rendering.docxpen import Here, Pen, Surroundings, bookmark_name, widths_of
from policygen.rendering.layout import Entry, Placed, lay_out
from policygen.rendering.runs import Grid, runs_in_line, runs_of
from policygen.rendering.texts import bare_of
from policygen.rendering.words import Words

_STYLES = {"lead": "PolicyLead", "note": "PolicyNote", "script": "PolicyScript"}
_BOXES = {"caution": "PolicyCaution"}
_LINES = 3
"""How many ruled lines stand for a text of several."""
_PAIR = (34, 66)
"""How a table without a head shares its width."""
_CODE = 936_000
"""The side of a QR code, in English metric units: 26 millimetres."""
_BOX_MARGINS = 360
"""What a box takes from the width of the text in it."""


def write_paper(paper: Paper, words: Words, around: Surroundings) -> Iterator[BaseOxmlElement]:
    """Write a paper's title, contents and blocks as the paragraphs and tables of a body, in order."""
    writer = _Writer(paper, words, around)
    here = Here(width=around.width, language=paper.language)
    yield from writer.title(here)
    yield from writer.blocks(here, writer.layout.blocks)


class _Writer:
    def __init__(self, paper: Paper, words: Words, around: Surroundings) -> None:
        self.paper, self.words, self.around = paper, words, around
        self.layout = lay_out(paper)
        self.pen = Pen(paper, words, around, self.layout.anchors)

    def title(self, here: Here) -> Iterator[BaseOxmlElement]:
        yield self.pen.written("Subtitle", parts.run(self.paper.institution))
        yield self.pen.written("Title", parts.run(self.paper.title))
        mark = parts.run(self.words["draft_mark"], style=self.pen.id("PolicyDraft"))
        alone = self.paper.draft and not self.paper.reasons
        yield self.pen.written("PolicyIssue", parts.run(self.paper.issue), *((parts.run(" "), mark) if alone else ()))
        if self.paper.reasons:
            yield from self.framed(here, "caution", [*self.reasons(here)])

    def reasons(self, here: Here) -> Iterator[BaseOxmlElement]:
        """Say on the face of a draft why it is one."""
        mark = parts.run(f"{self.words['draft_mark']}.", style=self.pen.id("PolicyDraft"))
        heading = parts.run(f" {self.words['draft_heading']}.", bold=True)
        yield self.pen.written("Normal", mark, heading, parts.run(f" {self.words['draft_lead']}"))
        yield from self.listing(here, Listing(items=tuple(Item(text=each) for each in self.paper.reasons)))

    def contents(self) -> Iterator[BaseOxmlElement]:
        """Write a table of contents that Word renews; until then it holds links."""
        entries = [each for entry in self.layout.contents for each in (entry, *entry.inner)]
        yield self.pen.written("TOCHeading", parts.run(self.words["contents"]))
        for number, each in enumerate(entries):
            begin = parts.field_begin('TOC \\o "1-2" \\h \\z \\u', stale=True) if number == 0 else ()
            end = (parts.field_end(),) if number == len(entries) - 1 else ()
            yield self.pen.written(f"TOC{each.level}", *begin, self.entry(each), *end)

    def entry(self, entry: Entry) -> BaseOxmlElement:
        shown = parts.run(_lead(entry.heading.number) + bare_of(entry.heading.text))
        return parts.link([shown], anchor=bookmark_name(entry.anchor))

    def blocks(self, here: Here, placed: Iterable[Placed]) -> Iterator[BaseOxmlElement]:
        for each in placed:
            yield from self.block(here, each)

    def block(self, here: Here, placed: Placed) -> Iterator[BaseOxmlElement]:
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
                self.pen.opens_page = True
            case QrCode() as code:
                yield from self.code(code)
            case Contents():
                yield from self.contents()

    def heading(self, here: Here, heading: Heading, placed: Placed) -> BaseOxmlElement:
        words = self.pen.runs(here, runs_in_line(heading.text))
        return self.pen.marked(placed, [parts.run(_lead(heading.number)), *words])

    def statement(self, here: Here, statement: Statement, placed: Placed) -> Iterator[BaseOxmlElement]:
        where = f"{self.words['in_place']} {statement.label}: "
        label = (parts.run(where, style=self.pen.id("PolicyPlace")),) if statement.label else ()
        title = self.pen.runs(here, runs_in_line(statement.title))
        yield self.pen.marked(placed, [parts.run(_lead(statement.number)), *label, *title])
        yield from self.pen.text(here, statement.text)

    def paragraph(self, here: Here, block: Paragraph) -> Iterator[BaseOxmlElement]:
        script = block.style == "script"
        styled = replace(here, style=_STYLES.get(block.style, here.style))
        yield from self.pen.text(styled, block.text, () if script else block.statements)
        if script and block.statements:
            yield self.pen.written("PolicyNote", *self.pen.seen(block.statements, lead=""))

    def listing(self, here: Here, listing: Listing) -> Iterator[BaseOxmlElement]:
        for number, item in enumerate(listing.items):
            yield from self.item(here, item, listing.style or "bullets", opens=number == 0)

    def item(self, here: Here, item: Item, kind: str, *, opens: bool) -> Iterator[BaseOxmlElement]:
        """Write one item; a list within its text stands one step deeper."""
        found = runs_of(item.text)
        for number, each in enumerate(found):
            statements = item.statements if number == len(found) - 1 else ()
            if isinstance(each, Grid):
                yield from self.pen.grid(here, each)
            elif number == 0 and not each.depth:
                yield self.pen.passage(here, replace(each, listing=kind, depth=1, opens=opens), statements)
            else:
                yield self.pen.passage(here, replace(each, depth=each.depth + 1), statements)

    def box(self, here: Here, box: Box, placed: Placed) -> Iterator[BaseOxmlElement]:
        yield from self.pen.page_opened()
        title = parts.run(box.title, language=self.pen.foreign(here))
        inside = self.blocks(replace(here, width=here.width - _BOX_MARGINS), placed.inner)
        content = [*((self.pen.written("PolicyBoxTitle", title),) if box.title else ()), *inside]
        yield from self.framed(here, box.style, content)

    def framed(self, here: Here, style: str, content: Sequence[BaseOxmlElement]) -> Iterator[BaseOxmlElement]:
        """Set paragraphs apart and keep them together."""
        yield parts.table(
            self.pen.id(_BOXES.get(style, "PolicyBox")), [here.width], [[content]], head=False, first_column=False
        )
        yield parts.gap()

    def table(self, here: Here, table: Table) -> Iterator[BaseOxmlElement]:
        yield from self.pen.page_opened()
        rows = ((table.head,) if table.head else ()) + table.rows
        if table.caption:
            yield self.pen.written("Caption", parts.run(table.caption))
        if not rows:
            return
        inside = replace(here, style="PolicyCell")
        cells = [[tuple(self.pen.text(inside, cell)) for cell in row] for row in rows]
        widths = widths_of(here.width, table.widths or (_shares(rows) if table.head else _PAIR))
        bold = table.style != "dense"
        yield parts.table(self.pen.id("PolicyTable"), widths, cells, head=bool(table.head), first_column=bold)
        yield parts.gap()

    def field(self, here: Here, wanted: Field) -> Iterator[BaseOxmlElement]:
        label, number = bare_of(wanted.label), self.pen.number()
        if wanted.kind is FieldKind.TICK:
            box = parts.tick_control(wanted.name, label, number, ticked=bool(wanted.value))
            words = self.pen.runs(here, runs_in_line(wanted.label))
            yield self.pen.written("PolicyTick", box, parts.run("\t"), *words, *self.pen.seen(wanted.statements))
            return
        yield from self.pen.text(replace(here, style="PolicyLabel"), wanted.label, wanted.statements)
        dated = wanted.kind is FieldKind.DATE
        yield self.pen.written("PolicyField", parts.text_control(wanted.name, label, wanted.value, number, dated=dated))
        if wanted.kind is FieldKind.LINES:
            for _ in range(_LINES - 1):
                yield self.pen.written("PolicyField")

    def code(self, code: QrCode) -> Iterator[BaseOxmlElement]:
        says = f"{self.words['code_for']} {code.label}"
        yield self.pen.written("Normal", self.around.picture(code_png(code), (_CODE, _CODE), says))
        address = parts.run(readable_address(code), style=self.pen.id("Hyperlink"))
        leads = parts.link([address], relationship=self.around.address(code.address))
        yield self.pen.written("Normal", parts.run(code.label, bold=True), parts.run("\n"), leads)


def _lead(number: str) -> str:
    return f"{number} " if number else ""


def _shares(rows: Sequence[Sequence[Text]]) -> tuple[int, ...]:
    """Share out the width of a table by the longest words and texts of its columns."""
    columns = max(map(len, rows))
    longest = [
        max((len(bare_of(row[number])) for row in rows if number < len(row)), default=1) for number in range(columns)
    ]
    return tuple(max(12, min(60, each)) for each in longest)
