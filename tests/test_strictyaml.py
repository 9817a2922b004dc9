from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.errors import Problem
from policygen.strictyaml import DEEPEST, Tree, Value, read_yaml


def read(text: str) -> Value:
    tree, problems = read_yaml(text, "tea.yaml")
    assert problems == []
    assert tree is not None
    return tree.value


def problems_of(text: str, lines_before: int = 0) -> list[Problem]:
    return read_yaml(text, "tea.yaml", lines_before=lines_before)[1]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("NO", id="Norway"),
        pytest.param("ON", id="Ontario"),
        pytest.param("yes", id="yes"),
        pytest.param("False", id="false"),
        pytest.param("1.10", id="a version"),
        pytest.param("0755", id="an octal number"),
        pytest.param("0x1F", id="a hexadecimal number"),
        pytest.param("12:30:45", id="a time of day"),
        pytest.param("2026-11-21", id="a date"),
        pytest.param("null", id="null"),
        pytest.param("~", id="a tilde"),
        pytest.param(".inf", id="infinity"),
        pytest.param("1e3", id="an exponent"),
    ],
)
def test_a_scalar_stays_the_text_that_was_written(written: str) -> None:
    assert read(f"{written}: {written}") == {written: written}
    assert read(f"key: [{written}]") == {"key": [written]}


def test_a_key_without_a_value_holds_the_empty_text() -> None:
    assert read("key:\n") == {"key": ""}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="blank lines"),
        pytest.param("# a remark\n", id="a comment"),
        pytest.param("---\n", id="the start of a document"),
    ],
)
def test_an_empty_text_is_an_empty_table(text: str) -> None:
    assert read(text) == {}


def test_quotes_and_folded_text_are_read_as_yaml_has_them() -> None:
    assert read("a: 'it''s'\nb: \"x\\ny\"\nc: one\n  two\nd: |\n  l1\n  l2\n") == {
        "a": "it's",
        "b": "x\ny",
        "c": "one two",
        "d": "l1\nl2\n",
    }


def test_tables_and_lists_nest() -> None:
    assert read("a:\n  - b: c\n    d: [e, {f: g}]\n") == {"a": [{"b": "c", "d": ["e", {"f": "g"}]}]}


def test_a_repeated_key_is_reported_with_both_lines() -> None:
    assert problems_of("pot: 1\ncup: 2\npot: 3\n") == [
        Problem("tea.yaml", 3, "The key 'pot' stands here again.", "Keep this one or line 1.")
    ]


def test_a_value_keeps_its_line_where_its_key_stands_again() -> None:
    text = "pots:\n  - one\n  - two\ncup: 1\npots:\n  - three\n"
    tree, problems = read_yaml(text, "tea.yaml")
    assert tree is not None
    assert [tree.line("pots", number) for number in (0, 1)] == [2, 3]
    assert len(problems) == 1


def test_every_repeated_key_is_reported_at_every_depth() -> None:
    text = "a: 1\nb:\n  c: 1\n  c: {d: 1, d: 2}\na: 2\na: 3\n"
    assert [(problem.line, problem.says.split("'")[1]) for problem in problems_of(text)] == [
        (4, "c"),
        (4, "d"),
        (5, "a"),
        (6, "a"),
    ]


def test_the_first_of_repeated_keys_is_kept() -> None:
    tree, _ = read_yaml("a: 1\na: 2\n", "tea.yaml")
    assert tree is not None
    assert tree.value == {"a": "1"}


