"""A health system: a folder whose system.yaml answers questions for the sites in the folders beneath it.

Its own clauses/ words clauses for them. A site belongs to the nearest such folder above it, so that membership shows
in the tree, is written nowhere twice, and needs no line that names a place elsewhere.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from policygen.answers import Answers, Standard
from policygen.answertables import read_table
from policygen.errors import AnswersRefused, Problem, WorkspaceError
from policygen.library import Library
from policygen.sources import unsafe_texts
from policygen.strictyaml import Tree, read_yaml
from policygen.textfiles import read_text

if TYPE_CHECKING:
    from policygen.shapes import SystemFile

SYSTEM = "system.yaml"
"""The file that makes a folder that of a health system."""
_ANSWERS = "answers.yaml"
_NO_SITES = frozenset({"clauses", "jurisdictions", "templates"})
"""The folders of a system that hold its wording, and no sites."""
_MISTAKEN = "The health system's file has mistakes; nothing was made."
_NOT_FOLLOWED = "This health system cannot be followed; nothing was made."


def find_system(folder: Path) -> Path | None:
    """Find the folder of the health system around a site; None where there is none.

    Raises AnswersRefused for a system that must not be followed, and WorkspaceError where a link leads out of one.
    """
    real = _real(folder)
    found = [above for above in real.parents if is_system(above)]
    if folder.absolute() != real:
        _refuse_link_out(folder, found)
    if not found:
        return None
    shown = next((above for above in folder.parents if _same(above, found[0])), found[0])
    problems = [*_not_to_follow(shown), *_within_another(shown, found)]
    if problems:
        raise AnswersRefused(problems, _NOT_FOLLOWED)
    return shown


def is_system(folder: Path) -> bool:
    """Tell whether a folder is that of a health system."""
    return os.path.lexists(folder / SYSTEM)


def refuse_system(folder: Path) -> None:
    """Stop where the folder of a system would become a site; raise WorkspaceError."""
    if is_system(folder):
        says = f"{folder} is the folder of a health system, because it holds {SYSTEM}."
        raise WorkspaceError(f"{says} Name the folder of a site within it.")


def system_layers(folder: Path) -> list[Path]:
    """Give the folder whose clauses are laid beneath a site's own; empty where no system words any."""
    system = find_system(folder)
    return [system] if system is not None and (system / "clauses").is_dir() else []


def clause_files(folder: Path) -> dict[str, Path]:
    """Find the clause files of an institution or a health system, by path within its folder."""
    return {path.relative_to(folder).as_posix(): path for path in sorted((folder / "clauses").glob("*/*.md"))}


def load_standard(folder: Path, library: Library) -> Standard | None:
    """Load what the health system around a site says; None where there is none. Raises AnswersRefused."""
    system = find_system(folder)
    if system is None:
        return None
    from policygen.shapes import SystemFile, read_shape  # as in sources.py

    path = system / SYSTEM
    text = read_text(path, path.as_posix())
    if isinstance(text, Problem):
        raise AnswersRefused([text], "The health system's file cannot be read.")
    tree, problems = read_yaml(text, path.as_posix())
    file, mistakes = read_shape(SystemFile, tree) if tree is not None else (None, [])
    if file is None or tree is None:
        raise AnswersRefused([*problems, *mistakes], _MISTAKEN)
    said, wrong = _read(file, tree, library)
    problems += [*unsafe_texts(tree), *wrong]
    if problems:
        raise AnswersRefused(problems, _MISTAKEN)
    return Standard(
        system=file.name,
        path=path.as_posix(),
        given=said.given,
        unsure=said.unsure,
        clauses=frozenset(clause_files(system)),
    )


def sites_of(system: Path) -> Iterator[Path]:
    """Go through the sites beneath a health system, in order; links are not followed.

    Raises AnswersRefused for another system beneath it.
    """
    return _sites_below(system, system)


def sites_around(folder: Path) -> list[Path]:
    """Give the sites of a health system's folder, or the one folder of an institution."""
    return list(sites_of(folder)) if is_system(folder) else [folder]


def _sites_below(folder: Path, system: Path) -> Iterator[Path]:
    for each in _folders_in(folder):
        if is_system(each):
            raise AnswersRefused([_nested(each, system)], _NOT_FOLLOWED)
        if (each / _ANSWERS).is_file():
            yield each
        elif each.name not in _NO_SITES and not each.name.startswith("."):
            yield from _sites_below(each, system)


def _folders_in(folder: Path) -> list[Path]:
    try:
        return sorted(each for each in folder.iterdir() if each.is_dir() and not each.is_symlink())
    except OSError as error:
        raise WorkspaceError(f"{folder} cannot be looked into: {error.strerror or error}.") from error


def _read(file: SystemFile, tree: Tree, library: Library) -> tuple[Answers, list[Problem]]:
    said, mistakes = read_table(file.answers, library.questionnaire, library.places)
    return said, [tree.problem(("answers", name), says, advice) for name, says, advice in mistakes]


def _real(folder: Path) -> Path:
    try:
        folder.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise WorkspaceError(f"{folder} cannot be reached: its links lead in a circle.") from error
    return folder.resolve()


def _refuse_link_out(folder: Path, found: list[Path]) -> None:
    """Stop where a folder only seems to lie in a system, because a link stands on the way to it."""
    seems = next((above for above in folder.absolute().parents if is_system(above)), None)
    if ".." not in folder.parts and seems is not None and not any(_same(seems, each) for each in found):
        says = f"A link leads {folder} out of the health system in {seems}, so it would not be one of its sites."
        raise WorkspaceError(f"{says} Put the folder itself there.")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _not_to_follow(system: Path) -> Iterator[Problem]:
    path = system / SYSTEM
    if path.is_symlink():
        yield Problem(path.as_posix(), 1, "This is a link to another place.", "Put the file itself there.")
    mode = system.stat().st_mode
    if mode & stat.S_IWOTH and mode & stat.S_ISVTX:  # a place like /tmp, where a stranger may have put it
        says = "Anybody may put files into this folder, so this one may be a stranger's."
        yield Problem(path.as_posix(), 1, says, "Move the sites into a folder of your own.")


def _within_another(system: Path, found: list[Path]) -> Iterator[Problem]:
    if len(found) > 1:
        yield _nested(system, found[1])


def _nested(system: Path, around: Path) -> Problem:
    says = f"This health system lies within another, {around / SYSTEM}."
    return Problem((system / SYSTEM).as_posix(), 1, says, "Delete one of the two files.")
