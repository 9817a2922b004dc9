"""Have WeasyPrint make PDFs: in processes that stay warm where the system can fork, in one for each PDF elsewhere.

A warm process has read WeasyPrint, the fonts and the style sheet of all papers, and forks for each PDF.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from functools import cache

from policygen.rendering.onechild import ended, made_by_child
from policygen.rendering.warm import Pool

LONGEST_SECONDS = 240
"""Wall time after which making one PDF is given up; a hospital's policy takes about five seconds."""

_CAN_FORK = sys.platform == "linux"
"""Elsewhere system libraries do not bear a fork, or there is none."""


def made_pdf(request: dict[str, object], epoch: int) -> bytes:
    """Have a PDF made; ``epoch`` is the time that it carries. Raises RenderFailed with a sentence."""
    return POOL.made({**request, "epoch": epoch}) if _CAN_FORK else _made_once(request, epoch)


def warm_up() -> None:
    """Start a process that will make a PDF soon, so that it is warm by then."""
    if _CAN_FORK:
        POOL.warm_up()


@cache
def _first_request() -> bytes:
    """Give the request that warms a process up: a page that uses every bundled font, in the style of all papers."""
    from policygen.loading import shipped_library  # read when a PDF is made

    css = (shipped_library() / "templates" / "paper" / "print.css").read_text(encoding="utf-8")
    head = f'<!DOCTYPE html><html lang="en"><head><title>Warm</title><style>{css}</style></head>'
    html = f"{head}<body><h1>One</h1><p>Words <strong>in bold</strong> <em>and italics</em>.</p></body></html>"
    request = {"html": html, "identifier": hashlib.sha256(b"").hexdigest()}
    return json.dumps(request).encode() + b"\n"


def _made_once(request: dict[str, object], epoch: int) -> bytes:
    """Have a PDF made by a process that is started for it."""
    data = json.dumps(request).encode()
    return made_by_child("pdfworker", data, _environment(epoch), LONGEST_SECONDS, _reason)


def _environment(epoch: int = 0) -> dict[str, str]:
    """Give a process the same surroundings everywhere: fonts carry a date, and sets an order."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return {**kept, "SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0", "TZ": "UTC"}


def _reason(errors: str, code: int) -> str:
    if "cannot load library" in errors or "Pango" in errors:
        return "The PDF cannot be made, because the Pango library is missing. Run: policygen doctor"
    return ended(errors, code, "The PDF cannot be made")


POOL = Pool("pdfworker", LONGEST_SECONDS, _environment, _reason, _first_request)
"""The warm processes of WeasyPrint."""
