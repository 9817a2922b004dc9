"""The bundled fonts, by the names that style sheets give them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

FONTS = {
    "sans-regular": ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    "sans-italic": ("font_source_sans_pro", "SourceSansPro-It.ttf"),
    "sans-semibold": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    "sans-bold": ("font_source_sans_pro", "SourceSansPro-Bold.ttf"),
    "serif-regular": ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    "serif-italic": ("font_source_serif_pro", "SourceSerifPro-It.ttf"),
    "serif-semibold": ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    "serif-bold": ("font_source_serif_pro", "SourceSerifPro-Bold.ttf"),
}
"""The assets a style sheet may name, as ``asset:sans-regular``."""


def font_path(name: str) -> Path:
    """Find the file of a named font in its package."""
    package, file = FONTS[name]
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The fonts are missing: install {package.replace('_', '-')}.")
    return Path(spec.origin).parent / "files" / file
