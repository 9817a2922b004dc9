"""Cut a policy's Markdown into its statements and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policygen.numbering import STEP

_HEADING = re.compile(r"(?P<marks>#{1,6}) +(?P<text>.*?)\s*")
_NUMBERED = re.compile(rf"(?P<number>{STEP}(?:\.{STEP})*) +(?P<title>.*)")

_SECTION, _STATEMENT = 3, 4
"""Levels of the headings of sections and statements."""


@dataclass(frozen=True, kw_only=True)
class CutStatement:
    """One statement as it stands in the Markdown of a policy."""

    number: str
    """Empty for one that somebody added by hand."""
    section: str
    """The number of the section in which it stands."""
    title: str
    text: str
    line: int
    """The line of its heading, from 1."""


@dataclass(frozen=True)
class CutLine:
    """One line that belongs to no statement."""

    text: str
    line: int


@dataclass(frozen=True)
class Cut:
    """The statements of a policy in Markdown, and the lines around them that say something."""

    statements: tuple[CutStatement, ...]
    around: tuple[CutLine, ...]


def cut(markdown: str) -> Cut:
    """Cut the Markdown of a policy at its headings."""
    statements: list[CutStatement] = []
    around: list[CutLine] = []
    lines = markdown.splitlines()
    headings = {at: found for at, text in enumerate(lines) if text[:1] == "#" and (found := _HEADING.fullmatch(text))}
    section = ""
    around += _saying(lines, 0, min(headings, default=len(lines)))
    for (at, heading), end in zip(headings.items(), (*list(headings)[1:], len(lines)), strict=True):
        numbered = _NUMBERED.fullmatch(heading["text"])
        level = len(heading["marks"])
        if level == _STATEMENT and section:
            number, title = (numbered["number"], numbered["title"]) if numbered else ("", heading["text"])
            text = "\n".join(lines[at + 1 : end]).strip()
            statements.append(CutStatement(number=number, section=section, title=title, text=text, line=at + 1))
            continue
        if level < _STATEMENT:
            section = numbered["number"] if numbered and level == _SECTION else ""
        around += _saying(lines, at, end)
    return Cut(tuple(statements), tuple(around))


def _saying(lines: list[str], begin: int, end: int) -> Iterator[CutLine]:
    """Go through the lines of a stretch that say something."""
    return (CutLine(lines[at].rstrip(), at + 1) for at in range(begin, end) if lines[at].strip())
