"""Issued versions: frozen, never altered, found by day; and copies told genuine from altered ones."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from policygen.errors import PolicygenError, ProblemsFound, UsageError
from policygen.history import Issued, ended, in_force, keep_until, load_history
from policygen.issuing import NotIssued, Release, issue, obstacles
from policygen.verifying import Verdict, Verified, verify
from tests.club import Club, make_club
from tests.test_formats import policygen

FIRST = Release(version="1.0", approved_by="The Committee", prepared_by="Dana", on=date(2026, 4, 1))
SECOND = replace(FIRST, version="2.0", on=date(2026, 5, 15))
SHARE = "clauses/cake/share-the-cake.md"


@pytest.fixture
def club(tmp_path: Path) -> Club:
    return make_club(tmp_path)


def issued(club: Club, release: Release = FIRST) -> Issued:
    return issue(club.workspace, club.load(), release)


def verified(club: Club, file: Path, on: date = date(2026, 5, 16)) -> Verified:
    return verify(file, club.workspace, club.load(), on)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_version_is_frozen_with_its_lock_and_names_its_approver(club: Club) -> None:
    made = issued(club)
    assert {"policy.lock", "issue.json", "documents/policy.md", "documents/policy.pdf"} <= set(tree(made.folder))
    assert "| Approval | The Committee, April 1, 2026 |" in club.policy
    assert "First version." in club.policy
    assert made.next_review == date(2027, 4, 1)
    assert made.folder.joinpath("documents/policy.md").read_text(encoding="utf-8") == club.policy


def test_a_later_version_says_what_changed_and_leaves_the_earlier_one_as_it_was(club: Club) -> None:
    first = issued(club)
    before = tree(first.folder)
    club.replace(SHARE, "Everyone gets a piece.", "You must not take any.")
    second = issued(club, SECOND)
    assert tree(first.folder) == before
    assert second.changes[0].startswith("Changed: ")
    assert "the library words it anew" in second.changes[0]
    assert second.changes[0] in club.policy


def test_a_version_of_which_nothing_changed_says_so(club: Club) -> None:
    issued(club)
    assert issued(club, SECOND).changes == ("No statement changed. It was reviewed and issued again.",)


@pytest.mark.parametrize(
    ("release", "says"),
    [
        pytest.param(FIRST, "was issued already", id="the same again"),
        pytest.param(replace(FIRST, version="0.9"), "is not a version", id="not a version"),
        pytest.param(replace(FIRST, version="../2.0"), "is not a version", id="a path"),
        pytest.param(replace(SECOND, version="1.0.0", on=date(2026, 3, 1)), "in effect from", id="an earlier day"),
        pytest.param(replace(SECOND, approved_by=" "), "who approved", id="nobody approved"),
    ],
)
def test_a_release_that_does_not_fit_is_refused_and_nothing_is_written(club: Club, release: Release, says: str) -> None:
    issued(club)
    before = tree(club.workspace.folder)
    with pytest.raises(UsageError, match=says):
        issued(club, release)
    assert tree(club.workspace.folder) == before


def test_who_prepared_a_version_may_not_approve_it(club: Club) -> None:
    with pytest.raises(NotIssued, match="may not approve it"):
        issued(club, replace(FIRST, prepared_by="the committee"))


def test_in_a_practice_too_small_one_person_may_do_both(club: Club) -> None:
    club.edit("answers.yaml", "headcount: 12", "headcount: 3")
    club.build()
    assert issued(club, replace(FIRST, prepared_by="The Committee")).version == "1.0"


def test_a_draft_is_not_issued_and_every_reason_is_named(club: Club) -> None:
    club.edit("answers.yaml", "legal_review: done", "legal_review: open")
    club.edit("answers.yaml", "brewing: pot", "brewing: not sure")
    club.build()
    with pytest.raises(NotIssued) as refused:
        issued(club)
    assert len(refused.value.reasons) == 2


def test_what_speaks_against_a_version_can_be_asked_before_and_makes_nothing(club: Club) -> None:
    before = tree(club.workspace.folder)
    assert obstacles(club.workspace, club.load(), FIRST) == ()
    assert (
        "may not approve it" in obstacles(club.workspace, club.load(), replace(FIRST, prepared_by="The Committee"))[0]
    )
    assert tree(club.workspace.folder) == before


def test_own_wording_that_drops_a_duty_is_not_issued_until_it_is_waived(club: Club) -> None:
    club.write(
        "clauses/kettle/standing.md",
        "---\ntitle: Standing\napplies_to: members\nrests_on: good practice\n---\nLet it stand.\n",
    )
    club.build()
    with pytest.raises(NotIssued, match="G1"):
        issued(club)
    findings = {finding.check for finding in club.status().findings}
    waivers = "".join(
        f"  - {{clause: kettle/standing, finding: {each}, reason: Small pots, by: Dana, until: 2026-12-31}}\n"
        for each in sorted(findings)
    )
    club.write("waivers.yaml", f"waivers:\n{waivers}")
    assert issued(club).version == "1.0"


def test_a_build_after_a_change_says_that_it_is_not_the_issued_version(club: Club) -> None:
    issued(club)
    club.replace(SHARE, "Everyone gets a piece.", "You must not take any.")
    club.build(date(2026, 5, 1))
    assert "1.0+ DRAFT" in club.policy
    assert "It differs from the version that was issued last" in club.policy


def test_a_build_without_a_change_stays_the_issued_version(club: Club) -> None:
    issued(club)
    club.build(date(2026, 5, 1))
    assert "1.0+" not in club.policy
    assert "The Committee" in club.policy


def test_the_version_in_effect_is_found_by_day_and_is_kept_six_years_after(club: Club) -> None:
    issued(club)
    issued(club, SECOND)
    history = load_history(club.workspace.folder)
    assert in_force(history, date(2026, 3, 31)) is None
    assert [in_force(history, day) for day in (date(2026, 5, 14), date(2026, 5, 15))] == list(history)
    assert ended(history, history[0]) == date(2026, 5, 15)
    assert keep_until(history, history[0]) == date(2032, 5, 15)
    assert keep_until(history, history[1]) is None


def test_ten_comes_after_nine(club: Club) -> None:
    issued(club, replace(FIRST, version="1.9"))
    assert issued(club, replace(SECOND, version="1.10")).version == "1.10"
    assert [each.version for each in load_history(club.workspace.folder)] == ["1.9", "1.10"]


def test_an_altered_record_is_named(club: Club) -> None:
    made = issued(club)
    (made.folder / "issue.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ProblemsFound, match=r"history/1\.0/issue\.json:1: This record of a version was altered"):
        load_history(club.workspace.folder)


@pytest.mark.parametrize("name", ["policy.md", "policy.html", "policy.pdf", "policy.docx"])
def test_a_copy_is_genuine_and_current_then_superseded_then_altered(club: Club, tmp_path: Path, name: str) -> None:
    first = issued(club)
    copy = tmp_path / name
    shutil.copy(first.folder / "documents" / name, copy)
    assert verified(club, copy).verdict is Verdict.CURRENT
    club.replace(SHARE, "Everyone gets a piece.", "You must not take any.")
    stale = verified(club, copy)
    assert (stale.verdict, [change.clause for change in stale.stale]) == (Verdict.STALE, ["cake/share-the-cake"])
    issued(club, SECOND)
    old = verified(club, copy)
    assert (old.verdict, old.version, old.superseded_by) == (Verdict.SUPERSEDED, "1.0", "2.0")
    copy.write_bytes(copy.read_bytes() + b"\n")
    assert verified(club, copy).verdict is Verdict.ALTERED


def test_a_file_of_somebody_else_is_unknown(club: Club, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Another policy\n", encoding="utf-8")
    assert verified(club, other).verdict is Verdict.UNKNOWN


def test_every_copy_says_number_version_and_fingerprint_of_itself(club: Club) -> None:
    issued(club)
    lock = json.loads(club.read("policy.lock"))
    assert lock["version"] == "1.0"
    stamps = {
        verified(club, club.workspace.documents / f"policy.{name}").stamp for name in ("md", "html", "pdf", "docx")
    }
    (stamp,) = stamps
    assert stamp.startswith("policygen 1.0, ")
    assert stamp in club.policy


def test_a_copy_that_cannot_be_found_is_a_plain_error(tmp_path: Path) -> None:
    done = policygen("verify", "nowhere.pdf", where=tmp_path)
    assert (done.returncode, done.stderr) == (1, "nowhere.pdf is not there.\n")


def test_an_issue_leaves_the_old_state_when_a_document_was_edited_by_hand(club: Club) -> None:
    club.edit("documents/policy.md", "Everyone gets a piece.", "Take it all.")
    before = tree(club.workspace.folder)
    with pytest.raises(PolicygenError, match="policygen adopt"):
        issued(club)
    assert tree(club.workspace.folder) == before


def test_a_number_that_was_issued_keeps_its_statement_when_another_comes_between(club: Club) -> None:
    issued(club)
    shutil.copy(club.library / SHARE, club.library / "clauses/cake/a-crumb.md")
    club.build(date(2026, 5, 1))
    assert "#### 1.2.1 Share the cake" in club.policy
    assert "#### 1.2.A1 Share the cake" in club.policy
    second = issued(club, SECOND)
    assert second.lock.clauses["cake/share-the-cake"].number == "1.2.1"
