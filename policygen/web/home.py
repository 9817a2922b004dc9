"""The first pages: the institutions of a folder, and how one institution's policy stands."""

from __future__ import annotations

from starlette.responses import Response

from policygen.web.menu import HOME
from policygen.web.replies import page, redirect
from policygen.web.visit import Visit


def front(visit: Visit) -> Response:
    """Lead to the institution, or list those that the folder holds."""
    names = tuple(visit.desk.institutions())
    if len(names) == 1:
        return redirect(visit.to(HOME, institution=names[0]))
    found = {name: visit.to(HOME, institution=name) for name in names}
    return page(visit, "institutions.html", title="Institutions", institutions=found)


def overview(visit: Visit) -> Response:
    """Say how far the policy is, and what to do next."""
    return page(visit, "overview.html", title=visit.workspace.folder.name)
