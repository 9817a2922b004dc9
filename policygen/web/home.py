"""The first pages: the institutions of a folder, and how one institution's policy stands."""

from __future__ import annotations

from starlette.responses import Response

from policygen.portfolio import look_over
from policygen.reporting import state_in_words
from policygen.web.menu import CHANGES, HOME
from policygen.web.replies import page, redirect
from policygen.web.visit import Visit


def front(visit: Visit) -> Response:
    """Lead to the institution, or list those that the folder holds."""
    folders = {workspace.folder: name for name, workspace in visit.desk.institutions().items()}
    if len(folders) == 1:
        return redirect(visit.to(HOME, institution=next(iter(folders.values()))))
    return page(
        visit,
        "institutions.html",
        title="Institutions",
        overseen=look_over(tuple(folders), visit.desk.library(), visit.on),
        state=state_in_words,
        address=lambda folder, to=HOME: visit.to(to, institution=folders[folder]),
        changes=CHANGES,
    )


def overview(visit: Visit) -> Response:
    """Say how far the policy is, and what to do next."""
    return page(visit, "overview.html", title=visit.workspace.folder.name)
