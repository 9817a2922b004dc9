"""Write how many there are of something, as people do."""

from __future__ import annotations


def counted(number: int, one: str, several: str) -> str:
    """Write a number with the words for one or for several: 1 file, 1,200 files."""
    return f"{number:,} {one if number == 1 else several}"
