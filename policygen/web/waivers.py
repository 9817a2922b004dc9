"""Waivers: take a finding of the guard or of a check upon oneself by name, for a reason and until a day."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import Response

from policygen.errors import ChangedMeanwhile, UsageError
from policygen.lock import LOCAL
from policygen.textfiles import load_text
from policygen.waivers import Waiver
from policygen.waiving import waivable, waive
from policygen.web.menu import CHANGES
from policygen.web.policy import lacking
from policygen.web.replies import Conflict, conflict_page, page, redirect
from policygen.web.visit import Visit
from policygen.writing import look_at

WAIVE = "/at/{institution}/changes/waive"


def waiver_address(visit: Visit, clause: str, finding: str) -> str:
    """Give the address of the form that waives a finding."""
    return f"{visit.to(WAIVE)}?{urlencode({'clause': clause, 'finding': finding})}"


def ask(visit: Visit) -> Response:
    """Show the finding, and ask who takes it upon themselves, why and until when."""
    return lacking(visit) or _asked(visit, visit.query.one("clause"), visit.query.one("finding"))


def take(visit: Visit) -> Response:
    """Waive the finding."""
    form, workspace = visit.form, visit.workspace
    try:
        waiver = Waiver(
            clause=form.one("clause"),
            finding=form.one("finding"),
            reason=form.one("reason"),
            by=form.one("by"),
            until=form.day("until", "Say until which day it holds."),
        )
        waive(workspace, visit.library, waiver, visit.on, visit.desk.hand(), _said(visit))
    except UsageError as error:
        return _asked(visit, form.one("clause"), form.one("finding"), str(error))
    except ChangedMeanwhile:
        return _conflict(visit)
    return redirect(visit.to(CHANGES))


def _asked(visit: Visit, clause: str, check: str, wrong: str = "") -> Response:
    seen = _seen(visit)
    found = [each for each in waivable(visit.workspace, visit.library, visit.on) if each.clause == clause]
    return page(
        visit,
        "waive.html",
        title="Waive a finding",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        findings=[each for each in found if each.check == check],
        clause=clause,
        check=check,
        wrong=wrong,
        seen=visit.form.one("seen", seen),
        changes=visit.to(CHANGES),
    )


def _conflict(visit: Visit) -> Response:
    form, (own, waivers), seen = visit.form, _files(visit), _seen(visit)
    return conflict_page(
        visit,
        Conflict(
            file=f"{own.name} or {waivers.name}",
            stands="\n".join(load_text(file) for file in (own, waivers)),
            mine="\n".join(f"{name}: {form.one(name)}" for name in ("clause", "finding", "reason", "by", "until")),
            seen=seen,
            again=visit.to(CHANGES),
        ),
    )


def _files(visit: Visit) -> tuple[Path, Path]:
    """Give the files that the form was made from: the own clause, where it is one, and the waivers."""
    clause = visit.form.one("clause", visit.query.one("clause"))
    own = visit.workspace.local_files().get(f"{LOCAL}{clause}.md")
    return own or visit.workspace.answers, visit.workspace.waivers


def _seen(visit: Visit) -> str:
    return " ".join(digest or "none" for digest in look_at(_files(visit)).values())


def _said(visit: Visit) -> dict[Path, str]:
    """Give the fingerprints that the form carries, by file."""
    said = visit.form.one("seen").split()
    return {file: "" if digest == "none" else digest for file, digest in zip(_files(visit), said, strict=False)}
