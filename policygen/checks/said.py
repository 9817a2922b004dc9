"""A01 to A03: answers that are not simply obeyed, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.answers import in_words
from policygen.checks.check import Check, Hit
from policygen.checks.examined import Examined
from policygen.checks.passages import Passage
from policygen.clauses import Caution
from policygen.findings import Severity
from policygen.questions import QuestionId

ANSWERS = "answers.yaml"
"""Where findings about answers point to."""


def refused_answers(examined: Examined) -> Iterator[Hit]:
    """Name the answers that were left out of the policy."""
    for refusal in examined.selection.refused:
        yield Hit(
            says=f"Not followed: {refusal.reason}",
            better=f"Take {', '.join(refusal.answer)} out of the answer to '{refusal.question}'.",
            quote=f"{refusal.question}: {', '.join(refusal.answer)}",
            at=_answer(refusal.question),
            authorities=refusal.authorities,
        )


def open_answers(examined: Examined) -> Iterator[Hit]:
    """Name what is to be settled before approval: an answer that cannot stand is an error, an open one a warning."""
    for item in examined.selection.open_items:
        caution = _caution(examined, item.says)
        yield Hit(
            says=item.says,
            better="Settle it, then answer the question again." if item.question else "",
            quote=_said(examined, item.question),
            at=_answer(item.question),
            severity=Severity.ERROR if caution and caution.kind == "mend" else Severity.WARNING,
            authorities=caution.authorities if caution else (),
        )


def risky_answers(examined: Examined) -> Iterator[Hit]:
    """Name the answers that are obeyed and carry a risk."""
    for says in examined.selection.advice:
        caution = _caution(examined, says)
        question = caution.question if caution else None
        yield Hit(
            says=says,
            quote=_said(examined, question),
            at=_answer(question),
            authorities=caution.authorities if caution else (),
        )


def _caution(examined: Examined, says: str) -> Caution | None:
    return next((caution for caution in examined.library.cautions if caution.says == says), None)


def _said(examined: Examined, question: QuestionId | None) -> str:
    return f"{question}: {in_words(examined.answer(question))}" if question else ""


def _answer(question: QuestionId | None) -> Passage:
    return Passage(text="", path=ANSWERS if question else "", number=question or "")


ANSWERS_NOT_FOLLOWED = Check[Examined](
    id="A01",
    severity=Severity.NOTE,
    title="No answer asks for what its place forbids.",
    why="The law of the place comes before the wish; the policy is made without it.",
    find=refused_answers,
)
ANSWERS_TO_SETTLE = Check[Examined](
    id="A02",
    severity=Severity.ERROR,
    title="Nothing is left to settle.",
    why="A policy whose facts are open promises what may not be so.",
    find=open_answers,
)
ANSWERS_WITH_A_RISK = Check[Examined](
    id="A03",
    severity=Severity.WARNING,
    title="No answer carries a known risk.",
    why="The answer is lawful and is followed; it has led others into trouble.",
    find=risky_answers,
)
