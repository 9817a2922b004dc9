"""The page of work in hand: how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from policygen.web.jobs import Work
from policygen.web.menu import HOME
from policygen.web.replies import page, redirect
from policygen.web.visit import Visit

WORKING = "/at/{institution}/working"


def begin(visit: Visit, title: str, back: str, work: Work) -> Response:
    """Begin work in the background and show the page of it; ``back`` is where its outcome can be seen."""
    visit.desk.jobs.start(visit.workspace.folder, title, back, work)
    return redirect(visit.to(WORKING))


def show(visit: Visit) -> Response:
    """Tell how far the work is; lead to what came of it when it is done."""
    job = visit.desk.jobs.of(visit.workspace.folder)
    if job is None or job.done:
        return redirect(job.back if job else visit.to(HOME))
    return page(visit, "working.html", title=job.title, job=job)


def outcome(visit: Visit) -> Mapping[str, str]:
    """Give the files that work which ended could not make, once; raise what stopped it."""
    job = visit.desk.jobs.of(visit.workspace.folder)
    if job is None or not job.done:
        return {}
    visit.desk.jobs.forget(visit.workspace.folder)
    return job.failed
