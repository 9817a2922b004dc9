"""Render a paper as a Word file."""

from __future__ import annotations

from pathlib import Path

from policygen.look import PLAIN, Look
from policygen.paper import Paper
from policygen.rendering.words import load_words


def render_docx(paper: Paper, templates: tuple[Path, ...], look: Look = PLAIN) -> bytes:
    """Render a paper as DOCX; the same paper gives the same bytes."""
    from policygen.rendering.docxfile import make_docx  # python-docx would slow every command

    return make_docx(paper, load_words(paper.language, templates), look, templates)
