"""Render a paper as tagged PDF (PDF/UA-1), in a process of its own.

The child process may take no more memory and time than a policy needs, and can read nothing but the
fonts it is made with; if it fails, it is ended and nothing is written.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, time
from pathlib import Path

from policygen.look import PLAIN, Look
from policygen.paper import Paper
from policygen.rendering.html import render_print_html
from policygen.rendering.pdfprocess import made_pdf


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
    return made_pdf(request, int(datetime.combine(paper.as_of, time(), tzinfo=UTC).timestamp()))
