"""The shapes of the files that people write: which keys they hold, and what each may be.

Every value arrives as text (see ``strictyaml``); a shape says what the text means. Mistakes come back
as problems with the line on which they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from policygen.amounts import Amount, read_amount
from policygen.colours import LEAST_CONTRAST, contrast, nearest_readable
from policygen.errors import Problem
from policygen.jurisdictions import Status
from policygen.questions import Kind
from policygen.strictyaml import Position, Tree
from policygen.typos import did_you_mean

_PARTIAL_DATE = re.compile(r"(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)?")


def _mistake(says: str, advice: str) -> PydanticCustomError:
    return PydanticCustomError("mistake", "{says}", {"says": says, "advice": advice})


def _date(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _mistake(f"'{value}' is not a date.", "Write it as 2026-11-21.") from None
    return value


def _partial_date(value: object) -> object:
    if isinstance(value, str) and not _PARTIAL_DATE.fullmatch(value):
        raise _mistake(f"'{value}' is not a date.", "Write it as 2026-11-21, 2026-11 or 2026.")
    return value


def _yes_or_no(value: object) -> object:
    if value not in ("yes", "no"):
        raise _mistake(f"'{value}' is neither yes nor no.", "Write yes or no.")
    return value == "yes"


def _whole(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{1,9}", value):
            raise _mistake(f"'{value}' is not a whole number.", "Write digits only.")
        return int(value)
    return value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _amount(value: object) -> object:
    try:
        return read_amount(value) if isinstance(value, str) else value
    except ValueError as error:
        says, _, advice = str(error).partition(". ")
        raise _mistake(f"{says}.", advice) from None


def _one_line(value: object) -> object:
    if isinstance(value, str) and "\n" in value:
        raise _mistake("This is more than one line.", "Write it on one line.")
    return value


def _colour(value: object) -> object:
    if not isinstance(value, str):
        return value
    digits = value.removeprefix("#").lower()
    if not re.fullmatch(r"[0-9a-f]{6}", digits):
        raise _mistake(f"'{value}' is not a colour.", "Write six hexadecimal digits in quotes, such as '#12324f'.")
    if contrast(digits) < LEAST_CONTRAST:
        says = f"'{value}' is too pale to be read on white ({contrast(digits):.1f}:1; {LEAST_CONTRAST}:1 is needed)."
        raise _mistake(says, f"The nearest that can be read is '#{nearest_readable(digits)}'.")
    return digits


def one_of(*known: str) -> BeforeValidator:
    """Accept only some words, and suggest the nearest of them for another."""

    def check(value: object) -> object:
        if value not in known:
            raise _mistake(f"'{value}' is not possible here.", did_you_mean(str(value), known))
        return value

    return BeforeValidator(check)


Day = Annotated[date, BeforeValidator(_date)]
PartialDay = Annotated[str, BeforeValidator(_partial_date)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Whole = Annotated[int, BeforeValidator(_whole)]
Words = Annotated[str, Field(min_length=1)]
Line = Annotated[str, BeforeValidator(_one_line), Field(min_length=1)]
Listed = Annotated[list[str], BeforeValidator(_listed)]
Colour = Annotated[str, BeforeValidator(_colour)]
Time = Annotated[Amount, BeforeValidator(_amount)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ClauseHeader(_Shape):
    """What stands between the two ``---`` of a clause file."""

    title: Line
    applies_to: Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)]
    rests_on: Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)]
    when: Any = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    follows: Listed = []
    owner: str = ""
    evidence: str = ""
    leave_out: str = ""
    do: Annotated[str, Field(max_length=110)] = ""
    dont: Annotated[str, Field(max_length=110)] = ""
    reviewed: Day | None = None


class TopicFile(_Shape):
    """``clauses/<topic>/_topic.yaml``."""

    title: Line
    part: Words
    order: Whole
    owner: str = ""
    clauses: Listed = []
    priority: Annotated[Literal["must", "should", "nice"], one_of("must", "should", "nice")] = "should"


class RoleShape(_Shape):
    """One role in ``clauses/_library.yaml``."""

    says: Words
    holds: Words
    held_by: str = ""


class FrameFile(_Shape):
    """``clauses/_library.yaml``."""

    name: Line
    version: Words
    updated: Day
    parts: Annotated[dict[str, Words], Field(min_length=1)]
    audiences: Annotated[dict[str, Words], Field(min_length=1)]
    roles: dict[str, RoleShape]
    when_small: Any = None
    phrases: dict[str, Words] = {}
    remember: Listed = []
    renamed: dict[str, Words] = {}


class QuestionShape(_Shape):
    """One question in ``clauses/questionnaire.yaml``."""

    section: Words
    path: Annotated[Literal["quick", "full"], one_of("quick", "full")]
    type: Annotated[Kind, one_of(*Kind)]
    ask: Words
    help: str = ""
    required: YesNo = False
    choices: dict[str, Words] = {}
    default: Any = None
    unsure: Any = None
    ask_when: Any = None


class RenamedShape(_Shape):
    """Questions and choices that had other names before; a choice that was dropped is now nothing."""

    questions: dict[str, Words] = {}
    choices: dict[str, dict[str, str]] = {}


class QuestionnaireFile(_Shape):
    """``clauses/questionnaire.yaml``."""

    sections: Annotated[dict[str, Words], Field(min_length=1)]
    questions: Annotated[dict[str, QuestionShape], Field(min_length=1)]
    renamed: RenamedShape = RenamedShape()


class CautionShape(_Shape):
    """One answer that is not simply obeyed, in ``clauses/cautions.yaml``."""

    question: Words
    kind: Annotated[
        Literal["bar", "refuse", "mend", "settle", "advise"], one_of("bar", "refuse", "mend", "settle", "advise")
    ]
    says: Words
    when: Any = None
    places: Listed = []
    drops: Listed = []
    sooner_than: Time | None = None
    authorities: Listed = []


class CautionsFile(_Shape):
    """``clauses/cautions.yaml``: cautions by name."""

    cautions: dict[str, CautionShape]


class TranslationHeader(_Shape):
    """What stands between the two ``---`` of a translated clause."""

    title: Line
    of: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    do: Annotated[str, Field(max_length=130)] = ""
    dont: Annotated[str, Field(max_length=130)] = ""
    reviewed_by: str = ""


class RoleTranslationShape(_Shape):
    """One role in another language."""

    says: Words
    holds: Words


class AuthorityTranslationShape(_Shape):
    """One authority in another language."""

    title: Line
    citation: Words


class LanguageFile(_Shape):
    """``clauses/_library@xx.yaml``: everything but clauses and questions in one language."""

    reviewed_by: str = ""
    parts: dict[str, Words]
    audiences: dict[str, Words] = {}
    roles: dict[str, RoleTranslationShape] = {}
    topics: dict[str, Words]
    cautions: dict[str, Words] = {}
    phrases: dict[str, Words] = {}
    places: dict[str, Words] = {}
    terms: dict[str, dict[str, Any]] = {}
    authorities: dict[str, AuthorityTranslationShape] = {}
    changes: dict[str, Words] = {}
    pinpoints: dict[str, Words] = {}
    units: dict[str, Words] = {}


class WaiverShape(_Shape):
    """One finding that somebody took upon themselves, in ``waivers.yaml``."""

    clause: Words
    finding: Words
    reason: Words
    by: Words
    until: Day


class WaiversFile(_Shape):
    """``waivers.yaml`` in an institution's folder."""

    waivers: list[WaiverShape] = []


