"""What answers change, as the pane beside a question shows it."""

from __future__ import annotations

from dataclasses import dataclass

from policygen.effect import Effect
from policygen.interview import CAUTIONS
from policygen.paper import Edited
from policygen.redlining import redline
from policygen.rendering.texts import bare_of

MOST_SHOWN = 12
"""Clauses whose change is shown word by word; the rest are counted."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What the pane shows."""

    saved: bool
    """Whether the answers are saved, or only being typed."""
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reworded: tuple[tuple[str, Edited], ...]
    """Titles, each with its change."""
    more: int
    """Clauses reworded beyond those shown."""
    cautions: tuple[tuple[str, str], ...]
    """Of what kind each is, in words, and what it says."""


def preview_of(effect: Effect, *, saved: bool) -> Preview:
    """Make what the pane shows of an effect."""
    return Preview(
        saved=saved,
        added=effect.added,
        removed=effect.removed,
        reworded=tuple(
            (each.title, redline(bare_of(each.before), bare_of(each.after))) for each in effect.reworded[:MOST_SHOWN]
        ),
        more=max(0, len(effect.reworded) - MOST_SHOWN),
        cautions=tuple((CAUTIONS[caution.kind], caution.says) for caution in effect.cautions),
    )
