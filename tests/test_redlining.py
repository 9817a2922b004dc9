"""Redlines: nothing of either text is lost, and a reader can follow them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.paper import Edited, Mark
from policygen.redlining import in_marks, redline

TEXTS = st.lists(st.sampled_from(["tea", "pot", "60", "days.", "\n\nThe", "cup"]), max_size=12).map(" ".join)


def before_of(edited: Edited) -> str:
    """Give the text before the change."""
    return "".join(text for mark, text in edited.runs if mark is not Mark.INSERTED)


def after_of(edited: Edited) -> str:
    """Give the text after the change."""
    return "".join(text for mark, text in edited.runs if mark is not Mark.DELETED)


@given(TEXTS, TEXTS)
def test_a_redline_holds_both_texts_whole(before: str, after: str) -> None:
    edited = redline(before, after)
    assert before_of(edited).split() == before.split()
    assert after_of(edited).split() == after.split()


@given(TEXTS)
def test_a_text_that_did_not_change_has_no_marks(text: str) -> None:
    assert "[-" not in in_marks(redline(text, text))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        pytest.param("Tell us in 60 days.", "Tell us in 30 days.", "Tell us in [-60-] {+30+} days.", id="one word"),
        pytest.param("", "New words.", "{+New words.+}", id="all new"),
        pytest.param("Old words.", "", "[-Old words.-]", id="all gone"),
        pytest.param(
            "You may keep it and the lid on.",
            "You must keep it or the spout on.",
            "You [-may keep it and the lid-] {+must keep it or the spout+} on.",
            id="a few kept words between two changes are not a pepper of marks",
        ),
    ],
)
def test_a_redline_reads_like_an_editors(before: str, after: str, shown: str) -> None:
    assert in_marks(redline(before, after)) == shown
