"""The formats a paper can be rendered in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from policygen.document import Document
from policygen.look import PLAIN, Look
from policygen.paper import Paper, without_numbers
from policygen.policypaper import policy_paper
from policygen.rendering.docx import render_docx
from policygen.rendering.html import render_html
from policygen.rendering.markdown import render_markdown
from policygen.rendering.pdf import render_pdf
from policygen.rendering.typst import render_typst
from policygen.rendering.words import load_words

Renderer = Callable[[Paper, tuple[Path, ...], Look], bytes]
"""A function of the paper, the template folders and the look."""


class Engine(StrEnum):
    """What makes PDFs."""

    WEASYPRINT = "weasyprint"
    """The reference for looks, and the only one for forms; needs Pango."""
    TYPST = "typst"
    """For many documents, and for machines without Pango."""


RENDERERS: Mapping[str, Renderer] = {
    "md": render_markdown,
    "html": render_html,
    "pdf": render_pdf,
    "docx": render_docx,
}
"""By file name ending."""

PDF_ENGINES: Mapping[Engine, Renderer] = {Engine.WEASYPRINT: render_pdf, Engine.TYPST: render_typst}


def render(
    document: Document,
    format_name: str,
    templates: tuple[Path, ...],
    look: Look = PLAIN,
    engine: Engine = Engine.WEASYPRINT,
) -> bytes:
    """Render a policy in one format; raise RenderFailed with a sentence when it cannot be made."""
    paper = policy_paper(document, load_words(document.language, templates))
    return render_paper(paper, format_name, templates, look, engine)


def render_paper(
    paper: Paper,
    format_name: str,
    templates: tuple[Path, ...],
    look: Look = PLAIN,
    engine: Engine = Engine.WEASYPRINT,
) -> bytes:
    """Render a paper in one format; raise RenderFailed with a sentence when it cannot be made."""
    renderer = PDF_ENGINES[engine] if format_name == "pdf" else RENDERERS[format_name]
    return renderer(_shown(paper, look.paper or paper.paper), templates, look)


@lru_cache(maxsize=2)
def _shown(paper: Paper, sheet: str) -> Paper:
    """Give a paper as it is printed on a sheet of some size, in whatever format."""
    if paper.paper == sheet and not paper.for_public:
        return paper
    shown = without_numbers(paper) if paper.for_public else paper
    return replace(shown, paper=sheet)
