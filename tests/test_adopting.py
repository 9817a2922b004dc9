"""Hand edits of a policy become clauses of the institution's own; what cannot be placed is kept and named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.adopting import Adopted, adopt, restored
from policygen.carrying import carried
from policygen.errors import WorkspaceError
from policygen.lock import LockedClause, read_lock
from tests.club import DAY, Club, make_club

SHARE = "clauses/cake/share-the-cake.md"


@pytest.fixture
def club(tmp_path: Path) -> Club:
    return make_club(tmp_path)


def adopted(club: Club) -> Adopted:
    return adopt(club.workspace, club.load(), club.beneath(), DAY)


def locked(*says: str, text: str) -> LockedClause:
    return LockedClause(number="1.1.1", title="Tea", text=text, says=says)


def test_a_policy_without_any_statement_is_not_adopted(club: Club) -> None:
    club.edit("documents/policy.md", club.policy, "# Tea\n")
    with pytest.raises(WorkspaceError, match="holds no statement any more"):
        adopted(club)
    assert club.policy == "# Tea\n"


def test_a_word_changed_by_hand_becomes_own_wording_and_the_policy_is_current(club: Club) -> None:
    club.edit("documents/policy.md", "Everyone gets a piece.", "Everyone gets two pieces.")
    found = adopted(club)
    assert found.changed == ("cake/share-the-cake",)
    assert found.orphans == ()
    assert "Everyone gets two pieces." in club.read(SHARE)
    assert "Everyone gets two pieces." in club.policy
    assert not club.status().stale


def test_an_answer_that_still_stands_stays_an_answer(club: Club) -> None:
    club.edit("documents/policy.md", "holds to this.", "holds to this. Thank you.")
    found = adopted(club)
    (path,) = found.files
    assert "{{ org_name }}" in found.files[path]
    assert found.plain == ()


def test_an_answer_that_was_changed_by_hand_is_named(club: Club) -> None:
    club.edit("documents/policy.md", "Leaf & Cup holds to this.", "Our club holds to this.")
    (sentence,) = adopted(club).plain
    assert sentence.endswith("'Leaf & Cup' now stands as plain words.")


def test_a_title_changed_by_hand_is_taken(club: Club) -> None:
    title = read_lock(club.read("policy.lock")).clauses["cake/share-the-cake"].title
    club.edit("documents/policy.md", f" {title}\n", " Give cake away\n")
    assert adopted(club).changed == ("cake/share-the-cake",)
    assert "title: Give cake away" in club.read(SHARE)


def test_a_statement_taken_out_is_left_out_by_name_and_can_come_back(club: Club) -> None:
    club.edit("documents/policy.md", "#### 1.2.1 Share the cake\n\nEveryone gets a piece.\n", "")
    assert adopted(club).left_out == ("cake/share-the-cake",)
    assert "leave_out: It was taken out" in club.read(SHARE)
    assert "Everyone gets a piece." not in club.policy
    (club.workspace.folder / SHARE).unlink()
    club.build()
    assert "Everyone gets a piece." in club.policy


def test_a_statement_added_in_a_section_becomes_a_clause_of_good_practice(club: Club) -> None:
    gets = "Everyone gets a piece.\n"
    club.edit("documents/policy.md", gets, f"{gets}\n#### Wipe the table\n\nWipe it after tea.\n")
    assert adopted(club).added == ("cake/wipe-the-table",)
    assert "rests_on: good practice" in club.read("clauses/cake/wipe-the-table.md")
    assert "Wipe it after tea." in club.policy
    assert not club.status().stale


def test_words_outside_every_statement_are_kept_in_an_orphan_file(club: Club) -> None:
    text = club.policy
    club.write("documents/policy.md", text.replace("# Social Media Policy\n", "# Social Media Policy\n\nBy the sea.\n"))
    found = adopted(club)
    assert [orphan.text for orphan in found.orphans] == ["By the sea."]
    assert "By the sea." in club.read("orphans/policy-1.md")
    assert "By the sea." not in club.policy


def test_markup_that_a_clause_may_not_hold_is_kept_in_an_orphan_file_with_the_reason(club: Club) -> None:
    club.edit("documents/policy.md", "Everyone gets a piece.", "Everyone gets <b>one</b>.")
    found = adopted(club)
    assert found.changed == ()
    assert "HTML" in found.orphans[0].reason
    assert "<b>one</b>" in club.read("orphans/policy-1.md")
    assert "Everyone gets a piece." in club.policy


def test_nothing_to_adopt_is_said(club: Club) -> None:
    with pytest.raises(WorkspaceError, match="nothing to adopt"):
        adopted(club)


def test_an_edited_statement_that_the_library_changed_since_waits_for_an_update(club: Club) -> None:
    club.edit("documents/policy.md", "Everyone gets a piece.", "Everyone gets two pieces.")
    file = club.library / SHARE
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + " Ask first.\n", encoding="utf-8")
    adopted(club)
    assert "two pieces" in club.policy
    (each,) = carried(club.workspace, club.beneath())
    assert each.merged.text is not None
    assert "Everyone gets two pieces. Ask first." in " ".join(each.merged.text.split())


WORDS = st.lists(st.sampled_from(["Tell", "the", "steward", "at", "once.", "Dana", "Reyes"]), max_size=8).map(" ".join)


@given(WORDS, WORDS, WORDS)
def test_words_that_nobody_touched_come_back_as_they_were_written(before: str, value: str, after: str) -> None:
    clause = locked(f"{before} x ", value, f" y {after}", text=f"{before} x {{{{ who }}}} y {after}")
    text, _ = restored(clause, clause.printed)
    assert text == clause.text or not value


@given(WORDS)
def test_added_words_are_all_there(added: str) -> None:
    clause = locked("Ask ", "Dana Reyes", " first.", text="Ask {{ who }} first.")
    text, lost = restored(clause, f"Ask Dana Reyes first. {added}")
    assert text == f"Ask {{{{ who }}}} first. {added}"
    assert lost == ()
