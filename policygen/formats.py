"""The formats a document can be rendered in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from policygen.document import Document
from policygen.paper import Paper
from policygen.rendering.docx import render_paper_docx
from policygen.rendering.html import render_html, render_paper_html
from policygen.rendering.markdown import render_markdown, render_paper_markdown
from policygen.rendering.pdf import render_paper_pdf, render_pdf

RENDERERS: Mapping[str, Callable[[Document, tuple[Path, ...]], bytes]] = {
    "md": render_markdown,
    "html": render_html,
    "pdf": render_pdf,
}
"""By file name ending: a function of the document and the template folders."""

PAPER_RENDERERS: Mapping[str, Callable[[Paper, tuple[Path, ...]], bytes]] = {
    "md": render_paper_markdown,
    "html": render_paper_html,
    "pdf": render_paper_pdf,
    "docx": render_paper_docx,
}
"""By file name ending: a function of a paper and the template folders."""


def render(document: Document, format_name: str, templates: tuple[Path, ...]) -> bytes:
    """Render a document in one format."""
    return RENDERERS[format_name](document, templates)


def render_paper(paper: Paper, format_name: str, templates: tuple[Path, ...]) -> bytes:
    """Render a paper in one format; raise RenderFailed with a sentence when it cannot be made."""
    return PAPER_RENDERERS[format_name](paper, templates)
