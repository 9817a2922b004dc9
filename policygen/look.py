"""How an institution's documents look: two colours, a face, a size of print, a logo, a letterhead for Word."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from enum import StrEnum

from policygen.pictures import Picture


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
    paper: str = ""
    """letter or a4; empty for that of the institution's first place."""
    large: bool = False
    """Whether the print is large: text of 18 points."""
    logo: Picture | None = None
    letterhead: bytes | None = None
    """A Word file whose styles, page, header and footer the institution's Word documents take; already examined."""

    @property
    def fingerprint(self) -> str:
        """Give the SHA-256 of all that it says; empty for the plain look."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest() if self != PLAIN else ""


PLAIN = Look()
"""The look of an institution that asks for none."""