class DecisionsFile(_Shape):
    """What was decided about an institution's own clauses, by clause."""

    decisions: dict[str, Any]


class SystemFile(_Shape):
    """``system.yaml`` in the folder of a health system: what holds for all its sites."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    answers: dict[str, Any] = {}


class QuestionTranslationShape(_Shape):
    """One question in another language."""

    ask: Words
    help: str = ""
    choices: dict[str, Words] = {}
    default: Any = None


class QuestionnaireLanguageFile(_Shape):
    """``clauses/questionnaire@xx.yaml``."""

    sections: dict[str, Words]
    questions: dict[str, QuestionTranslationShape]


class RecommendationShape(_Shape):
    """One piece of published advice."""

    says: Words
    topic: Words
    settled: str = ""


class RecommendationsFile(_Shape):
    """``clauses/recommendations.yaml``: recommendations by number."""

    recommendations: dict[str, RecommendationShape]


class LimitShape(_Shape):
    """One limit of a place; exactly one of ``at_most`` and ``at_least``."""

    at_most: Time | None = None
    at_least: Time | None = None
    authority: Words


class ChangeShape(_Shape):
    """One entry of a place's ``changes``."""

    date: Day
    authority: Words
    kind: Annotated[Literal["substantive", "editorial"], one_of("substantive", "editorial")]
    says: Words


