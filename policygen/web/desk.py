"""What all pages share: the institutions, the library while its files stand, the day, and the work in hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event
from threading import Lock as Turn

from policygen.answers import Answers
from policygen.errors import PolicygenError
from policygen.library import Library
from policygen.loading import load_again
from policygen.portfolio import institutions_in
from policygen.questions import QuestionId
from policygen.sources import Sources
from policygen.trail import Hand
from policygen.web.jobs import Jobs
from policygen.workspace import Workspace


class NoSuchPage(PolicygenError):
    """The address names something that is not there."""


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What the answers were before those last saved, so that the next page can tell what they changed."""

    before: Answers
    questions: tuple[QuestionId, ...]
    """Those of the page that was saved."""
    seen: str
    """The fingerprint of the answers that were saved."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What all pages share."""

    folder: Path
    """The institution's folder, or one with the folders of several."""
    beneath: tuple[Path, ...]
    """The folders of the library, without any institution's own clauses."""
    today: Callable[[], date]
    hand: Callable[[], Hand]
    """Who uses the program and what time it is, for the audit trail."""
    jobs: Jobs = field(default_factory=Jobs)
    stopping: Event = field(default_factory=Event)
    """Set when somebody closed the pages."""
    saved: dict[Path, Saved] = field(default_factory=dict)
    """What was saved last, by folder."""
    _kept: dict[tuple[Path, ...], Library] = field(default_factory=dict)
    _turn: Turn = field(default_factory=Turn)

    def institutions(self) -> Mapping[str, Workspace]:
        """List the institutions by the names that stand in addresses: the one of the folder, or those within it."""
        if within := institutions_in(self.folder):
            return {"~".join(each.relative_to(self.folder).parts): Workspace(each) for each in within}
        return {self.folder.resolve().name or "policy": Workspace(self.folder)}

    def library(self, workspace: Workspace | None = None) -> Library:
        """Give the library that applies to an institution, or that beneath all; loaded anew when a file changed."""
        return self._library(workspace.library_folders(self.beneath) if workspace else self.beneath)

    def library_beneath(self, workspace: Workspace) -> Library:
        """Give the library that applies to an institution, without the clauses of its own."""
        return self._library(workspace.folders_beneath(self.beneath))

    def load(self) -> None:
        """Load the library before anybody asks; with the institution's own clauses where there is one institution."""
        institutions = tuple(self.institutions().values())
        self.library(institutions[0] if len(institutions) == 1 else None)

    def _library(self, folders: tuple[Path, ...]) -> Library:
        with self._turn:
            kept = self._kept.get(folders)
            if kept is None or kept.fingerprint != Sources(folders).fingerprint():
                kept = self._kept[folders] = load_again(*folders)
        return kept
