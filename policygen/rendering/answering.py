"""How a child process answers: a request in, the PDF or a sentence out; ``onechild`` and ``warm`` ask."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

Answer = Callable[[dict[str, Any]], "bytes | str"]
"""Gives the PDF that a request asks for, or why it cannot be made."""


def answer_once(answer: Answer) -> int:
    """Answer the request on standard input; a failure ends with one sentence on standard error."""
    made = answer(json.load(sys.stdin))
    if isinstance(made, str):
        sys.stderr.write(f"{made}\n")
        return 1
    sys.stdout.buffer.write(made)
    return 0


def tell(out: BinaryIO, made: bytes | str | int) -> None:
    """Answer one request of many: a line of JSON, which says how many bytes of PDF follow or else why there are none.

    A number is that of the signal that ended the process.
    """
    answer = {"bytes": len(made)} if isinstance(made, bytes) else {"failed": made}
    out.write(json.dumps(answer).encode() + b"\n" + (made if isinstance(made, bytes) else b""))
    out.flush()
