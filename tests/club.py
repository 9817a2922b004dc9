"""A copied library that a test may change, and a workspace made from it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policygen.library import Library
from policygen.loading import load_folders, shipped_library
from policygen.outputs import Wanted
from policygen.status import Status, status_of
from policygen.workspace import Workspace, build
from tests.tools import TEA

DAY = date(2026, 3, 1)

ANSWERS = """\
org_name: Leaf & Cup
jurisdictions: [tealand-east]
headcount: 12
brewing: pot
effective_date: 2026-04-01
legal_review: done
milk: yes
"""


@dataclass(frozen=True)
class Club:
    """A copied library and a workspace made from it."""

    library: Path
    workspace: Workspace

    @property
    def folders(self) -> tuple[Path, ...]:
        """Give the folders of the library, the institution's own on top."""
        own = (self.workspace.folder,) if (self.workspace.folder / "clauses").is_dir() else ()
        return (self.library, *own)

    def load(self) -> Library:
        return load_folders(*self.folders)

    def beneath(self) -> Library:
        return load_folders(self.library)

    def status(self, on: date = DAY) -> Status:
        return status_of(self.workspace, self.load(), on)

    def build(self, on: date = DAY) -> None:
        build(self.workspace, self.load(), on, Wanted(formats=["md"]))

    def replace(self, file: str, before: str, after: str) -> None:
        """Change words in a file of the library."""
        _replace(self.library / file, before, after)

    def edit(self, file: str, before: str, after: str) -> None:
        """Change words in a file of the institution."""
        _replace(self.workspace.folder / file, before, after)

    def write(self, file: str, text: str) -> Path:
        """Write a file of the institution."""
        path = self.workspace.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, file: str) -> str:
        return (self.workspace.folder / file).read_text(encoding="utf-8")

    @property
    def policy(self) -> str:
        return self.read("documents/policy.md")


def make_club(folder: Path) -> Club:
    """Make a policy from a copy of the tea club."""
    return make_copy(folder, TEA, ANSWERS)


def make_copy(folder: Path, library: Path, answers: str) -> Club:
    """Copy a library in English, with no hand-outs, and begin a workspace; only the club's policy is made."""
    copied = folder / "library"
    for name in ("clauses", "jurisdictions"):
        shutil.copytree(library / name, copied / name, ignore=shutil.ignore_patterns("*@fr*"))
    outlines = shutil.ignore_patterns("outline.yaml")  # they name clauses and languages that the copy may lack
    shutil.copytree(shipped_library() / "templates", copied / "templates", ignore=outlines)
    place = folder / "leaf-and-cup"
    place.mkdir()
    (place / "answers.yaml").write_text(answers, encoding="utf-8")
    made = Club(copied, Workspace(place))
    if library == TEA:
        made.build()
    return made


def _replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
