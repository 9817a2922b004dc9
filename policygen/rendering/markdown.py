"""Render a paper as Markdown."""

from __future__ import annotations

from pathlib import Path

from policygen.look import PLAIN, Look
from policygen.paper import Paper
from policygen.rendering.layout import lay_out
from policygen.rendering.pages import render_page

_GAP = "\n\n\n"
"""More than one empty line."""


def render_markdown(paper: Paper, templates: tuple[Path, ...], look: Look = PLAIN) -> bytes:
    """Render a paper as Markdown in UTF-8, which has no looks."""
    del look
    text = render_page("paper/paper.md.j2", paper.language, templates, paper=paper, layout=lay_out(paper))
    while _GAP in text:
        text = text.replace(_GAP, "\n\n")
    return (text.strip() + "\n").encode()
