from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.bodies import _FORBIDDEN, LONGEST_BODY, bears_marks, faults, read_body
from policygen.library import Library
from tests.tools import clause_file, mistakes_with


def test_a_body_is_cut_at_its_names() -> None:
    body = read_body("Ask {{ role.brewer }} or write to {{privacy_contact}}.")
    assert body.pieces == ("Ask ", "role.brewer", " or write to ", "privacy_contact", ".")
    assert body.names == ("role.brewer", "privacy_contact")


def test_a_body_without_names_is_one_piece() -> None:
    assert read_body("Pour the tea.").pieces == ("Pour the tea.",)


def test_names_may_touch_each_other_and_the_ends() -> None:
    assert read_body("{{ a }}{{ b.c }}").pieces == ("", "a", "", "b.c", "")


@given(text=st.text(st.sampled_from(list("ab_. \n{}")), max_size=60))
def test_the_text_of_a_body_differs_from_what_was_written_only_in_spaces_around_names(text: str) -> None:
    def tight(value: str) -> str:
        return value.replace("{{ ", "{{").replace(" }}", "}}").replace(" ", "")

    assert tight(read_body(text).text) == tight(text)


@given(text=st.text(st.sampled_from(list("ab_. \n{}")), max_size=60))
def test_the_text_of_a_body_read_again_is_the_same_body(text: str) -> None:
    body = read_body(text)
    assert read_body(body.text) == body


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{{ x }} is here.", id="at the start of the text"),
        pytest.param("Pour it. {{ x }} is here.", id="after a full stop"),
        pytest.param("Is it hot? {{ x }} is here.", id="after a question mark"),
        pytest.param("Pour it.\n{{ x }} is here.", id="after a full stop on a new line"),
        pytest.param("Pour it:\n\n{{ x }} is here.", id="at the start of a paragraph"),
        pytest.param("Tell:\n\n- {{ x }}", id="at the start of a list entry"),
        pytest.param("Tell:\n\n1. {{ x }}", id="at the start of a numbered entry"),
        pytest.param("**{{ x }}** is here.", id="after the marks of bold text"),
    ],
)
def test_a_name_that_begins_a_sentence_is_known(text: str) -> None:
    assert read_body(text).opens_sentence(0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Tell {{ x }} of it.", id="within a sentence"),
        pytest.param("Tell\n{{ x }} of it.", id="within a sentence on a new line"),
        pytest.param("Tell, {{ x }}.", id="after a comma"),
        pytest.param("Version 1.{{ x }}", id="after a full stop without a space"),
        pytest.param("Tell **{{ x }}** of it.", id="in bold text within a sentence"),
        pytest.param("Tell them: {{ x }}", id="after a colon"),
        pytest.param("- tell {{ x }}", id="within a list entry"),
        pytest.param(
            "Use a vessel, e.g. {{ x }}.",
            id="after an abbreviation",
        ),
    ],
)
def test_a_name_within_a_sentence_does_not_begin_one(text: str) -> None:
    assert not read_body(text).opens_sentence(0)


