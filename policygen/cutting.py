"""Cut a policy's Markdown into its statements and what stands around them."""

from __future__ import annotations

import re
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
    section = ""
    body: list[str] | None = None
    head = ("", "", 0)

    def close() -> None:
        if body is not None:
            number, title, line = head
            text = "\n".join(body).strip()
            statements.append(CutStatement(number=number, section=section, title=title, text=text, line=line))

    for line, text in enumerate(markdown.splitlines(), 1):
        heading = _HEADING.fullmatch(text) if text.startswith("#") else None
        if heading is None:
            if body is not None:
                body.append(text)
            elif text.strip():
                around.append(CutLine(text.rstrip(), line))
            continue
        close()
        body = None
        numbered = _NUMBERED.fullmatch(heading["text"])
        level = len(heading["marks"])
        if level == _STATEMENT and section:
            head = (numbered["number"], numbered["title"], line) if numbered else ("", heading["text"], line)
            body = []
            continue
        if level < _STATEMENT:
            section = numbered["number"] if numbered and level == _SECTION else ""
        around.append(CutLine(text.rstrip(), line))
    close()
    return Cut(tuple(statements), tuple(around))
