"""Look over many institutions at once: a line for each, whether its policy still holds or why that cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policygen.errors import PolicygenError
from policygen.library import Library
from policygen.loading import load_folders
from policygen.making import library_of_duties
from policygen.status import Status, load_own, status_of
from policygen.systems import is_system, sites_of
from policygen.workspace import Workspace, require_workspace


@dataclass(frozen=True, kw_only=True)
class Overseen:
    """One institution among several."""

    folder: Path
    status: Status | None
    """None when it cannot be told."""
    wrong: PolicygenError | None = None
    """Why it cannot be told."""


def institutions_in(folder: Path) -> tuple[Path, ...]:
    """List the folders of institutions within a folder, by name; none where it is itself one, or no folder.

    Of a health system these are its sites, however deep they lie.
    """
    if is_system(folder):
        return tuple(sites_of(folder))
    if Workspace(folder).answers.is_file() or not folder.is_dir():
        return ()
    found = (path for path in folder.iterdir() if Workspace(path).answers.is_file() and not path.is_symlink())
    return tuple(sorted(found))


def look_over(
    folders: Sequence[Path],
    beneath: Callable[[Workspace], Library],
    on: date,
    load: Callable[..., Library] = load_folders,
) -> tuple[Overseen, ...]:
    """Tell of each folder how its policy stands on a day; ``beneath`` gives the library without its own clauses.

    ``load`` gives the library of some folders. What is wrong with one institution keeps no other from being told.
    """
    return tuple(_overseen(folder, beneath, on, load) for folder in folders)


def _overseen(
    folder: Path, beneath: Callable[[Workspace], Library], on: date, load: Callable[..., Library]
) -> Overseen:
    try:
        workspace = require_workspace(folder)
        theirs = beneath(workspace)
        own, broken = load_own(workspace, theirs, load)
        duties = library_of_duties(folder, theirs)
        return Overseen(folder=folder, status=status_of(workspace, own, on, broken, duties))
    except PolicygenError as error:
        return Overseen(folder=folder, status=None, wrong=error)
