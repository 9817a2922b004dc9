"""Waivers: findings that somebody answers for by name, with a reason, until a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from policygen.findings import Finding, Severity


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """One finding that somebody answers for."""

    check: str
    """The id of the check."""
    clause: str
    """The clause, with the place of its wording; empty for a finding about the whole."""
    by: str
    reason: str
    until: date
    """The last day on which it counts."""

    def covers(self, finding: Finding, on: date) -> bool:
        """Tell whether a finding is waived on a day."""
        return (self.check, self.clause) == (finding.check, finding.clause) and on <= self.until


def waive(findings: Iterable[Finding], waivers: Iterable[Waiver], on: date) -> Iterator[Finding]:
    """Turn the findings that are waived on a day into notes that say who answers for them; the rest stay."""
    given = tuple(waivers)
    for finding in findings:
        waiver = next((each for each in given if each.covers(finding, on)), None)
        if waiver is None:
            yield finding
        else:
            says = f"Waived by {waiver.by} until {waiver.until} ({waiver.reason}): {finding.says}"
            yield replace(finding, severity=Severity.NOTE, says=says)
