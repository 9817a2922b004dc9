"""Where libraries that were read are kept, if anywhere; whoever starts the program decides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_PLACE: ContextVar[Path | None] = ContextVar("place", default=None)


def place_of_libraries() -> Path | None:
    """Give the folder in which libraries are kept; None when none are."""
    return _PLACE.get()


@contextmanager
def keeping_libraries(place: Path | None) -> Iterator[None]:
    """Keep libraries in a folder while this holds; None keeps none."""
    token = _PLACE.set(place)
    try:
        yield
    finally:
        _PLACE.reset(token)
