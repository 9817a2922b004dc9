"""Render a paper as tagged PDF (PDF/UA-1), in a process of its own.

The child process may take no more memory and time than a policy needs, and can read nothing but the
fonts it is made with; if it fails, it is ended and nothing is written.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

from policygen.errors import RenderFailed
from policygen.look import PLAIN, Look
from policygen.paper import Paper
from policygen.rendering.html import render_print_html

LONGEST_SECONDS = 240
"""Wall time after which making one PDF is given up; a hospital's policy takes about five seconds."""


def render_pdf(paper: Paper, templates: tuple[Path, ...], look: Look = PLAIN) -> bytes:
    """Render a paper as PDF, fillable when it is a form; raise RenderFailed with a sentence when it cannot be made."""
    page = render_print_html(paper, templates, look)
    request: dict[str, object] = {
        "html": page,
        "identifier": hashlib.sha256(page.encode()).hexdigest(),
        "form": paper.form,
    }
    if look.logo:
        request |= {"logo_kind": look.logo.kind, "logo": base64.b64encode(look.logo.data).decode()}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-s", "-m", "policygen.rendering.pdfworker"],
            input=json.dumps(request).encode(),
            env=_environment(paper.as_of),
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RenderFailed(f"The PDF took longer than {LONGEST_SECONDS} seconds and was given up.") from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise RenderFailed(_reason(done.stderr.decode(errors="replace"), done.returncode))
    return done.stdout


def _environment(as_of: date) -> dict[str, str]:
    """Give the child the same surroundings everywhere: fonts carry a date, and sets an order."""
    midnight = datetime.combine(as_of, time(), tzinfo=UTC)
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return {**kept, "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())), "PYTHONHASHSEED": "0", "TZ": "UTC"}


def _reason(errors: str, code: int) -> str:
    last = next((line for line in reversed(errors.splitlines()) if line.strip()), "")
    if "cannot load library" in errors or "Pango" in errors:
        return "The PDF cannot be made, because the Pango library is missing. Run: policygen doctor"
    if code < 0:
        return f"The PDF process was ended by signal {-code}; it may have needed too much memory or time."
    return f"The PDF cannot be made: {last.strip() or f'its process ended with {code}'}"
