"""Processes that stay warm: each has read what every request needs, and answers one after the other.

A process that is killed is replaced once; what it was making is made again. A process ends with the program that
started it, and one that was forked from that program starts its own.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from policygen.errors import RenderFailed
from policygen.rendering.onechild import took_too_long

_PIECE = 1 << 20
_SECONDS_TO_TELL = 0.5


@dataclass(eq=False)
class Pool:
    """The warm processes of one module of the package, started as they are needed."""

    module: str
    """Below ``policygen.rendering``; with ``--serve`` it answers lines of JSON, each by a line of JSON and the PDF."""
    seconds: float
    """Wall time after which an answer is given up."""
    environment: Callable[[], Mapping[str, str]]
    reason: Callable[[str, int], str]
    """Makes a sentence of what a process said last and its exit code."""
    first: Callable[[], bytes] = bytes
    """Gives a line that warms a process up, and that it does not answer; empty for none."""
    idle: list[_Warm] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let go of the processes with the program, and in one that is forked from it, where they are the parent's."""
        atexit.register(self.forget)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.forget)

    def made(self, request: Mapping[str, object]) -> bytes:
        """Have a PDF made; raise RenderFailed with a sentence."""
        line = json.dumps(request).encode() + b"\n"
        for last in (False, True):
            worker = self.idle.pop() if self.idle else _Warm(self)
            try:
                made = worker.make(line)
            except _Gone as gone:
                if last or gone.code >= 0:
                    raise RenderFailed(self.reason(gone.reason, gone.code)) from None
                continue
            self.idle.append(worker)
            if isinstance(made, bytes):
                return made
            raise RenderFailed(self.reason("", -made) if isinstance(made, int) else self.reason(made, 1))
        raise AssertionError("the last try returns or raises")

    def warm_up(self) -> None:
        """Start a process that will be asked soon, so that it is warm by then."""
        if not self.idle:
            self.idle.append(_Warm(self))

    def forget(self) -> None:
        """Let go of all processes; they end by themselves."""
        while self.idle:
            worker = self.idle.pop()
            worker.forget()
            worker.process.returncode = 0  # nobody waits for it


class _Gone(Exception):
    """A warm process ended before it had answered."""

    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.reason, self.code = reason, code


class _Warm:
    """One warm process, which makes one PDF at a time."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        self.process = subprocess.Popen(  # noqa: S603 - a module of this package
            [sys.executable, "-P", "-s", "-m", f"policygen.rendering.{pool.module}", "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=pool.environment(),
            start_new_session=True,  # so that it and what it forked can be ended together
            bufsize=0,
        )
        self.unread = b""
        self.write(pool.first())

    def write(self, line: bytes) -> None:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # it ended; why is told when its answer is awaited
            rest = memoryview(line)
            while rest:
                rest = rest[self.process.stdin.write(rest) :]

    def make(self, line: bytes) -> bytes | str | int:
        """Give the PDF, the sentence why there is none, or the signal that ended its process."""
        until = time.monotonic() + self.pool.seconds
        self.write(line)
        while b"\n" not in self.unread:
            self.read(until)
        head, _, self.unread = self.unread.partition(b"\n")
        answer = json.loads(head)
        if "failed" in answer:
            failed: str | int = answer["failed"]
            return failed
        while len(self.unread) < answer["bytes"]:
            self.read(until)
        made, self.unread = self.unread, b""
        return made

    def read(self, until: float) -> None:
        """Read some of the answer; raise RenderFailed when it takes too long, _Gone when there will be none."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            self.end()
            raise RenderFailed(took_too_long(self.pool.seconds))
        piece = os.read(self.process.stdout.fileno(), _PIECE)
        if not piece:
            raise self.end()
        self.unread += piece

    def end(self) -> _Gone:
        """End the process and all that it forked; give what it said last, and its exit code."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_SECONDS_TO_TELL)  # it may be ending by itself, and then its own code tells more
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.errors.seek(0)
        gone = _Gone(self.errors.read().decode(errors="replace"), self.process.wait())
        self.forget()
        return gone

    def forget(self) -> None:
        """Let go of the process, which ends when it reads that there are no more requests."""
        for file in (self.process.stdin, self.process.stdout, self.errors):
            if file is not None:
                file.close()
