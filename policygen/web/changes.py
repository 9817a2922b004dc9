"""Changes: what is stale and why, what would change word by word, and bringing the policy up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from http import HTTPStatus

from starlette.responses import Response

from policygen.answerfile import load_answers
from policygen.carrying import Carried, Choice, Decision, Undecided, carried, decide, refuse_moved, seen_of
from policygen.changes import audience_labels
from policygen.errors import ChangedMeanwhile
from policygen.languages import ENGLISH
from policygen.library import Library
from policygen.reporting import state_in_words
from policygen.status import status_of
from policygen.updating import migrated_answers, new_questions, update
from policygen.web.jobs import Work
from policygen.web.menu import CHANGES
from policygen.web.policy import lacking
from policygen.web.replies import Conflict, conflict_page, page
from policygen.web.visit import Form, Visit
from policygen.web.waivers import waiver_address
from policygen.web.wording import clause_address, own_library
from policygen.web.working import begin, outcome
from policygen.workspace import read_old_lock

UPDATE = "/at/{institution}/changes/update"
LABELS = {
    Choice.ACCEPT: "Accept the merged text",
    Choice.KEEP: "Keep mine",
    Choice.TAKE: "Take the library's, and delete mine",
    Choice.COMBINE: "Combine them in the words below",
}


def show(visit: Visit) -> Response:
    """Tell whether the policy is still right, why not, and what a new one would say."""
    return _shown(visit, failed=outcome(visit, visit.to(CHANGES)))


def bring_up(visit: Visit) -> Response:
    """Bring the policy up to date as was decided in the form."""
    beneath, seen = visit.beneath, visit.form.one("seen")
    waiting = carried(visit.workspace, beneath)
    try:
        refuse_moved(waiting, seen)
        decided = decide(waiting, _decisions(visit.form, waiting), lambda _: None)
    except ChangedMeanwhile:
        return _conflict(visit, waiting)
    except Undecided as error:
        return _shown(visit, undecided=error.waiting, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    work = _update(visit, beneath, decided, seen)
    return begin(visit, "Bringing the policy up to date", visit.to(CHANGES), work)


def _update(visit: Visit, beneath: Library, decided: Mapping[str, Decision], seen: str) -> Work:
    workspace, on, hand = visit.workspace, visit.on, visit.desk.hand()

    def work(progress: Callable[[str], None]) -> Mapping[str, str]:
        refuse_moved(carried(workspace, beneath), seen)
        return update(workspace, beneath, on, decided, progress, hand).failed

    return work


def _shown(
    visit: Visit,
    undecided: Sequence[Carried] = (),
    status: int = HTTPStatus.OK,
    failed: Mapping[str, str] | None = None,
) -> Response:
    workspace, beneath = visit.workspace, visit.beneath
    own, broken = own_library(visit)
    if not broken and (missing := lacking(visit)):
        return missing
    stands = status_of(workspace, own, visit.on, broken, visit.duties)
    waiting, old = carried(workspace, beneath), read_old_lock(workspace)
    return page(
        visit,
        "changes.html",
        title="Changes",
        status=status,
        stands=stands,
        state=state_in_words(stands),
        renamed=migrated_answers(workspace, beneath)[1],
        asked=new_questions(beneath, old, load_answers(workspace.answers, own)),
        audiences=partial(audience_labels, own),
        language=old.language or ENGLISH,
        waiting=waiting,
        failed=failed or {},
        undecided=[each.clause for each in undecided],
        seen=seen_of(waiting),
        labels=LABELS,
        update=visit.to(UPDATE),
        clause_address=partial(clause_address, visit),
        waiver_address=partial(waiver_address, visit),
    )


def _decisions(form: Form, waiting: Sequence[Carried]) -> dict[str, Decision]:
    """Read what was decided of each clause; what was not is left to ``decide`` to name."""
    found = {}
    for each in waiting:
        chosen = form.one(f"choice {each.clause}")
        if chosen in each.offers:
            found[each.clause] = Decision(Choice(chosen), form.one(f"words {each.clause}"))
    return found


def _conflict(visit: Visit, waiting: Sequence[Carried]) -> Response:
    """Answer that an own clause or the library's text of it changed after the form was made."""
    mine = (f"{name}: {value}" for name, (value, *_) in visit.form.fields.items() if name != "seen")
    return conflict_page(
        visit,
        Conflict(
            file=", ".join(each.path for each in waiting) or "your own clauses",
            stands="\n".join(f"{each.path}\n\n{each.ours}\nThe library:\n\n{each.theirs}" for each in waiting),
            mine="\n\n".join(mine),
            seen=seen_of(waiting),
            again=visit.to(CHANGES),
        ),
    )
