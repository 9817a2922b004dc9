"""Place the blocks of a paper: the level of each heading, a name for each link, and the table of contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policygen.paper import Block, Box, Heading, Statement

DEEPEST_CONTENTS = 2
"""The level of the smallest headings that a table of contents lists."""


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


def place(blocks: Iterable[Block]) -> tuple[Placed, ...]:
    """Place blocks in order; headings go down one step at a time, whatever levels they ask for."""
    return tuple(_Placer().placed(blocks))


def contents(placed: Iterable[Placed]) -> tuple[Placed, ...]:
    """List the headings for a table of contents."""
    return tuple(
        each for each in placed if isinstance(each.block, Heading) and each.level <= DEEPEST_CONTENTS and each.anchor
    )


class _Placer:
    def __init__(self) -> None:
        self.level = 0
        self.anchors: set[str] = set()

    def placed(self, blocks: Iterable[Block]) -> Iterator[Placed]:
        for block in blocks:
            match block:
                case Heading():
                    self.level = min(max(block.level, 1), self.level + 1)
                    yield Placed(block=block, level=self.level, anchor=self.anchor(block.anchor or "h"))
                case Statement():
                    yield Placed(block=block, level=self.level + 1, anchor=self.anchor(f"c{block.number}"))
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
