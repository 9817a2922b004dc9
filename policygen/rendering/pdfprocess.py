"""Processes that make PDFs: kept warm where the system can fork, started for each PDF elsewhere.

A warm process has read WeasyPrint, the fonts and the style sheet of all papers, and forks for each PDF. A process that
is killed is replaced once; what it was making is made again.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache

from policygen.errors import RenderFailed
from policygen.rendering.onechild import ended, made_by_child, took_too_long

LONGEST_SECONDS = 240
"""Wall time after which making one PDF is given up; a hospital's policy takes about five seconds."""

_CAN_FORK = sys.platform == "linux"
"""Elsewhere system libraries do not bear a fork, or there is none."""
_PIECE = 1 << 20
_SECONDS_TO_TELL = 0.5

_idle: list[_Warm] = []


def made_pdf(request: dict[str, object], epoch: int) -> bytes:
    """Have a PDF made; ``epoch`` is the time that it carries. Raises RenderFailed with a sentence."""
    if not _CAN_FORK:
        return _made_once(request, epoch)
    line = json.dumps({**request, "epoch": epoch}).encode() + b"\n"
    for last in (False, True):
        worker = _idle.pop() if _idle else _Warm()
        try:
            made = worker.make(line, LONGEST_SECONDS)
        except _Gone as gone:
            if last or gone.code >= 0:
                raise RenderFailed(_reason(gone.reason, gone.code)) from None
            continue
        _idle.append(worker)
        if isinstance(made, bytes):
            return made
        raise RenderFailed(_reason("", -made) if isinstance(made, int) else _reason(made, 1))
    raise AssertionError("the last try returns or raises")


def warm_up() -> None:
    """Start a process that will make a PDF soon, so that it is warm by then."""
    if _CAN_FORK and not _idle:
        _idle.append(_Warm())


class _Gone(Exception):
    """A warm process ended before it had answered."""

    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.reason, self.code = reason, code


class _Warm:
    """One warm process, which makes one PDF at a time."""

    def __init__(self) -> None:
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "policygen.rendering.pdfworker", "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=_environment(0),
            start_new_session=True,  # so that it and what it forked can be ended together
            bufsize=0,
        )
        self.unread = b""
        self.write(_first_request())

    def write(self, line: bytes) -> None:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # it ended; why is told when its answer is awaited
            rest = memoryview(line)
            while rest:
                rest = rest[self.process.stdin.write(rest) :]

    def make(self, line: bytes, seconds: float) -> bytes | str | int:
        """Give the PDF, the sentence why there is none, or the signal that ended its process."""
        until = time.monotonic() + seconds
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
            raise RenderFailed(took_too_long(LONGEST_SECONDS))
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


@atexit.register
def _forget_all() -> None:
    """Let go of all processes: when the program ends, they end by themselves; after a fork, they are the parent's."""
    while _idle:
        worker = _idle.pop()
        worker.forget()
        worker.process.returncode = 0  # nobody waits for it


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


@cache
def _first_request() -> bytes:
    """Give the request that warms a process up: a page that uses every bundled font, in the style of all papers."""
    from policygen.loading import shipped_library  # read when a PDF is made

    css = (shipped_library() / "templates" / "paper" / "print.css").read_text(encoding="utf-8")
    head = f'<!DOCTYPE html><html lang="en"><head><title>Warm</title><style>{css}</style></head>'
    html = f"{head}<body><h1>One</h1><p>Words <strong>in bold</strong> <em>and italics</em>.</p></body></html>"
    request = {"html": html, "identifier": hashlib.sha256(b"").hexdigest()}
    return json.dumps(request).encode() + b"\n"


def _made_once(request: dict[str, object], epoch: int) -> bytes:
    """Have a PDF made by a process that is started for it."""
    data = json.dumps(request).encode()
    return made_by_child("pdfworker", data, _environment(epoch), LONGEST_SECONDS, _reason)


def _environment(epoch: int) -> dict[str, str]:
    """Give a process the same surroundings everywhere: fonts carry a date, and sets an order."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return {**kept, "SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0", "TZ": "UTC"}


def _reason(errors: str, code: int) -> str:
    if "cannot load library" in errors or "Pango" in errors:
        return "The PDF cannot be made, because the Pango library is missing. Run: policygen doctor"
    return ended(errors, code, "The PDF cannot be made")
