"""What is wrong with a policy: one finding of one check, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error keeps a policy from being issued as approved."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing wrong in one place, with why it matters and what would be better."""

    check: str
    """The id of the check, such as L24; G ids belong to the guard of local wording."""
    severity: Severity
    says: str
    """What is wrong, as a sentence."""
    why: str = ""
    """Why it matters."""
    better: str = ""
    """What to write or do instead."""
    clause: str = ""
    """The clause, with the place of its wording; empty when the finding is about the whole."""
    number: str = ""
    """The number of the statement in the policy."""
    path: str = ""
    line: int = 0
    """File and line, where there is one; lines count from 1."""
    quote: str = ""
    """The words found."""
    authorities: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the finding on one line, as ``where: severity check: what. better``."""
        where = f"{self.path}:{self.line}" if self.path else " ".join(filter(None, (self.number, self.clause)))
        lead = f"{where}: " if where else ""
        return f"{lead}{self.severity} {self.check}: {self.says}" + (f" {self.better}" if self.better else "")
