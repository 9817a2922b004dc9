"""Write findings for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policygen.checklist import score
from policygen.counting import counted
from policygen.findings import Finding, Severity
from policygen.jurisdictions import AuthorityId
from policygen.library import Library

_HEADINGS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.NOTE: ("note", "notes"),
}
_MOST_AUTHORITIES = 3


def findings_as_data(findings: Iterable[Finding]) -> dict[str, object]:
    """Give findings as plain data, with their count by severity and the score."""
    found = tuple(findings)
    return {
        "errors": _count(found, Severity.ERROR),
        "warnings": _count(found, Severity.WARNING),
        "notes": _count(found, Severity.NOTE),
        "score": score(found),
        "findings": [
            {
                "check": each.check,
                "severity": each.severity.value,
                "says": each.says,
                "why": each.why,
                "better": each.better,
                "clause": each.clause,
                "number": each.number,
                "path": each.path,
                "line": each.line,
                "quote": each.quote,
                "authorities": list(each.authorities),
            }
            for each in found
        ],
    }


def findings_in_words(findings: Iterable[Finding], library: Library) -> Iterator[str]:
    """Write findings as lines: errors, warnings and notes, each with place, reason and better wording."""
    found = tuple(findings)
    for severity, (one, several) in _HEADINGS.items():
        group = [each for each in found if each.severity is severity]
        if group:
            yield counted(len(group), one, several)
        for each in group:
            yield from _lines(each, library)
    yield summary(found)


def summary(findings: tuple[Finding, ...]) -> str:
    """Count findings in one sentence."""
    counts = [(_count(findings, severity), *names) for severity, names in _HEADINGS.items()]
    named = ", ".join(counted(number, one, several) for number, one, several in counts)
    return f"{named}."


def _lines(finding: Finding, library: Library) -> Iterator[str]:
    yield f"  {finding.check} {finding.says}"
    if where := _where(finding):
        yield f"    where: {where}"
    if finding.quote and finding.quote not in finding.says:
        yield f"    words: {finding.quote}"
    if finding.why:
        yield f"    why: {finding.why}"
    for name in finding.authorities[:_MOST_AUTHORITIES]:
        if authority := library.authorities.get(AuthorityId(name)):
            yield f"    rests on: {authority.title}, {authority.citation}"
    if len(finding.authorities) > _MOST_AUTHORITIES:
        yield f"    and on {len(finding.authorities) - _MOST_AUTHORITIES} more"
    if finding.better:
        yield f"    better: {finding.better}"


def _where(finding: Finding) -> str:
    file = f"{finding.path}:{finding.line}" if finding.path and finding.line else finding.path
    return ", ".join(filter(None, (finding.number, finding.clause, file)))


def _count(findings: Iterable[Finding], severity: Severity) -> int:
    return sum(1 for each in findings if each.severity is severity)
