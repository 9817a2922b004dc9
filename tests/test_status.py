"""Whether a policy is still right: scenarios on a copied library, each from a real kind of change."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from policygen.comparing import is_substantive
from policygen.outputs import Wanted
from policygen.reporting import status_as_data, status_in_words
from policygen.workspace import build
from tests.club import DAY, Club, make_club
from tests.test_formats import OHIO, policygen


@pytest.fixture
def club(tmp_path: Path) -> Club:
    """Make a policy from a copy of the tea club."""
    return make_club(tmp_path)


def test_a_policy_just_made_is_current(club: Club) -> None:
    status = club.status()
    assert not status.stale
    assert list(status_in_words(status, briefly=True)) == [f"{club.workspace.folder}: current"]


def test_a_policy_never_made_is_stale(club: Club) -> None:
    club.workspace.lock.unlink()
    assert club.status().stale
    assert "never made" in next(iter(status_in_words(club.status(), briefly=True)))


def test_a_substantive_rewording_is_named_and_a_build_makes_the_policy_current(club: Club) -> None:
    club.replace("clauses/kettle/standing.md", "\n---\n", "\n---\nYou must wait 3 minutes. ")
    status = club.status()
    assert [(each.clause, each.substantive) for each in status.reworded] == [("kettle/standing", True)]
    club.build()
    assert not club.status().stale


def test_an_editorial_rewording_is_told_apart() -> None:
    assert not is_substantive("Tell us the same day.", "Tell us, the same day.")
    assert not is_substantive("Warm the pot with hot water first.", "Warm the pot first with hot water.")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("You should tell us.", "You must tell us.", id="should becomes must"),
        pytest.param("Tell us within 60 days.", "Tell us within 30 days.", id="a shorter deadline"),
        pytest.param("You may post.", "You may not post.", id="a ban"),
        pytest.param("Tell {{ privacy_contact }}.", "Tell {{ role.steward }}.", id="another person"),
        pytest.param("Tell us.", "Tell us and wash every cup and saucer in the house.", id="a new duty"),
    ],
)
def test_a_change_of_what_is_asked_is_substantive(before: str, after: str) -> None:
    assert is_substantive(before, after)


def test_a_new_clause_and_a_clause_that_is_gone_are_named(club: Club) -> None:
    shutil.copy(club.library / "clauses/kettle/standing.md", club.library / "clauses/kettle/sitting.md")
    assert club.status().new == ("kettle/sitting",)
    (club.library / "clauses/kettle/sitting.md").unlink()
    (club.library / "clauses/kettle/standing.md").unlink()
    assert club.status().gone == ("kettle/standing",)


def test_an_authority_that_was_checked_again_is_named_with_what_it_was_and_is(club: Club) -> None:
    club.replace("jurisdictions/tealand/tea-act.yaml", "as_of: 2026-02-01", "as_of: 2026-02-20")
    (says,) = club.status().authorities
    assert says == "tea-act was checked as of 2026-02-20, before as of 2026-02-01"
    assert not club.status().reworded


def answer(club: Club, before: str, after: str) -> None:
    club.edit("answers.yaml", before, after)


def test_an_answer_that_changed_is_named(club: Club) -> None:
    answer(club, "headcount: 12", "headcount: 13")
    assert club.status().answers == ("headcount",)


def test_a_document_that_was_edited_or_deleted_is_named(club: Club) -> None:
    document = club.workspace.documents / "policy.md"
    document.write_text(document.read_text(encoding="utf-8") + "our own words\n", encoding="utf-8")
    assert club.status().edited == ("documents/policy.md",)
    document.unlink()
    assert club.status().edited == ("documents/policy.md (missing)",)


def test_a_format_that_was_not_made_again_after_a_change_makes_the_policy_stale_until_it_is(club: Club) -> None:
    formats = Wanted(formats=["md", "html"])
    build(club.workspace, club.load(), DAY, formats)
    answer(club, "headcount: 12", "headcount: 13")
    assert build(club.workspace, club.load(), DAY, Wanted(formats=["md"])).behind == ("documents/policy.html",)
    status = club.status()
    assert status.behind == ("documents/policy.html",)
    assert status.stale
    assert "1 document left as it was" in next(status_in_words(status, briefly=True))
    club.build()  # nothing changed since, and the page is no newer for that
    assert club.status().behind == ("documents/policy.html",)
    build(club.workspace, club.load(), DAY, formats)
    assert not club.status().stale


def test_a_format_that_was_not_made_again_stays_right_while_nothing_changed(club: Club) -> None:
    build(club.workspace, club.load(), DAY, Wanted(formats=["md", "html"]))
    assert build(club.workspace, club.load(), DAY, Wanted(formats=["md"])).behind == ()
    assert not club.status().stale


def test_another_theme_makes_the_policy_stale_until_it_is_built(club: Club) -> None:
    theme = club.workspace.folder / "theme.yaml"
    theme.write_text("face: serif\n", encoding="utf-8")
    assert club.status().other_look
    first, *rest = status_in_words(club.status(), briefly=False)
    assert first.endswith("out of date: another look")
    assert any("the look changed" in line for line in rest)
    club.build()
    assert not club.status().stale
    theme.unlink()
    assert club.status().stale


def test_a_document_left_as_it_was_may_be_deleted(club: Club) -> None:
    build(club.workspace, club.load(), DAY, Wanted(formats=["md", "html"]))
    answer(club, "headcount: 12", "headcount: 13")
    club.build()
    (club.workspace.documents / "policy.html").unlink()
    assert not club.status().stale


def test_a_review_date_is_announced_ninety_days_before_and_not_earlier(club: Club) -> None:
    text = club.workspace.answers.read_text(encoding="utf-8")
    club.workspace.answers.write_text(text + "review_months: 12\n", encoding="utf-8")
    assert club.status(date(2026, 12, 31)).review_due is None
    assert club.status(date(2027, 1, 2)).review_due == date(2027, 4, 1)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the Ohio practice's policy on a day before the federal web standard applies."""
    folder = tmp_path_factory.mktemp("status") / "practice"
    folder.mkdir()
    (folder / "answers.yaml").write_bytes(OHIO.read_bytes())
    assert policygen("build", str(folder), "--format", "md", "--as-of", "2026-11-21", where=folder).returncode == 0
    return folder


