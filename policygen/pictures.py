"""Read a picture that somebody gave, and refuse what is not a plain PNG or JPEG of a sensible size."""

from __future__ import annotations

import io
from dataclasses import dataclass

LARGEST_PICTURE = 1_000_000
"""Bytes."""
MOST_PIXELS = 4_000
"""Of width and of height."""

_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}


class NotAPicture(ValueError):
    """The bytes are no picture that documents may show; the text says why, as a sentence."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture that has been looked at."""

    data: bytes
    kind: str
    """``image/png`` or ``image/jpeg``."""
    width: int
    """Pixels."""
    height: int


def read_picture(data: bytes) -> Picture:
    """Read the bytes of a PNG or JPEG; raise NotAPicture for anything else, or when it is too large or broken."""
    from PIL import Image, UnidentifiedImageError  # Pillow would slow every command

    if len(data) > LARGEST_PICTURE:
        raise NotAPicture(f"The picture is larger than {LARGEST_PICTURE:,} bytes.")
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_KINDS)) as image:
            width, height = image.size
            if max(width, height) > MOST_PIXELS:
                raise NotAPicture(f"The picture has {width} by {height} pixels; {MOST_PIXELS} either way is the most.")
            image.load()
            return Picture(data=data, kind=_KINDS[image.format or ""], width=width, height=height)
    except UnidentifiedImageError:
        raise NotAPicture("The picture is neither a PNG nor a JPEG, whatever its name says.") from None
    except (OSError, SyntaxError, KeyError, Image.DecompressionBombError):
        raise NotAPicture("The picture is broken.") from None
