"""Read the blocks of a PDF: its lines with their height and place, put together to paragraphs.

A PDF knows letters on a page and no paragraphs. A new block begins where a line stands further below the
last one than usual, where it is larger, where a list mark opens it, or where the line before it ended early.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from policygen.auditing.oldpolicy import MOST_CHARACTERS, MOST_PAGES, Block, BlockKind, UnreadableFile
from policygen.auditing.plaintext import is_bare_item, is_item, looks_like_heading, without_item_mark


class PdfText(Protocol):
    """The text of one page, as pypdfium2 gives it."""

    def get_text_range(self, *, errors: str) -> str:
        """Give all letters of the page; lines end in CR LF."""

    def count_chars(self) -> int:
        """Count the letters, line ends included."""

    def get_charbox(self, index: int) -> tuple[float, float, float, float]:
        """Give the left, bottom, right and top of a letter."""


FEWEST_LETTERS = 20
"""Letters on an average page below which the pages are pictures."""

_BROKEN_WORD = re.compile("[\x02\ufffe\u00ad]$")
_GOES_ON = re.compile(r"(?:\w-|/)$")
_BULLETS = "\u2022\u25aa\u25cf\u25e6\u2043\uf0b7"
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/|de|sur)\s*\d{1,4})?", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One line of a page; sizes and places in points, from the lower left corner of the page."""

    text: str
    page: int
    size: float
    top: float
    bottom: float
    left: float
    right: float
    in_margin: bool = False
    """Whether it stands so near the upper or lower edge of the page as running heads and feet do."""


def read_pdf(data: bytes) -> Iterator[Block]:
    """Read the blocks of a PDF; raise UnreadableFile with a sentence."""
    lines = list(_lines(data))
    letters = sum(len(line.text) for line in lines)
    pages = max((line.page for line in lines), default=1)
    if letters < FEWEST_LETTERS * pages:
        raise UnreadableFile("holds pictures of pages and no text. Run text recognition (OCR) on it, and try that.")
    yield from to_blocks(_without_running_heads(lines))


