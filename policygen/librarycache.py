"""Keep a library that was read, so that the next run need not read thousands of files; only the time changes.

What is kept lies in a folder of this user alone, and is taken only while every file of the library and of the program
is the one that was read, by its name, size, times and number on the disk. A kept library that is cut, stale, somebody
else's or unreadable counts for nothing. It holds values and names no function, so reading it runs no code; the folder
can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path

from policygen.library import Library
from policygen.memory import collector_at_rest
from policygen.sources import files_of

ENDING = ".library"
"""Of the files of kept libraries."""
MOST_KEPT = 12
"""Libraries; the one that was not asked for the longest is deleted first."""
SETTLED = 2_000_000_000
"""Nanoseconds. A file that changed so shortly before the library was kept may have changed again at the same time."""

_MAGIC = b"policygen library 1\n"
_DIGITS = 64
_PLAIN = getattr(os, "O_BINARY", 0)
"""Keeps Windows from changing line ends."""
_NOUNS = frozenset(
    f"policygen.{name}"
    for name in (
        "amounts",
        "bodies",
        "clauses",
        "jurisdictions",
        "library",
        "outlines",
        "questions",
        "translations",
    )
)
"""The modules whose frozen values a library is made of."""
_SPOILT = (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, KeyError, TypeError)
"""What reading something else than a kept library may raise; ValueError and RecursionError besides."""


@dataclass(frozen=True)
class Signature:
    """What tells a library's files and the program from any others, without reading them."""

    digest: str
    """SHA-256 over the names, sizes, times and numbers of all files."""
    newest: int
    """When a file changed last, in nanoseconds since 1970."""


def sign(folders: Sequence[Path]) -> Signature:
    """Look at the files of a library and of the program; raise OSError when one goes meanwhile.

    They come in the order in which the disk has them, which stays while nothing comes or goes.
    """
    own = ((entry.name, entry) for entry in os.scandir(Path(__file__).parent) if entry.name.endswith(".py"))
    names, facts, newest = [sys.version], list[int](), 0
    for files in (own, *map(files_of, folders)):
        for name, entry in files:
            found = entry.stat()
            names.append(name)
            facts += (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, entry.is_symlink())
            newest = max(newest, found.st_mtime_ns, found.st_ctime_ns)
        names.append("")  # here ends a folder
    names += (os.fspath(folder.absolute()) for folder in folders)
    return Signature(hashlib.sha256(repr((names, facts)).encode()).hexdigest(), newest)


def take(folders: Sequence[Path], place: Path) -> Library | None:
    """Take the library of some folders from where it is kept; None when it is not there just as it would be read."""
    with suppress(*_SPOILT, ValueError, RecursionError):
        data, kept_at = _read(_file(folders, place))
        signature = sign(folders)
        body = data[len(_MAGIC) + 2 * _DIGITS :]
        fits = data.startswith(_head(signature, body)) and signature.newest + SETTLED < kept_at
        library = _unpacked(body) if fits else None
        if isinstance(library, Library):
            return replace(library, folders=tuple(folders), templates=_templates(folders))
    return None


def keep(library: Library, signature: Signature, place: Path) -> None:
    """Keep a library for the next run; where that is not possible, nothing is kept and nothing is said.

    ``signature`` is what its files looked like before it was read; when they look otherwise now, nothing is kept.
    """
    with suppress(OSError, RecursionError, pickle.PicklingError):
        if sign(library.folders) != signature:
            return
        _make_private(place)
        body = pickle.dumps(replace(library, folders=(), templates=()), protocol=5)
        _write(_file(library.folders, place), _head(signature, body) + body)
        _sweep(place)


def _file(folders: Sequence[Path], place: Path) -> Path:
    name = hashlib.sha256("\0".join(os.fspath(folder.absolute()) for folder in folders).encode()).hexdigest()
    return place / f"{name[:32]}{ENDING}"


def _head(signature: Signature, body: bytes) -> bytes:
    return _MAGIC + signature.digest.encode() + hashlib.sha256(body).hexdigest().encode()


def _templates(folders: Sequence[Path]) -> tuple[Path, ...]:
    return tuple(folder / "templates" for folder in reversed(folders) if (folder / "templates").is_dir())


def _make_private(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        place.mkdir(mode=0o700)
    _refuse_others(place.lstat())


def _refuse_others(found: os.stat_result) -> None:
    """Refuse what is a link, or what another user owns or can write; Windows keeps a user's folders to the user."""
    if not (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)):
        raise OSError("This is a link, or no file.")
    if sys.platform != "win32" and (found.st_uid != os.getuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        raise OSError("Somebody else can write this.")


def _read(path: Path) -> tuple[bytes, int]:
    """Give the bytes of a file of this user alone, and when it was written."""
    _refuse_others(path.parent.lstat())
    with os.fdopen(os.open(path, os.O_RDONLY | _PLAIN | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
        found = os.fstat(file.fileno())
        _refuse_others(found)
        return file.read(), found.st_mtime_ns


def _write(path: Path, data: bytes) -> None:
    """Put a file in place whole, for this user alone; a power cut may spoil it, which its digest tells."""
    staged = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, 0o600), "wb") as file:
            file.write(data)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def _sweep(place: Path) -> None:
    """Delete the libraries that were kept the longest ago, beyond the number that is kept."""
    kept = sorted(place.glob(f"*{ENDING}*"), key=lambda path: path.stat().st_mtime_ns)
    for path in kept[:-MOST_KEPT]:
        path.unlink(missing_ok=True)


class _Values(pickle.Unpickler):
    """Reads the frozen values of a library; whatever else is named is refused before it is looked up."""

    def find_class(self, module: str, name: str) -> type:
        """Give a class of values; raise UnpicklingError for everything else."""
        if (module, name) == ("datetime", "date"):
            return date
        found = super().find_class(module, name) if module in _NOUNS and name.isidentifier() else None
        if isinstance(found, type) and found.__module__ == module and (is_dataclass(found) or issubclass(found, Enum)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of a library")


def _unpacked(body: bytes) -> object:
    with collector_at_rest():
        return _Values(io.BytesIO(body)).load()
