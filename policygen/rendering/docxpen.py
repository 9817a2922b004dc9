"""Write words into the paragraphs of a Word document: runs, lists, links, changes and the numbers they need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from docx.oxml.xmlchemy import BaseOxmlElement

from policygen.paper import Mark, Paper, Text
from policygen.rendering import docxparts as parts
from policygen.rendering.layout import Placed
from policygen.rendering.runs import Grid, Passage, Run, runs_of
from policygen.rendering.words import Words

_STEP = 360
"""How far a list is set in, in twentieths of a point."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the Word file gives to the writer of its text."""

    styles: Mapping[str, str]
    """The ids of styles in the file, by those in templates/paper/word/styles.xml.j2, where they differ."""
    width: int
    """Width of the text, in twentieths of a point."""
    new_list: Callable[[str, int], int]
    """Makes a list of a kind that starts at a number, and gives its own number."""
    picture: Callable[[bytes, tuple[int, int], str], BaseOxmlElement]
    """Makes a run of a picture, its width and height in English metric units, and the words for it."""
    address: Callable[[str], str]
    """Gives the relationship id of an address that is linked to."""


@dataclass(frozen=True, kw_only=True)
class Here:
    """Where in the document the words stand."""

    width: int
    language: str
    style: str = "Normal"
    """Of plain paragraphs."""

    def speaking(self, language: str) -> Here:
        """Give the same place with words in another language; empty for the same."""
        return replace(self, language=language) if language else self


class Pen:
    """Writes paragraphs, and remembers what must not come twice."""

    def __init__(self, paper: Paper, words: Words, around: Surroundings, anchors: Mapping[str, str]) -> None:
        """Begin with nothing written; ``anchors`` are those of the statements in the paper, by number."""
        self.paper, self.words, self.around, self.anchors = paper, words, around, anchors
        self.numbers_used = 0
        self.open_lists: dict[int, int] = {}
        """The list that is being written at each level."""
        self.opens_page = False
        """Whether the next paragraph begins a page."""

    def text(self, here: Here, text: Text, statements: tuple[str, ...] = ()) -> Iterator[BaseOxmlElement]:
        """Write a text as paragraphs, lists and tables, and at its end the statements that it comes from."""
        found = runs_of(text)
        for number, each in enumerate(found, 1):
            if isinstance(each, Grid):
                yield from self.grid(here, each)
            else:
                yield self.passage(here, each, statements if number == len(found) else ())

    def grid(self, here: Here, grid: Grid) -> Iterator[BaseOxmlElement]:
        """Write a table that stands within a text."""
        inside = replace(here, style="PolicyCell")
        cells = [[(self.passage(inside, Passage(runs=cell)),) for cell in row] for row in grid.rows]
        widths = widths_of(here.width, (1,) * max(map(len, grid.rows)))
        yield parts.table(self.id("PolicyTable"), widths, cells, head=True, first_column=False)
        yield parts.gap()

    def passage(self, here: Here, passage: Passage, statements: tuple[str, ...] = ()) -> BaseOxmlElement:
        """Write one paragraph or one item of a list."""
        style = "ListParagraph" if passage.depth else "PolicyScript" if passage.quoted else here.style
        return self.written(
            style,
            *self.runs(here, passage.runs),
            *self.seen(statements),
            listed=self.listed(passage),
            indent=0 if passage.listing else passage.depth * _STEP,
            change=self.change_of_all(passage.runs),
        )

    def listed(self, passage: Passage) -> tuple[int, int] | None:
        """Give the list and level of an item, in a new list where it is the first."""
        if not passage.listing:
            return None
        level = passage.depth - 1
        if passage.opens or level not in self.open_lists:
            self.open_lists[level] = self.around.new_list(passage.listing, passage.start)
        return self.open_lists[level], min(level, 3)

    def runs(self, here: Here, runs: Iterable[Run]) -> Iterator[BaseOxmlElement]:
        """Write runs, each with its look, its link and what happened to it."""
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
            yield made if each.mark is Mark.KEPT else self.changed([made], deleted=deleted)

    def changed(self, made: Sequence[BaseOxmlElement], *, deleted: bool) -> BaseOxmlElement:
        """Write runs as a tracked change of the paper's editor."""
        who, on = self.paper.editor or self.paper.institution, self.paper.edited_on or self.paper.as_of
        return parts.changed(made, deleted=deleted, number=self.number(), who=who, on=on)

    def change_of_all(self, runs: Sequence[Run]) -> BaseOxmlElement | None:
        """Give the change of a paragraph that was put in or taken out as a whole; None for any other."""
        marks = {each.mark for each in runs if each.text.strip()}
        if len(marks) != 1 or marks == {Mark.KEPT}:
            return None
        return self.changed([], deleted=marks == {Mark.DELETED})

    def seen(self, statements: tuple[str, ...], lead: str = " ") -> Iterator[BaseOxmlElement]:
        """Name the statements that words come from, with links to those that stand in the paper."""
        if not statements:
            return
        style = self.id("PolicyReference")
        yield parts.run(f"{lead}({self.words['see']} ", style=style)
        for place, number in enumerate(statements):
            named = parts.run(number, style=style)
            anchor = self.anchors.get(number)
            yield parts.link([named], anchor=bookmark_name(anchor)) if anchor else named
            yield parts.run(", " if place < len(statements) - 1 else ")", style=style)

    def marked(self, placed: Placed, runs: Sequence[BaseOxmlElement]) -> BaseOxmlElement:
        """Write a heading with a bookmark around its words."""
        inside = parts.bookmark(bookmark_name(placed.anchor), self.number(), runs)
        return self.written(f"Heading{min(placed.level, 6)}", *inside)

    def written(
        self,
        style: str,
        *inside: BaseOxmlElement,
        listed: tuple[int, int] | None = None,
        indent: int = 0,
        change: BaseOxmlElement | None = None,
    ) -> BaseOxmlElement:
        """Write a paragraph, on a new page where a page break was asked for."""
        opens_page, self.opens_page = self.opens_page, False
        return parts.paragraph(
            self.id(style), *inside, listed=listed, indent=indent, opens_page=opens_page, change=change
        )

    def page_opened(self) -> Iterator[BaseOxmlElement]:
        """Begin the new page that was asked for before a table, which cannot do so itself."""
        if self.opens_page:
            yield self.written("Normal")

    def id(self, style: str) -> str:
        """Give the id of a style in this file, by that in templates/paper/word/styles.xml.j2."""
        return self.around.styles.get(style, style)

    def number(self) -> int:
        """Give the next number for something that must have one of its own."""
        self.numbers_used += 1
        return self.numbers_used

    def foreign(self, here: Here) -> str:
        """Give the language of the words where it is not the paper's."""
        return "" if here.language == self.paper.language else here.language


def bookmark_name(anchor: str) -> str:
    """Spell an anchor as Word allows: letters, digits and low lines, forty at most."""
    return ("a_" + re.sub(r"\W", "_", anchor, flags=re.ASCII))[:40]


def widths_of(width: int, shares: Sequence[int]) -> list[int]:
    """Give the widths of columns that add up to the whole."""
    whole = sum(shares)
    widths = [width * share // whole for share in shares]
    return [*widths[:-1], width - sum(widths[:-1])]
