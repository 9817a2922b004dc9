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
    for begin, end, section, title in _stretches(lines):
        if section:
            numbered = _NUMBERED.fullmatch(title)
            number, title = (numbered["number"], numbered["title"]) if numbered else ("", title)
            text = "\n".join(lines[begin + 1 : end]).strip()
            statements.append(CutStatement(number=number, section=section, title=title, text=text, line=begin + 1))
        else:
            around += (CutLine(lines[at].rstrip(), at + 1) for at in range(begin, end) if lines[at].strip())
    return Cut(tuple(statements), tuple(around))


def lines_around(markdown: str) -> tuple[str, ...]:
    """Give the words of the lines around the statements, as ``cut`` does."""
    lines = markdown.splitlines()
    stretches = ((begin, end) for begin, end, section, _ in _stretches(lines) if not section)
    return tuple(line.rstrip() for begin, end in stretches for line in lines[begin:end] if line.strip())


def _stretches(lines: list[str]) -> Iterator[tuple[int, int, str, str]]:
    """Go through the stretches from heading to heading: begin, end, and of a statement its section and heading."""
    headings = {at: found for at, text in enumerate(lines) if text[:1] == "#" and (found := _HEADING.fullmatch(text))}
    section = ""
    yield 0, min(headings, default=len(lines)), "", ""
    ends = [*headings, len(lines)][1:]
    for (at, heading), end in zip(headings.items(), ends, strict=True):
        level = len(heading["marks"])
        if level == _STATEMENT and section:
            yield at, end, section, heading["text"]
            continue
        if level < _STATEMENT:
            numbered = _NUMBERED.fullmatch(heading["text"]) if level == _SECTION else None
            section = numbered["number"] if numbered else ""
        yield at, end, "", ""
