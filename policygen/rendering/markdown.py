"""Render a document as Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from policygen.document import Document
from policygen.rendering.pages import render_page


def render_markdown(document: Document, templates: tuple[Path, ...]) -> bytes:
    """Render a document as Markdown in UTF-8."""
    text = render_page(document, "documents/policy/policy.md.j2", templates)
    return (re.sub(r"\n{3,}", "\n\n", text).strip() + "\n").encode()
