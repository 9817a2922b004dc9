"""The change summary: what is asked of staff now and was not before, told from two issues and never by hand."""

from __future__ import annotations

from policygen.changes import Changes
from policygen.comparing import compare
from policygen.editions import Edition, make_editions
from policygen.lock import Lock, lock_of
from policygen.outputs import papers_of
from policygen.paper import statements_of
from policygen.papers.material import Told
from policygen.rendering.words import load_words
from policygen.staffchanges import staff_changes
from tests.sets import answers, words_of
from tests.test_profiles import TODAY, shipped

OHIO = "p1-ohio-family-practice"


def issue(**more: object) -> tuple[Edition, Lock]:
    edition = make_editions(shipped(), answers(OHIO, **more), TODAY)[0]
    return edition, lock_of(shipped(), edition.selection, edition.document, {})


def changed(**more: object) -> tuple[Edition, Changes]:
    _, old = issue()
    edition, new = issue(**more)
    return edition, compare(shipped(), old, new, edition.selection)


def summary(**more: object) -> str:
    edition, changes = changed(**more)
    told = staff_changes(changes, load_words("en", shipped().templates), edition.language)
    _, paper = papers_of(shipped(), edition, ["change-summary"], Told(changes=told))
    assert set(statements_of(paper.blocks)) <= {clause.number for clause in edition.document.clauses}
    return words_of(paper)


def test_it_tells_what_is_new_and_what_is_gone_and_why() -> None:
    said = summary(case_stories="approved-only")
    assert "New: 3.2.1 Get approval or permission before you share a case" in said
    assert "Gone: 3.2.1 Tell no patient's story, even without a name" in said
    assert "Why: " in said
    assert "Before: " in said


def test_it_tells_the_old_and_the_new_words_of_a_changed_duty() -> None:
    said = summary(idle_days="30")
    assert "Changed: " in said
    assert "has no post for 90 days" in said
    assert "has no post for 30 days" in said


def test_it_tells_nothing_where_nothing_is_asked_anew() -> None:
    said = summary()
    assert "Nothing has changed for staff." in said
    assert "New: " not in said
