"""Put files in place so that a reader sees the old or the new file, and a killed run leaves the old or the new folder.

Several files are first written beside their places; then a journal names all the moves, which is the
moment of decision. A run that is killed before it leaves the old state, and one killed after it is
finished by the next run.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from policygen.errors import WorkspaceError

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
    staged: list[tuple[Path, Path]] = []
    gone = [path for path, data in files.items() if data is None]
    decided = False
    current = Path()
    try:
        for current, data in files.items():
            if current.is_dir():
                raise IsADirectoryError(None, "a folder stands in its place")
            if data is not None:
                current.parent.mkdir(parents=True, exist_ok=True)
                staged.append((_stage(current, data), current))
        if folder is not None:
            current = folder / JOURNAL
            _write_journal(folder, [final for _, final in staged], gone)
            decided = True
        for temporary, current in staged:
            temporary.replace(current)
        for current in gone:
            current.unlink(missing_ok=True)
        for parent in {path.parent for path in files}:
            _sync_folder(parent)
        if folder is not None:
            current = folder / JOURNAL
            current.unlink()
    except OSError as error:
        says = f"{current} cannot be written: {error.strerror or error}."
        if decided:
            raise WorkspaceError(f"{says} Mend that; the next command finishes the change.") from error
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise WorkspaceError(f"{says} Nothing was replaced that is not whole.") from error


def settle(folder: Path) -> None:
    """Finish what an interrupted run had decided, and delete what it had not; call it only while holding the folder.

    Raises WorkspaceError when a file cannot be moved.
    """
    journal = folder / JOURNAL
    if journal.is_file():
        moves, gone = _read_journal(folder)
        try:
            for final in moves:
                temporary = final.with_name(final.name + STAGED)
                if temporary.is_file():
                    temporary.replace(final)
            for final in gone:
                final.unlink(missing_ok=True)
            for parent in {final.parent for final in (*moves, *gone)}:
                _sync_folder(parent)
            journal.unlink()
        except OSError as error:
            says = f"A change of {folder} was interrupted and cannot be finished: {error.strerror or error}."
            raise WorkspaceError(says) from error
    for stale in (*folder.glob(f"*{STAGED}"), *(file for name in OURS for file in (folder / name).rglob(f"*{STAGED}"))):
        with contextlib.suppress(OSError):
            stale.unlink()


def is_unsettled(folder: Path) -> bool:
    """Tell whether a run was interrupted after it had decided."""
    return (folder / JOURNAL).is_file()


def _stage(path: Path, data: bytes) -> Path:
    temporary = path.with_name(path.name + STAGED)
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return temporary


def _write_journal(folder: Path, moves: Iterable[Path], gone: Iterable[Path]) -> None:
    content = {
        "move": [path.relative_to(folder).as_posix() for path in moves],
        "delete": [path.relative_to(folder).as_posix() for path in gone],
    }
    for parent in {folder / name for names in content.values() for name in (Path(each).parent for each in names)}:
        _sync_folder(parent)
    _stage(folder / JOURNAL, json.dumps(content, indent=1).encode()).replace(folder / JOURNAL)
    _sync_folder(folder)


def _read_journal(folder: Path) -> tuple[list[Path], list[Path]]:
    """Read the moves and deletions decided; paths that leave the folder do not count."""
    try:
        content = json.loads((folder / JOURNAL).read_text(encoding="utf-8"))
        return _within(folder, content["move"]), _within(folder, content["delete"])
    except (OSError, ValueError, KeyError, TypeError):
        return [], []


def _within(folder: Path, names: Iterable[str]) -> list[Path]:
    root = folder.resolve()
    return [folder / name for name in names if (folder / name).resolve().is_relative_to(root)]


def _sync_folder(folder: Path) -> None:
    """Make the new names last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