def to_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Put lines together to headings, paragraphs and items."""
    usual = _usual(line.size for line in lines)
    gap = _usual(round(here.top - below.top, 1) for here, below in pairwise(lines) if here.page == below.page)
    widest = max((line.right for line in lines), default=0.0)
    gathered: list[Line] = []
    for line in lines:
        if gathered and _begins(line, gathered, gap, widest):
            yield from _block(gathered, usual)
            gathered = []
        gathered.append(line)
    yield from _block(gathered, usual)


def _lines(data: bytes) -> Iterator[Line]:
    import pypdfium2  # loads a library of seven megabytes, which other formats never need

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile("is locked with a password. Save it without one, and try that.") from None
        raise UnreadableFile("is broken. Open it in a PDF reader, save it anew, and try that.") from None
    if len(pdf) > MOST_PAGES:
        raise UnreadableFile(f"has more than {MOST_PAGES} pages. Split it, and audit the parts.")
    total = 0
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            found = list(_lines_of_page(page.get_textpage(), number + 1, page.get_height()))
        except pypdfium2.PdfiumError:
            raise UnreadableFile(f"is broken on page {number + 1}. Save it anew, and try that.") from None
        total += sum(len(line.text) for line in found)
        if total > MOST_CHARACTERS:
            raise UnreadableFile(f"holds more than {MOST_CHARACTERS:,} characters. Split it, and audit the parts.")
        yield from found


def _lines_of_page(page: PdfText, number: int, height: float) -> Iterator[Line]:
    """Give the lines in the order of the file; a list mark that the file has elsewhere goes before its line."""
    import pypdfium2.raw as pdfium  # as above

    text = page.get_text_range(errors="ignore")
    lines: list[Line] = []
    marks: list[tuple[float, float]] = []
    last = page.count_chars() - 1
    at = 0
    for whole in text.split("\r\n"):
        start = at + len(whole) - len(whole.lstrip())
        kept = whole.strip(" \t\n")
        strays = [
            start + place for place, letter in enumerate(kept) if letter in _BULLETS and (place or len(kept) == 1)
        ]
        boxes = [page.get_charbox(min(each, last)) for each in strays]
        marks += [(left, (bottom + top) / 2) for left, bottom, _, top in boxes]
        plain = "".join(letter for place, letter in enumerate(kept) if not (letter in _BULLETS and place)).strip()
        if plain and (plain not in _BULLETS):
            left, bottom, _, top = page.get_charbox(min(start, last))
            end = page.get_charbox(min(start + len(plain) - 1, last))
            size = round(pdfium.FPDFText_GetFontSize(page, min(start, last)), 1)
            in_margin = not 0.07 * height < bottom < 0.93 * height
            lines.append(Line(plain, number, size, top, bottom, left, end[2], in_margin))
        at += len(whole) + 2
    yield from _marked(lines, marks)


def _marked(lines: Sequence[Line], marks: Sequence[tuple[float, float]]) -> list[Line]:
    """Put each stray list mark, given by its left edge and its middle, before the line it stands beside."""
    found = list(lines)
    for left, middle in marks:
        beside = [
            (line.left, number)
            for number, line in enumerate(found)
            if line.bottom - 2 <= middle <= line.top + 2 and line.left > left
        ]
        if beside:
            number = min(beside)[1]
            found[number] = replace(found[number], text=f"\u2022 {found[number].text}")
    return found


def _without_running_heads(lines: Sequence[Line]) -> list[Line]:
    """Leave out page numbers, and what most pages have alike; in the margins numbers may differ."""
    pages = len({line.page for line in lines})
    seen = Counter(text for text, _ in {(_alike(line), line.page) for line in lines})
    return [
        line
        for line in lines
        if seen[_alike(line)] < max(2 if line.in_margin else 3, pages // 2 + 1)
        and not (line.in_margin and _PAGE_NUMBER.fullmatch(line.text.strip()))
    ]


def _alike(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text) if line.in_margin else line.text


def _usual(values: Iterator[float]) -> float:
    counted = Counter(value for value in values if value > 0)
    return counted.most_common(1)[0][0] if counted else 0.0


def _begins(line: Line, gathered: Sequence[Line], gap: float, widest: float) -> bool:
    """Tell whether a line begins a block of its own rather than going on with the lines gathered above it."""
    first, above = gathered[0], gathered[-1]
    opened_as_item = is_item(first.text)
    if opened_as_item and line.left < first.left - 2:
        return True
    if is_item(line.text) or abs(line.size - above.size) > 0.6:
        return True
    if line.page != above.page:
        return bool(re.search(r"[.:?!]$", above.text))
    if gap and above.top - line.top > 1.35 * gap:
        return True
    ended_early = above.right < 0.8 * widest and bool(re.search(r"[.:?!]$", above.text))
    return ended_early or (looks_like_heading(above.text) and above.right < 0.6 * widest and not opened_as_item)


def _block(lines: Sequence[Line], usual: float) -> Iterator[Block]:
    if not lines:
        return
    text = ""
    for line in lines:
        ends = _BROKEN_WORD.search(text) or _GOES_ON.search(text)
        text = f"{_BROKEN_WORD.sub('', text)}{line.text}" if ends else f"{text} {line.text}"
    text = _BROKEN_WORD.sub("", text).strip()
    kind = BlockKind.PARAGRAPH
    if lines[0].size > usual + 0.6 and len(text.split()) <= 20:
        kind = BlockKind.HEADING
    elif is_bare_item(text) or (is_item(text) and not looks_like_heading(text)):
        kind, text = BlockKind.ITEM, without_item_mark(text)
    elif looks_like_heading(text):
        kind = BlockKind.HEADING
    yield Block(kind=kind, text=text, page=lines[0].page)
