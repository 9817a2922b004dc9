"""Render a paper as Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from policygen.look import PLAIN, Look
from policygen.paper import Paper
from policygen.rendering.layout import lay_out
from policygen.rendering.pages import render_page


def render_markdown(paper: Paper, templates: tuple[Path, ...], look: Look = PLAIN) -> bytes:
    """Render a paper as Markdown in UTF-8, which has no looks."""
    del look
    text = render_page("paper/paper.md.j2", paper.language, templates, paper=paper, layout=lay_out(paper))
    return (re.sub(r"\n{3,}", "\n\n", text).strip() + "\n").encode()
