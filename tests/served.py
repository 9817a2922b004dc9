"""A server of the pages for one test, and a visitor that speaks plain HTTP to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from policygen.trail import Hand
from policygen.web.desk import Desk
from policygen.web.server import Server, Terms
from tests.club import DAY
from tests.tools import TEA

SECONDS_TO_START = 180
"""How long a test waits for anything; a machine that does other work too is slow."""
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass
class Visitor:
    """Somebody who asks for pages; ``let_in`` exchanges the token for the cookie, as a browser does."""

    address: str
    desk: Desk | None = None
    serving: threading.Thread | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return self.address.split("/")[2]

    @property
    def port(self) -> int:
        return int(self.host.partition(":")[2])

    def let_in(self) -> Visitor:
        self.headers["Cookie"] = self.ask("GET", self.address).headers["set-cookie"].partition(";")[0]
        self.headers["Origin"] = f"http://{self.host}"
        return self

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: Mapping[str, str | list[str]], **headers: str) -> Reply:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields, doseq=True), **{**kind, **headers})

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Reply:
        """Ask for something; a header that is given as an empty text is not sent."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_START)
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        try:
            at = path.removeprefix(f"http://{self.host}")
            connection.request(method, at, body, {name: value for name, value in sent.items() if value})
            answer = connection.getresponse()
            read = answer.read().decode(errors="replace")
            return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, read)
        finally:
            connection.close()


def desk_of(folder: Path, beneath: tuple[Path, ...] = (TEA,)) -> Desk:
    """Give what the pages of a folder share, on the day of the tests."""
    return Desk(folder=folder, beneath=beneath, today=lambda: DAY, hand=lambda: Hand("Ada", AT))


@contextmanager
def served(folder: Path, beneath: tuple[Path, ...] = (TEA,), terms: Terms | None = None) -> Iterator[Visitor]:
    """Serve the pages of a folder while a test runs; the visitor has not been let in yet."""
    desk = desk_of(folder, beneath)
    server = Server(desk, terms or Terms())
    up = threading.Event()
    serving = threading.Thread(target=server.run, args=[lambda _: up.set()])
    serving.start()
    try:
        assert up.wait(SECONDS_TO_START)
        yield Visitor(server.gate.address, desk, serving)
    finally:
        server.stop()
        serving.join(SECONDS_TO_START)
