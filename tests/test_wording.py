"""Wording a clause: a draft is held to the guard, and saving makes the file that customize and an editor make."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from policygen.errors import ProblemsFound, UsageError, WorkspaceError
from policygen.library import Library
from policygen.loading import shipped_library
from policygen.localising import customize
from policygen.lock import Lock, fingerprint, write_lock
from policygen.wording import (
    Worded,
    Wording,
    examine_draft,
    give_up_wording,
    save_wording,
    with_wording,
    worded_clause,
    wording_of,
)
from policygen.workspace import Workspace, read_old_lock
from tests.club import DAY, Club, make_club

WARM = "pouring/warm-the-pot"
FILE = f"clauses/{WARM}.md"
DUTY = "kettle/standing"
MUST = "---\ntitle: Standing\napplies_to: members\nrests_on: tea-act 3\n---\nThe steward must wait 4 minutes.\n"


@pytest.fixture
def club(tmp_path: Path) -> Club:
    """Make a policy from a copy of the tea club, in which one clause holds a must."""
    made = make_club(tmp_path)
    (made.library / "clauses" / f"{DUTY}.md").write_text(MUST, encoding="utf-8")
    return made


def worded(club: Club, name: str = WARM) -> Worded:
    return worded_clause(club.workspace, club.load(), name)


def save(club: Club, name: str, wording: Wording) -> str:
    """Save a draft as a form does, and give the path of the file within the folder."""
    seen = worded(club, name)
    draft = examine_draft(club.workspace, club.beneath(), seen.path, with_wording(seen.text, wording), DAY)
    was = fingerprint(seen.ours.encode()) if seen.ours else ""
    save_wording(club.workspace, club.beneath(), draft, seen.path, was)
    return seen.path


def words(text: str) -> Wording:
    read = wording_of(text)
    assert read is not None
    return read


def test_what_is_saved_is_what_customize_and_an_editor_make(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    typed, edited = make_club(tmp_path / "a"), make_club(tmp_path / "b")
    text = words(worded(typed).text)
    save(typed, WARM, replace(text, body=text.body.replace("pot", "big pot")))
    customize(edited.workspace, edited.beneath(), WARM)
    before, after = text.body, text.body.replace("pot", "big pot")
    edited.edit(FILE, before, after)
    assert typed.read(FILE) == edited.read(FILE)
    assert typed.read("policy.lock") == edited.read("policy.lock")


def test_every_shipped_clause_comes_back_letter_for_letter(library: Library) -> None:
    for clause in library.clauses:
        text = (shipped_library() / clause.path).read_text(encoding="utf-8")
        assert with_wording(text, words(text)) == text
        longer = with_wording(text, replace(words(text), body=words(text).body + " More."))
        assert longer == text.rstrip("\n") + " More.\n"


def test_line_ends_of_a_browser_become_those_of_a_file(club: Club) -> None:
    text = worded(club).text
    assert with_wording(text, replace(words(text), body="One.\r\n\r\nTwo. \r\n")).endswith("---\nOne.\n\nTwo.\n")


def test_a_title_with_a_colon_is_quoted_and_read_again(club: Club) -> None:
    path = save(club, WARM, replace(words(worded(club).text), title='Warm: the "pot"'))
    assert words(club.read(path)).title == 'Warm: the "pot"'
    assert 'title: "Warm: the \\"pot\\""' in club.read(path)


def test_a_clause_is_left_out_for_a_reason_and_taken_in_again(club: Club) -> None:
    text = worded(club).text
    out = with_wording(text, replace(words(text), leave_out="We have\nno pot."))
    assert "leave_out: We have no pot.\n" in out
    assert with_wording(out, replace(words(out), leave_out="")) == text


def test_a_clause_is_found_by_the_number_of_its_statement(club: Club) -> None:
    number = read_old_lock(club.workspace).clauses[WARM].number
    assert worded(club, number).clause == WARM


def test_a_clause_that_does_not_exist_is_named_with_a_suggestion(club: Club) -> None:
    with pytest.raises(UsageError, match="Did you mean"):
        worded(club, "pouring/warm-the-pots")


def test_the_guard_finds_what_a_draft_weakens_and_nothing_is_written(club: Club) -> None:
    seen = worded(club, DUTY)
    before = sorted(club.workspace.folder.rglob("*"))
    draft = examine_draft(club.workspace, club.beneath(), seen.path, seen.text.replace("must", "should"), DAY)
    assert [each.check for each in draft.findings] == ["G2"]
    assert draft.findings[0].path == (club.workspace.folder / seen.path).as_posix()
    assert sorted(club.workspace.folder.rglob("*")) == before


def test_the_guard_finds_nothing_in_the_librarys_own_words(club: Club) -> None:
    seen = worded(club, DUTY)
    assert examine_draft(club.workspace, club.beneath(), seen.path, seen.text, DAY).findings == ()


def test_a_draft_with_a_name_that_nobody_sets_is_not_saved(club: Club) -> None:
    with pytest.raises(ProblemsFound, match="There is no 'kettle_size' to print"):
        save(club, WARM, Wording(title="Warm", body="Fill {{ kettle_size }}."))
    assert not (club.workspace.folder / FILE).exists()


def test_words_that_somebody_changed_meanwhile_are_not_lost(club: Club) -> None:
    text = words(worded(club).text)
    save(club, WARM, replace(text, body="First."))
    seen = worded(club)
    draft = examine_draft(club.workspace, club.beneath(), seen.path, seen.text, DAY)
    for was in ("", "0" * 64):
        with pytest.raises(WorkspaceError, match="Changed by somebody else meanwhile"):
            save_wording(club.workspace, club.beneath(), draft, seen.path, was)
    assert "First." in club.read(FILE)


def test_own_words_given_up_leave_the_librarys(club: Club) -> None:
    club.build()
    before = club.policy
    path = save(club, WARM, replace(words(worded(club).text), body="First."))
    club.build()
    give_up_wording(club.workspace, path, fingerprint(club.read(path).encode()))
    club.build()
    assert club.policy == before
    assert read_old_lock(club.workspace).local == {}


def test_a_clause_file_with_a_broken_header_can_be_opened_to_mend_it(club: Club) -> None:
    club.write(FILE, "no header\n")
    seen = worded_clause(club.workspace, club.beneath(), WARM)
    assert (seen.ours, wording_of(seen.ours)) == ("no header\n", None)
    draft = examine_draft(club.workspace, club.beneath(), seen.path, seen.ours, DAY)
    assert [each.says for each in draft.problems] == ["The header is missing."]


def test_a_french_policy_is_worded_in_french(tmp_path: Path, library: Library) -> None:
    workspace = Workspace(tmp_path)
    workspace.lock.write_bytes(write_lock(Lock(language="fr-CA")))
    seen = worded_clause(workspace, library, "account-security/remove-leavers-the-same-day")
    assert seen.path.endswith("@fr.md")
    assert (seen.language, words(seen.text).title[:10]) == ("fr", "Retirez le")
