"""Find what is badly written in the fixed words of the hand-outs, by the checks that clauses are held to."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.bodies import Body
from policygen.checks.ease import READS_EASILY
from policygen.checks.passages import Passage, Passages, Setting
from policygen.errors import Problem
from policygen.languages import ENGLISH
from policygen.library import Library
from policygen.outlines import Outline, texts_of
from policygen.prose import LINTS

ENOUGH_WORDS = 25
"""Words from which the reading grade of one text says something; a whole document is graded however short its texts."""


def examine_outlines(library: Library) -> Iterator[Problem]:
    """Find what is badly written in the English words of every hand-out."""
    for outline in library.outlines.values():
        yield from _examine(outline)


def _examine(outline: Outline) -> Iterator[Problem]:
    setting = Setting(language=ENGLISH)
    texts = [
        Passage(text=plain(words[ENGLISH]), path=outline.path, line=applies.line)
        for words, applies in texts_of(outline)
        if ENGLISH in words
    ]
    whole = Passage(text="\n".join(text.text for text in texts), path=outline.path, line=1)
    for check in LINTS:
        judged = [text for text in texts if check is not READS_EASILY or len(text.text.split()) >= ENOUGH_WORDS]
        for text in [*judged, *([whole] if check is READS_EASILY else [])]:
            for finding in check.run(Passages((text,), setting)):
                yield Problem(outline.path, text.line, f"{finding.check}: {finding.says}", finding.better)


def plain(body: Body) -> str:
    """Give the author's own words of a text, with a name where a value is printed."""
    return "".join("Pat" if number % 2 else piece for number, piece in enumerate(body.pieces)).replace("*", "")
