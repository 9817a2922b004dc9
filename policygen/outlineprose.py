"""Find what is badly written in the fixed words of the hand-outs, by the rules that clauses keep."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.bodies import Body
from policygen.errors import Problem
from policygen.languages import ENGLISH
from policygen.library import Library
from policygen.outlines import Outline, texts_of
from policygen.prose import CHECKS, too_hard

ENOUGH_WORDS = 25
"""Words from which the reading grade of one text says something; a whole document is graded however short its texts."""


def examine_outlines(library: Library) -> Iterator[Problem]:
    """Find what is badly written in the English words of every hand-out."""
    for outline in library.outlines.values():
        yield from _examine(outline)


def _examine(outline: Outline) -> Iterator[Problem]:
    whole: list[str] = []
    for words, applies in texts_of(outline):
        if ENGLISH not in words:
            continue
        text = plain(words[ENGLISH])
        whole.append(text)
        for check in CHECKS:
            if check is not too_hard or len(text.split()) >= ENOUGH_WORDS:
                for says, advice in check(text):
                    yield Problem(outline.path, applies.line, says, advice)
    for says, advice in too_hard("\n".join(whole)):
        yield Problem(outline.path, 1, says, advice)


def plain(body: Body) -> str:
    """Give the author's own words of a text, with a name where a value is printed."""
    return "".join("Pat" if number % 2 else piece for number, piece in enumerate(body.pieces)).replace("*", "")
