"""Render a document as one HTML file that needs nothing beside it."""

from __future__ import annotations

from pathlib import Path

from policygen.document import Document
from policygen.rendering.pages import render_page, template_text


def render_html(document: Document, templates: tuple[Path, ...]) -> bytes:
    """Render a document as a self-contained HTML page in UTF-8."""
    return _page(document, templates, "documents/policy/screen.css", for_print=False).encode()


def render_print_html(document: Document, templates: tuple[Path, ...]) -> str:
    """Render the HTML that the PDF is made from."""
    return _page(document, templates, "documents/policy/print.css", for_print=True)


def _page(document: Document, templates: tuple[Path, ...], style: str, *, for_print: bool) -> str:
    css = template_text(style, templates)
    return render_page(document, "documents/policy/policy.html.j2", templates, style=css, for_print=for_print)
