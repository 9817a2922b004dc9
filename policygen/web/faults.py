"""Turn what went wrong into a page that says what, where and what to do."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from policygen.errors import PolicygenError, ProblemsFound
from policygen.web.desk import NoSuchPage
from policygen.web.replies import page, plain_page
from policygen.web.visit import Visit


def fault_page(visit: Visit, error: PolicygenError) -> Response:
    """Tell of a failure that a person can mend."""
    if isinstance(error, NoSuchPage):
        return no_such_page(str(error))
    problems = error.problems if isinstance(error, ProblemsFound) else ()
    says = error.about if isinstance(error, ProblemsFound) else str(error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return page(visit, "fault.html", title="This needs mending first", status=status, says=says, problems=problems)


def no_such_page(says: str = "There is nothing at this address.") -> Response:
    """Tell that an address leads nowhere."""
    return plain_page("nowhere.html", title="Page not found", status=HTTPStatus.NOT_FOUND, says=says)


def broken_page() -> Response:
    """Tell of a fault of the program itself."""
    says = "The program itself made a mistake. What you saved before is safe. The terminal shows what happened."
    return plain_page("nowhere.html", title="Something went wrong", status=HTTPStatus.INTERNAL_SERVER_ERROR, says=says)
