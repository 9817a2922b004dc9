"""Every page: its method, its address and the function that makes it. A new page is a line here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from policygen.errors import PolicygenError
from policygen.web import (
    asking,
    changes,
    checking,
    documents,
    home,
    library,
    policy,
    versions,
    waivers,
    wording,
    working,
)
from policygen.web.desk import Desk
from policygen.web.faults import broken_page, fault_page, no_such_page
from policygen.web.menu import CHANGES, CHECKS, DOCUMENTS, HOME, LIBRARY, POLICY, QUESTIONS, STOP, VERSIONS, WORDING
from policygen.web.replies import STATIC, static
from policygen.web.visit import Visit, read_form


@dataclass(frozen=True)
class Page:
    """One line of the table."""

    method: str
    address: str
    """What stands in braces is handed to the function as ``Visit.parts``."""
    make: Callable[[Visit], Response]


PAGES = (
    Page("GET", "/", home.front),
    Page("POST", STOP, home.stop),
    Page("GET", HOME, home.overview),
    Page("GET", QUESTIONS, asking.review),
    Page("GET", asking.QUESTION, asking.ask),
    Page("POST", asking.QUESTION, asking.answer),
    Page("POST", asking.PREVIEW, asking.preview),
    Page("GET", POLICY, policy.read),
    Page("GET", policy.LEFT_OUT, policy.left_out),
    Page("GET", CHECKS, checking.check),
    Page("GET", DOCUMENTS, documents.documents),
    Page("POST", documents.BUILD, documents.make_documents),
    Page("POST", documents.HANDBOOK, documents.bind_handbook),
    Page("POST", documents.PACK, documents.pack_bundle),
    Page("GET", working.WORKING, working.show),
    Page("GET", documents.FILE, documents.hand_out),
    Page("GET", CHANGES, changes.show),
    Page("POST", changes.UPDATE, changes.bring_up),
    Page("GET", waivers.WAIVE, waivers.ask),
    Page("POST", waivers.WAIVE, waivers.take),
    Page("GET", WORDING, wording.show),
    Page("GET", wording.CLAUSE, wording.edit),
    Page("POST", wording.CLAUSE, wording.save),
    Page("POST", wording.CHECK, wording.check),
    Page("POST", wording.GIVE_UP, wording.give_up),
    Page("GET", VERSIONS, versions.show),
    Page("GET", versions.ISSUE, versions.ask),
    Page("POST", versions.ISSUE, versions.freeze),
    Page("GET", versions.VERSION, versions.read),
    Page("GET", versions.FILE, versions.hand_out),
    Page("GET", LIBRARY, library.clauses),
    Page("GET", library.CLAUSE, library.clause),
    Page("GET", library.AUTHORITIES, library.authorities),
    Page("GET", library.AUTHORITY, library.authority),
    Page("GET", library.LAW, library.law),
    Page("GET", library.COVERAGE, library.carried),
)


def site(desk: Desk) -> Starlette:
    """Make the pages of a desk into an application, without the gate that must stand before it."""
    return Starlette(
        routes=[
            *(Route(each.address, _endpoint(desk, each.make), methods=[each.method]) for each in PAGES),
            *(Route(f"/static/{name}", _static(name), methods=["GET"]) for name in STATIC),
        ],
        exception_handlers={
            404: lambda *_: no_such_page(),
            405: lambda *_: no_such_page("This address cannot be opened like this."),
            500: lambda *_: broken_page(),
        },
    )


def _endpoint(desk: Desk, make: Callable[[Visit], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        visit = Visit(desk=desk, path=quote(request.scope["path"]), parts=request.path_params)
        try:
            visit = replace(visit, query=read_form(request.url.query), form=read_form(await _text(request)))
            return await run_in_threadpool(make, visit)
        except PolicygenError as error:
            return await run_in_threadpool(_told, visit, error)

    return endpoint


async def _text(request: Request) -> str:
    return (await request.body()).decode(errors="replace") if request.method == "POST" else ""


def _told(visit: Visit, error: PolicygenError) -> Response:
    """Tell of a failure; on a page of no institution when even that cannot be read."""
    try:
        return fault_page(visit, error)
    except PolicygenError:
        return fault_page(replace(visit, parts={}), error)


def _static(name: str) -> Callable[[Request], Response]:
    return lambda _: static(name)
