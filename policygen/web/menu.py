"""The tabs that stand on every page of an institution."""

from __future__ import annotations

from dataclasses import dataclass

from policygen.web.visit import Visit

STOP = "/stop"
HOME = "/at/{institution}/"
QUESTIONS = "/at/{institution}/questions"
POLICY = "/at/{institution}/policy"
CHECKS = "/at/{institution}/checks"
DOCUMENTS = "/at/{institution}/documents"
CHANGES = "/at/{institution}/changes"
WORDING = "/at/{institution}/wording"
VERSIONS = "/at/{institution}/versions"
LIBRARY = "/at/{institution}/library"

TABS = {
    HOME: "Overview",
    QUESTIONS: "Questions",
    POLICY: "Policy",
    CHECKS: "Checks",
    DOCUMENTS: "Documents",
    CHANGES: "Changes",
    WORDING: "Wording",
    VERSIONS: "Versions",
    LIBRARY: "Library",
}
"""By address; a page belongs to the tab whose address its own begins with."""


@dataclass(frozen=True)
class Tab:
    """One tab, as a visit sees it."""

    name: str
    address: str
    here: bool
    """Whether the page is one of this tab."""


def tabs(visit: Visit) -> tuple[Tab, ...]:
    """Give the tabs of the institution that a visit is about; none when it is about none."""
    if "institution" not in visit.parts:
        return ()
    addresses = {visit.to(address): name for address, name in TABS.items()}
    here = max((address for address in addresses if visit.path.startswith(address)), key=len, default="")
    return tuple(Tab(name, address, address == here) for address, name in addresses.items())
