"""Have one child process make one PDF: a request on its standard input, the PDF on its standard output."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping

from policygen.errors import RenderFailed


def made_by_child(
    module: str, request: bytes, environment: Mapping[str, str], seconds: float, reason: Callable[[str, int], str]
) -> bytes:
    """Run a module of the package; ``reason`` makes a sentence of its errors and its exit code.

    Raises RenderFailed with that sentence, or when it takes longer than ``seconds``.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a module of this package
            [sys.executable, "-P", "-s", "-m", f"policygen.rendering.{module}"],
            input=request,
            env=environment,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RenderFailed(took_too_long(seconds)) from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise RenderFailed(reason(done.stderr.decode(errors="replace"), done.returncode))
    return done.stdout


def took_too_long(seconds: float) -> str:
    """Say that a PDF was given up."""
    return f"The PDF took longer than {seconds} seconds and was given up."


def ended(errors: str, code: int, lead: str) -> str:
    """Say how a process ended that made no PDF: by a signal, or with the last that it said, after ``lead``."""
    if code < 0:
        return f"The PDF process was ended by signal {-code}; it may have needed too much memory or time."
    last = next((line.strip() for line in reversed(errors.splitlines()) if line.strip()), "")
    return f"{lead}: {last or f'its process ended with {code}'}"