def test_law_to_come_is_announced_and_makes_the_policy_stale_on_its_day(practice: Path) -> None:
    before = policygen("status", str(practice), "--as-of", "2026-11-21", "--json", where=practice)
    after = policygen("status", str(practice), "--as-of", "2027-05-12", "--json", where=practice)
    assert (before.returncode, after.returncode) == (0, 3)
    (now,), (then,) = json.loads(before.stdout), json.loads(after.stdout)
    assert now["state"] == "current"
    assert any(each["on"] == "2027-05-11" for each in now["coming"])
    assert then["state"] == "stale"
    assert "accessibility-and-language/federal-web-standard.us" in then["new"]


def test_several_folders_get_a_line_each_and_a_total(practice: Path, club: Club) -> None:
    other = practice.parent / "other"
    shutil.copytree(practice, other, dirs_exist_ok=True)
    (other / "documents" / "policy.md").write_text("nothing left", encoding="utf-8")
    done = policygen("status", str(practice), str(other), "--as-of", "2026-11-21", where=practice)
    assert done.returncode == 3
    assert [line.partition(": ")[2] for line in done.stdout.splitlines()[:2]] == [
        "current",
        "out of date: 1 document changed by hand",
    ]
    assert done.stdout.splitlines()[-1] == "2 policies, 1 out of date."
    assert status_as_data(club.status())["state"] == "current"


def test_a_folder_without_a_policy_is_a_plain_error(tmp_path: Path) -> None:
    done = policygen("status", "nowhere", where=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nowhere holds no answers.yaml" in done.stderr
