"""Choose the clauses that apply to one institution on one day, and say why of each.

A selection is a pure function of library, answers and date. For every place of the institution the most
specific wording in force is taken; its ``when`` then decides. Nothing is left out without a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from policygen.answers import Answers, in_words, shown
from policygen.clauses import EVERYONE, AudienceId, Basis, Caution, Clause
from policygen.conditions import asked, because, failure, holds
from policygen.jurisdictions import AuthorityId, PlaceId
from policygen.library import Library
from policygen.questions import QuestionId

JURISDICTIONS = QuestionId("jurisdictions")
"""The question that says in which places an institution is; a library may do without it."""

_HOURS_IN_A_DAY = 24


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A clause that applies, where, and why."""

    clause: Clause
    places: tuple[PlaceId, ...]
    """The institution's places in which this wording applies."""
    shared: bool
    """Whether it applies in all of them, so that no place need be named beside it."""
    rests_on: tuple[Basis, ...]
    """The duties it carries there; empty for good practice."""
    because: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Omission:
    """A clause that does not apply, with the reason."""

    clause: Clause
    says: str = ""
    """The reason, where it is another than the condition of the clause."""
    answers: Answers | None = None
    """What was said where the condition does not hold; None where it was not asked."""

    @property
    def reason(self) -> str:
        """Say why, which is worked out of a condition when somebody asks."""
        return failure(self.clause.when, self.answers) if self.answers else self.says


@dataclass(frozen=True, kw_only=True)
class OpenItem:
    """Something to settle before the policy can be approved."""

    question: QuestionId | None
    says: str


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A part of an answer that was not obeyed, with the reason."""

    question: QuestionId
    answer: tuple[str, ...]
    reason: str
    authorities: tuple[AuthorityId, ...]


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The clauses that apply, in reading order, and those that do not."""

    on: date
    answers: Answers
    """What the policy is built with: the answers less what was refused."""
    places: tuple[PlaceId, ...]
    clauses: tuple[Chosen, ...]
    omissions: tuple[Omission, ...]
    open_items: tuple[OpenItem, ...]
    refused: tuple[Refusal, ...]
    advice: tuple[str, ...]
    barred: tuple[OpenItem, ...]
    """Answers with which no policy may be made, each with the reason."""


def select(library: Library, answers: Answers, on: date, audience: AudienceId | None = None) -> Selection:
    """Select the clauses that apply to these answers on this day, for one audience or for all."""
    places = chosen_places(library, answers)
    settled, refused = _refuse(library, answers, places, on)
    cautions = cautions_of(library, settled, on)
    chosen: list[Chosen] = []
    omissions: list[Omission] = []
    for taken in _by_place(library)(places, on):
        judged = taken if isinstance(taken, Omission) else _judge(library, taken, settled)
        applies_to = judged.clause.applies_to
        if isinstance(judged, Omission):
            omissions.append(judged)
        elif audience is not None and not {audience, EVERYONE} & set(applies_to):
            labels = ", ".join(library.frame.audiences[each] for each in applies_to)
            omissions.append(Omission(clause=judged.clause, says=f"it is for: {labels}"))
        else:
            chosen.append(judged)
    return Selection(
        on=on,
        answers=settled,
        places=places,
        clauses=tuple(chosen),
        omissions=tuple(omissions),
        open_items=(*_unsure(library, answers), *_of_kind(cautions, "mend", "settle"), *_uncovered(library, places)),
        refused=refused,
        advice=tuple(item.says for item in _of_kind(cautions, "advise")),
        barred=tuple(_of_kind(cautions, "bar")),
    )


def cautions_of(library: Library, answers: Answers, on: date) -> tuple[Caution, ...]:
    """List the cautions that hold for some answers on a day, in the order of the library."""
    return tuple(_cautions(library, answers, chosen_places(library, answers), on))


def chosen_places(library: Library, answers: Answers) -> tuple[PlaceId, ...]:
    """List the places of the institution, less those that only lie around another of them."""
    value = answers.value(JURISDICTIONS) if JURISDICTIONS in library.questionnaire else ()
    places = [PlaceId(name) for name in value] if isinstance(value, tuple) else []
    kept = [
        place
        for place in places
        if not any(place != other and library.places.lies_within(other, place) for other in places)
    ]
    return tuple(kept) or tuple(place.id for place in library.places.by_id.values() if place.within is None)


Taken: TypeAlias = "tuple[Chosen | Omission, ...]"
"""Each wording as it applies in those of some places for which it is taken, or why it is taken for none."""


@lru_cache(maxsize=4)
def _by_place(library: Library) -> Callable[[tuple[PlaceId, ...], date], Taken]:
    """Give what tells which wording is taken for which places on a day; no answer changes that."""

    @lru_cache(maxsize=64)
    def taken(places: tuple[PlaceId, ...], on: date) -> Taken:
        return tuple(each for wordings in library.wordings.values() for each in _taken(library, wordings, places, on))

    return taken


def _taken(
    library: Library, wordings: Mapping[PlaceId | None, Clause], places: tuple[PlaceId, ...], on: date
) -> Iterator[Chosen | Omission]:
    taken: dict[PlaceId | None, list[PlaceId]] = {}
    for place in places:
        ladder = [*(each.id for each in library.places.lineage(place)), None]
        step = next((step for step in ladder if step in wordings and wordings[step].in_force(on)), "none")
        if step != "none":
            taken.setdefault(PlaceId(step) if step else None, []).append(place)
    for where, clause in wordings.items():
        if where in taken:
            yield _chosen(library, clause, tuple(taken[where]), places)
        else:
            yield Omission(clause=clause, says=_not_taken(library, clause, wordings, places, on))


