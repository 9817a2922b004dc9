"""Draw QR codes, each with words for those who cannot see it."""

from __future__ import annotations

import io

from policygen.addresses import OPENS, shown
from policygen.errors import RenderFailed
from policygen.paper import QrCode

QUIET = 4
"""Modules of white around a code, which readers need."""


def code_svg(code: QrCode, says: str) -> str:
    """Draw a code as SVG that stands within HTML; ``says`` is read out in its place."""
    import segno  # drawing is for documents that have a code

    return segno.make(_address(code), error="m", micro=False).svg_inline(
        border=QUIET, title=says, light="#fff", svgclass="code-picture", lineclass=None, omitsize=True
    )


def code_png(code: QrCode) -> bytes:
    """Draw a code as PNG."""
    import segno  # as above

    file = io.BytesIO()
    segno.make(_address(code), error="m", micro=False).save(file, kind="png", scale=8, border=QUIET)
    return file.getvalue()


def readable_address(code: QrCode) -> str:
    """Give the address of a code as people read it; raise RenderFailed when it is none."""
    return shown(_address(code))


def _address(code: QrCode) -> str:
    if not OPENS.fullmatch(code.address):
        raise RenderFailed(f"No QR code can be made of '{shown(code.address)}': it is no web, mail or phone address.")
    return code.address
