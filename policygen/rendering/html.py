"""Render a document or a paper as one HTML file that needs nothing beside it."""

from __future__ import annotations

from pathlib import Path

from policygen.document import Document
from policygen.paper import Paper
from policygen.rendering.outline import contents, place
from policygen.rendering.pages import optional_text, render_page, template_text


def render_html(document: Document, templates: tuple[Path, ...]) -> bytes:
    """Render a document as a self-contained HTML page in UTF-8."""
    return _page(document, templates, "screen.css", for_print=False).encode()


def render_print_html(document: Document, templates: tuple[Path, ...]) -> str:
    """Render the HTML that the PDF is made from."""
    return _page(document, templates, "print.css", for_print=True)


def render_paper_html(paper: Paper, templates: tuple[Path, ...]) -> bytes:
    """Render a paper as a self-contained HTML page in UTF-8."""
    return _paper_page(paper, templates, "screen.css", for_print=False).encode()


def render_paper_print_html(paper: Paper, templates: tuple[Path, ...]) -> str:
    """Render the HTML that a paper's PDF is made from."""
    return _paper_page(paper, templates, "print.css", for_print=True)


def _page(document: Document, templates: tuple[Path, ...], sheet: str, *, for_print: bool) -> str:
    names = {"document": document, "style": _style("policy", sheet, templates), "for_print": for_print}
    return render_page("documents/policy/policy.html.j2", document.language, templates, **names)


def _paper_page(paper: Paper, templates: tuple[Path, ...], sheet: str, *, for_print: bool) -> str:
    placed = place(paper.blocks)
    return render_page(
        "paper/paper.html.j2",
        paper.language,
        templates,
        paper=paper,
        blocks=placed,
        contents=contents(placed) if paper.contents else (),
        style=_style(paper.name, sheet, templates),
        for_print=for_print,
    )


def _style(name: str, sheet: str, templates: tuple[Path, ...]) -> str:
    """Lay a document's own style sheet, where it has one, over that of all papers."""
    return template_text(f"paper/{sheet}", templates) + optional_text(f"documents/{name}/{sheet}", templates)
