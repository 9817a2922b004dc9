"""Begin work in the background from any page, and tell there what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from policygen.errors import PolicygenError
from policygen.web.jobs import Work
from policygen.web.menu import DOCUMENTS
from policygen.web.replies import fragment, page, redirect
from policygen.web.visit import Visit

WORKING = f"{DOCUMENTS}/working"


def begin(visit: Visit, title: str, back: str, work: Work) -> Response:
    """Begin work and show how far it is; ``back`` is the page that tells its outcome.

    The same form sent twice shows the work that the first began. Raises PolicygenError while other work is going on
    for the institution.
    """
    going = visit.desk.jobs.of(visit.workspace.folder)
    if going is not None and not going.done and going.title != title:
        raise PolicygenError(f"Wait until this is done, then send the form again: {going.title}.")
    visit.desk.jobs.start(visit.workspace.folder, title, back, work)
    return redirect(visit.to(WORKING))


def outcome(visit: Visit, back: str) -> Mapping[str, str]:
    """Give the files that work which ended could not make, once, on the page named; raise what stopped it."""
    job = visit.desk.jobs.of(visit.workspace.folder)
    if job is None or not job.done or job.back != back:
        return {}
    visit.desk.jobs.forget(visit.workspace.folder)
    return job.failed


def show(visit: Visit) -> Response:
    """Tell how far the work in hand is; go back to the documents when there is none."""
    job = visit.desk.jobs.of(visit.workspace.folder)
    if job is None or job.done:
        return redirect(job.back if job else visit.to(DOCUMENTS))
    if "part" in visit.query:
        return fragment(visit, "steps.html", job=job)
    return page(visit, "working.html", title=job.title, job=job)
