"""Render a paper as Markdown."""

from __future__ import annotations

from operator import methodcaller
from pathlib import Path

from policygen.look import PLAIN, Look
from policygen.paper import Paper
from policygen.rendering.layout import lay_out
from policygen.rendering.pages import render_page

_without_line_ends = methodcaller("strip", "\n")


def render_markdown(paper: Paper, templates: tuple[Path, ...], look: Look = PLAIN) -> bytes:
    """Render a paper as Markdown in UTF-8, which has no looks."""
    del look
    text = render_page("paper/paper.md.j2", paper.language, templates, paper=paper, layout=lay_out(paper))
    stretches = filter(None, map(_without_line_ends, text.strip().split("\n\n")))
    return ("\n\n".join(stretches) + "\n").encode()
