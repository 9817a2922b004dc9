"""What a page answers with: a filled template, a way on, or a file."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import HTMLResponse, RedirectResponse, Response

from policygen.loading import shipped_library
from policygen.rendering.pages import render_page, template_text
from policygen.web.menu import tabs
from policygen.web.visit import Visit

TEMPLATES = (shipped_library() / "templates",)
"""Pages come from the program alone, never from a library laid over it."""

STATIC = {
    "style.css": "text/css",
    "page.js": "text/javascript",
    "wording.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
"""What pages need beside them, by name, with its kind."""


def page(visit: Visit, template: str, /, *, title: str, status: int = HTTPStatus.OK, **names: object) -> Response:
    """Fill a template of templates/web/ for a visit; ``title`` is its heading."""
    text = _filled(template, visit=visit, tabs=tabs(visit), title=title, **names)
    return HTMLResponse(text, status)


def plain_page(template: str, /, *, title: str, status: int, **names: object) -> Response:
    """Fill a template for somebody who may see nothing of the institution."""
    return HTMLResponse(_filled(template, visit=None, tabs=(), title=title, status=status, **names), status)


def fragment(visit: Visit, template: str, /, **names: object) -> Response:
    """Fill a template that is a part of a page, for the page's script."""
    return HTMLResponse(_filled(template, visit=visit, **names))


def redirect(address: str) -> Response:
    """Send the browser on to another page of this server."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def download(data: bytes, name: str) -> Response:
    """Hand out a file to be saved under a name; never to be shown as a page of this server."""
    return Response(
        data, media_type="application/octet-stream", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A file that somebody changed while a form lay open."""

    file: str
    """Its name within the institution's folder."""
    stands: str
    """What the file says now."""
    mine: str
    """What the form would have saved."""
    seen: str
    """The fingerprint of the file as it stands now."""
    again: str
    """The address of the page that reads the file anew."""


def conflict_page(visit: Visit, conflict: Conflict) -> Response:
    """Answer that a file was changed meanwhile, with both texts; the same form can be sent once more."""
    fields = [(name, value) for name, values in visit.form.fields.items() if name != "seen" for value in values]
    title, status = "Somebody changed this meanwhile", HTTPStatus.CONFLICT
    return page(visit, "conflict.html", title=title, status=status, conflict=conflict, fields=fields)


def static(name: str) -> Response:
    """Give a style sheet or script that pages need."""
    return Response(template_text(f"web/{name}", TEMPLATES), media_type=STATIC[name])


def _filled(template: str, **names: object) -> str:
    return render_page(f"web/{template}", "en", TEMPLATES, **names)
