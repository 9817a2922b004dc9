"""Place the blocks of a paper: the level of each heading, a name for each link, and the table of contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from policygen.paper import Block, Box, Contents, Heading, Paper, Statement, statements_of

DEEPEST_CONTENTS = 2
"""The level of the smallest headings that a table of contents lists."""

_LINES_OF_A_PART = 1.5
"""Lines that the heading of a part takes in a table of contents, with the space above it."""
_MOST_LINES = 48
"""Lines of a column of contents that fit one page of paper."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A block where it stands in a paper."""

    block: Block
    level: int = 0
    """Level of its heading, from 1; 0 when it has none."""
    anchor: str = ""
    """What links to it name; empty when nothing can."""
    inner: tuple[Placed, ...] = ()
    """The blocks within a box."""

    @property
    def kind(self) -> str:
        """Name the class of the block in small letters, for templates."""
        return type(self.block).__name__.lower()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A heading in a table of contents, with those beneath it."""

    heading: Heading
    level: int
    anchor: str
    inner: tuple[Entry, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """The blocks of a paper where they stand, and what leads to them."""

    blocks: tuple[Placed, ...]
    contents: tuple[Entry, ...]
    anchors: Mapping[str, str]
    """The anchor of each statement of the policy that stands in the paper, by its number."""

    @property
    def sheets(self) -> tuple[tuple[tuple[Entry, ...], ...], ...]:
        """Cut the table of contents into pages, and each into two columns that are about as long.

        Empty where a part is longer than a page, or there is only one. Columns that are balanced here cost a printer
        half of what they cost when it has to try where to cut, and a quarter when they go on over pages.
        """
        if len(self.contents) < 2 or max(map(_lines, self.contents)) > _MOST_LINES:
            return ()
        sheets: list[tuple[Entry, ...]] = [()]
        for entry in self.contents:
            fuller = (*sheets[-1], entry)
            if len(fuller) > 1 and max(sum(map(_lines, half)) for half in _halves(fuller)) > _MOST_LINES:
                sheets.append((entry,))
            else:
                sheets[-1] = fuller
        return tuple(_halves(sheet) if len(sheet) > 1 else (sheet,) for sheet in sheets)

    @cached_property
    def linked(self) -> tuple[tuple[Placed, tuple[str | None, ...]], ...]:
        """Give each block with the anchors of the statements that it points to; None for one that stands elsewhere."""
        return tuple((each, tuple(map(self.anchors.get, statements_of([each.block])))) for each in self.blocks)


def _lines(entry: Entry) -> float:
    return _LINES_OF_A_PART + len(entry.inner)


def _halves(entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Cut at least two entries into columns about as long, the first no shorter where it can be."""
    lengths = [_lines(entry) for entry in entries]
    _, cut = min((max(sum(lengths[:cut]), sum(lengths[cut:])), -cut) for cut in range(1, len(lengths)))
    return entries[:-cut], entries[-cut:]


@lru_cache(maxsize=2)
def lay_out(paper: Paper) -> Layout:
    """Place the blocks of a paper; headings go down one step at a time, whatever levels they ask for."""
    blocks = (Contents(), *paper.blocks) if paper.contents else paper.blocks
    placer = _Placer()
    placed = tuple(placer.placed(blocks))
    return Layout(blocks=placed, contents=_contents(placed), anchors=placer.statements)


def _contents(placed: Iterable[Placed]) -> tuple[Entry, ...]:
    """List the headings of the first level, each with those of the second that follow it."""
    listed: list[tuple[Placed, Heading, list[Entry]]] = []
    for each in placed:
        if isinstance(each.block, Heading) and each.level == 1:
            listed.append((each, each.block, []))
        elif isinstance(each.block, Heading) and each.level <= DEEPEST_CONTENTS:
            listed[-1][-1].append(Entry(heading=each.block, level=each.level, anchor=each.anchor))
    return tuple(
        Entry(heading=heading, level=each.level, anchor=each.anchor, inner=tuple(inner))
        for each, heading, inner in listed
    )


class _Placer:
    def __init__(self) -> None:
        self.level = 0
        self.anchors: set[str] = set()
        self.statements: dict[str, str] = {}

    def placed(self, blocks: Iterable[Block]) -> Iterator[Placed]:
        for block in blocks:
            match block:
                case Heading():
                    self.level = min(max(block.level, 1), self.level + 1)
                    yield Placed(block=block, level=self.level, anchor=self.anchor(block.anchor or "h"))
                case Statement():
                    anchor = self.anchor(f"c{block.number}")
                    self.statements.setdefault(block.number, anchor)
                    yield Placed(block=block, level=self.level + 1, anchor=anchor)
                case Box():
                    yield self.box(block)
                case _:
                    yield Placed(block=block)

    def box(self, box: Box) -> Placed:
        outside, own = self.level, self.level + 1 if box.title else 0
        self.level = own or outside
        inner = tuple(self.placed(box.blocks))
        self.level = outside
        return Placed(block=box, level=own, inner=inner)

    def anchor(self, wanted: str) -> str:
        """Give the name wanted, or that name with a number when it is taken."""
        name, number = wanted, 1
        while name in self.anchors:
            number += 1
            name = f"{wanted}-{number}"
        self.anchors.add(name)
        return name
