"""Cut the words of a paper into paragraphs of plain runs, for formats that are not markup.

A filled text is parsed and sanitised as for HTML and then walked, so that a value is only ever the text
of a run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from policygen.filling import Filled
from policygen.paper import Edited, Mark, Text
from policygen.rendering.marks import to_html


@dataclass(frozen=True, kw_only=True)
class Run:
    """Words that look alike; a line feed among them is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""
    """Where a link leads; empty for words that are no link."""
    mark: Mark = Mark.KEPT


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One paragraph, or one item of a list."""

    runs: tuple[Run, ...]
    listing: str = ""
    """Empty, ``bullets`` or ``numbers``; also empty for a second paragraph of an item."""
    depth: int = 0
    """How many lists stand around it."""
    opens: bool = False
    """Whether it is the first item of its list."""
    start: int = 1
    """The number with which its list begins."""
    quoted: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table within a text; its first row is the head."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]


def runs_of(text: Text) -> tuple[Passage | Grid, ...]:
    """Cut a text into passages and tables, in reading order."""
    if isinstance(text, Filled):
        reader = _Reader()
        reader.feed(to_html(text))
        reader.close()
        return tuple(reader.found)
    if isinstance(text, Edited):
        return (Passage(runs=tuple(Run(text=words, mark=mark) for mark, words in text.runs if words)),)
    return tuple(Passage(runs=(Run(text=_stripped(part)),)) for part in re.split(r"\n\s*\n", text.strip()))


def runs_in_line(text: Text) -> tuple[Run, ...]:
    """Cut a text into the runs of one line, fit for a heading."""
    passages = [each for each in runs_of(text) if isinstance(each, Passage)]
    between = Run(text=" ")
    return tuple(run for number, each in enumerate(passages) for run in (*((between,) if number else ()), *each.runs))


def _stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


@dataclass
class _List:
    kind: str
    start: int
    items: int = 0


class _Reader(HTMLParser):
    """Walks sanitised HTML; it holds only the tags of ``marks.TAGS``."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Passage | Grid] = []
        self.style = [Run(text="")]
        self.lists: list[_List] = []
        self.quotes = 0
        self.rows: list[list[tuple[Run, ...]]] = []
        self.runs: list[Run] = []
        self.item: Passage | None = None
        """The item of a list whose first paragraph has not ended."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        match tag:
            case "strong":
                self.style.append(replace(self.style[-1], bold=True))
            case "em":
                self.style.append(replace(self.style[-1], italic=True))
            case "a":
                self.style.append(replace(self.style[-1], address=given.get("href") or ""))
            case "br":
                self.runs.append(replace(self.style[-1], text="\n"))
            case "ul" | "ol":
                self.end_passage()
                kind = "numbers" if tag == "ol" else "bullets"
                self.lists.append(_List(kind=kind, start=int(given.get("start") or 1)))
            case "li":
                self.open_item(self.lists[-1])
            case "blockquote":
                self.quotes += 1
            case "table":
                self.rows = []
            case "tr":
                self.rows.append([])

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "strong" | "em" | "a":
                self.style.pop()
            case "p" | "li":
                self.end_passage()
            case "ul" | "ol":
                self.lists.pop()
            case "blockquote":
                self.quotes -= 1
            case "th" | "td":
                self.rows[-1].append(tuple(_tidied(self.runs)))
                self.runs = []
            case "table":
                self.found.append(Grid(rows=tuple(tuple(row) for row in self.rows)))

    def handle_data(self, data: str) -> None:
        words = re.sub(r"[ \t\r\n]+", " ", data)
        if words != " " or self.runs:
            self.runs.append(replace(self.style[-1], text=words))

    def open_item(self, around: _List) -> None:
        self.item = Passage(
            runs=(), listing=around.kind, depth=len(self.lists), opens=around.items == 0, start=around.start
        )
        around.items += 1

    def end_passage(self) -> None:
        runs = tuple(_tidied(self.runs))
        self.runs = []
        if runs:
            within = self.item or Passage(runs=(), depth=len(self.lists))
            self.found.append(replace(within, runs=runs, quoted=self.quotes > 0))
            self.item = None


def _tidied(runs: list[Run]) -> list[Run]:
    """Drop white space at both ends and beside line breaks."""
    kept = [run for run in runs if run.text]
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return kept
