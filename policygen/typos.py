"""Find what a person probably meant to type."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word, or list the known words when there are few; empty when neither helps."""
    words = sorted(set(known))
    near = get_close_matches(typed.lower(), [word.lower() for word in words], n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{next(word for word in words if word.lower() == near[0])}'?"
    return f"Use one of: {', '.join(words)}." if 0 < len(words) <= 14 else ""
