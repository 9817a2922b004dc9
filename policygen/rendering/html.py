"""Render a paper as one HTML file that needs nothing beside it."""

from __future__ import annotations

import base64
from pathlib import Path

from policygen.look import PLAIN, Look
from policygen.paper import Paper
from policygen.pictures import Picture
from policygen.rendering.layout import lay_out
from policygen.rendering.pages import render_page
from policygen.rendering.styles import print_sheet, screen_sheet


def render_html(paper: Paper, templates: tuple[Path, ...], look: Look = PLAIN) -> bytes:
    """Render a paper as a self-contained HTML page in UTF-8."""
    logo = _inline(look.logo) if look.logo else ""
    style = screen_sheet(paper, look, templates)
    return _page(paper, templates, style=style, logo=logo, for_print=False).encode()


def render_print_html(paper: Paper, templates: tuple[Path, ...], look: Look = PLAIN) -> str:
    """Render the HTML that the PDF is made from; its logo is an asset that the PDF process is given."""
    logo = "asset:logo" if look.logo else ""
    return _page(paper, templates, style=print_sheet(paper, look, templates), logo=logo, for_print=True)


def _page(paper: Paper, templates: tuple[Path, ...], **names: str | bool) -> str:
    return render_page("paper/paper.html.j2", paper.language, templates, paper=paper, layout=lay_out(paper), **names)


def _inline(picture: Picture) -> str:
    return f"data:{picture.kind};base64,{base64.b64encode(picture.data).decode()}"