def _judge(library: Library, taken: Chosen, answers: Answers) -> Chosen | Omission:
    """Tell how a wording applies with some answers where it is taken, or why it does not."""
    clause = taken.clause
    if not holds(clause.when, answers):
        return Omission(clause=clause, answers=answers)
    if clause.leave_out:
        return Omission(clause=clause, says=f"the institution leaves it out: {clause.leave_out}")
    if blank := _prints_nothing(library, clause, answers):
        return Omission(clause=clause, says=f"it prints {blank}, to which the answer is nothing")
    return replace(taken, because=(*taken.because, *because(clause.when, answers))) if clause.when else taken


def _prints_nothing(library: Library, clause: Clause, answers: Answers) -> str:
    """Name the first answer that a clause prints and that is empty; a policy never shows a blank.

    A required answer that is still to come does not count: no policy is made without it.
    """
    for name in clause.body.names:
        question = library.questionnaire.questions.get(QuestionId(name))
        if question and not question.required and answers.value(question.id) in (None, "", ()):
            return name
    return ""


def _chosen(library: Library, clause: Clause, where: tuple[PlaceId, ...], places: tuple[PlaceId, ...]) -> Chosen:
    """Say how a wording applies where it is taken, before any answer is looked at."""
    around = library.places.all_around(where)
    always = () if clause.when else ("it applies to every institution",)
    return Chosen(
        clause=clause,
        places=where,
        shared=len(where) == len(places),
        rests_on=tuple(basis for basis in clause.rests_on if _carries(library, basis, around)),
        because=(f"jurisdictions holds {', '.join(where)}",) if clause.place else always,
    )


def _carries(library: Library, basis: Basis, around: frozenset[PlaceId]) -> bool:
    """Tell whether a duty is shown: its authority applies in the places, and binds or is struck only in part."""
    authority = library.authorities[basis.authority]
    return authority.place in around and (authority.binds or authority.partly)


def _not_taken(
    library: Library,
    clause: Clause,
    wordings: Mapping[PlaceId | None, Clause],
    places: tuple[PlaceId, ...],
    on: date,
) -> str:
    if clause.place is not None and clause.place not in library.places.all_around(places):
        return f"it is for {library.places.by_id[clause.place].name}, which is not among the places"
    if clause.starts is not None and on < clause.starts:
        return f"it applies from {clause.starts}"
    if clause.ends is not None and clause.ends <= on:
        return f"it applied until {clause.ends}"
    around = library.places.all_around(places)
    others = [
        library.places.by_id[place].name
        for place in wordings
        if place is not None and place != clause.place and place in around
    ]
    return f"a wording of its own is used for {' and '.join(others)}"


def _refuse(
    library: Library, answers: Answers, places: tuple[PlaceId, ...], on: date
) -> tuple[Answers, tuple[Refusal, ...]]:
    """Take out of the answers what may not be obeyed there."""
    refusals = []
    for caution in _cautions(library, answers, places, on):
        value = answers.value(caution.question)
        said = value if isinstance(value, tuple) else (in_words(value),)
        dropped = tuple(choice for choice in said if choice in caution.drops)
        if caution.kind != "refuse" or not dropped:
            continue
        refusals.append(
            Refusal(question=caution.question, answer=dropped, reason=caution.says, authorities=caution.authorities)
        )
        if isinstance(value, tuple):
            kept = tuple(choice for choice in value if choice not in dropped)
            answers = answers.with_answer(caution.question, kept)
        else:
            cautious = library.questionnaire[caution.question].unsure
            answers = answers.with_answer(caution.question, cautious if cautious is not None else "")
    return answers, tuple(refusals)


def _cautions(library: Library, answers: Answers, places: tuple[PlaceId, ...], on: date) -> list[Caution]:
    return [
        caution
        for caution in library.cautions
        if holds(caution.when, answers)
        and (not caution.places or library.places.all_around(places) & set(caution.places))
        and _soon(caution, answers, on)
    ]


def _soon(caution: Caution, answers: Answers, on: date) -> bool:
    """Tell whether the day answered is as near as a caution says; one that asks for no day always holds."""
    if caution.sooner_than is None:
        return True
    day = answers.value(caution.question)
    return isinstance(day, date) and 0 <= (day - on).days * _HOURS_IN_A_DAY < caution.sooner_than.hours


def _unsure(library: Library, answers: Answers) -> Iterable[OpenItem]:
    for question in library.questionnaire:
        if question.id in answers.unsure and asked(question.id, answers):
            said = shown(question, answers.value(question.id))
            says = library.frame.phrases["unsure"].format(ask=question.ask, answer=said)
            yield OpenItem(question=question.id, says=says)


def _of_kind(cautions: Iterable[Caution], *kinds: str) -> Iterable[OpenItem]:
    return (OpenItem(question=each.question, says=each.says) for each in cautions if each.kind in kinds)


def _uncovered(library: Library, places: tuple[PlaceId, ...]) -> Iterable[OpenItem]:
    for name in uncovered(library, places):
        yield OpenItem(question=JURISDICTIONS, says=library.frame.phrases["uncovered"].format(place=name))


def uncovered(library: Library, places: Iterable[PlaceId]) -> tuple[str, ...]:
    """Name the places, and those around them, whose own law the library does not hold."""
    return tuple(
        library.places.by_id[place].name
        for place in dict.fromkeys(each.id for chosen in places for each in library.places.lineage(chosen))
        if not library.places.by_id[place].covered
    )
