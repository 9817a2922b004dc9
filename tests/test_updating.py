"""Own wording when the library moves: carried over on words, decided by people, never lost and never marked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygen.answerfile import load_answers
from policygen.carrying import (
    Carried,
    Choice,
    Decision,
    Situation,
    Undecided,
    carried,
    decide,
    load_decisions,
)
from policygen.errors import ProblemsFound, UsageError, WorkspaceError
from policygen.localising import customize
from policygen.status import load_own, outlook
from policygen.updating import migrated_answers, new_questions, update
from policygen.workspace import read_old_lock
from tests.club import DAY, Club, make_club

STANDING = "clauses/kettle/standing.md"
WARM = "clauses/pouring/warm-the-pot.md"
BASE = "Tell the steward the same day. Do not rinse the pot first. Wait for help."


@pytest.fixture
def club(tmp_path: Path) -> Club:
    """Make a policy from a copy of the tea club, whose clause about warming says three sentences."""
    made = make_club(tmp_path)
    (made.library / WARM).write_text(
        f"---\ntitle: Warm the pot\napplies_to: members\nrests_on: good practice\n---\n{BASE}\n", encoding="utf-8"
    )
    made.build()
    return made


def own(club: Club, before: str, after: str, file: str = WARM) -> None:
    """Word a clause for the institution, and build."""
    customize(club.workspace, club.beneath(), file.removeprefix("clauses/").removesuffix(".md"))
    club.edit(file, before, after)
    club.build()


def waiting(club: Club) -> Carried:
    (each,) = carried(club.workspace, club.beneath())
    return each


def decided(club: Club, choice: Choice, words: str = "") -> None:
    each = waiting(club)
    update(club.workspace, club.beneath(), DAY, {each.clause: Decision(choice, words)})


def test_own_wording_begins_as_the_librarys_and_changes_nothing(club: Club) -> None:
    before = club.policy
    made = customize(club.workspace, club.beneath(), "pouring/warm-the-pot")
    assert made.file.read_text(encoding="utf-8") == (club.library / WARM).read_text(encoding="utf-8")
    assert read_old_lock(club.workspace).local == {WARM: made.file.read_text(encoding="utf-8")}
    club.build()
    assert club.policy == before
    assert not club.status().stale


def test_a_clause_is_found_by_the_number_of_its_statement(club: Club) -> None:
    number = read_old_lock(club.workspace).clauses["pouring/warm-the-pot"].number
    assert customize(club.workspace, club.beneath(), number).clause == "pouring/warm-the-pot"


def test_a_clause_that_does_not_exist_is_named_with_a_suggestion(club: Club) -> None:
    with pytest.raises(UsageError, match="Did you mean"):
        customize(club.workspace, club.beneath(), "pouring/warm-the-pots")


def test_own_wording_is_not_overwritten_by_asking_for_it_again(club: Club) -> None:
    own(club, "Wait for help.", "Wait for Dana.")
    with pytest.raises(WorkspaceError, match="is there already"):
        customize(club.workspace, club.beneath(), "pouring/warm-the-pot")


def test_own_wording_is_printed_and_marked_as_own(club: Club) -> None:
    own(club, "Wait for help.", "Wait for Dana.")
    assert "Wait for Dana." in club.policy
    assert read_old_lock(club.workspace).clauses["pouring/warm-the-pot"].local
    assert not club.status().stale
    assert not carried(club.workspace, club.beneath())


def test_two_edits_in_one_paragraph_merge(club: Club) -> None:
    own(club, "Wait for help.", "Wait for Dana.")
    club.replace(WARM, "the same day", "within an hour")
    assert waiting(club).situation is Situation.MERGES
    assert club.status().beneath == (WARM,)
    assert club.status().stale
    decided(club, Choice.ACCEPT)
    assert "Tell the steward within an hour. Do not rinse the pot first. Wait for Dana." in club.policy
    assert not club.status().stale


def test_neighbouring_sentences_merge(club: Club) -> None:
    own(club, "Tell the steward the same day.", "Tell Dana.")
    club.replace(WARM, "Do not rinse the pot first.", "Keep the pot as it is.")
    decided(club, Choice.ACCEPT)
    assert "Tell Dana. Keep the pot as it is. Wait for help." in club.policy


def test_a_clause_left_out_that_the_library_strengthens_is_reported_and_stays_a_finding(club: Club) -> None:
    (club.library / WARM).write_text(
        "---\ntitle: Warm the pot\napplies_to: members\nrests_on: tea-act 3\n---\nYou must warm the pot.\n",
        encoding="utf-8",
    )
    club.build()
    customize(club.workspace, club.beneath(), "pouring/warm-the-pot")
    club.edit(WARM, "---\nYou", "leave_out: We use cups.\n---\nYou")
    club.build()
    assert "warm the pot" not in club.policy.lower().partition("annex")[0].partition("contents")[0]
    club.replace(WARM, "must warm", "must rinse and warm")
    each = waiting(club)
    assert each.left_out
    with pytest.raises(Undecided, match=r"pouring/warm-the-pot"):
        decide([each], {}, lambda _: None)
    decided(club, Choice.ACCEPT)
    assert "leave_out: We use cups." in club.read(WARM)
    assert "must rinse and warm" in club.read(WARM)
    assert [finding.check for finding in club.status().findings] == ["G5"]


def test_a_clause_that_the_library_removed_is_kept_or_deleted_as_decided(club: Club) -> None:
    own(club, "Wait for help.", "Wait for Dana.")
    (club.library / WARM).unlink()
    club.replace("clauses/_library.yaml", ", pouring/warm-the-pot", "")
    assert waiting(club).situation is Situation.GONE
    decided(club, Choice.KEEP)
    assert "Wait for Dana." in club.policy
    assert not carried(club.workspace, club.beneath())
    assert not club.status().stale


def test_a_clause_that_the_library_removed_goes_when_the_library_is_taken(club: Club) -> None:
    own(club, "Wait for help.", "Wait for Dana.")
    (club.library / WARM).unlink()
    club.replace("clauses/_library.yaml", ", pouring/warm-the-pot", "")
    decided(club, Choice.TAKE)
    assert "Wait for Dana." not in club.policy
    assert not (club.workspace.folder / WARM).exists()


def test_the_same_words_changed_by_both_wait_for_a_person(club: Club) -> None:
    own(club, "the same day", "at once")
    club.replace(WARM, "the same day", "within an hour")
    before = club.policy
    each = waiting(club)
    assert each.situation is Situation.CLASHES
    with pytest.raises(Undecided):
        decide([each], {}, lambda _: Decision(Choice.ACCEPT))
    assert club.policy == before


@pytest.mark.parametrize(
    ("choice", "words", "printed"),
    [
        pytest.param(Choice.KEEP, "", "Tell the steward at once.", id="keep mine"),
        pytest.param(Choice.TAKE, "", "Tell the steward within an hour.", id="take the new"),
        pytest.param(Choice.COMBINE, "Tell us at once, and within an hour.", "Tell us at once, and", id="combine"),
    ],
)
def test_a_clash_is_settled_as_decided_and_not_asked_again(
    club: Club, choice: Choice, words: str, printed: str
) -> None:
    own(club, "the same day", "at once")
    club.replace(WARM, "the same day", "within an hour")
    decided(club, choice, words)
    assert printed in club.policy
    assert not carried(club.workspace, club.beneath())
    assert not club.status().stale
    assert "<<<<" not in club.policy


def test_a_clause_that_was_renamed_takes_its_own_wording_along(club: Club) -> None:
    own(club, "Wait for help.", "Wait for Dana.")
    (club.library / WARM).rename(club.library / "clauses/pouring/heat-the-pot.md")
    club.replace("clauses/_library.yaml", "pouring/warm-the-pot", "pouring/heat-the-pot")
    path = club.library / "clauses/_library.yaml"
    path.write_text(
        path.read_text(encoding="utf-8") + "renamed:\n  pouring/warm-the-pot: pouring/heat-the-pot\n", encoding="utf-8"
    )
    each = waiting(club)
    assert each.situation is Situation.MOVED
    update(club.workspace, club.beneath(), DAY, decide([each], {}, lambda _: None))
    assert not (club.workspace.folder / WARM).exists()
    assert "Wait for Dana." in club.read("clauses/pouring/heat-the-pot.md")
    assert "Wait for Dana." in club.policy
    assert not club.status().stale


def test_headers_merge_entry_by_entry(club: Club) -> None:
    own(club, "title: Warm the pot", "title: Heat the pot")
    club.replace(WARM, "rests_on: good practice", "rests_on: tea-act 3\nowner: steward")
    decided(club, Choice.ACCEPT)
    file = club.read(WARM)
    assert "title: Heat the pot" in file
    assert "rests_on: tea-act 3\nowner: steward" in file


def test_statements_that_did_not_change_are_the_same_bytes_after_an_update(club: Club) -> None:
    before = club.policy
    club.replace(WARM, "the same day", "within an hour")
    update(club.workspace, club.beneath(), DAY, {})
    changed = [line for line in before.splitlines() if line not in club.policy.splitlines()]
    assert len(changed) == 2  # the statement, and the line by which a copy is known
    assert "the same day" in changed[0]


def test_a_hand_edited_document_is_never_overwritten_by_an_update(club: Club) -> None:
    club.edit("documents/policy.md", "Wait for help.", "Wait for us.")
    club.replace(WARM, "the same day", "within an hour")
    with pytest.raises(WorkspaceError, match="policygen adopt"):
        update(club.workspace, club.beneath(), DAY, {})
    assert "Wait for us." in club.policy


def test_a_merge_that_the_library_cannot_read_changes_nothing(club: Club) -> None:
    own(club, "the same day", "at once")
    club.replace(WARM, "the same day", "within an hour")
    before = club.policy
    with pytest.raises(ProblemsFound, match=r"leaf-and-cup/clauses/pouring/warm-the-pot\.md"):
        decided(club, Choice.COMBINE, "# A heading is not allowed")
    assert club.policy == before
    assert "at once" in club.read(WARM)


def test_decisions_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text("decisions:\n  a/b: keep\n  a/c.us:\n    combine: |\n      Both.\n", encoding="utf-8")
    assert load_decisions(path) == {"a/b": Decision(Choice.KEEP), "a/c.us": Decision(Choice.COMBINE, "Both.\n")}


def test_a_decision_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text("decisions:\n  a/b: perhaps\n", encoding="utf-8")
    with pytest.raises(ProblemsFound, match=r"decisions\.yaml:2: This is not a decision"):
        load_decisions(path)


def test_a_decision_about_a_clause_that_waits_for_none_is_refused() -> None:
    with pytest.raises(UsageError, match="No decision is needed for kettle/lid"):
        decide([], {"kettle/lid": Decision(Choice.KEEP)}, lambda _: None)


def test_a_renamed_question_and_choice_follow_the_declared_rules(club: Club) -> None:
    for file in sorted(club.library.rglob("*.*")):
        if file.suffix in (".md", ".yaml"):
            text = file.read_text(encoding="utf-8").replace("brewing", "brew_with")
            file.write_text(text.replace("pot: In a pot", "teapot: In a pot"), encoding="utf-8")
    path = club.library / "clauses/questionnaire.yaml"
    renamed = "renamed:\n  questions: {brewing: brew_with}\n  choices:\n    brew_with: {pot: teapot}\n"
    path.write_text(path.read_text(encoding="utf-8") + renamed, encoding="utf-8")
    text, said = migrated_answers(club.workspace, club.beneath())
    assert said == ["The question 'brewing' is now called 'brew_with'.", "brew_with: 'pot' is now 'teapot'."]
    assert "brew_with: teapot" in text
    assert "brewing" not in text
    update(club.workspace, club.beneath(), DAY, {})
    assert club.read("answers.yaml") == text
    assert migrated_answers(club.workspace, club.beneath())[1] == []


def test_a_choice_that_was_dropped_is_reported_and_must_be_answered_again(club: Club) -> None:
    path = club.library / "clauses/questionnaire.yaml"
    text = path.read_text(encoding="utf-8").replace("      pot: In a pot\n", "      mug: In a mug\n")
    path.write_text(text + "renamed:\n  choices:\n    brewing: {pot: ''}\n", encoding="utf-8")
    for file in (club.library / "clauses").rglob("*.md"):
        file.write_text(file.read_text(encoding="utf-8").replace("brewing: pot", "brewing: mug"), encoding="utf-8")
    with pytest.raises(ProblemsFound, match="'pot' is no longer a choice"):
        update(club.workspace, club.beneath(), DAY, {})


def test_only_questions_that_are_new_are_asked(club: Club) -> None:
    old = read_old_lock(club.workspace)
    assert new_questions(club.beneath(), old, load_answers(club.workspace.answers, club.beneath())) == ()
    sugar = "  sugar: {section: rules, path: full, type: bool, default: no, ask: Do you take sugar?}\n"
    club.replace("clauses/questionnaire.yaml", "  legal_review:\n", f"{sugar}  legal_review:\n")
    (asked,) = new_questions(club.beneath(), old, load_answers(club.workspace.answers, club.beneath()))
    assert asked.id == "sugar"


def test_a_mistake_in_own_wording_is_told_by_status_and_stops_nothing_else(club: Club) -> None:
    own(club, "Wait for help.", "Wait for Dana.")
    club.edit(WARM, "rests_on: good practice", "rests_on: no-such-law 1")
    broken = load_own(club.workspace, club.beneath())[1]
    assert len(broken) == 1
    assert "no-such-law" in str(broken[0])


def test_without_a_decision_the_command_lists_what_waits_and_touches_no_document(club: Club) -> None:
    own(club, "the same day", "at once")
    club.replace(WARM, "the same day", "within an hour")
    before = club.policy, club.read("policy.lock"), club.read(WARM)
    each = waiting(club)
    with pytest.raises(Undecided) as refused:
        decide([each], {}, lambda _: None)
    assert refused.value.exit_code == 1
    assert "the library changed the same words as you" in str(refused.value)
    assert (club.policy, club.read("policy.lock"), club.read(WARM)) == before


def test_the_outlook_shows_the_own_wording_as_the_reason(club: Club) -> None:
    customize(club.workspace, club.beneath(), "pouring/warm-the-pot")
    club.edit(WARM, "Wait for help.", "Wait for Dana.")
    (change,) = outlook(club.workspace, club.load(), DAY).changes.clauses
    assert [reason.key for reason in change.reasons] == ["own_reworded"]
