"""How well a colour can be read on white."""

from __future__ import annotations

import colorsys

LEAST_CONTRAST = 4.5
"""Of text against its ground. Source: WCAG 2.2, success criterion 1.4.3."""


def contrast(colour: str) -> float:
    """Give the contrast of a colour, as six hexadecimal digits, against white: from 1 to 21."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def nearest_readable(colour: str) -> str:
    """Give the colour itself, or the same hue as little darker as makes it readable on white."""
    hue, light, full = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(256):
        darker = _digits(colorsys.hls_to_rgb(hue, light * (255 - step) / 255, full))
        if contrast(darker) >= LEAST_CONTRAST:
            return colour if step == 0 else darker
    return "000000"


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def _digits(parts: tuple[float, float, float]) -> str:
    return "".join(f"{int(part * 255):02x}" for part in parts)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
