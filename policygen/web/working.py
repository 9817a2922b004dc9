"""Begin work in the background from any page, and tell there what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from policygen.errors import PolicygenError
from policygen.web.documents import WORKING
from policygen.web.jobs import Work
from policygen.web.replies import redirect
from policygen.web.visit import Visit


def begin(visit: Visit, title: str, back: str, work: Work) -> Response:
    """Begin work and show how far it is; ``back`` is the page that tells its outcome.

    Raises PolicygenError while other work is going on for the institution.
    """
    going = visit.desk.jobs.of(visit.workspace.folder)
    if going is not None and not going.done:
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
