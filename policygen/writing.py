"""Put files in place so that a reader sees the old or the new file, and a killed run leaves the old or the new folder.

Several files are first written beside their places; then a journal names all the moves, which is the
moment of decision. A run that is killed before it leaves the old state, and one killed after it is
finished by the next run. Nothing is written through a link.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from policygen.errors import ChangedMeanwhile, WorkspaceError

STAGED = ".policygen-new"
"""Ending of a file that is being written."""
JOURNAL = ".policygen-journal"
"""The moves that are decided and perhaps not finished, in the folder that they lie in."""
OURS = ("documents", "clauses", "changes", "history", "orphans")
"""The folders within an institution's folder in which the program writes."""


def put_in_place(files: Mapping[Path, bytes | None], folder: Path | None = None) -> None:
    """Write files beside their places, then move each into place, in the order given; None deletes a file.

    Nothing is moved before everything is written. With ``folder``, which holds all of them, a kill at
    any moment leaves the old state, or one that ``settle`` makes the new one. Raises WorkspaceError with the path.
    """
    decided = False
    current = Path()
    try:
        there = set()
        for current in files:
            if _is_there(current):
                there.add(current)
        for current in _folders_of(files):
            _refuse_elsewhere(current, folder)
        staged = {path: data for path, data in files.items() if data is not None}
        if folder is not None:
            current = folder / JOURNAL
            staged[current] = _journal(folder, files, there)
        for current in _stage_all(staged):  # noqa: B007 - a failure says whose turn it was
            pass
        if folder is not None:
            current = folder / JOURNAL
            _staged(current).replace(current)
            _sync_folders([current])
            decided = True
        for current, data in _moves_first(files):
            _carry_out(current, delete=data is None)
        _sync_folders(files)
        if folder is not None:
            current = folder / JOURNAL
            current.unlink()
    except BaseException as error:
        if not decided:
            _forget([*map(_staged, files), *([_staged(folder / JOURNAL)] if folder else [])])
        if isinstance(error, OSError):
            comfort = "Mend that; the next command finishes the change." if decided else "Nothing was replaced."
            raise WorkspaceError(f"{current} cannot be written: {error.strerror or error}. {comfort}") from error
        raise


def settle(folder: Path) -> None:
    """Finish what an interrupted run had decided, and delete what it had not; call it only while holding the folder.

    A file that somebody changed since then is left as it is. Raises WorkspaceError when a file cannot be moved.
    """
    if is_unsettled(folder):
        steps = _read_journal(folder)
        try:
            for step in steps:
                if (step.delete or _staged(step.path).is_file()) and _digest(step.path) == step.was:
                    _is_there(step.path)
                    _refuse_elsewhere(step.path.parent, folder)
                    _carry_out(step.path, delete=step.delete)
            _sync_folders(step.path for step in steps)
            (folder / JOURNAL).unlink()
        except OSError as error:
            says = f"A change of {folder} was interrupted and cannot be finished: {error.strerror or error}."
            raise WorkspaceError(says) from error
    _forget([*folder.glob(f"*{STAGED}"), *(file for name in OURS for file in (folder / name).rglob(f"*{STAGED}"))])


def is_unsettled(folder: Path) -> bool:
    """Tell whether a run was interrupted after it had decided."""
    return (folder / JOURNAL).is_file()


def look_at(paths: Iterable[Path]) -> dict[Path, str]:
    """Remember what stands in some places, as SHA-256 by path; empty for nothing."""
    return {path: _digest(path) for path in paths}


def refuse_changed(seen: Mapping[Path, str]) -> None:
    """Stop before files would be replaced that somebody changed since they were looked at; raise ChangedMeanwhile."""
    changed = [str(path) for path, digest in seen.items() if _digest(path) != digest]
    if changed:
        says = f"Changed by somebody else meanwhile: {', '.join(changed)}."
        raise ChangedMeanwhile(f"{says} Nothing was written. Run the command again.")


