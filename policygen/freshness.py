"""Tell whether the documents of a folder are those that would be made now, without making them or reading the library.

Everything that a policy is made from goes into one fingerprint: the program, the templates, the institution's own
files, and the library but for the words of clauses that the policy does not use. So a clause that is reworded touches
those alone that print it. The day is kept apart, with the next day on which something dated begins or ends.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from policygen.answers import Answers
from policygen.coverage import name_with_place
from policygen.formats import RENDERERS
from policygen.history import HISTORY
from policygen.inputs import Inputs, read_inputs
from policygen.library import Library
from policygen.lock import LOCAL, fingerprint
from policygen.selection import Selection
from policygen.sources import Sources
from policygen.systems import SYSTEM, find_system
from policygen.trail import TRAIL
from policygen.waivers import WAIVERS
from policygen.workspace import Workspace
from policygen.writing import STAGED, is_unsettled

_OURS = ".policygen"
"""How the names of files begin that the program keeps for itself in an institution's folder."""
_OWN = ("clauses", "jurisdictions", "templates")
"""The folders of a library, of which an institution may have its own."""
_HOURS_IN_A_DAY = 24
_NAME = re.compile(r"^[A-Za-z0-9._-]+")
"""The name of a package, at the beginning of what is required of it."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What all institutions of one run are made from."""

    folders: tuple[Path, ...]
    """The folders of the library, the uppermost last."""
    library: str
    """Fingerprint of the library."""
    rest: str
    """Fingerprint of the program, of what it is built on and of the templates."""
    facts: str
    """Fingerprint of the library but for the words of its clauses."""
    words: Mapping[str, str] = field(compare=False, repr=False)
    """Fingerprint of each wording, by its name."""


def ground_of(folders: Sequence[Path]) -> Ground:
    """Look at the program and at the files of a library, without reading them as a library."""
    digest = hashlib.sha256()
    for name in _built_on():
        digest.update(f"{name}\0".encode())
    _take_in(digest, Path(__file__).parent, Path(__file__).parent.rglob("*.py"))
    for folder in folders:
        _take_in(digest, folder, (folder / "templates").rglob("*"))
    sources = Sources(folders)
    facts, words = sources.words()
    return Ground(
        folders=tuple(folders), library=sources.fingerprint(), rest=digest.hexdigest(), facts=facts, words=words
    )


def fingerprint_of(ground: Ground, used: Iterable[str], own: str, answers: bytes) -> str:
    """Give the fingerprint of what a folder's documents are made from.

    ``used`` names the wordings that they read, ``own`` is the fingerprint of the folder's other files, and ``answers``
    the text of its answers file.
    """
    digest = hashlib.sha256(f"{ground.facts}\0{ground.rest}\0{own}\0{len(answers)}\0".encode())
    digest.update("".join(f"{name}\0{ground.words.get(name)}\0" for name in used).encode())
    digest.update(answers)
    return digest.hexdigest()


def own_fingerprint(workspace: Workspace) -> str:
    """Give the fingerprint of all files that a folder brings to its documents but the answers, its system's included.

    It is taken before the files are read for use, so that documents made while one is edited count as stale.
    """
    folder, digest = workspace.folder, hashlib.sha256()
    _take_in(digest, folder, (path for path in folder.glob("*") if not _is_made(path, workspace)))
    for name in _OWN:
        _take_in(digest, folder, (folder / name).rglob("*"))
    if system := find_system(folder):
        digest.update(b"system\0")
        _take_in(digest, system, (system / name for name in (SYSTEM, WAIVERS)))
        for name in _OWN:
            _take_in(digest, system, (system / name).rglob("*"))
    _take_in(digest, folder, (folder / HISTORY).glob("*/issue.json"))
    _take_in(digest, folder, (folder / HISTORY).glob("*/policy.lock"))
    return digest.hexdigest()


def used_of(library: Library, selection: Selection, local: Iterable[str]) -> tuple[str, ...]:
    """Name the wordings whose text a policy reads: those that it prints, and those that other wording is held to.

    ``local`` gives the paths of the institution's own clause files; those of its health system count besides.
    """
    standard = selection.answers.standard
    own = (*local, *(standard.clauses if standard else ()))
    printed = {name_with_place(chosen.clause) for chosen in selection.clauses}
    reworded = {path.removeprefix(LOCAL).partition(".")[0].partition("@")[0] for path in own}
    beneath = {name_with_place(clause) for clause in library.clauses if clause.id in reworded}
    return tuple(sorted(printed | beneath))


def still_right(
    ground: Ground, workspace: Workspace, formats: Sequence[str], on: date, *, any_day: bool = False
) -> Inputs | None:
    """Give what the documents were made from, when they need not be made again; None when they must.

    ``formats`` empty means all. Documents of an earlier day count only with ``any_day``, and only when nothing dated
    began or ended since. Every file is read and held to its fingerprint, so that one that was edited, cut short or
    deleted counts as missing.
    """
    if not workspace.lock.is_file() or is_unsettled(workspace.folder):
        return None
    kept = read_inputs(workspace.lock.read_bytes())
    if kept is None or not (kept.right_on(on) if any_day else kept.as_of == on):
        return None
    if kept.fingerprint != fingerprint_of(
        ground, kept.used, own_fingerprint(workspace), workspace.answers.read_bytes()
    ):
        return None
    made = {path.rpartition(".")[2] for path in kept.outputs}
    if not made.issuperset(formats or RENDERERS):
        return None
    wanted = [path for path in kept.outputs if path.rpartition(".")[2] in (formats or RENDERERS)]
    return kept if all(_holds(workspace.folder / path, kept.outputs[path]) for path in wanted) else None


def next_day(library: Library, answers: Answers, on: date) -> date | None:
    """Give the first day after another on which a clause, a change of law or a caution begins or ends; None for never.

    Other documents may be made from that day; until then only the day printed in them would differ.
    """
    return min((day for day in _days(library, answers) if day > on), default=None)


def _days(library: Library, answers: Answers) -> Iterator[date]:
    for clause in library.clauses:
        yield from (day for day in (clause.starts, clause.ends) if day is not None)
    for place in library.places.by_id.values():
        yield from (change.date for change in place.changes)
    for caution in library.cautions:
        said = answers.value(caution.question) if caution.question in answers.questionnaire else None
        if caution.sooner_than is not None and isinstance(said, date):
            notice = math.ceil(caution.sooner_than.hours / _HOURS_IN_A_DAY)
            yield from (said + timedelta(days=1), said - timedelta(days=notice - 1))


def _built_on() -> Iterator[str]:
    """Name the program's version and those of the packages that it is built on."""
    try:
        needed = requires("policygen") or []
    except PackageNotFoundError:
        return
    for name in ["policygen", *(name for each in needed for name in _NAME.findall(each))]:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} missing"


def _is_made(path: Path, workspace: Workspace) -> bool:
    """Tell whether a file is one that the program makes, or is taken in apart."""
    return path in (workspace.answers, workspace.lock) or path.name == TRAIL or path.name.startswith(_OURS)


def _take_in(digest: hashlib._Hash, folder: Path, paths: Iterable[Path]) -> None:
    """Take in the names and bytes of files, in order; not what a killed run left half-written."""
    for path in sorted(path for path in paths if path.is_file() and not path.name.endswith(STAGED)):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)


def _holds(path: Path, digest: str) -> bool:
    return path.is_file() and fingerprint(path.read_bytes()) == digest
