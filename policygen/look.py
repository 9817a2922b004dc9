"""How an institution's documents look: two colours, a face, a logo, a letterhead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Face(StrEnum):
    """The family of type."""

    MIXED = "mixed"
    """Headings with serifs, text without."""
    SERIF = "serif"
    SANS = "sans"


@dataclass(frozen=True, kw_only=True)
class Look:
    """What may differ between institutions; the defaults are the plain look."""

    colour: str = "12324f"
    """Of headings and rules, as six hexadecimal digits; like the accent at least 4.5:1 against white."""
    accent: str = "9c1c1c"
    """Of warnings and the draft mark."""
    face: Face = Face.MIXED
    large: bool = False
    """Whether the print is large: text of 18 points."""


PLAIN = Look()
"""The look of an institution that asks for none."""
