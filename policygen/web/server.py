"""Serve the pages on a free port of 127.0.0.1, until nobody uses them any more."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import uvicorn

from policygen.errors import ProblemsFound, UsageError
from policygen.web.desk import Desk
from policygen.web.gate import SECONDS_FOR_A_BODY, Gate, Keys
from policygen.web.routes import site

MINUTES_UNUSED = 60
"""After which the server stops by itself."""
_SECONDS_BETWEEN_LOOKS = 0.05


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How to serve."""

    port: int = 0
    """0 for any free port."""
    seconds_unused: float = MINUTES_UNUSED * 60
    seconds_for_a_body: float = SECONDS_FOR_A_BODY
    keys: Keys = field(default_factory=Keys)


class Server:
    """The pages of a desk on a port of 127.0.0.1."""

    def __init__(self, desk: Desk, terms: Terms) -> None:
        """Take the port; raise UsageError when somebody else has it."""
        self.desk, self.terms = desk, terms
        self.socket = _listening(terms.port)
        port = int(self.socket.getsockname()[1])
        self.gate = Gate(site(desk), port, terms.keys, terms.seconds_for_a_body)
        config = uvicorn.Config(
            self.gate,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
        self.server = uvicorn.Server(config)

    def run(self, ready: Callable[[str], None]) -> None:
        """Serve until stopped, or unused for long; ``ready`` is told the address once the pages can be opened."""
        with suppress(ProblemsFound):  # the pages tell of mistakes; loaded now, the first need not wait
            self.desk.load()
        asyncio.run(self._serve(ready))

    def stop(self) -> None:
        """Ask it to end."""
        self.server.should_exit = True

    async def _serve(self, ready: Callable[[str], None]) -> None:
        watch = asyncio.create_task(self._watch(ready))
        await self.server.serve([self.socket])
        watch.cancel()

    async def _watch(self, ready: Callable[[str], None]) -> None:
        """Announce the server when it is up, and end it when somebody closed it or nobody used it for long."""
        while not self.server.started:
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        ready(self.gate.address)
        while self.desk.jobs.busy or self._is_used():
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        self.stop()

    def _is_used(self) -> bool:
        unused = time.monotonic() - self.gate.last_use
        return unused < self.terms.seconds_unused and not self.desk.stopping.is_set()


def _listening(port: int) -> socket.socket:
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        taken.close()
        raise UsageError(f"Port {port} cannot be used. Leave --port out to take a free one.") from error
    return taken
