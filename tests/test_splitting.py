from __future__ import annotations

import pytest

from policygen.auditing.oldpolicy import Block, BlockKind, OldStatement
from policygen.auditing.plaintext import looks_like_heading, read_markdown
from policygen.auditing.splitting import sentences_of, split, tidy


def statements(text: str) -> tuple[OldStatement, ...]:
    return split(read_markdown(text))[0]


def wholes(text: str) -> list[str]:
    return [each.whole for each in statements(text)]


# Sentences


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It follows 45 C.F.R. 164.502 and U.S. law.", id="initials of a citation"),
        pytest.param("Dr. Smith must approve each post.", id="a title"),
        pytest.param("The Boeing Co., 365 NLRB No. 154, sets the rule.", id="a number"),
        pytest.param("Keep records, e.g. Forms and logs, for a year.", id="for example"),
        pytest.param("The site is www.a.example and opens at 8.30 a.m. daily.", id="an address"),
        pytest.param("it goes on in small letters. and ends.", id="a small letter after the full stop"),
    ],
)
def test_a_sentence_is_not_cut(text: str) -> None:
    assert list(sentences_of(text)) == [text]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        pytest.param("Ask first. Then post.", ["Ask first.", "Then post."], id="full stops"),
        pytest.param("Who asks? Everyone! 2 people.", ["Who asks?", "Everyone!", "2 people."], id="other marks"),
        pytest.param("Ask first\nThen post", ["Ask first", "Then post"], id="line ends before capitals"),
        pytest.param('He said "no." She left.', ['He said "no.', "She left."], id="a quotation"),
    ],
)
def test_sentences_are_cut(text: str, cut: list[str]) -> None:
    assert list(sentences_of(text)) == cut


def test_what_cannot_be_seen_is_taken_out_and_letters_have_one_form() -> None:
    assert tidy("a\u200bb\ufeff \u202ec\u0000 \ufb01le\u00a0 d\r\n\r\ne\u0301") == "ab c file d\n\u00e9"


# Headings


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Purpose", id="one word"),
        pytest.param("PURPOSE AND SCOPE", id="capitals"),
        pytest.param("3. Use of photographs", id="a number"),
        pytest.param("IV. Scope", id="a Roman number"),
        pytest.param("4.2 What to do", id="a number before a duty word"),
    ],
)
def test_a_short_title_like_line_is_a_heading(line: str) -> None:
    assert looks_like_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Never post pictures", id="a ban"),
        pytest.param("Staff must ask first", id="a duty"),
        pytest.param("Ask before you post.", id="a full stop"),
        pytest.param("Owner: Privacy Officer", id="a field with its value"),
        pytest.param("July 1, 2027", id="a date"),
        pytest.param("[Insert name]", id="a blank to fill in"),
        pytest.param("and so on", id="a small letter"),
        pytest.param("The privacy office keeps a record of all the forms that patients signed", id="many words"),
        pytest.param("12", id="no letters"),
    ],
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert not looks_like_heading(line)


# What leads to a list


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("Don'ts", id="don'ts"),
        pytest.param("The Don\u2019ts", id="a curly apostrophe"),
        pytest.param("DO NOT:", id="do not"),
        pytest.param("Prohibited conduct", id="prohibited"),
        pytest.param("Staff must not", id="must not"),
        pytest.param("What not to do", id="what not to do"),
    ],
)
def test_an_item_under_a_ban_is_read_as_a_ban(heading: str) -> None:
    assert wholes(f"## {heading}\n\n- Post pictures of patients.\n") == ["Do not post pictures of patients."]


@pytest.mark.parametrize(
    "heading", [pytest.param("Dos", id="dos"), pytest.param("Do", id="do"), pytest.param("Privacy", id="a topic")]
)
def test_an_item_under_another_heading_is_read_as_it_stands(heading: str) -> None:
    assert wholes(f"## {heading}\n\n- Ask before you post.\n") == ["Ask before you post."]


def test_a_ban_that_an_item_says_itself_is_not_said_twice() -> None:
    assert wholes("## Don'ts\n\n- Don't post pictures.\n- Never guess.\n- You may not tag.\n") == [
        "Don't post pictures.",
        "Never guess.",
        "You may not tag.",
    ]


def test_a_ban_ends_with_its_list_and_with_the_next_heading() -> None:
    text = "## Don'ts\n\n- Post pictures.\n\nAsk the manager.\n\n## Dos\n\n- Post news.\n"
    assert wholes(text) == ["Do not post pictures.", "Ask the manager.", "Post news."]


def test_the_words_before_a_list_go_with_each_item() -> None:
    text = "Staff may post only:\n\n1. news of the hospital\n2. Public events\n\nThe list ends here.\n"
    assert wholes(text) == [
        "Staff may post only news of the hospital",
        "Staff may post only public events",
        "The list ends here.",
    ]


def test_a_long_sentence_before_a_list_is_a_statement_too() -> None:
    lead = "Every member of the staff who runs one of the official accounts must do all of the following each month:"
    assert wholes(f"{lead}\n\n- check the access list\n")[0] == lead


def test_a_sentence_that_leads_to_no_list_is_not_lost() -> None:
    assert wholes("Staff may post only:\n\nAsk the manager first.\n") == [
        "Staff may post only:",
        "Ask the manager first.",
    ]
    assert wholes("Ask first.\n\nAsk these people:\n") == ["Ask first.", "Ask these people:"]


def test_a_heading_that_is_a_rule_is_a_statement_too() -> None:
    assert wholes("## Never share a password\n\nIt is yours.\n") == ["Never share a password", "It is yours."]
    assert wholes("## 2. Who must follow it\n\nIt is yours.\n") == ["It is yours."]
    assert wholes("## Must, should and may\n\nIt is yours.\n") == ["It is yours."]
    assert wholes("## Passwords\n\nIt is yours.\n") == ["It is yours."]


def test_every_statement_knows_its_number_heading_and_line() -> None:
    found = statements("# A\n\nOne. Two.\n\n## B\n\n- three\n")
    assert [(each.number, each.heading, each.line) for each in found] == [(1, "A", 3), (2, "A", 3), (3, "B", 7)]
    assert found[2].where == "statement 3, line 7, under 'B'"


def test_lines_of_a_table_of_contents_are_no_statements() -> None:
    blocks = [
        Block(kind=BlockKind.PARAGRAPH, text="Purpose ........ 3"),
        Block(kind=BlockKind.PARAGRAPH, text="Scope and people . . . . . . 14"),
        Block(kind=BlockKind.PARAGRAPH, text="Staff must ask first."),
    ]
    assert [each.whole for each in split(blocks)[0]] == ["Staff must ask first."]