def test_the_same_key_in_two_tables_is_not_a_repetition() -> None:
    assert read("a: {x: 1}\nb: {x: 2}\nc: [{x: 3}, {x: 4}]\n") == {
        "a": {"x": "1"},
        "b": {"x": "2"},
        "c": [{"x": "3"}, {"x": "4"}],
    }


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        pytest.param("a: &pot b\n", 1, "Anchors and aliases", id="an anchor on a value"),
        pytest.param("a: b\n&pot c: d\n", 2, "Anchors and aliases", id="an anchor on a key"),
        pytest.param("a: b\nc: *pot\n", 2, "Anchors and aliases", id="an alias"),
        pytest.param("a:\n  - &pot [x]\n", 2, "Anchors and aliases", id="an anchor on a list"),
        pytest.param("a: !!int 5\n", 1, "Tags", id="a standard tag"),
        pytest.param("a: !cup x\n", 1, "Tags", id="a local tag"),
        pytest.param("a: !!python/object/apply:os.system [ls]\n", 1, "Tags", id="a tag that would run a program"),
        pytest.param("a: b\n!!str c: d\n", 2, "Tags", id="a tag on a key"),
        pytest.param("a: {b: c}\nd:\n  <<: {e: f}\n", 3, "Merge keys", id="a merge key"),
        pytest.param("? [a, b]\n: c\n", 1, "A key is a list or a table", id="a list as a key"),
        pytest.param("{a: b}: c\n", 1, "A key is a list or a table", id="a table as a key"),
        pytest.param("a: b\n---\nc: d\n", 2, "A second document begins here", id="a second document"),
        pytest.param("a:\n  - b\n\t- c\n", 3, "A tab stands here", id="a tab before a list entry"),
        pytest.param("a:\n\tb: c\n", 2, "A tab stands here", id="a tab before a nested key"),
        pytest.param("\ta: b\n", 1, "A tab stands here", id="a tab at the start"),
        pytest.param("ok: 1\na: b: c\n", 2, "This value holds a colon", id="a colon in a value"),
        pytest.param("ok: 1\na: [b, c\n", 3, "This is not readable YAML", id="a list that does not end"),
        pytest.param("a: 'b\n", 2, "This is not readable YAML", id="a quotation that does not end"),
    ],
)
def test_what_a_clause_never_needs_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    tree, problems = read_yaml(text, "tea.yaml")
    assert tree is None
    assert [problem.line for problem in problems] == [line]
    assert problems[0].says.startswith(says)
    assert problems[0].advice


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: salt & pepper", id="an ampersand within a value"),
        pytest.param("a: 2 * 3", id="a star within a value"),
        pytest.param("a: stop!", id="an exclamation mark at the end"),
        pytest.param("a: '<<'", id="two quoted angle brackets as a value"),
        pytest.param("a: b # c", id="a comment"),
        pytest.param("a:\tb", id="a tab after a colon"),
        pytest.param("a: b:c", id="a colon without a space"),
    ],
)
def test_ordinary_text_with_such_a_mark_is_not_refused(text: str) -> None:
    assert isinstance(read(text), dict)


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def test_values_may_nest_as_deep_as_is_allowed() -> None:
    assert isinstance(read(nested(DEEPEST + 1)), list)


@pytest.mark.parametrize(
    "depth", [pytest.param(DEEPEST + 2, id="one too deep"), pytest.param(100_000, id="hopelessly deep")]
)
def test_values_nested_too_deep_are_refused(depth: int) -> None:
    assert [problem.says for problem in problems_of(nested(depth))] == [f"Values are nested more than {DEEPEST} deep."]


def test_repeated_keys_found_before_the_reading_ended_are_still_reported() -> None:
    assert [problem.line for problem in problems_of("a: 1\na: 2\nb: *c\n")] == [2, 3]
    assert [problem.line for problem in problems_of("a: 1\na: 2\nb: [\n")] == [2, 4]


def test_a_text_that_cannot_be_read_at_all_is_a_problem() -> None:
    assert problems_of("a: \ufffe\n", lines_before=3) == [
        Problem("tea.yaml", 4, "This is not readable YAML.", "Compare it with another file.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: 1\na: 2\n", id="a repeated key"),
        pytest.param("a: 1\nb: *c\n", id="an alias"),
        pytest.param("a: 1\nb: c: d\n", id="broken syntax"),
    ],
)
def test_problems_name_the_line_of_the_file_when_lines_stand_before_the_text(text: str) -> None:
    assert [problem.line for problem in problems_of(text, lines_before=40)] == [42]


def test_every_value_knows_the_line_of_its_key() -> None:
    tree, _ = read_yaml("a:\n  b:\n    - c\n    - d:\n        e\n", "tea.yaml", lines_before=1)
    assert tree is not None
    assert [tree.line(*at) for at in (("a",), ("a", "b"), ("a", "b", 0), ("a", "b", 1, "d"))] == [2, 3, 4, 5]


def test_a_position_that_does_not_exist_takes_the_line_of_what_is_around_it() -> None:
    tree, _ = read_yaml("a: b\nc:\n  d: e\n", "tea.yaml")
    assert tree is not None
    assert tree.line("c", "nowhere", 7) == 2
    assert tree.problem(("c", "d"), "Too cold.") == Problem("tea.yaml", 3, "Too cold.")


@given(text=st.text(max_size=200))
def test_no_text_stops_the_reader_without_a_problem(text: str) -> None:
    tree, problems = read_yaml(text, "tea.yaml")
    assert isinstance(tree, Tree) or problems


@given(text=st.text(st.sampled_from(list("ab:-?[]{},'\"|>&*!%@# \n\t")), max_size=60))
def test_no_pile_of_yaml_marks_stops_the_reader_without_a_problem(text: str) -> None:
    tree, problems = read_yaml(text, "tea.yaml")
    assert isinstance(tree, Tree) or problems
