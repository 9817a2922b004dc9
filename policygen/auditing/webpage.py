"""Read the blocks of a web page.

The page is sanitised first, in time that grows with its length; what is left is a short list of plain tags.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import nh3

from policygen.auditing.oldpolicy import Block, BlockKind

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    "p",
    "div",
    "td",
    "th",
    "dt",
    "dd",
    "blockquote",
    "caption",
    "section",
    "article",
    "main",
    "header",
    "footer",
}
_TAGS = {*_HEADINGS, *_BLOCKS, "li", "ul", "ol", "table", "tbody", "thead", "tr", "dl", "br"}
_UNREAD = {"script", "style", "template", "noscript", "svg", "math", "head", "title", "iframe", "object", "del"}


def read_web_page(text: str) -> Iterator[Block]:
    """Read the headings, paragraphs, items and cells of HTML, in order."""
    reader = _PageReader()
    reader.feed(nh3.clean(text, tags=_TAGS, clean_content_tags=_UNREAD, attributes={}, link_rel=None))
    reader.close()
    yield from reader.finish()


class _PageReader(HTMLParser):
    """Gathers text until a tag that ends a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.kind = BlockKind.PARAGRAPH
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "br":
            self.pieces.append("\n")
            return
        self.flush()
        if tag in _HEADINGS:
            self.kind = BlockKind.HEADING
        elif tag == "li":
            self.kind = BlockKind.ITEM

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self.flush()
            if tag in _HEADINGS or tag == "li":
                self.kind = BlockKind.PARAGRAPH

    def handle_data(self, data: str) -> None:
        self.pieces.append(" ".join(f"|{data}|".split())[1:-1])

    def flush(self) -> None:
        text = "".join(self.pieces).strip()
        self.pieces = []
        if text:
            self.blocks.append(Block(kind=self.kind, text=text))

    def finish(self) -> list[Block]:
        self.flush()
        return self.blocks