class PlaceFile(_Shape):
    """``jurisdictions/<place>/_place.yaml``."""

    name: Line
    within: str = ""
    also_called: Listed = []
    covered: YesNo = False
    paper: Annotated[Literal["letter", "a4", ""], one_of("letter", "a4")] = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$|^$")] = ""
    terms: dict[str, Any] = {}
    spelling: dict[str, Words] = {}
    own_words: Listed = []
    limits: dict[str, LimitShape] = {}
    changes: list[ChangeShape] = []
    not_carried: dict[str, Words] = {}


KINDS = ("statute", "regulation", "professional-code", "agency-guidance", "enforcement", "case", "standard")
CONFIDENCES = ("verified", "partly-verified", "recalled")


class DutyShape(_Shape):
    """One duty of an authority."""

    says: Words
    at: str = ""
    confidence: Annotated[str, one_of(*CONFIDENCES)] = ""


class AuthorityFile(_Shape):
    """``jurisdictions/<place>/<authority>.yaml``."""

    title: Line
    citation: Words
    issuer: Words
    kind: Annotated[str, one_of(*KINDS)]
    url: Annotated[str, Field(pattern=r"^https?://\S+$|^$")] = ""
    published: PartialDay = ""
    revised: PartialDay = ""
    revised_note: str = ""
    effective: PartialDay = ""
    effective_note: str = ""
    status: Annotated[Status, one_of(*Status)]
    status_scope: Annotated[str, one_of("part", "whole")] = "whole"
    status_note: str = ""
    supersedes: str = ""
    superseded_by: str = ""
    cited_as: Listed = []
    as_of: PartialDay = ""
    confidence: Annotated[str, one_of(*CONFIDENCES)] = "verified"
    note: str = ""
    duties: dict[str, DutyShape] = {}


class ThemeShape(_Shape):
    """The theme.yaml of an institution's folder."""

    logo: str = ""
    colour: Colour = ""
    accent: Colour = ""
    face: Annotated[str, one_of("serif", "sans")] = ""
    paper: Annotated[str, one_of("letter", "a4")] = ""
    print: Annotated[str, one_of("normal", "large")] = "normal"


ShapeT = TypeVar("ShapeT", bound=BaseModel)


def read_shape(shape: type[ShapeT], tree: Tree) -> tuple[ShapeT | None, list[Problem]]:
    """Read a whole file as a shape; all its mistakes come back with their lines."""
    try:
        return shape.model_validate(tree.value), []
    except ValidationError as error:
        return None, [_problem(shape, tree, mistake) for mistake in error.errors(include_url=False)]


def _problem(shape: type[BaseModel], tree: Tree, mistake: Mapping[str, Any]) -> Problem:
    at: Position = tuple(mistake["loc"])
    name = str(at[-1]) if at else "this file"
    context = mistake.get("ctx", {})
    explain: dict[str, Callable[[], tuple[str, str]]] = {
        "mistake": lambda: (context["says"], context["advice"]),
        "missing": lambda: (f"The key '{name}' is missing.", f"Add '{name}:'."),
        "extra_forbidden": lambda: (f"There is no key '{name}' here.", did_you_mean(name, _keys(shape, at))),
        "string_type": lambda: (f"'{name}' is a list or a table.", "Write one text."),
        "string_too_short": lambda: (f"'{name}' is empty.", "Write its text."),
        "too_short": lambda: (f"'{name}' is empty.", "Name at least one."),
        "string_too_long": lambda: (
            f"'{name}' has {len(str(mistake['input']))} characters.",
            f"Keep it to {context['max_length']}.",
        ),
        "string_pattern_mismatch": lambda: (f"'{name}' is not an address.", "Write it as https://..."),
        "list_type": lambda: (f"'{name}' is not a list.", "Write one entry a line, each after '- '."),
        "dict_type": lambda: (f"'{name}' is not a table.", "Write 'key: value', one a line."),
        "model_type": lambda: (f"'{name}' is not a table.", "Write 'key: value', one a line."),
    }
    says, advice = explain.get(mistake["type"], lambda: (f"'{name}' is not right: {mistake['msg']}.", ""))()
    return tree.problem(at[:-1] if mistake["type"] == "missing" else at, says, advice)


def _keys(shape: type[BaseModel], at: Position) -> list[str]:
    """List the keys that are possible at a position, for a suggestion."""
    current: type[BaseModel] = shape
    for step in at[:-1]:
        if isinstance(step, str) and step in current.model_fields:
            inner = _inner_shape(current.model_fields[step].annotation)
            current = inner or current
    return [field.alias or name for name, field in current.model_fields.items()]


def _inner_shape(annotation: object) -> type[BaseModel] | None:
    for inner in getattr(annotation, "__args__", ()):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner
    return None
