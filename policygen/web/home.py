"""The first pages: the institutions of a folder, and how one institution's policy stands."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from starlette.responses import Response

from policygen.answerfile import is_missing, unanswered
from policygen.exporting import made_files
from policygen.library import Library
from policygen.portfolio import look_over
from policygen.questions import QuestionId
from policygen.reporting import state_in_words
from policygen.selection import select
from policygen.starting import answers_so_far
from policygen.web.asking import QUESTION
from policygen.web.desk import Desk
from policygen.web.documents import standing_now
from policygen.web.families import next_open
from policygen.web.menu import CHANGES, HOME, QUESTIONS
from policygen.web.replies import page, plain_page, redirect
from policygen.web.visit import Visit
from policygen.workspace import Workspace

_CLOSED = "Everything that you answered is saved. You can close this tab."


def front(visit: Visit) -> Response:
    """Lead to the institution, or list those that the folder holds."""
    desk = visit.desk
    folders = {workspace.folder: name for name, workspace in desk.institutions().items()}
    if len(folders) == 1:
        return redirect(visit.to(HOME, institution=next(iter(folders.values()))))
    return page(
        visit,
        "institutions.html",
        title="Institutions",
        overseen=look_over(tuple(folders), desk.library_beneath, visit.on, _own_of(desk)),
        state=state_in_words,
        address=lambda folder, to=HOME: visit.to(to, institution=folders[folder]),
        changes=CHANGES,
    )


def _own_of(desk: Desk) -> Callable[..., Library]:
    """Give a function from the folders of an institution's library to that library, as the desk keeps it."""
    return lambda *folders: desk.library(Workspace(folders[-1]))


def stop(visit: Visit) -> Response:
    """End the server, for somebody who has no terminal; work in hand is finished first."""
    visit.desk.stopping.set()
    return plain_page("nowhere.html", title="policygen was closed", status=HTTPStatus.OK, says=_CLOSED)


def overview(visit: Visit) -> Response:
    """Say how far the policy is, and what to do next."""
    library, answers = visit.library, answers_so_far(visit.workspace, visit.library)
    questionnaire = library.questionnaire
    ready = not any(is_missing(question, answers) for question in questionnaire)
    selection = select(library, answers, visit.on)
    following = next_open(questionnaire, answers)
    return page(
        visit,
        "overview.html",
        title="Your social-media policy",
        name=answers.given.get(QuestionId("org_name"), visit.parts["institution"]),
        begun=bool(answers.given or answers.unsure),
        ready=ready,
        quick_open=len(unanswered(answers, questionnaire.quick)),
        rest_open=len(unanswered(answers, questionnaire.rest)),
        following=visit.to(QUESTION, question=following.name) if following else visit.to(QUESTIONS),
        clauses=len(selection.clauses),
        omissions=len(selection.omissions),
        open_items=len(selection.open_items),
        barred=selection.barred,
        standing=standing_now(visit) if ready and not selection.barred else None,
        files=len(made_files(visit.workspace)),
    )
