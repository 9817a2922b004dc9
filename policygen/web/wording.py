"""Local wording: a clause beside the library's text and its law, held to the guard while it is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from starlette.responses import Response

from policygen.bodies import read_body
from policygen.changes import unwrapped
from policygen.coverage import name_with_place
from policygen.errors import ChangedMeanwhile, Problem
from policygen.filling import Filled
from policygen.library import Library
from policygen.paper import Edited
from policygen.redlining import redline
from policygen.showing import Ground, grounds
from policygen.status import load_own, outlook
from policygen.web.menu import WORDING
from policygen.web.policy import lacking
from policygen.web.replies import Conflict, conflict_page, fragment, page, redirect
from policygen.web.visit import Form, Visit
from policygen.wording import (
    Draft,
    Worded,
    Wording,
    examine_draft,
    give_up_wording,
    own_clauses,
    save_wording,
    with_wording,
    worded_clause,
    wording_of,
)
from policygen.writing import look_at

CLAUSE = "/at/{institution}/wording/{topic}/{name}"
CHECK = "/at/{institution}/wording/{topic}/{name}/check"
GIVE_UP = "/at/{institution}/wording/{topic}/{name}/give-up"


def clause_address(visit: Visit, clause: str, address: str = CLAUSE) -> str:
    """Give the address of the form that words a clause."""
    topic, _, name = clause.partition("/")
    return visit.to(address, topic=topic, name=name)


def show(visit: Visit) -> Response:
    """List the statements of the policy to word, the institution's own first; or lead to the one asked for."""
    wanted = visit.query.one("clause").strip()
    if wanted:
        return redirect(clause_address(visit, worded_clause(visit.workspace, visit.beneath, wanted).clause))
    library, broken = own_library(visit)
    if not broken and (missing := lacking(visit)):
        return missing
    seen = outlook(visit.workspace, library, visit.on, visit.duties)
    return page(
        visit,
        "wording.html",
        title="Your own wording",
        parts=seen.now.document.parts,
        own=own_clauses(visit.workspace),
        broken=broken,
        findings=seen.findings,
        name_of=lambda numbered: name_with_place(numbered.clause),
        clause_address=partial(clause_address, visit),
    )


def edit(visit: Visit) -> Response:
    """Show a clause in a form beside the library's text of it."""
    seen = _seen(visit)
    worded = _worded(visit)
    return _edited(visit, worded, _examined(visit, worded, worded.text), seen)


def save(visit: Visit) -> Response:
    """Save what was written as the institution's own clause file, or only check it."""
    worded = _worded(visit)
    draft = _examined(visit, worded, _written(visit.form, worded.text))
    if draft.problems or visit.form.one("do") == "check":
        return _edited(visit, worded, draft, visit.form.one("seen"))
    try:
        save_wording(visit.workspace, visit.beneath, draft, worded.path, visit.form.one("seen"))
    except ChangedMeanwhile:
        return _conflict(visit, draft.text)
    return redirect(f"{clause_address(visit, worded.clause)}?saved=yes")


def check(visit: Visit) -> Response:
    """Give what the guard finds in a draft, for the page's script."""
    worded = _worded(visit)
    draft = _examined(visit, worded, _written(visit.form, worded.text))
    return fragment(visit, "findings.html", draft=draft, edited=_edits(worded, draft))


def give_up(visit: Visit) -> Response:
    """Delete the institution's own file of a clause."""
    worded = _worded(visit)
    try:
        give_up_wording(visit.workspace, worded.path, visit.form.one("seen"))
    except ChangedMeanwhile:
        seen, worded = _seen(visit), _worded(visit)
        wrong = "Somebody changed these words after you opened this page. Read them first; they were not deleted."
        return _edited(visit, worded, _examined(visit, worded, worded.text), seen, wrong)
    return redirect(visit.to(WORDING))


def own_library(visit: Visit) -> tuple[Library, tuple[Problem, ...]]:
    """Give the institution's library; when its own clause files have mistakes, those, and the library beneath."""
    return load_own(visit.workspace, visit.beneath, lambda *_: visit.library)


@dataclass(frozen=True)
class _Theirs:
    """The library's clause, to be read beside the form."""

    title: str
    text: Filled
    grounds: tuple[Ground, ...]


def _worded(visit: Visit) -> Worded:
    name = f"{visit.parts['topic']}/{visit.parts['name']}"
    return worded_clause(visit.workspace, visit.beneath, name)


def _seen(visit: Visit) -> str:
    """Give the fingerprint of the own clause file for a form to carry; read it before the file itself."""
    file = visit.workspace.folder / _worded(visit).path
    return look_at([file])[file]


def _examined(visit: Visit, worded: Worded, text: str) -> Draft:
    return examine_draft(visit.workspace, visit.beneath, worded.path, text, visit.on)


def _written(form: Form, before: str) -> str:
    """Give the clause file that a form makes of the one before: its words, or the whole of it."""
    if "whole" in form:
        return form.one("whole").strip() + "\n"
    said = Wording(title=form.one("title"), body=form.one("body"), leave_out=form.one("leave_out"))
    return with_wording(before, said)


def _edited(visit: Visit, worded: Worded, draft: Draft, seen: str, wrong: str = "") -> Response:
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if draft.problems and visit.form.fields else HTTPStatus.OK
    return page(
        visit,
        "clause.html",
        title=f"Word “{_title(worded, draft)}”",
        status=HTTPStatus.CONFLICT if wrong else refused,
        wrong=wrong,
        worded=worded,
        draft=draft,
        wording=wording_of(draft.text),
        edited=_edits(worded, draft),
        theirs=_theirs(visit, worded),
        saved="saved" in visit.query,
        seen=seen,
        check=clause_address(visit, worded.clause, CHECK),
        give_up=clause_address(visit, worded.clause, GIVE_UP),
        wording_page=visit.to(WORDING),
    )


def _title(worded: Worded, draft: Draft) -> str:
    said = wording_of(draft.text)
    return said.title if said else worded.clause


def _edits(worded: Worded, draft: Draft) -> Edited | None:
    """Show what a draft changes in the library's words; None where the library has no such clause."""
    theirs, mine = wording_of(worded.theirs), wording_of(draft.text)
    return (
        redline(unwrapped(theirs.body), unwrapped(mine.body)) if theirs and mine and theirs.body != mine.body else None
    )


def _theirs(visit: Visit, worded: Worded) -> _Theirs | None:
    library, said = visit.beneath, wording_of(worded.theirs)
    clause = next((each for each in library.clauses if name_with_place(each) == worded.clause), None)
    if clause is None or said is None:
        return None
    return _Theirs(said.title, shown(said.body), grounds(library, clause.rests_on))


def shown(text: str) -> Filled:
    """Give the text of a clause with its names standing as they are written."""
    return Filled(tuple(f"{{{{ {piece} }}}}" if at % 2 else piece for at, piece in enumerate(read_body(text).pieces)))


def _conflict(visit: Visit, mine: str) -> Response:
    seen = _seen(visit)
    worded = _worded(visit)
    return conflict_page(
        visit,
        Conflict(
            file=worded.path,
            stands=worded.ours,
            mine=mine,
            seen=seen,
            again=clause_address(visit, worded.clause),
        ),
    )
