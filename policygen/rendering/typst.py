"""Render a paper as tagged PDF (PDF/UA-1) with Typst, which is many times as fast and needs no native libraries.

The look is that of WeasyPrint's PDF, drawn by templates/paper/paper.typ. The process that draws may take no more memory
and time than a policy needs, and can read nothing but what it is handed; if it fails, nothing is written. It stays warm
for the next paper, except on Windows, where each has its own.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import re
import sys
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path

from policygen.errors import RenderFailed
from policygen.look import PLAIN, Look
from policygen.paper import Paper
from policygen.rendering.onechild import ended, made_by_child
from policygen.rendering.pages import template_text
from policygen.rendering.pdf import render_pdf
from policygen.rendering.typstdata import paper_data
from policygen.rendering.warm import Pool
from policygen.rendering.words import load_words

LONGEST_SECONDS = 120
"""Wall time after which making one PDF is given up; a hospital's policy takes about a second."""

_NOWHERE = "http://127.0.0.1:9"
"""Where Typst would look for packages, so that it asks nobody, whatever a template asks for."""
_LEFT_OUT = ("PYTHONPATH", "PYTHONHOME", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_LACKING = re.compile(r'the text `?"(.+?)"`? could not be displayed')


def render_typst(paper: Paper, templates: tuple[Path, ...], look: Look = PLAIN) -> bytes:
    """Render a paper as PDF with Typst; raise RenderFailed with a sentence when it cannot be made.

    A form is made by WeasyPrint, because Typst makes no fields that can be filled in.
    """
    if paper.form:
        return render_pdf(paper, templates, look)
    if importlib.util.find_spec("typst") is None:
        raise RenderFailed("The engine typst is not installed. Run: pip install 'policygen[typst]'")
    data, pictures = paper_data(paper, load_words(paper.language, templates), look)
    request: dict[str, object] = {
        "drawing": template_text("paper/paper.typ", templates),
        "data": json.dumps(data),
        "pictures": {name: base64.b64encode(picture).decode() for name, picture in pictures.items()},
        "created": _midnight(paper.as_of),
    }
    try:
        # The folder is made here, so that it goes even when the child is killed.
        with tempfile.TemporaryDirectory(prefix="policygen-") as folder:
            return _made({**request, "folder": folder})
    except OSError as error:
        raise RenderFailed(f"The PDF cannot be made with typst: {error.strerror or error}.") from None


def _made(request: dict[str, object]) -> bytes:
    if sys.platform != "win32":
        return POOL.made(request)
    return made_by_child("typstworker", json.dumps(request).encode(), _environment(), LONGEST_SECONDS, _reason)


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), tzinfo=UTC).timestamp())


def _environment() -> dict[str, str]:
    """Give the child the surroundings of this process, less other modules and any way to the network."""
    kept = {name: value for name, value in os.environ.items() if name.upper() not in _LEFT_OUT}
    return {**kept, "HTTP_PROXY": _NOWHERE, "HTTPS_PROXY": _NOWHERE, "https_proxy": _NOWHERE, "http_proxy": _NOWHERE}


def _reason(errors: str, code: int) -> str:
    lacking = _LACKING.search(errors)
    if lacking:
        return (
            f"The PDF cannot be made with typst, because the bundled fonts have no sign for '{lacking[1]}'. "
            "Run again with: --engine weasyprint"
        )
    return ended(errors, code, "The PDF cannot be made with typst")


POOL = Pool("typstworker", LONGEST_SECONDS, _environment, _reason)
"""The warm processes of Typst."""
