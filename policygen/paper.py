"""A paper: any document that is handed out, as blocks without a format.

Every renderer knows these blocks and nothing about policies; every paper is made of these blocks and
knows nothing about formats. The words of a block are ``Filled`` (a clause's Markdown with values in it),
plain text, or ``Edited`` (a text with what was taken out and put in).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from policygen.filling import Filled


class Mark(StrEnum):
    """What happened to a run of words."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Edited:
    """A plain text with what was taken out and what was put in, in reading order."""

    runs: tuple[tuple[Mark, str], ...]


Text = str | Filled | Edited
"""Plain text is printed letter for letter; Filled is Markdown with values; Edited shows a change."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading; level 1 is a part of the paper, not its title."""

    text: Text
    level: int = 1
    number: str = ""
    anchor: str = ""
    """What links to it name; unique in the paper; empty leaves it to the renderer."""
    language: str = ""
    """The language tag of the words where it is not the paper's; so for the other blocks."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One paragraph or more."""

    text: Text
    style: str = ""
    """Empty, ``lead``, ``note`` or ``script`` (words to say or post as they stand)."""
    statements: tuple[str, ...] = ()
    """Numbers of the policy's statements that the words come from."""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of a list."""

    text: Text
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list."""

    items: tuple[Item, ...]
    style: str = ""
    """Empty for bullets, ``numbers``, ``do``, ``dont`` or ``check`` (a box to tick on paper)."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table whose first row of cells is its head; the head repeats on every page."""

    head: tuple[Text, ...]
    """Empty for a table of two columns whose first is the name of each row."""
    rows: tuple[tuple[Text, ...], ...]
    caption: str = ""
    widths: tuple[int, ...] = ()
    """Hundredths of the width, one for each column; empty leaves it to the renderer."""
    style: str = ""
    """Empty, or ``dense`` for a long table to look things up in, whose first column is not bold."""


class FieldKind(StrEnum):
    """What is filled in."""

    LINE = "line"
    LINES = "lines"
    DATE = "date"
    TICK = "tick"
    SIGNATURE = "signature"


@dataclass(frozen=True, kw_only=True)
class Field:
    """Something to fill in, on paper or on a screen."""

    name: str
    """Unique in the paper, of small letters, digits and hyphens."""
    label: Text
    kind: FieldKind
    value: str = ""
    """What stands in it already."""
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A clause of the policy as it stands there."""

    number: str
    title: Text
    text: Text
    label: str = ""
    """The places in which it applies, where that is not everywhere."""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Box:
    """Blocks that are set apart and kept together."""

    blocks: tuple[Block, ...]
    title: str = ""
    style: str = ""
    """Empty, ``remember`` or ``caution``."""
    language: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a new page."""


@dataclass(frozen=True, kw_only=True)
class QrCode:
    """A code that a telephone reads, with the address written out beside it."""

    address: str
    """Of a page (https), of mail (mailto) or of a telephone (tel); see ``addresses.address_of``."""
    label: str
    """What the address leads to, such as ``Privacy contact``."""


@dataclass(frozen=True)
class Contents:
    """A table of contents: the headings of the first two levels, wherever they stand in the paper."""


Block = Heading | Paragraph | Listing | Table | Field | Statement | Box | QrCode | PageBreak | Contents


@dataclass(frozen=True, kw_only=True, eq=False)
class Paper:
    """One document to hand out, in no format yet.

    A paper equals only itself, so that what was worked out from it is known again.
    """

    name: str
    """Its folder under templates/documents/, such as ``quick-guide``."""
    title: str
    institution: str
    language: str
    paper: str
    """letter or a4."""
    as_of: date
    issue: str
    """Number, version and date, for the foot of every page."""
    blocks: tuple[Block, ...]
    variant: str = ""
    """The audience it is for, where the same document exists for several."""
    for_public: bool = False
    """Whether people outside get it, to whom the policy's statement numbers say nothing."""
    draft: bool = False
    reasons: tuple[str, ...] = ()
    """Why it is a draft, for its face; may be empty on a hand-out."""
    contents: bool = False
    """Whether a table of contents stands before the blocks; ``Contents`` puts it elsewhere."""
    form: bool = False
    """Whether the PDF is fillable; a form does not claim PDF/UA."""
    keywords: tuple[str, ...] = field(default=())
    stamp: str = ""
    """The line by which a copy is known again; printed at the end and kept among the keywords."""
    editor: str = ""
    """Who is named beside tracked changes in Word; empty for the institution."""
    edited_on: date | None = None
    """The day of tracked changes in Word; None for ``as_of``."""

    @property
    def stem(self) -> str:
        """Give the name of its files, without their ending."""
        return f"{self.name}-{self.variant}" if self.variant else self.name


def statements_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Go through the statement numbers that blocks point to."""
    for block in blocks:
        match block:
            case Paragraph() | Field():
                yield from block.statements
            case Listing():
                for item in block.items:
                    yield from item.statements
            case Statement():
                yield block.number
            case Box():
                yield from statements_of(block.blocks)
            case _:
                pass


def without_numbers(paper: Paper) -> Paper:
    """Give a paper as it is printed for the public: the same words without statement numbers."""
    return replace(paper, blocks=tuple(_unnumbered(block) for block in paper.blocks))


def _unnumbered(block: Block) -> Block:
    match block:
        case Paragraph() | Field():
            return replace(block, statements=())
        case Listing():
            return replace(block, items=tuple(replace(item, statements=()) for item in block.items))
        case Box():
            return replace(block, blocks=tuple(_unnumbered(inner) for inner in block.blocks))
        case _:
            return block
