"""What is wrong with the policy, and what is to be settled before it can be approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from policygen.checks.said import ANSWERS, ANSWERS_TO_SETTLE
from policygen.examining import examine_workspace
from policygen.findings import Finding, Severity
from policygen.jurisdictions import Authority, AuthorityId
from policygen.selection import OpenItem, select
from policygen.starting import answers_so_far
from policygen.verdict import summary
from policygen.web.asking import QUESTION
from policygen.web.policy import lacking
from policygen.web.replies import page
from policygen.web.visit import Visit

_HEADINGS: Mapping[Severity, str] = {
    Severity.ERROR: "Errors: these keep the policy from being approved",
    Severity.WARNING: "Warnings",
    Severity.NOTE: "Notes",
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A finding as the page shows it."""

    finding: Finding
    authorities: tuple[Authority, ...]
    address: str
    """Of the question whose answer it is about; empty when it is about none."""


def check(visit: Visit) -> Response:
    """Hold the policy to every check."""
    if missing := lacking(visit):
        return missing
    selection = select(visit.library, answers_so_far(visit.workspace, visit.library), visit.on)
    findings = examine_workspace(visit.workspace, visit.library, visit.on)
    return page(
        visit,
        "checks.html",
        title="Checks",
        summary=summary(findings),
        open_items=[(item.says, _address(visit, item)) for item in selection.open_items],
        groups={
            heading: [_shown(visit, each) for each in findings if each.severity is severity and not _stands_above(each)]
            for severity, heading in _HEADINGS.items()
        },
    )


def _stands_above(finding: Finding) -> bool:
    """Tell whether a finding is an open item, which the page lists first."""
    return finding.check == ANSWERS_TO_SETTLE.id


def _address(visit: Visit, item: OpenItem) -> str:
    return visit.to(QUESTION, question=item.question) if item.question else ""


def _shown(visit: Visit, finding: Finding) -> Shown:
    about_an_answer = finding.path == ANSWERS and finding.number in visit.library.questionnaire
    named = (visit.library.authorities.get(AuthorityId(name)) for name in finding.authorities)
    return Shown(
        finding=finding,
        authorities=tuple(authority for authority in named if authority),
        address=visit.to(QUESTION, question=finding.number) if about_an_answer else "",
    )
