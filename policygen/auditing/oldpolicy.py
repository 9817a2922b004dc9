"""A policy that an institution already has: its blocks as the file gives them, and its numbered statements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policygen.errors import PolicygenError

LARGEST_FILE = 20_000_000
"""Bytes; a long hospital policy with its logo has about one million."""
MOST_PAGES = 600
MOST_CHARACTERS = 3_000_000
"""Characters of text in one file; a thousand pages hold about three million."""
MOST_STATEMENTS = 10_000


class UnreadableFile(PolicygenError):
    """A file that cannot be read as a policy; the text says what to do about it."""


class FileKind(StrEnum):
    """What a file is, by the ending of its name."""

    WORD = "docx"
    PDF = "pdf"
    WEB = "html"
    MARKDOWN = "md"
    TEXT = "txt"


class BlockKind(StrEnum):
    """What a run of text is in its file."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, kw_only=True)
class Block:
    """One heading, paragraph or list item, as the file gives it."""

    kind: BlockKind
    text: str
    """Without marks; a forced line end stays a line end."""
    page: int = 0
    """From 1; 0 where the format has no pages or does not say."""
    line: int = 0
    """From 1; 0 where the format has no lines."""


@dataclass(frozen=True, kw_only=True)
class OldStatement:
    """One thing that the old policy says."""

    number: int
    """From 1, in reading order."""
    text: str
    """Its words, without what leads to it."""
    lead: str = ""
    """The words before a list, or what its heading says, without which an item means something else ("Do not")."""
    heading: str = ""
    page: int = 0
    line: int = 0

    @property
    def whole(self) -> str:
        """Give the statement as a reader understands it, with what leads to it."""
        if not self.lead:
            return self.text
        goes_on = self.text[:1].lower() + self.text[1:] if self.text[1:2].islower() else self.text
        return f"{self.lead} {goes_on}"

    @property
    def where(self) -> str:
        """Say where the statement stands, for people."""
        at = f"page {self.page}" if self.page else f"line {self.line}" if self.line else ""
        under = f"under '{self.heading}'" if self.heading else ""
        return ", ".join(filter(None, (f"statement {self.number}", at, under)))


@dataclass(frozen=True, kw_only=True)
class OldPolicy:
    """A policy that an institution already has, cut into statements."""

    name: str
    """The name of its file."""
    kind: FileKind
    statements: tuple[OldStatement, ...]
    headings: tuple[str, ...] = ()
