"""Keep a library that was read, so that the next run need not read thousands of files; only the time changes.

What is kept lies in a folder of this user alone, and is taken only while every file of the library and of the program
is the one that was read, by its name, size, times and number on the disk. A kept library that is cut, stale, somebody
else's or unreadable counts for nothing. It holds values and names no function, so reading it runs no code; the folder
can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import io
import marshal
import os
import pickle
import stat
import sys
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from enum import Enum
from operator import attrgetter
from pathlib import Path

from policygen.library import Library
from policygen.memory import collector_at_rest
from policygen.sources import KINDS

ENDING = ".library"
"""Of the files of kept libraries."""
MOST_KEPT = 12
"""Libraries; the one that was not asked for the longest is deleted first."""
SETTLED = 2_000_000_000
"""Nanoseconds. A file that changed so shortly before the library was kept may have changed again at the same time."""

_MAGIC = b"policygen library 2\n"
_HEAD = len(_MAGIC) + 64 + 8
"""Bytes that stand before the library: the magic words, the digest of its files and a checksum of what follows."""
_NO_REFERENCES = 2
"""The format of marshal that writes equal values alike, whether they are the same objects or not."""
_FROM_WITHIN = os.scandir in os.supports_fd
_A_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
"""Refuses what is no folder; a pipe would wait for whoever writes into it."""
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
    gathered = _Signing([sys.version, *(os.fspath(folder.absolute()) for folder in folders)])
    gathered.at(os.fspath(Path(__file__).parent), ".py")
    for folder in folders:
        inner = [(f"{folder}/{kind}", True) for kind in KINDS]
        while inner:
            path, is_kind = inner.pop()
            inner += [(f"{path}/{name}", False) for name in gathered.at(path, linked=is_kind)]
    return gathered.signature()


class _Signing:
    """Gathers what tells files from others; there are thousands, so each costs one question to the disk and no more."""

    def __init__(self, names: list[str]) -> None:
        self.names, self.links, self.facts = names, list[bool](), list[tuple[int, ...]]()

    def at(self, folder: str, ending: str = "", *, linked: bool = False) -> list[str]:
        """Look at the files of a folder with an ending, and list the folders in it, behind links too if so wanted.

        Where the system can, files are looked at from within their folder, which saves finding the way to each. A
        folder that cannot be looked into counts as empty.
        """
        self.names.append(folder)
        try:
            place = os.open(folder, _A_FOLDER) if _FROM_WITHIN else folder
        except OSError:
            return []
        try:
            entries = _entries(place)
            folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=linked)]
            files = entries
            if folders or ending:
                files = [entry for entry in entries if entry.name.endswith(ending) and entry.name not in folders]
            self.names += map(_name, files)
            self.links += map(os.DirEntry.is_symlink, files)
            try:
                self.facts += list(map(_facts, map(os.DirEntry.stat, files)))
            except OSError:
                self.facts += [_facts(_found(entry)) for entry in files]
        finally:
            if isinstance(place, int):
                os.close(place)
        return folders

    def signature(self) -> Signature:
        """Give what was gathered as one digest."""
        digest = hashlib.sha256(marshal.dumps((self.names, self.links, self.facts), _NO_REFERENCES))
        times = list(zip(*self.facts, strict=True))[:2]
        return Signature(digest.hexdigest(), max(map(max, times), default=0))


_name: Callable[[os.DirEntry[str]], str] = attrgetter("name")
_facts: Callable[[os.stat_result], tuple[int, ...]] = attrgetter("st_mtime_ns", "st_ctime_ns", "st_size", "st_ino")


def _found(entry: os.DirEntry[str]) -> os.stat_result:
    """Look at a file, or at the link where it leads nowhere; raise OSError when it went meanwhile."""
    try:
        return entry.stat()
    except OSError:
        return entry.stat(follow_symlinks=False)


def _entries(place: str | int) -> list[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(place) as entries:
        return list(entries)
    return []


def take(folders: Sequence[Path], place: Path) -> Library | None:
    """Take the library of some folders from where it is kept; None when it is not there just as it would be read."""
    with suppress(*_SPOILT, ValueError, RecursionError):
        data, kept_at = _read(_file(folders, place))
        signature = sign(folders)
        fits = data.startswith(_head(signature, memoryview(data)[_HEAD:])) and signature.newest + SETTLED < kept_at
        library = _unpacked(data) if fits else None
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


def _head(signature: Signature, body: bytes | memoryview) -> bytes:
    """Give what stands before a library; its checksum tells a spoilt file, which nobody else can have written."""
    return _MAGIC + signature.digest.encode() + b"%08x" % zlib.crc32(body)


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
    """Put a file in place whole, for this user alone; a power cut may spoil it, which its checksum tells."""
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


def _unpacked(data: bytes) -> object:
    file = io.BytesIO(data)
    file.seek(_HEAD)
    with collector_at_rest():
        return _Values(file).load()
