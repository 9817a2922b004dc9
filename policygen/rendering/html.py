"""Render a paper as one HTML file that needs nothing beside it."""

from __future__ import annotations

from pathlib import Path

from policygen.paper import Paper
from policygen.rendering.outline import outline
from policygen.rendering.pages import optional_text, render_page, template_text


def render_html(paper: Paper, templates: tuple[Path, ...]) -> bytes:
    """Render a paper as a self-contained HTML page in UTF-8."""
    return _page(paper, templates, "screen.css", for_print=False).encode()


def render_print_html(paper: Paper, templates: tuple[Path, ...]) -> str:
    """Render the HTML that the PDF is made from."""
    return _page(paper, templates, "print.css", for_print=True)


def _page(paper: Paper, templates: tuple[Path, ...], sheet: str, *, for_print: bool) -> str:
    """Render the page; a document's own style sheet, where it has one, is laid over that of all papers."""
    style = template_text(f"paper/{sheet}", templates) + optional_text(f"documents/{paper.name}/{sheet}", templates)
    names = {"paper": paper, "outline": outline(paper), "style": style, "for_print": for_print}
    return render_page("paper/paper.html.j2", paper.language, templates, **names)
