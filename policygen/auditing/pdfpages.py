"""Read the blocks of a PDF: its lines with their height and place, put together to paragraphs.

A PDF knows letters on a page and no paragraphs. A new block begins where a line stands further below the
last one than usual, where it is larger, where a list mark opens it, or where the line before it ended early.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policygen.auditing.oldpolicy import MOST_CHARACTERS, MOST_PAGES, Block, BlockKind, UnreadableFile
from policygen.auditing.plaintext import is_bare_item, is_item, looks_like_heading, without_item_mark

FEWEST_LETTERS = 20
"""Letters on an average page below which the pages are pictures."""

_BROKEN_WORD = re.compile("[\x02\ufffe\u00ad]$")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/|de|sur)\s*\d{1,4})?", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One line of a page; heights and places in points, from the bottom of the page."""

    text: str
    page: int
    size: float
    top: float
    bottom: float
    right: float


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
        if gathered and _begins(line, gathered[-1], gap, widest, opened_as_item=is_item(gathered[0].text)):
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
            text = pdf[number].get_textpage()
            found = list(_lines_of_page(text, number + 1))
        except pypdfium2.PdfiumError:
            raise UnreadableFile(f"is broken on page {number + 1}. Save it anew, and try that.") from None
        total += sum(len(line.text) for line in found)
        if total > MOST_CHARACTERS:
            raise UnreadableFile(f"holds more than {MOST_CHARACTERS:,} characters. Split it, and audit the parts.")
        yield from found


def _lines_of_page(page: object, number: int) -> Iterator[Line]:
    import pypdfium2.raw as pdfium  # as above

    text: str = page.get_text_range(errors="ignore")  # type: ignore[attr-defined]
    at = 0
    for line in text.split("\r\n"):
        start = at + len(line) - len(line.lstrip())
        at += len(line) + 2
        if not line.strip():
            continue
        left, bottom, right, top = page.get_charbox(min(start, page.count_chars() - 1))  # type: ignore[attr-defined]
        end = page.get_charbox(min(start + len(line.strip()) - 1, page.count_chars() - 1))  # type: ignore[attr-defined]
        size = pdfium.FPDFText_GetFontSize(page, start)
        del left, right
        yield Line(text=line.strip(" \t\n"), page=number, size=round(size, 1), top=top, bottom=bottom, right=end[2])


def _without_running_heads(lines: Sequence[Line]) -> list[Line]:
    """Leave out page numbers, and what stands on most pages alike but for its numbers."""
    pages = {line.page for line in lines}
    seen = Counter(text for text, _ in {(_without_numbers(line.text), line.page) for line in lines})
    often = max(3, len(pages) // 2 + 1)
    return [
        line
        for line in lines
        if seen[_without_numbers(line.text)] < often and not _PAGE_NUMBER.fullmatch(line.text.strip())
    ]


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _usual(values: Iterator[float]) -> float:
    counted = Counter(value for value in values if value > 0)
    return counted.most_common(1)[0][0] if counted else 0.0


def _begins(line: Line, above: Line, gap: float, widest: float, *, opened_as_item: bool) -> bool:
    """Tell whether a line begins a block of its own rather than going on with the line above it."""
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
        text = _BROKEN_WORD.sub("", text) if _BROKEN_WORD.search(text) else f"{text} "
        text += line.text
    text = _BROKEN_WORD.sub("", text).strip()
    kind = BlockKind.PARAGRAPH
    if lines[0].size > usual + 0.6 and len(text.split()) <= 20:
        kind = BlockKind.HEADING
    elif is_bare_item(text) or (is_item(text) and not looks_like_heading(text)):
        kind, text = BlockKind.ITEM, without_item_mark(text)
    elif looks_like_heading(text):
        kind = BlockKind.HEADING
    yield Block(kind=kind, text=text, page=lines[0].page)
