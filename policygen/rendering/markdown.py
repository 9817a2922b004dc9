"""Render a document or a paper as Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from policygen.document import Document
from policygen.paper import Paper
from policygen.rendering.outline import contents, place
from policygen.rendering.pages import render_page


def render_markdown(document: Document, templates: tuple[Path, ...]) -> bytes:
    """Render a document as Markdown in UTF-8."""
    text = render_page("documents/policy/policy.md.j2", document.language, templates, document=document)
    return _tidy(text)


def render_paper_markdown(paper: Paper, templates: tuple[Path, ...]) -> bytes:
    """Render a paper as Markdown in UTF-8."""
    placed = place(paper.blocks)
    names = {"paper": paper, "blocks": placed, "contents": contents(placed) if paper.contents else ()}
    return _tidy(render_page("paper/paper.md.j2", paper.language, templates, **names))


def _tidy(text: str) -> bytes:
    return (re.sub(r"\n{3,}", "\n\n", text).strip() + "\n").encode()
