from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.errors import Problem
from policygen.textfiles import LARGEST_FILE, read_text, unsafe_character


def read(folder: Path, data: bytes) -> str | Problem:
    path = folder / "leaf.md"
    path.write_bytes(data)
    return read_text(path, "clauses/leaf.md")


def test_plain_utf_8_is_read_as_it_stands(tmp_path: Path) -> None:
    assert read(tmp_path, "Thé à la menthe 🍵\n".encode()) == "Thé à la menthe 🍵\n"


def test_an_empty_file_is_empty_text(tmp_path: Path) -> None:
    assert read(tmp_path, b"") == ""


def test_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfa: b\n") == "a: b\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"a\r\nb\r\n", id="as Windows ends lines"),
        pytest.param(b"a\rb\r", id="as old Macs ended lines"),
        pytest.param(b"a\nb\n", id="as Unix ends lines"),
        pytest.param(b"a\r\nb\n", id="both at once"),
    ],
)
def test_line_ends_become_plain(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == "a\nb\n"


def test_letters_written_in_two_parts_become_one(tmp_path: Path) -> None:
    assert read(tmp_path, unicodedata.normalize("NFD", "thé").encode()) == "thé"


@pytest.mark.parametrize(
    "codec", [pytest.param("utf-16-le", id="little-endian"), pytest.param("utf-16-be", id="big-endian")]
)
def test_utf_16_is_refused_by_name(tmp_path: Path, codec: str) -> None:
    assert read(tmp_path, "\ufefftea".encode(codec)) == Problem(
        "clauses/leaf.md", 1, "This file is UTF-16.", "Save it as UTF-8."
    )


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(b"caf\xe9\n", 1, id="on the first line"),
        pytest.param(b"one\ntwo\ncaf\xe9\n", 3, id="on the third line"),
        pytest.param(b"one\r\ncaf\xe9\r\n", 2, id="after a Windows line end"),
        pytest.param(b"one\ntwo\xc3", 2, id="a letter cut off at the end"),
        pytest.param(b"one\n\xed\xa0\x80", 2, id="half of a surrogate pair"),
    ],
)
def test_bytes_that_are_not_utf_8_are_refused_with_their_line(tmp_path: Path, data: bytes, line: int) -> None:
    problem = read(tmp_path, data)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.says) == (line, "This line holds bytes that are not UTF-8.")


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, b"x" * LARGEST_FILE) == "x" * LARGEST_FILE


def test_a_file_one_byte_larger_is_refused(tmp_path: Path) -> None:
    problem = read(tmp_path, b"x" * (LARGEST_FILE + 1))
    assert isinstance(problem, Problem)
    assert problem.line == 1
    assert problem.says == "This file is larger than 1,000,000 bytes."


@pytest.mark.parametrize(
    ("character", "what"),
    [
        pytest.param("\0", "a control character", id="NUL"),
        pytest.param("\x1b", "a control character", id="escape"),
        pytest.param("\x7f", "a control character", id="delete"),
        pytest.param("\x85", "a control character", id="next line"),
        pytest.param("\u202e", "a character that reverses the direction of text", id="right-to-left override"),
        pytest.param("\u2066", "a character that reverses the direction of text", id="an isolate"),
        pytest.param("\u200f", "a character that reverses the direction of text", id="a right-to-left mark"),
        pytest.param("\ue000", "a private-use character", id="private use, which the renderer needs itself"),
    ],
)
def test_characters_that_hide_or_reorder_text_are_refused_with_their_line(
    tmp_path: Path, character: str, what: str
) -> None:
    problem = read(tmp_path, f"one\ntwo\nthr{character}ee\n".encode())
    assert problem == Problem("clauses/leaf.md", 3, f"This line holds {what}.", "Delete it.")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a\tb\n", id="a tab"),
        pytest.param("שלום", id="Hebrew letters"),
        pytest.param("a\u200bb", id="a zero-width space"),
        pytest.param("👩\u200d⚕️", id="an emoji of several characters"),
        pytest.param("a\u00a0b", id="a no-break space"),
    ],
)
def test_characters_that_people_write_are_read(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text.encode()) == text


def test_a_missing_file_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    problem = read_text(tmp_path / "leaf.md", "leaf.md")
    assert isinstance(problem, Problem)
    assert problem.line == 1
    assert problem.says == "This file cannot be read (No such file or directory)."


def test_a_folder_in_place_of_a_file_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    problem = read_text(tmp_path, "leaf.md")
    assert isinstance(problem, Problem)
    assert problem.says.startswith("This file cannot be read")


@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cf"])))
def test_letters_marks_and_symbols_of_every_script_are_safe(text: str) -> None:
    assert unsafe_character(text) is None


@given(before=st.text(st.sampled_from("ab \n")), after=st.text(st.sampled_from("ab \n")))
def test_an_unsafe_character_is_found_where_it_stands(before: str, after: str) -> None:
    found = unsafe_character(f"{before}\u202e{after}")
    assert found is not None
    assert found[0] == len(before)
