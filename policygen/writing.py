"""Put files in place so that a reader sees the old files or the new ones, never a mix.

Every file is written beside its place before any is moved. Files that belong together are moved under a
list of moves; a run that is killed among them is finished by the next one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from policygen.errors import WorkspaceError

STAGED = ".policygen-new"
"""Ending of a file that is being written."""
LONGEST_PATH = 1000
"""Characters below the folder; nothing that is written comes near."""
MOVES = ".policygen-moves"
"""Name of the list of moves, in the folder around all the files that belong together."""


def put_in_place(files: Mapping[Path, bytes]) -> None:
    """Write files beside their places, then move all of them into place, in the order given.

    When one cannot be written or moved, all stay as they were. Raises WorkspaceError with the path.
    """
    if not files:
        return
    paths = tuple(files)
    around = Path(os.path.commonpath([path.parent for path in paths]))
    try:
        for path, data in files.items():
            _refuse_links(path, around)
            _stage(path, data)
        _move_together(paths, around)
    except BaseException as error:
        _forget([*map(_staged, paths), around / MOVES, _staged(around / MOVES)])
        if isinstance(error, OSError):
            raise _cannot_write(Path(error.filename or around), error) from error
        raise


def sweep(folder: Path) -> None:
    """Finish the moves that an interrupted run began in a folder, and delete what it left half-written."""
    _finish_moves(folder)
    _forget([*folder.glob(f"*{STAGED}"), folder / MOVES])


@dataclass(frozen=True)
class _Move:
    """One file to move into place: its path below the folder, and the SHA-256 of what stood there; none is empty."""

    path: str
    was: str


def _move_together(paths: Sequence[Path], around: Path) -> None:
    if len(paths) > 1:
        moves = [[path.relative_to(around).as_posix(), _digest(path)] for path in paths]
        _stage(around / MOVES, json.dumps(moves).encode())
        _move(around / MOVES)
        _sync_folders([*paths, around / MOVES])
    old: dict[Path, bytes | None] = {}
    try:
        for path in paths:
            old[path] = path.read_bytes() if path.is_file() else None
            _move(path)
    except BaseException:
        _put_back(old)
        raise
    _sync_folders(paths)
    _forget([around / MOVES])


def _put_back(old: Mapping[Path, bytes | None]) -> None:
    """Undo moves, as well as the system lets it."""
    for path, data in old.items():
        with contextlib.suppress(OSError, WorkspaceError):
            if data is None:
                path.unlink()
            elif path.read_bytes() != data:
                _stage(path, data)
                _move(path)


def _finish_moves(folder: Path) -> None:
    """Move what was fully written; a file that somebody changed since then is left as it is."""
    for move in _read_moves(folder):
        path = folder / move.path
        if _staged(path).is_file() and _digest(path) == move.was:
            _refuse_links(path, folder)
            _move(path)


def _read_moves(folder: Path) -> list[_Move]:
    """Read the list of moves; an unreadable one, and whatever points outside the folder, counts for nothing."""
    try:
        moves = [_Move(str(path), str(was)) for path, was in json.loads((folder / MOVES).read_bytes())]
    except (OSError, ValueError, TypeError, RecursionError):
        return []
    return [move for move in moves if _lies_within(PurePosixPath(move.path))]


def _lies_within(path: PurePosixPath) -> bool:
    short = len(str(path)) < LONGEST_PATH and all(len(part.encode(errors="replace")) < 240 for part in path.parts)
    return short and bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _refuse_links(path: Path, around: Path) -> None:
    """Refuse a place that a link leads elsewhere."""
    if path.is_symlink() or not path.parent.resolve().is_relative_to(around.resolve()):
        link = path if path.is_symlink() else path.parent
        says = f"{link} is a link to another place, so nothing was written. Put the file or folder itself there."
        raise WorkspaceError(says)


def _stage(path: Path, data: bytes) -> None:
    """Write a file beside its place; whatever an earlier run or a stranger left there is never written through."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _staged(path).unlink(missing_ok=True)
        with _staged(path).open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _cannot_write(path, error) from error


def _move(path: Path) -> None:
    try:
        _staged(path).replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> WorkspaceError:
    return WorkspaceError(f"{path} cannot be written: {error.strerror or error}. All files are as they were.")


def _staged(path: Path) -> Path:
    return path.with_name(path.name + STAGED)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _forget(paths: Sequence[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _sync_folders(paths: Sequence[Path]) -> None:
    """Make new names last through a power cut, where the system can."""
    for folder in dict.fromkeys(path.parent for path in paths):
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
