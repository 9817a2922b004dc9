"""Put files in place so that a reader sees the old or the new file, never a mix."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from policygen.errors import WorkspaceError

STAGED = ".policygen-new"
"""Ending of a file that is being written."""


def put_in_place(files: Mapping[Path, bytes]) -> None:
    """Write files beside their places, then move each into place, in the order given.

    Nothing is moved before everything is written. Raises WorkspaceError with the path.
    """
    staged: list[tuple[Path, Path]] = []
    current = Path()
    try:
        for current, data in files.items():
            current.parent.mkdir(parents=True, exist_ok=True)
            staged.append((_stage(current, data), current))
        for temporary, current in staged:
            temporary.replace(current)
        for folder in {path.parent for path in files}:
            _sync_folder(folder)
    except OSError as error:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        says = f"{current} cannot be written: {error.strerror or error}. Nothing was replaced that is not whole."
        raise WorkspaceError(says) from error


def sweep(folder: Path) -> None:
    """Delete what an interrupted run left half-written in a folder."""
    for stale in folder.glob(f"*{STAGED}"):
        with contextlib.suppress(OSError):
            stale.unlink()


def _stage(path: Path, data: bytes) -> Path:
    temporary = path.with_name(path.name + STAGED)
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return temporary


def _sync_folder(folder: Path) -> None:
    """Make the new names last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