def test_each_name_is_judged_by_what_stands_before_it() -> None:
    body = read_body("{{ x }} tells {{ y }}. {{ z }} listens to {{ x }}.")
    assert [body.opens_sentence(number) for number in range(4)] == [True, False, True, False]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        pytest.param("", 0, "The clause has no text.", id="nothing"),
        pytest.param(" \n ", 0, "The clause has no text.", id="blank lines"),
        pytest.param("x" * (LONGEST_BODY + 1), 0, "The text is longer than 8,000 characters.", id="a long text"),
        pytest.param("One.\n{% if x %}", 1, "a template instruction", id="a template instruction"),
        pytest.param("{# x #}", 0, "a template comment", id="a template comment"),
        pytest.param("Tea {: .red }", 0, "an attribute list", id="an attribute list"),
        pytest.param("Tea {.red}", 0, "an attribute list", id="a class"),
        pytest.param("One.\nTwo.\n<script>", 2, "HTML", id="a script"),
        pytest.param("</p>", 0, "HTML", id="a closing tag"),
        pytest.param("<!-- x -->", 0, "HTML", id="an HTML comment"),
        pytest.param("![cup](https://tea.example/cup.png)", 0, "an image", id="an image"),
        pytest.param("One.\n\n## Two", 2, "a heading", id="a heading"),
        pytest.param("One\n===", 1, "an underlined heading or a rule", id="an underlined heading"),
        pytest.param("One\n---", 1, "an underlined heading or a rule", id="a rule"),
        pytest.param("Use `tea`.", 0, "a code mark", id="a code mark"),
        pytest.param("One.[^1]", 0, "a footnote", id="a footnote"),
        pytest.param("[toc]", 0, "a footnote or a contents mark", id="a contents mark"),
        pytest.param("((((((", 0, "a long run of one mark", id="a run of brackets"),
        pytest.param("[tea](http://tea.example)", 0, "a link that is not https", id="a link that is not https"),
        pytest.param("[tea](/tea)", 0, "a link that is not https", id="a link without a host"),
        pytest.param("[tea](javascript:x)", 0, "a link that is not https", id="a script as a link"),
        pytest.param("One.\nJavaScript:x", 1, "an address that is not https", id="a script as an address"),
        pytest.param("{{ x | upper }}", 0, "Something other than a name", id="a filter"),
        pytest.param("{{ x.y.z }}", 0, "Something other than a name", id="a name of three parts"),
        pytest.param("{{ X }}", 0, "Something other than a name", id="a name with a capital"),
        pytest.param("{{ 1 + 1 }}", 0, "Something other than a name", id="a sum"),
        pytest.param("{{ ''.__class__ }}", 0, "Something other than a name", id="an attribute"),
        pytest.param("{{ x }}\n\n{{ y", 2, "Something other than a name", id="braces that do not close"),
        pytest.param("One.\n}}", 1, "Something other than a name", id="braces that do not open"),
        pytest.param("{{ x }} a\nb {{ 1 }}", 1, "Something other than a name", id="a sum after a name"),
    ],
)
def test_what_a_body_may_not_hold_is_found_on_its_line(text: str, line: int, says: str) -> None:
    found = list(faults(read_body(text)))
    assert (line, True) in [(at, says in what) for at, what, _ in found]
    assert all(advice for _, _, advice in found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Pour {{ x }} for **all** and _some_.", id="names and emphasis"),
        pytest.param("- one\n- two\n\n1. three", id="lists"),
        pytest.param("[tea](https://tea.example) or [mail](mailto:cup@tea.example)", id="links"),
        pytest.param("| a | b |\n|---|---|\n| c | d |", id="a table"),
        pytest.param("Fewer than 5 < 6 & 7 > 6.", id="signs of comparison"),
        pytest.param("Cup #4 costs 5 {about}.", id="a number sign and single braces"),
        pytest.param("A dash -- and a profile: yours.", id="a dash and a colon"),
        pytest.param("x" * LONGEST_BODY, id="the longest text"),
    ],
)
def test_ordinary_markdown_has_no_faults(text: str) -> None:
    assert list(faults(read_body(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Keep the cup and your file: yours.", id="a file"),
        pytest.param("Write the data: today.", id="data"),
    ],
)
def test_a_word_before_a_colon_is_not_an_address(text: str) -> None:
    assert list(faults(read_body(text))) == []


def test_a_fault_names_the_line_of_the_clause_file(tmp_path: Path) -> None:
    text = clause_file("\nFine.\n\n# A heading\n\nFine. {{ 1 }}")
    problems = mistakes_with(tmp_path, {"clauses/cake/bad.md": text})
    assert [(problem.line, problem.says) for problem in problems] == [
        (9, "The text holds a heading."),
        (11, "Something other than a name stands in {{ }}."),
    ]
    assert text.splitlines()[8] == "# A heading"


def test_the_clauses_of_the_tea_club_have_no_faults(tea: Library) -> None:
    assert [clause.path for clause in tea.clauses if list(faults(clause.body))] == []


@pytest.mark.parametrize("key", [pytest.param("do", id="do"), pytest.param("dont", id="dont")])
def test_a_line_for_the_quick_guide_may_not_hold_what_a_body_may_not(tmp_path: Path, key: str) -> None:
    files = {"clauses/cake/bad.md": clause_file("Fine.", **{key: "Pour <b>{{ 1 }}</b>."})}
    assert mistakes_with(tmp_path, files)


_MARKS_AND_NAMES = st.sampled_from([*"{%#:.a<![=-* _\t\n`^TOC](>1)x{}javscriptfile+hd/&", "{{ a.b }}"])


@given(st.lists(_MARKS_AND_NAMES, max_size=60).map("".join))
def test_the_quick_look_for_signs_misses_nothing_that_is_forbidden(text: str) -> None:
    body = read_body(text)
    for signs, pattern, what, _ in _FORBIDDEN:
        if pattern.search(text):
            assert any(sign in text for sign in signs), what
            assert bears_marks(body), what
    assert "{{" not in "x".join(body.pieces[::2]) or bears_marks(body)


def test_plain_words_with_names_are_looked_at_no_further() -> None:
    assert not bears_marks(read_body("Tell {{ role.privacy_officer }} (by 9.30) - never post it.\nAsk first."))
