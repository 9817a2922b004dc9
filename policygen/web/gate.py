"""The gate before all pages: nothing gets past that did not come from a page of this very server.

The browser is on the same machine, but so are other programs and the pages of every other site that is open in it.
The server listens on 127.0.0.1 alone. The address it prints holds a token that works once and is exchanged for a
cookie. A foreign Host is refused (a name that leads to 127.0.0.1), and so is whatever another site set off.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from policygen.web.replies import plain_page

LARGEST_BODY = 256 * 1024
"""Bytes of a form; a clause of the longest kind with its header is a tenth of it."""
SECONDS_FOR_A_BODY = 10.0
"""For a whole form to arrive."""

FORM = "application/x-www-form-urlencoded"
STYLE = "/static/style.css"
"""What everybody may see, so that a refusal can be read."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send Origin: null from our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass
class Keys:
    """The token that opens the gate once, and the cookie that opens it afterwards."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def redeem(self, token: str) -> bool:
        """Tell whether this is the token, which is worth nothing from then on."""
        if not self.token or not secrets.compare_digest(token.encode(), self.token.encode()):
            return False
        self.token = ""
        return True

    def know(self, cookie: str) -> bool:
        """Tell whether this is the cookie that the token was exchanged for."""
        return secrets.compare_digest(cookie.encode(), self.cookie.encode())


class Refused(Exception):
    """A request that gets no further."""

    def __init__(self, status: HTTPStatus, says: str) -> None:
        """Keep what is answered."""
        super().__init__(says)
        self.status, self.says = status, says


class Gate:
    """Lets requests through to the pages, and sends every answer with headers that keep it in its place."""

    def __init__(self, pages: ASGIApp, port: int, keys: Keys, seconds_for_a_body: float = SECONDS_FOR_A_BODY) -> None:
        """Stand before pages that are served on a port of 127.0.0.1."""
        self.pages, self.keys, self.seconds_for_a_body = pages, keys, seconds_for_a_body
        self.host = f"127.0.0.1:{port}"
        self.cookie_name = f"policygen-{port}"  # browsers do not keep the cookies of two ports apart
        self.last_use = time.monotonic()

    @property
    def address(self) -> str:
        """Give the address that opens the pages, once."""
        return f"http://{self.host}/?token={self.keys.token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        guarded = _with_headers(send)
        request = Request(scope, receive)
        try:
            if entry := self._enter(request):
                await entry(scope, receive, guarded)
                return
            self._check(request)
            if request.method == "POST":
                receive = _replayed(await self._body(request), receive)
            self.last_use = time.monotonic()
            await self.pages(scope, receive, guarded)
        except Refused as refused:
            await _refusal(refused)(scope, receive, guarded)

    def _enter(self, request: Request) -> Response | None:
        """Exchange the token for a cookie; None for a request that brings none, or knows the cookie already."""
        self._check_host(request)
        token = request.query_params.get("token", "")
        if request.method != "GET" or request.url.path != "/" or not token:
            return None
        if not self._is_known(request) and not self.keys.redeem(token):
            raise Refused(HTTPStatus.FORBIDDEN, "This address was used before, and works once only.")
        reply = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        reply.set_cookie(self.cookie_name, self.keys.cookie, httponly=True, samesite="strict")
        return reply

    def _check(self, request: Request) -> None:
        """Refuse what no page of this server asked for."""
        if request.method not in ("GET", "HEAD", "POST"):
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "This page can be read and its forms be sent, nothing else.")
        if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            raise Refused(HTTPStatus.FORBIDDEN, "Another page set this off, so nothing was done.")
        if request.url.path != STYLE and not self._is_known(request):
            raise Refused(HTTPStatus.FORBIDDEN, "This browser was not let in.")
        if request.method == "POST" and request.headers.get("origin") != f"http://{self.host}":
            raise Refused(HTTPStatus.FORBIDDEN, "Another page sent this form, so nothing was done.")

    def _check_host(self, request: Request) -> None:
        if request.headers.get("host") != self.host:
            raise Refused(HTTPStatus.BAD_REQUEST, f"This is not the address of the page. Open http://{self.host}/")

    def _is_known(self, request: Request) -> bool:
        return self.keys.know(request.cookies.get(self.cookie_name, ""))

    async def _body(self, request: Request) -> bytes:
        """Read a form whole, before any page sees the request; refuse one that is large, slow or no form."""
        if request.headers.get("content-type", "").partition(";")[0].strip() != FORM:
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "This is not a form of this page.")
        body = b""
        try:
            async with asyncio.timeout(self.seconds_for_a_body):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > LARGEST_BODY:
                        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is more text than any page asks for.")
        except ClientDisconnect:
            raise Refused(HTTPStatus.BAD_REQUEST, "The form broke off, so nothing was done.") from None
        except TimeoutError:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, "The form took too long to arrive; nothing was done.") from None
        return body


def _refusal(refused: Refused) -> Response:
    reply = plain_page("refused.html", title="You cannot come in this way", status=refused.status, says=refused.says)
    reply.headers["Connection"] = "close"  # what is still on its way is never read
    return reply


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Give a form that was read once more, and then whatever comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return guarded
