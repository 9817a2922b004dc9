"""The page of work in hand: how far it is, and what came of it."""

from __future__ import annotations

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
    """Tell how far the work is; lead to what came of it, or raise what kept it from succeeding."""
    job = visit.desk.jobs.of(visit.workspace.folder)
    if job is None:
        return redirect(visit.to(HOME))
    if not job.done:
        return page(visit, "working.html", title=job.title, job=job)
    visit.desk.jobs.forget(visit.workspace.folder)
    job.require_success()
    return redirect(job.back)
