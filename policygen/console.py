"""What the commands share: how they print, and the options that most of them take."""

from __future__ import annotations

import getpass
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from policygen.errors import UsageError

if TYPE_CHECKING:
    from policygen.formats import Engine
    from policygen.library import Library
    from policygen.trail import Hand
    from policygen.workspace import Workspace

Folder = Annotated[Path, typer.Argument(help="The institution's folder.")]
LibraryDirs = Annotated[
    Optional[list[Path]],  # noqa: UP045 - typer reads this at run time
    typer.Option(
        "--library", help="A folder with clauses/, jurisdictions/ or templates/ to lay over the shipped ones."
    ),
]
AsOf = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--as-of", help="The day whose law applies, as 2027-05-12. Today when left out."),
]
Documents = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option("--document", help="Only this hand-out, such as quick-guide; may be given several times."),
]
AsEngine = Annotated[
    str, typer.Option("--engine", help="What makes the PDF: weasyprint, or typst for many documents or without Pango.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]

CACHE = "POLICYGEN_CACHE"
"""Names the folder in which libraries are kept between runs, or switches that off."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def say(text: str, *, to_errors: bool = False) -> None:
    """Print a line without anything that could steer the terminal."""
    typer.echo(clean(text), err=to_errors)


def cache_folder() -> Path | None:
    """Give the folder in which libraries are kept between runs; POLICYGEN_CACHE names another, or says off."""
    said = os.environ.get(CACHE, "")
    if said.lower() in ("off", "no", "0", "false"):
        return None
    if said:
        return Path(said)
    user = {"darwin": Path("Library", "Caches"), "win32": Path("AppData", "Local")}.get(sys.platform, Path(".cache"))
    with suppress(RuntimeError):  # a user without a home keeps nothing
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / user, "policygen")
    return None


def clean(text: str) -> str:
    """Take out what could steer a terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def wrapped(text: str) -> str:
    """Break lines between words at the width of the terminal; what hangs over is indented like its beginning."""
    margin = " " * (len(text) - len(text.lstrip()))
    width = max(40, shutil.get_terminal_size().columns)
    return "\n".join(textwrap.wrap(text, width, subsequent_indent=margin, break_on_hyphens=False)) or text


def load(folders: list[Path]) -> Library:
    """Load the library with folders laid over it."""
    from policygen.loading import load_library

    return load_library(*folders)


def opened(folder: Path, folders: list[Path] | None) -> tuple[Workspace, Library]:
    """Open an institution's folder, and load the library that applies to it."""
    from policygen.workspace import require_workspace

    workspace = require_workspace(folder)
    return workspace, workspace.library(library_folders(folders))


def library_folders(folders: list[Path] | None) -> list[Path]:
    """Check that the folders of ``--library`` hold a library."""
    for folder in folders or []:
        if not any((folder / name).is_dir() for name in ("clauses", "jurisdictions", "templates")):
            raise UsageError(f"{folder} holds no clauses/, jurisdictions/ or templates/, so it is not a library.")
    return folders or []


def read_day(text: str | None) -> date:
    """Read the day of ``--as-of``; today when it was left out."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is not a date. Write it as 2027-05-12.") from None


def account() -> str:
    """Name the account that runs the command, for the audit trail."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "someone"


def print_json(data: object) -> None:
    """Print data for other programs."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def hand() -> Hand:
    """Say who uses the program, and what time it is, for the audit trail."""
    from policygen.trail import Hand

    try:
        who = getpass.getuser()
    except (OSError, KeyError, ImportError):
        who = "someone"
    return Hand(who, datetime.now(UTC))


def progress() -> Callable[[str], None]:
    """Give a function that shows what is being made, where a person watches."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda text: say(f"{text} ...", to_errors=True)


def read_engine(text: str) -> Engine:
    """Read the engine of ``--engine``; raise UsageError for one that does not exist."""
    from policygen.formats import Engine
    from policygen.typos import did_you_mean

    if text not in list(Engine):
        raise UsageError(f"'{text}' is not an engine. {did_you_mean(text, list(Engine))}")
    return Engine(text)


def read_formats(text: str) -> list[str]:
    """Read the formats of ``--format``; raise UsageError for one that does not exist."""
    from policygen.outputs import FORMATS
    from policygen.typos import did_you_mean

    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"'{name}' is not a format. {did_you_mean(name, FORMATS)}")
    return names
