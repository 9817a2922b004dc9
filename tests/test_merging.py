"""Merging on words: what never happens silently, and what a line-based merge gets wrong."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.merging import Clash, merge

WORDS = st.lists(st.sampled_from(["tea", "pot", "the", "warm", "leaf.", "Pour", "cup", "{{ brewer }},"]), max_size=14)
TEXTS = st.lists(WORDS.map(" ".join).filter(bool), max_size=3).map("\n\n".join)


@given(TEXTS, TEXTS)
def test_only_their_change_is_taken(base: str, theirs: str) -> None:
    assert merge(base, base, theirs).text == theirs.strip()


@given(TEXTS, TEXTS)
def test_only_our_change_is_kept(base: str, ours: str) -> None:
    assert merge(base, ours, base).text == ours.strip()


@given(TEXTS, TEXTS)
def test_the_same_change_on_both_sides_is_taken_once(base: str, both: str) -> None:
    assert merge(base, both, both).text == both.strip()


@given(TEXTS, TEXTS, TEXTS)
def test_a_clean_merge_holds_only_words_of_the_three_texts_and_no_marker(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs).text
    if merged is not None:
        assert set(merged.split()) <= {*base.split(), *ours.split(), *theirs.split()}


@given(st.integers(0, 11), st.integers(0, 11))
def test_one_word_changed_on_each_side_merges_and_changes_that_touch_never_do(one: int, two: int) -> None:
    base = [f"w{number}" for number in range(12)]
    ours = [*base[:one], "mine", *base[one + 1 :]]
    theirs = [*base[:two], "new", *base[two + 1 :]]
    merged = merge(" ".join(base), " ".join(ours), " ".join(theirs))
    if abs(one - two) <= 1:
        assert merged.clashes
        assert merged.text is None
    else:
        expected = list(base)
        expected[one], expected[two] = "mine", "new"
        assert merged.text == " ".join(expected)


BASE = "Tell the office the same day. Do not delete it. Wait for help."


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        pytest.param(
            "Tell the privacy office the same day. Do not delete it. Wait for help.",
            "Tell the office the same day. Do not delete it. Wait for the nurse.",
            "Tell the privacy office the same day. Do not delete it. Wait for the nurse.",
            id="two edits in one paragraph",
        ),
        pytest.param(
            "Tell Dana at once. Do not delete it. Wait for help.",
            "Tell the office the same day. Keep a copy. Wait for help.",
            "Tell Dana at once. Keep a copy. Wait for help.",
            id="two neighbouring sentences",
        ),
        pytest.param(
            "Tell the office the same day.\nDo not delete it. Wait\nfor help.",
            "Tell the office the same day. Do not delete it. Wait for the nurse.",
            "Tell the office the same day.\nDo not delete it. Wait\nfor the nurse.",
            id="lines wrapped anew do not count",
        ),
        pytest.param(
            "Tell the office the same day. Wait for help.",
            "Tell the office within an hour. Do not delete it. Wait for help.",
            "Tell the office within an hour. Wait for help.",
            id="a sentence taken out and another changed",
        ),
    ],
)
def test_prose_that_a_line_based_merge_cannot_merge(ours: str, theirs: str, merged: str) -> None:
    assert merge(BASE, ours, theirs).text == merged


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(
            BASE.replace("the same day", "at once"), BASE.replace("the same day", "within an hour"), id="same words"
        ),
        pytest.param(BASE.replace(" Do not delete it.", ""), BASE.replace("delete it", "delete or hide it"), id="gone"),
        pytest.param(BASE + " Ours.", BASE + " Theirs.", id="both add at the end"),
    ],
)
def test_changes_of_the_same_words_are_left_to_a_person(ours: str, theirs: str) -> None:
    assert merge(BASE, ours, theirs).clashes


def test_a_clash_shows_what_each_side_says() -> None:
    found = merge("Wait for help.", "Wait for Dana.", "Wait for the nurse.").clashes
    assert found == (Clash("help.", "Dana.", "the nurse."),)


def test_a_list_item_added_on_each_side_merges() -> None:
    assert (
        merge("Bring:\n\n- tea\n- milk\n", "Bring:\n\n- cups\n- tea\n- milk\n", "Bring:\n\n- tea\n- oat milk\n").text
        == "Bring:\n\n- cups\n- tea\n- oat milk"
    )


def test_punctuation_beside_a_name_stays_beside_it() -> None:
    assert merge("Ask ({{ brewer }}). Go.", "Ask ({{ brewer }}). Stay.", "Call ({{ brewer }}). Go.").text == (
        "Call ({{ brewer }}). Stay."
    )


def test_the_merge_agrees_with_git_on_a_word_a_line(tmp_path: Path) -> None:
    """Git merges lines; given a word a line it never gives another clean answer, and mostly the same verdict."""
    random.seed(4)
    agreed = 0
    for number in range(60):
        base = [f"w{random.randrange(30)}" for _ in range(12)]
        ours, theirs = _edited(base), _edited(base)
        clean, text = _git_merge(tmp_path / str(number), base, ours, theirs)
        merged = merge(" ".join(base), " ".join(ours), " ".join(theirs)).text
        if clean and merged is not None:
            assert merged.split() == text
        agreed += clean == (merged is not None)
    assert agreed >= 57


def _edited(words: list[str]) -> list[str]:
    edited = list(words)
    for _ in range(random.randrange(1, 3)):
        at = random.randrange(len(edited))
        edited[at : at + random.randrange(2)] = [f"n{random.randrange(99)}"] if random.random() < 0.8 else []
    return edited


def _git_merge(folder: Path, *several: list[str]) -> tuple[bool, list[str]]:
    folder.mkdir()
    paths = [folder / name for name in ("base", "ours", "theirs")]
    for path, words in zip(paths, several, strict=True):
        path.write_text("".join(f"{word}\n" for word in words), encoding="utf-8")
    base, ours, theirs = map(str, paths)
    done = subprocess.run(["git", "merge-file", "-p", ours, base, theirs], capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout.split()
