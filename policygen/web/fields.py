"""The fields of a question: what stands in them, and the answers that come back in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from policygen.answers import NOT_SURE, Answers, in_words, shown
from policygen.jurisdictions import PlaceId, Places
from policygen.questions import Kind, Question, QuestionId
from policygen.strictyaml import Value
from policygen.taking import require_said, take_answer, take_default
from policygen.values import NotAnAnswer
from policygen.web.visit import Form

MOST_IN_ONE_LIST = 20
"""Choices; places of a longer list are shown under the nations they lie in."""
DOUBT = "-doubt"
"""What stands after the question's id in the name of the field that says that nobody is sure."""
STANDARD = "-standard"
"""The same of the field that says that the health system's answer is taken."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One choice of a question."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """Choices under one heading."""

    title: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        """Count those that are chosen."""
        return sum(choice.chosen for choice in self.choices)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question as it stands on a page."""

    question: Question
    text: str = ""
    """What stands in a field to type into; lists have a line for each entry."""
    choices: tuple[Choice, ...] = ()
    groups: tuple[Group, ...] = ()
    """The same choices under headings, where they are many places."""
    doubt: bool = False
    error: str = ""
    system: str = ""
    """The health system that answers this question for its sites; empty where none does."""
    standard: str = ""
    """What it answers, in words."""
    inherited: bool = False
    """Whether the institution leaves the answer to it."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a form comes to."""

    answers: Answers
    errors: Mapping[QuestionId, str] = field(default_factory=dict)
    """Why something is not an answer, by question; its earlier answer still stands."""


def take_form(answers: Answers, questions: Iterable[Question], form: Form, places: Places) -> Taken:
    """Take the answers that a form gives to some questions."""
    errors: dict[QuestionId, str] = {}
    for question in questions:
        try:
            answers = _take(answers, question, form, places)
        except NotAnAnswer as error:
            errors[question.id] = str(error)
    return Taken(answers=answers, errors=errors)


def fields_of(answers: Answers, questions: Iterable[Question], places: Places) -> tuple[Field, ...]:
    """Give the fields of questions, filled with what was answered, or with the default."""
    return tuple(
        _under(answers, _field(question, _said_before(question, answers), places, doubt=question.id in answers.unsure))
        for question in questions
    )


def fields_again(form: Form, questions: Iterable[Question], places: Places, taken: Taken) -> tuple[Field, ...]:
    """Give the fields of questions as somebody filled them in, with what is wrong beside them."""
    return tuple(
        replace(
            _under(taken.answers, _field(question, form.all(question.id), places, doubt=_doubts(question, form))),
            error=taken.errors.get(question.id, ""),
        )
        for question in questions
    )


def _take(answers: Answers, question: Question, form: Form, places: Places) -> Answers:
    """Take the answer of one question; one that is left as the health system says stays the system's."""
    if f"{question.id}{STANDARD}" in form:
        return answers.without(question.id)
    said = _said(question, form)
    if said == "":
        taken = take_default(answers, question)
    else:
        taken = require_said(take_answer(answers, question, said, places), question)
    return answers if question.id in answers.inherited and _same(question, answers, taken) else taken


def _same(question: Question, answers: Answers, others: Answers) -> bool:
    doubts = question.id in answers.unsure, question.id in others.unsure
    return answers.value(question.id) == others.value(question.id) and doubts[0] == doubts[1]


def _said(question: Question, form: Form) -> Value:
    if _doubts(question, form):
        return NOT_SURE
    match question.kind:
        case Kind.MULTICHOICE:
            return list(form.all(question.id))
        case Kind.LIST:
            return [line for line in form.one(question.id).split("\n") if line.strip()]
        case _:
            return form.one(question.id).strip()


def _doubts(question: Question, form: Form) -> bool:
    return f"{question.id}{DOUBT}" in form or form.one(question.id) == NOT_SURE


def _said_before(question: Question, answers: Answers) -> tuple[str, ...]:
    value = answers.value(question.id)
    if question.id in answers.unsure and question.kind in (Kind.CHOICE, Kind.BOOL):
        return (NOT_SURE,)
    if isinstance(value, tuple):
        return value
    return () if value is None or value == "" else (in_words(value),)


def _under(answers: Answers, filled: Field) -> Field:
    """Say beside a field what the health system around the institution answers, where it does."""
    question, standard = filled.question, answers.standard
    if standard is None or question.id not in standard:
        return filled
    says = NOT_SURE if question.id in standard.unsure else shown(question, standard.given[question.id])
    return replace(filled, system=standard.system, standard=says, inherited=question.id in answers.inherited)


def _field(question: Question, said: tuple[str, ...], places: Places, *, doubt: bool) -> Field:
    choices = tuple(
        Choice(value=value, label=label[:1].upper() + label[1:], chosen=value in said)
        for value, label in _offered(question).items()
    )
    return Field(
        question=question,
        text="\n".join(said),
        choices=choices,
        groups=_groups(choices, places),
        doubt=doubt,
    )


def _offered(question: Question) -> Mapping[str, str]:
    """List what can be chosen, doubt among it where one of several is chosen."""
    offered = {"yes": "Yes", "no": "No"} if question.kind is Kind.BOOL else dict(question.choices)
    one = question.kind in (Kind.BOOL, Kind.CHOICE)
    return {**offered, NOT_SURE: "Not sure yet"} if one and question.unsure is not None else offered


def _groups(choices: tuple[Choice, ...], places: Places) -> tuple[Group, ...]:
    """Put places under the nation they lie in; none where the choices are few or no places."""
    if len(choices) <= MOST_IN_ONE_LIST or not all(choice.value in places.by_id for choice in choices):
        return ()
    lineages = {choice: places.lineage(PlaceId(choice.value)) for choice in choices}
    shared = set.intersection(*({place.id for place in lineage} for lineage in lineages.values()))
    gathered: dict[str, list[Choice]] = {}
    for choice, lineage in lineages.items():
        nation = [place for place in lineage if place.id not in shared][-1]
        gathered.setdefault(nation.name, []).append(choice)
    return tuple(Group(title=title, choices=tuple(several)) for title, several in gathered.items())
