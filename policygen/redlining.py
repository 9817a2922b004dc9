"""Show what changed between two texts, word by word, in runs that a person can follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from policygen.paper import Edited, Mark

_WORD = re.compile(r"\S+\s*")
_FEW = 2
"""A run of so few kept words between two changes is shown as part of the change, which reads better."""


def redline(before: str, after: str) -> Edited:
    """Mark the words taken out of one text and put into the other.

    The kept and inserted runs together are the text after, the kept and deleted ones the text before, but
    for white space.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    runs: list[tuple[Mark, str]] = []
    for deleted, inserted, kept in _changes(old, new):
        if deleted:
            runs.append((Mark.DELETED, "".join(deleted)))
        if inserted:
            runs.append((Mark.INSERTED, "".join(inserted)))
        if kept:
            runs.append((Mark.KEPT, "".join(kept)))
    return Edited(tuple(runs))


def in_marks(edited: Edited) -> str:
    """Write a redline as plain text, for a terminal: ``[-taken out-]`` and ``{+put in+}``."""
    return "".join(_marked(mark, text) for mark, text in edited.runs)


def _marked(mark: Mark, text: str) -> str:
    words = text.strip()
    if mark is Mark.KEPT or not words:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}[-{words}-]{trail}" if mark is Mark.DELETED else f"{lead}{{+{words}+}}{trail}"


def _changes(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Give what was deleted and inserted before each run that was kept, and that run."""
    first = second = 0
    for start, other, size in _kept(old, new):
        kept = [max(pair, key=len) for pair in zip(new[other : other + size], old[start : start + size], strict=True)]
        yield old[first:start], new[second:other], kept
        first, second = start + size, other + size


def _kept(old: list[str], new: list[str]) -> Iterable[tuple[int, int, int]]:
    """List the runs that were kept, less the very short ones between two changes; the last one is empty."""
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    for start, other, size in matcher.get_matching_blocks():
        at_an_end = start + size == len(old) or other + size == len(new) or start == 0 or other == 0
        if not size or size > _FEW or at_an_end:
            yield start, other, size
