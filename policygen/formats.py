"""The formats a document can be rendered in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from policygen.document import Document
from policygen.rendering.html import render_html
from policygen.rendering.markdown import render_markdown
from policygen.rendering.pdf import render_pdf

RENDERERS: Mapping[str, Callable[[Document, tuple[Path, ...]], bytes]] = {
    "md": render_markdown,
    "html": render_html,
    "pdf": render_pdf,
}
"""By file name ending: a function of the document and the template folders."""


def render(document: Document, format_name: str, templates: tuple[Path, ...]) -> bytes:
    """Render a document in one format."""
    return RENDERERS[format_name](document, templates)
