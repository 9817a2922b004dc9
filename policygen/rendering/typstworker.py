"""The child process that has Typst draw a paper: a request on standard input, the PDF on standard output.

With ``--serve`` it answers one request after the other, and Typst knows again what papers share. Typst is shown a
folder that holds the drawing, its data and its pictures, and one that holds the bundled fonts; both are new each time.
"""

from __future__ import annotations

import base64
import contextlib
import json
import math
import os
import sys
from pathlib import Path
from typing import Any

import typst

from policygen.rendering.answering import answer_once, tell
from policygen.rendering.fontfiles import FONTS, font_path

MOST_MEMORY = 3 * 1024**3
"""Bytes of address space."""
MOST_SECONDS = 100
"""Seconds of processor time for one paper, on all cores together."""


def make_pdf(folder: Path, drawing: str, data: str, pictures: dict[str, bytes], created: int) -> bytes:
    """Make a PDF that claims PDF/UA-1, in an empty folder; ``created`` is in seconds since 1970.

    Raises TypstError when the drawing fails, and OSError.
    """
    drawn, fonts, nothing = (folder / name for name in ("drawn", "fonts", "nothing"))
    _lay(nothing, {})
    _lay(drawn, {"paper.typ": drawing.encode(), "paper.json": data.encode(), **pictures})
    # The packages hold each font in two formats, found in any order, so Typst is shown those that are named.
    _lay(fonts, {font_path(name).name: font_path(name).read_bytes() for name in FONTS})
    return typst.compile(
        drawn / "paper.typ",
        root=drawn,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]),
        format="pdf",
        pdf_standards="ua-1",
        timestamp=created,
        package_path=nothing,
        package_cache_path=nothing,
    )


def _lay(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def limit_this_process() -> None:
    """Keep this process to the memory and processor time that one more policy needs, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        until = math.ceil(sum(os.times()[:2])) + MOST_SECONDS
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))


def main() -> int:
    """Answer one request; a failure ends with one sentence on standard error."""
    return answer_once(_answer)


def serve() -> int:
    """Answer requests until there are no more, each a line of JSON."""
    with os.fdopen(os.dup(1), "wb") as answers:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)  # whatever Typst may print is no answer
        for line in sys.stdin.buffer:
            tell(answers, _answer(json.loads(line)))
    return 0


def _answer(request: dict[str, Any]) -> bytes | str:
    """Give the PDF that a request asks for, or why it cannot be made."""
    limit_this_process()
    pictures = {name: base64.b64decode(data) for name, data in request["pictures"].items()}
    try:
        return make_pdf(Path(request["folder"]), request["drawing"], request["data"], pictures, request["created"])
    except (typst.TypstError, OSError, MemoryError) as error:
        return str(error) or "it needed too much memory"


if __name__ == "__main__":
    sys.exit(serve() if "--serve" in sys.argv[1:] else main())
