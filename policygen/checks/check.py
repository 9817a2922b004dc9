"""What a check is: an id, a weight, a reason and a pure function from what it judges to what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from policygen.checks.passages import Passage
from policygen.findings import Finding, Severity

Subject = TypeVar("Subject")
"""What is judged: the passages of a text, or a whole policy."""

_NOWHERE = Passage(text="")


@dataclass(frozen=True, kw_only=True)
class Hit:
    """What a check found in one place; what is the same for every hit stands in the check."""

    says: str
    better: str = ""
    quote: str = ""
    at: Passage = _NOWHERE
    """Where; a passage without words when the hit is about the whole."""
    severity: Severity | None = None
    """The weight of this hit, where it is not that of the check."""
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Check(Generic[Subject]):
    """One criterion of a good policy."""

    id: str
    """L01 to L48 as the research numbers them, or A01 and up for answers."""
    severity: Severity
    title: str
    """What must hold, as a sentence."""
    why: str
    """Why it matters, as a sentence."""
    find: Callable[[Subject], Iterator[Hit]]
    lints: bool = False
    """Whether the clauses of the library are held to it one by one."""
    alone: bool = False
    """Whether it judges each passage by its words, whatever stands beside it and wherever it stands."""

    def run(self, subject: Subject) -> Iterator[Finding]:
        """Find what is wrong, in the order in which it stands."""
        return (self.finding(hit) for hit in self.find(subject))

    def finding(self, hit: Hit) -> Finding:
        """Say what a hit of this check means."""
        return Finding(
            check=self.id,
            severity=hit.severity or self.severity,
            says=hit.says,
            why=self.why,
            better=hit.better,
            clause=hit.at.clause,
            number=hit.at.number,
            path=hit.at.path,
            line=hit.at.line,
            quote=hit.quote,
            authorities=hit.authorities,
        )