@dataclass(frozen=True)
class _Step:
    """One file to move into place or to delete, and the SHA-256 of what stood there; none is empty."""

    path: Path
    was: str
    delete: bool


def _is_there(path: Path) -> bool:
    """Tell whether a file stands in a place; refuse one where a link or a folder stands."""
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    if stat.S_ISLNK(mode):
        raise _led_elsewhere(path)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(None, "a folder stands in its place")
    return True


def _refuse_elsewhere(inner: Path, folder: Path | None) -> None:
    """Refuse a folder that a link leads out of the institution's folder."""
    if folder and not inner.resolve().is_relative_to(folder.resolve()):
        raise _led_elsewhere(inner)


def _led_elsewhere(link: Path) -> WorkspaceError:
    says = f"{link} is a link to another place, so nothing was written. Put the file or folder itself there."
    return WorkspaceError(says)


def _folders_of(paths: Iterable[Path]) -> Iterable[Path]:
    return dict.fromkeys(path.parent for path in paths)


def _stage_all(files: Mapping[Path, bytes]) -> Iterator[Path]:
    """Write files beside their places and make all of them last through a power cut; give each path at its turn.

    The disk begins with all of them before it is waited for, because it writes many in little more time than one.
    """
    there: set[Path] = set()
    with contextlib.ExitStack() as still_open:
        written: list[tuple[Path, FileIO]] = []
        for path, data in files.items():
            yield path
            if path.parent not in there:
                path.parent.mkdir(parents=True, exist_ok=True)
                there.add(path.parent)
            file = still_open.enter_context(_begun(_staged(path)))
            _write(file, data)
            _begin_to_keep(file)
            written.append((path, file))
        for path, file in written:
            yield path
            os.fsync(file.fileno())
            file.close()
    _sync_folders(files)


def _begun(path: Path) -> FileIO:
    """Open a new file; what an earlier run or a stranger left there is deleted and not written through."""
    try:
        return path.open("xb", buffering=0)
    except FileExistsError:
        path.unlink()
        return path.open("xb", buffering=0)


def _write(file: FileIO, data: bytes) -> None:
    """Write all of a file, of which the system may take only a part at a time."""
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


def _begin_to_keep(file: FileIO) -> None:
    """Let the disk begin to write a file, where the system can be told so (Linux begins when a file is not needed)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _carry_out(path: Path, *, delete: bool) -> None:
    if delete:
        path.unlink(missing_ok=True)
    else:
        _staged(path).replace(path)


def _moves_first(files: Mapping[Path, bytes | None]) -> list[tuple[Path, bytes | None]]:
    return sorted(files.items(), key=lambda each: each[1] is None)


def _journal(folder: Path, files: Mapping[Path, bytes | None], there: set[Path]) -> bytes:
    steps = [
        {
            "path": path.relative_to(folder).as_posix(),
            "was": _digest(path) if path in there else "",
            "delete": data is None,
        }
        for path, data in _moves_first(files)
    ]
    return json.dumps({"steps": steps}).encode()


def _read_journal(folder: Path) -> list[_Step]:
    """Read the steps decided; an unreadable journal, and paths that leave the folder, count for nothing."""
    try:
        content = json.loads((folder / JOURNAL).read_bytes())
        steps = [_Step(folder / str(each["path"]), str(each["was"]), bool(each["delete"])) for each in content["steps"]]
        return [step for step in steps if _lies_within(step.path, folder)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def _lies_within(path: Path, folder: Path) -> bool:
    """Tell whether a path lies below a folder; raise OSError for one that no system holds."""
    _staged(path).is_file()
    return path.resolve() != folder.resolve() and path.resolve().is_relative_to(folder.resolve())


def _staged(path: Path) -> Path:
    return Path(f"{path}{STAGED}")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _forget(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _sync_folders(paths: Iterable[Path]) -> None:
    """Make new names last through a power cut, where the system can."""
    for folder in _folders_of(paths):
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
