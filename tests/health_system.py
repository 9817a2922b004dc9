"""A health system of tea clubs that tests may change: its standard, its sites and the library for them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from policygen.library import Library
from policygen.loading import load_folders, shipped_library
from policygen.outputs import Wanted
from policygen.status import Status, load_own, status_of
from policygen.systems import system_layers
from policygen.trail import Hand
from policygen.workspace import Workspace, build
from tests.tools import ON, TEA, clause_file, lay

SYSTEM = """\
name: Mercy Teas
answers:
  brewing: pot
  milk: yes
  jurisdictions: [tealand-east]
  effective_date: 2026-04-01
"""

OWN = "org_name: Elm House\nheadcount: 12\n"
"""What a site says itself: the rest it leaves to the system."""

WARM = clause_file("Every club must warm the pot before the leaf goes in.", title="Warm every pot")
"""How the system words a clause of the tea club."""


@dataclass(frozen=True)
class Mercy:
    """A health system with a folder for each site, and a library below it."""

    folder: Path
    shared: Path

    def site(self, name: str, answers: str = OWN) -> Workspace:
        """Begin a site with some answers of its own."""
        return Workspace(lay(self.folder / name, {"answers.yaml": answers}))

    def says(self, text: str) -> None:
        """Write the system's file."""
        lay(self.folder, {"system.yaml": text})

    def words(self, text: str, clause: str = "pouring/warm-the-pot") -> None:
        """Word a clause for all sites."""
        lay(self.folder, {f"clauses/{clause}.md": text})

    def beneath(self, site: Workspace) -> Library:
        return load_folders(TEA, self.shared, *system_layers(site.folder))

    def library(self, site: Workspace) -> Library:
        library, broken = load_own(site, self.beneath(site))
        assert broken == ()
        return library

    def build(self, site: Workspace, who: str = "kim", on: date = ON) -> str:
        """Build a site by somebody's hand, and give its policy."""
        hand = Hand(who, datetime(on.year, on.month, on.day, 9, tzinfo=UTC))
        build(site, self.library(site), on, Wanted(formats=("md",)), hand=hand)
        return (site.documents / "policy.md").read_text(encoding="utf-8")

    def status(self, site: Workspace, on: date = ON) -> Status:
        return status_of(site, self.library(site), on)


def make_mercy(place: Path) -> Mercy:
    """Make a health system without sites; papers are made in English only, without hand-outs."""
    shared = place / "library"
    outlines = shutil.ignore_patterns("outline.yaml")  # they name clauses that the tea club lacks
    shutil.copytree(shipped_library() / "templates", shared / "templates", ignore=outlines)
    return Mercy(lay(place / "mercy", {"system.yaml": SYSTEM}), shared)
