"""The policy as it would be made today: every clause with the reason why it is there, and those left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from policygen.answerfile import is_missing
from policygen.answers import Answers, shown
from policygen.clauses import Clause
from policygen.conditions import asked, deciding, questions_read
from policygen.editions import Edition
from policygen.explaining import Why, reasons
from policygen.jurisdictions import Authority, AuthorityId
from policygen.policypaper import policy_paper
from policygen.questions import QuestionId
from policygen.rendering.words import load_words
from policygen.selection import Omission, select
from policygen.starting import answers_so_far
from policygen.web.asking import QUESTION
from policygen.web.menu import POLICY
from policygen.web.replies import TEMPLATES, page
from policygen.web.visit import Visit
from policygen.workspace import editions_of

LEFT_OUT = f"{POLICY}/left-out"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was answered to a question, and where the answer can be changed."""

    ask: str
    said: str
    who: str
    """Whose answer it is, as the beginning of a sentence; empty while it is the default."""
    address: str


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One authority that a clause rests on."""

    authority: Authority
    duties: tuple[tuple[str, str], ...]
    """Where each duty stands in it, and what the duty says."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A clause as the page shows it."""

    clause: Clause
    grounds: tuple[Ground, ...]
    """What it rests on; empty for good practice."""
    answers: tuple[Said, ...]
    """What it is there for; empty when it applies to every institution of its places."""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A clause that is not in the policy."""

    omission: Omission
    answers: tuple[Said, ...]
    """What its condition looks at."""


def read(visit: Visit) -> Response:
    """Show the policy in one language, each clause with the reason why it is there."""
    if missing := lacking(visit):
        return missing
    editions = editions_of(visit.workspace, visit.library, visit.on)
    edition = _wanted(editions, visit.query.one("language"))
    words = load_words(edition.language, TEMPLATES)
    return page(
        visit,
        "policy.html",
        title=words["title"],
        edition=edition,
        editions=editions,
        paper=policy_paper(edition.document, words),
        clauses={why.clause.number: _shown(visit, why, edition) for why in reasons(visit.library, edition.document)},
        places=visit.library.places.by_id,
    )


def left_out(visit: Visit) -> Response:
    """List the clauses that are not in the policy, by topic, each with the reason."""
    if missing := lacking(visit):
        return missing
    selection = editions_of(visit.workspace, visit.library, visit.on)[0].selection
    topics: dict[str, list[LeftOut]] = {}
    for omission in selection.omissions:
        read_of = sorted(each for each in questions_read(omission.clause.when) if asked(each, selection.answers))
        each = LeftOut(omission=omission, answers=_said(visit, read_of, selection.answers))
        topics.setdefault(visit.library.topics[omission.clause.topic].title, []).append(each)
    return page(visit, "left-out.html", title="Clauses left out", topics=topics, number=len(selection.omissions))


def lacking(visit: Visit) -> Response | None:
    """Give a page that asks for the answers without which there is no policy; None when there can be one."""
    answers = answers_so_far(visit.workspace, visit.library)
    missing = [question for question in visit.library.questionnaire if is_missing(question, answers)]
    asked = [(question.ask, question.id) for question in missing]
    barred = [(item.says, item.question) for item in select(visit.library, answers, visit.on).barred]
    if not (asked or barred):
        return None
    links = [(says, visit.to(QUESTION, question=name) if name else "") for says, name in asked or barred]
    title = "A few answers are missing" if asked else "No policy can be made"
    return page(visit, "lacking.html", title=title, links=links, missing=bool(asked))


def _wanted(editions: Iterable[Edition], language: str) -> Edition:
    every = tuple(editions)
    return next((edition for edition in every if edition.language == language), every[0])


def _shown(visit: Visit, why: Why, edition: Edition) -> Shown:
    answers = edition.selection.answers
    clause = why.clause.clause
    return Shown(clause=clause, grounds=_grounds(why), answers=_said(visit, deciding(clause.when, answers), answers))


def _grounds(why: Why) -> tuple[Ground, ...]:
    gathered: dict[AuthorityId, list[tuple[Authority, str, str]]] = {}
    for authority, at, says in why.authorities:
        gathered.setdefault(authority.id, []).append((authority, at, says))
    return tuple(
        Ground(authority=several[0][0], duties=tuple((at, says) for _, at, says in several if at or says))
        for several in gathered.values()
    )


def _who(answers: Answers, question: QuestionId) -> str:
    if answers.standard and question in answers.inherited:
        return f"{answers.standard.system} answered"
    return "You answered" if answers.says(question) else ""


def _said(visit: Visit, names: Iterable[QuestionId], answers: Answers) -> tuple[Said, ...]:
    found = (visit.library.questionnaire[name] for name in names)
    return tuple(
        Said(
            ask=question.ask,
            said=shown(question, answers.value(question.id)),
            who=_who(answers, question.id),
            address=visit.to(QUESTION, question=question.id),
        )
        for question in found
    )
