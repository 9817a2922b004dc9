"""Read waivers.yaml: findings that somebody took upon themselves, by name, for a reason and until a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policygen.errors import Problem, ProblemsFound
from policygen.findings import Finding
from policygen.strictyaml import read_yaml
from policygen.systems import find_system
from policygen.textfiles import read_text

WAIVERS = "waivers.yaml"
"""The file of waivers, in the folder of an institution or a health system."""


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """One finding that somebody took upon themselves."""

    clause: str
    """Its id, with the place of its wording where it has one."""
    finding: str
    """The id of the check or guard, such as G2."""
    reason: str
    by: str
    until: date
    """The last day on which it holds."""

    def covers(self, finding: Finding, on: date) -> bool:
        """Tell whether it covers a finding on a day."""
        return (self.clause, self.finding) == (finding.clause, finding.check) and on <= self.until


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """Load the waivers of an institution, which may have none; raise ProblemsFound with every mistake."""
    if not path.is_file():
        return ()
    text = read_text(path, path.as_posix())
    if isinstance(text, Problem):
        raise ProblemsFound([text], "The waivers cannot be read.")
    waivers, problems = read_waivers(text, path.as_posix())
    if problems:
        raise ProblemsFound(problems, "The waivers have mistakes.")
    return waivers


def read_waivers(text: str, path: str) -> tuple[tuple[Waiver, ...], list[Problem]]:
    """Read the text of waivers.yaml; with any mistake there are none."""
    from policygen.shapes import WaiversFile, read_shape  # as in sources.py

    tree, problems = read_yaml(text, path)
    file, mistakes = read_shape(WaiversFile, tree) if tree is not None else (None, [])
    if file is None or problems:
        return (), [*problems, *mistakes]
    return tuple(
        Waiver(clause=each.clause, finding=each.finding, reason=each.reason, by=each.by, until=each.until)
        for each in file.waivers
    ), []


def waivers_of(path: Path) -> tuple[Waiver, ...]:
    """Load the waivers of an institution, and after them those that its health system holds for all its sites."""
    system = find_system(path.parent)
    return (*load_waivers(path), *(load_waivers(system / path.name) if system else ()))


def unwaived(findings: Sequence[Finding], waivers: Sequence[Waiver], on: date) -> tuple[Finding, ...]:
    """List the findings that no waiver covers on a day."""
    return tuple(each for each in findings if not any(waiver.covers(each, on) for waiver in waivers))


def idle(findings: Sequence[Finding], waivers: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """List the waivers that cover nothing, whatever the day: the finding is gone, or the clause is misspelt."""
    found = {(each.clause, each.check) for each in findings}
    return tuple(waiver for waiver in waivers if (waiver.clause, waiver.finding) not in found)
