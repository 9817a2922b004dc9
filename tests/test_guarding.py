"""The guard of own wording: what it must find, and what it must not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policygen.errors import ProblemsFound
from policygen.findings import Severity
from policygen.status import outlook
from policygen.waivers import load_waivers, unwaived
from tests.club import DAY, Club, make_club

FILE = "clauses/kettle/standing.md"
LIBRARY = "The {{ role.steward }} must throw it away within 4 hours. Keep the leaf for at least 2 weeks."


@pytest.fixture
def club(tmp_path: Path) -> Club:
    made = make_club(tmp_path)
    (made.library / FILE).write_text(file(LIBRARY), encoding="utf-8")
    return made


def file(text: str, rests_on: str = "tea-act 3", more: str = "") -> str:
    return f"---\ntitle: Standing\napplies_to: [members, guests]\nrests_on: {rests_on}\n{more}---\n{text}\n"


def found(club: Club, text: str) -> list[str]:
    club.write(FILE, text)
    return [finding.check for finding in outlook(club.workspace, club.load(), DAY).findings]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        pytest.param(file(LIBRARY, "good practice"), "G1", id="a duty no longer named"),
        pytest.param(file(LIBRARY.replace("must", "should")), "G2", id="must becomes should"),
        pytest.param(file(LIBRARY.replace("4 hours", "6 hours")), "G3", id="a longer time"),
        pytest.param(file(LIBRARY.replace(" within 4 hours", "")), "G3", id="no time at all"),
        pytest.param(file(LIBRARY.replace("2 weeks", "10 days")), "G3", id="kept for less"),
        pytest.param(file(LIBRARY + " This does not hold unless it is cold."), "G4", id="an exception"),
        pytest.param(file(LIBRARY.replace("must", "must, if possible,")), "G4", id="if possible"),
        pytest.param(file(LIBRARY, more="leave_out: We have no pot.\n"), "G5", id="left out"),
        pytest.param(file(LIBRARY, more="until: 2026-01-01\n"), "G6", id="no longer in force"),
        pytest.param(file(LIBRARY, more="when: {brewing: samovar}\n"), "G6", id="not for this institution"),
        pytest.param(file(LIBRARY).replace("[members, guests]", "[members]"), "G6", id="not for guests"),
    ],
)
def test_wording_that_drops_or_weakens_a_duty_is_found(club: Club, text: str, check: str) -> None:
    assert check in found(club, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(file(LIBRARY), id="the same"),
        pytest.param(file(LIBRARY.replace("throw it away", "pour it out")), id="other words"),
        pytest.param(file(LIBRARY.replace("4 hours", "2 hours")), id="a shorter time"),
        pytest.param(file(LIBRARY.replace("within 4 hours", "at once")), id="at once"),
        pytest.param(file(LIBRARY.replace("2 weeks", "3 months")), id="kept for longer"),
        pytest.param(file(LIBRARY + " You must tell us too."), id="one more duty"),
    ],
)
def test_wording_that_keeps_the_duty_is_not(club: Club, text: str) -> None:
    assert found(club, text) == []


def test_that_same_day_is_a_time_too(club: Club) -> None:
    (club.library / FILE).write_text(file(LIBRARY.replace("within 4 hours", "that same day")), encoding="utf-8")
    assert "G3" in found(club, file(LIBRARY.replace("within 4 hours", "within 2 days")))


def test_a_clause_of_ones_own_that_replaces_nothing_is_not_guarded(club: Club) -> None:
    club.write("clauses/kettle/our-way.md", file("You may sing.", "good practice"))
    assert outlook(club.workspace, club.load(), DAY).findings == ()


def test_good_practice_may_be_weakened_with_a_warning_only(club: Club) -> None:
    (club.library / FILE).write_text(file("You must smile.", "good practice"), encoding="utf-8")
    club.write(FILE, file("You should smile.", "good practice"))
    (finding,) = outlook(club.workspace, club.load(), DAY).findings
    assert finding.severity is Severity.WARNING


def test_a_finding_names_the_file_the_clause_and_its_law(club: Club) -> None:
    club.write(FILE, file(LIBRARY, "good practice"))
    finding = next(each for each in outlook(club.workspace, club.load(), DAY).findings if each.check == "G1")
    assert finding.path.endswith("leaf-and-cup/clauses/kettle/standing.md")
    assert (finding.clause, finding.authorities, finding.severity) == ("kettle/standing", ("tea-act",), Severity.ERROR)


WAIVER = "waivers:\n  - clause: kettle/standing\n    finding: G1\n    reason: Cold tea.\n    by: Dana\n    until: {}\n"


def test_a_waiver_holds_until_its_day_and_then_the_finding_is_back(club: Club) -> None:
    club.write(FILE, file(LIBRARY, "good practice"))
    club.write("waivers.yaml", WAIVER.format("2026-06-30"))
    findings = outlook(club.workspace, club.load(), DAY).findings
    waivers = load_waivers(club.workspace.waivers)
    assert unwaived(findings, waivers, date(2026, 6, 30)) == ()
    assert unwaived(findings, waivers, date(2026, 7, 1)) == findings
    assert [each.by for each in club.status(date(2026, 7, 1)).expired] == ["Dana"]


def test_a_waiver_of_something_else_covers_nothing_and_is_named(club: Club) -> None:
    club.write(FILE, file(LIBRARY, "good practice"))
    club.write("waivers.yaml", WAIVER.format("2026-06-30").replace("G1", "G2"))
    status = club.status()
    assert [each.check for each in status.findings] == ["G1"]
    assert len(status.expired) == 1


@pytest.mark.parametrize("key", ["reason", "by", "until", "finding"])
def test_a_waiver_without_name_reason_or_day_is_a_mistake_with_its_line(club: Club, key: str) -> None:
    text = "".join(line for line in WAIVER.format("2026-06-30").splitlines(keepends=True) if f"{key}:" not in line)
    with pytest.raises(ProblemsFound, match=rf"waivers\.yaml:\d+: The key '{key}' is missing"):
        load_waivers(club.write("waivers.yaml", text))
