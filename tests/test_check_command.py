"""policygen check, as a person or a program runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from policygen.examining import examine_workspace
from policygen.findings import Finding, Severity
from policygen.library import Library
from policygen.loading import load_library
from policygen.verdict import findings_as_data, findings_in_words, summary
from policygen.workspace import Workspace
from tests.test_formats import OHIO, policygen
from tests.tools import lay

DAY = date(2026, 11, 21)
GAG = """\
---
title: Privacy complaints
applies_to: [everyone]
rests_on: good practice
---
Do not discuss your pay with coworkers.
"""


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    """Make a workspace of answers only."""
    return lay(tmp_path / "practice", {"answers.yaml": OHIO.read_text(encoding="utf-8")})


@pytest.fixture
def examine(practice: Path) -> Callable[[], tuple[Finding, ...]]:
    """Examine the workspace with its own clauses."""
    return lambda: examine_workspace(Workspace(practice), load_library(practice), DAY)


def test_a_sound_policy_ends_with_code_0_and_a_count(practice: Path) -> None:
    done = policygen("check", "practice", "--as-of", "2026-11-21", where=practice.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("0 errors, ")
    assert done.stderr == ""


def test_a_gag_of_the_institutions_own_ends_with_code_1_and_says_where_why_and_better(practice: Path) -> None:
    lay(practice, {"clauses/corrective-action/privacy-complaints.us.md": GAG})
    done = policygen("check", "practice", "--as-of", "2026-11-21", where=practice.parent)
    assert done.returncode == 1
    assert "L24 Staff may not be kept from talking" in done.stdout
    assert "clauses/corrective-action/privacy-complaints.us.md:6" in done.stdout
    assert "rests on: National Labor Relations Act" in done.stdout
    assert "better: Ban a named harm instead" in done.stdout
    assert "Traceback" not in done.stderr


def test_json_gives_every_finding_with_all_its_parts(practice: Path) -> None:
    lay(practice, {"clauses/corrective-action/privacy-complaints.us.md": GAG})
    done = policygen("check", "practice", "--json", "--as-of", "2026-11-21", where=practice.parent)
    data = json.loads(done.stdout)
    assert done.returncode == 1
    assert data["errors"] == sum(1 for each in data["findings"] if each["severity"] == "error") > 0
    gag = next(each for each in data["findings"] if each["check"] == "L24")
    assert set(gag) == {
        *("check", "severity", "says", "why", "better", "clause", "number", "path", "line", "quote", "authorities")
    }
    assert gag["quote"] == "Do not discuss your pay with coworkers."


def test_a_folder_without_answers_is_one_sentence(tmp_path: Path) -> None:
    done = policygen("check", "nowhere", where=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "holds no answers.yaml" in done.stderr


def test_a_finding_about_an_answer_has_the_line_of_the_answer(
    practice: Path, examine: Callable[[], tuple[Finding, ...]]
) -> None:
    lines = (practice / "answers.yaml").read_text(encoding="utf-8").splitlines()
    found = next(each for each in examine() if each.check == "A03" and each.number == "official_accounts")
    assert lines[found.line - 1].strip().startswith("official_accounts:")


def test_answers_with_which_no_policy_may_be_made_are_errors_and_not_failures(
    practice: Path, examine: Callable[[], tuple[Finding, ...]]
) -> None:
    text = (practice / "answers.yaml").read_text(encoding="utf-8").replace("us-oh", "ca-qc")
    if "languages:" not in text:
        text += "languages: [en]\n"
    (practice / "answers.yaml").write_text(text, encoding="utf-8")
    found = examine()
    assert [(each.check, each.severity, each.number) for each in found] == [("A02", Severity.ERROR, "languages")]


def test_the_guard_speaks_among_the_checks_and_a_waiver_quiets_it(
    practice: Path, examine: Callable[[], tuple[Finding, ...]]
) -> None:
    name = "patient-confidentiality/keep-patient-information-private.us"
    own = GAG.replace("Do not discuss your pay with coworkers.", "You may thank people who write to us.")
    lay(practice, {f"clauses/{name}.md": own})
    guarded = {each.check for each in examine() if each.clause == name and each.severity is not Severity.NOTE}
    assert any(each.startswith("G") for each in guarded)
    waivers = "".join(
        f"  - clause: {name}\n    finding: {each}\n    reason: counsel agreed\n    by: A. Lee\n    until: 2027-01-01\n"
        for each in sorted(guarded)
    )
    lay(practice, {"waivers.yaml": f"waivers:\n{waivers}"})
    assert {each.severity for each in examine() if each.clause == name} == {Severity.NOTE}


def test_findings_are_grouped_by_weight(library: Library) -> None:
    found = (
        Finding(check="L24", severity=Severity.ERROR, says="A gag.", why="It chills.", authorities=("us-nlra-7-8a1",)),
        Finding(check="L12", severity=Severity.WARNING, says="A dead platform.", number="3.1.1", quote="MySpace"),
        Finding(check="L12", severity=Severity.WARNING, says="Another."),
    )
    assert list(findings_in_words(found, library)) == [
        "1 error",
        "  L24 A gag.",
        "    why: It chills.",
        "    rests on: National Labor Relations Act, sections 7 and 8(a)(1), 29 U.S.C. 157, 158(a)(1); coverage 29 "
        "U.S.C. 152(2)-(3), (11)",
        "2 warnings",
        "  L12 A dead platform.",
        "    where: 3.1.1",
        "    words: MySpace",
        "  L12 Another.",
        "1 error, 2 warnings, 0 notes.",
    ]


def test_a_policy_without_findings_says_so() -> None:
    assert summary(()) == "0 errors, 0 warnings, 0 notes."
    assert findings_as_data(())["score"] == 100
