"""Bind papers into one handbook: one table of contents, one run of pages, one file to paste into a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from policygen.paper import Block, Box, Contents, Field, Heading, PageBreak, Paper, Statement

_INPUT = re.compile(r'<input type="(?P<kind>[a-z]+)"[^>]*>')
_TEXTAREA = re.compile(r"<textarea[^>]*>(?P<said>[^<]*)</textarea>")
_INSIDE = re.compile(r"<header class=\"title-block\">.*</footer>", re.DOTALL)
_LINE = "________________"

_KEPT_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "div"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "section", "nav", "span"),
}
_KEPT_ATTRIBUTES = {"*": {"id", "lang"}, "a": {"href"}, "th": {"scope"}}


def bind(papers: Sequence[Paper], title: str) -> Paper:
    """Bind papers, the first of which gives the institution, the language and the draft's reasons."""
    first = papers[0]
    return replace(
        first,
        name="handbook",
        title=title,
        blocks=tuple(block for paper in papers for block in _chapter(paper)),
        draft=any(paper.draft for paper in papers),
        contents=True,
        form=False,
    )


def _chapter(paper: Paper) -> Iterator[Block]:
    """Give the blocks of one paper, its title above them and its headings one step smaller."""
    yield PageBreak()
    yield Heading(text=paper.title, level=1)
    turned = False
    for block in _lowered(paper.blocks, paper.stem):
        if not (turned and isinstance(block, PageBreak)):
            yield block  # two page breaks in a row, where a table of contents stood, would leave a page empty
        turned = isinstance(block, PageBreak)


def _lowered(blocks: Iterable[Block], stem: str) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Contents():
                continue
            case Heading():
                yield replace(block, level=block.level + 1)
            case Statement():
                yield block
            case Field():
                yield replace(block, name=f"{stem}-{block.name}")
            case Box():
                yield replace(block, blocks=tuple(_lowered(block.blocks, stem)))
            case _:
                yield block


def fragment(page: str, paper: Paper) -> bytes:
    """Cut what stands within a page, without styles, to paste into SharePoint or Confluence.

    What is filled in on a form becomes a line or a box to tick on paper.
    """
    import nh3  # loaded only where HTML is cleaned

    found = _INSIDE.search(page)
    inside = found[0] if found else page
    inside = _INPUT.sub(lambda field: "\N{BALLOT BOX} " if field["kind"] == "checkbox" else f" {_LINE}", inside)
    inside = _TEXTAREA.sub(lambda field: f" {field['said'] or _LINE}", inside)
    body = f'<div lang="{paper.language}">{inside}</div>'
    return nh3.clean(body, tags=_KEPT_TAGS, attributes=_KEPT_ATTRIBUTES, link_rel=None).strip().encode() + b"\n"
