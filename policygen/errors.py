"""What can go wrong: problems in files that people write, and failures that stop a command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one file, with what to do about it. Lines count from 1."""

    path: str
    line: int
    says: str
    advice: str = ""

    def __str__(self) -> str:
        """Write the problem as an editor understands it: ``path:line: what. advice``."""
        return f"{self.path}:{self.line}: {self.says}" + (f" {self.advice}" if self.advice else "")


class PolicygenError(Exception):
    """A failure that stops a command; its text is a sentence for a person."""

    exit_code = 1


class UsageError(PolicygenError):
    """The command was called with words that do not fit."""

    exit_code = 2


class ProblemsFound(PolicygenError):
    """Files hold mistakes; all of them are listed."""

    def __init__(self, problems: Sequence[Problem], about: str) -> None:
        """Keep the problems in order of file and line, after a sentence that says what they are about."""
        self.problems = tuple(sorted(set(problems)))
        self.about = about
        super().__init__("\n".join([about, *map(str, self.problems)]))


class AnswersRefused(ProblemsFound):
    """Answers are missing or wrong, so that nothing was made."""

    exit_code = 2


class RenderFailed(PolicygenError):
    """A document could not be made in one format."""


class WorkspaceError(PolicygenError):
    """A folder or file of the institution cannot be read or written as asked."""


class ChangedMeanwhile(WorkspaceError):
    """Somebody else changed a file between reading it and writing it; nothing was written."""
