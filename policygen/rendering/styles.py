"""The style sheet of a paper: that of all papers, the document's own, and the institution's look over both."""

from __future__ import annotations

import re
from pathlib import Path

from policygen.look import PLAIN, Face, Look
from policygen.paper import Paper
from policygen.rendering.pages import optional_text, template_text

LARGE = 18 / 9.8
"""How much larger large print is than the size of text in print.css, to make it 18 points."""

_POINTS = re.compile(r"(?<![\w#.])(\d*\.?\d+)pt\b")
_SERIF = {
    "print": '"Policy Serif"',
    "screen": '"Source Serif 4", "Source Serif Pro", Georgia, "Times New Roman", serif',
}
_SANS = {"print": '"Policy Sans"', "screen": '"Source Sans 3", "Source Sans Pro", system-ui, sans-serif'}


def print_sheet(paper: Paper, look: Look, templates: tuple[Path, ...]) -> str:
    """Give the style sheet of a paper on paper."""
    css = _laid_over(paper.name, "print.css", templates)
    if look.large:
        css = _POINTS.sub(lambda found: f"{float(found[1]) * LARGE:.4g}pt", css)
        css += template_text("paper/large.css", templates)
    return css + _variables(look, "print")


def screen_sheet(paper: Paper, look: Look, templates: tuple[Path, ...]) -> str:
    """Give the style sheet of a paper on a screen; in the dark its colours are those of all papers."""
    css = _laid_over(paper.name, "screen.css", templates)
    if look.large:
        css += "html { font-size: 150% }\n"
    variables = _variables(look, "screen")
    return css + (f"@media (prefers-color-scheme: light), print {{\n{variables}}}\n" if variables else "")


def _laid_over(name: str, sheet: str, templates: tuple[Path, ...]) -> str:
    return template_text(f"paper/{sheet}", templates) + optional_text(f"documents/{name}/{sheet}", templates)


def _variables(look: Look, medium: str) -> str:
    """Set the variables in which a look differs from the plain one."""
    plain, face = PLAIN, {Face.SERIF: _SERIF, Face.SANS: _SANS}.get(look.face)
    differing = {
        "deep": f"#{look.colour}" if look.colour != plain.colour else "",
        "alarm": f"#{look.accent}" if look.accent != plain.accent else "",
        "text-face": face[medium] if face else "",
        "title-face": face[medium] if face else "",
    }
    set_here = "; ".join(f"--{name}: {value}" for name, value in differing.items() if value)
    return f":root {{ {set_here} }}\n" if set_here else ""
