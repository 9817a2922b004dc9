from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from policygen.bodies import read_body
from policygen.errors import RenderFailed
from policygen.filling import Filled, literal
from policygen.questions import Kind, Question, QuestionId
from policygen.rendering.marks import escape_markdown, to_html, to_markdown
from tests.tools import texts

NAME = Question(id=QuestionId("name"), section="", ask="", help="", kind=Kind.TEXT, quick=True, required=True)

MARKS = (
    "<script>alert(1)</script>",
    "<!--",
    "]]>",
    "</p>",
    "&lt;",
    "&#60;",
    "&amp",
    "**",
    "_",
    "`",
    "~~",
    "](javascript:x)",
    "![x](https://x.y/z.png)",
    "[x]",
    "https://x.y",
    "|",
    "#",
    "##",
    "---",
    "===",
    "- ",
    "+ ",
    "1. ",
    "1) ",
    "> ",
    "{{ x }}",
    "{% x %}",
    "{: .x}",
    "\\",
    "\\*",
    '" onclick="x',
    "'",
    "!",
    "<br>",
    "x",
    "7",
)

HOSTILE = st.one_of(
    texts(NAME),
    texts(NAME, st.sampled_from(list("<>&\"'*_`~[]()!|#+-=.:\\{}1 a"))),
    st.lists(st.sampled_from(MARKS), min_size=1, max_size=5).map("".join).map(str.strip).filter(bool),
)
"""Answers of people who mean no good, or whose names have marks in them."""

BODIES = {
    "in a sentence": "Ask {{ x }} first.",
    "at the start of a paragraph": "One.\n\n{{ x }} pours.",
    "alone in a paragraph": "{{ x }}",
    "on a line of its own": "Ask\n{{ x }}\nfirst.",
    "in bold text": "Ask **{{ x }}** first.",
    "in a list": "- {{ x }}\n- tea",
    "in a numbered list": "1. tea\n2. {{ x }} and tea",
    "in a table": "| a | b |\n|---|---|\n| {{ x }} | c |",
    "in a quotation": "> {{ x }}",
    "as the words of a link": "See [{{ x }}](https://tea.example).",
    "beside marks": "_{{ x }}_ and ({{ x }})",
    "twice in a row": "{{ x }}{{ x }}",
}


def filled(body: str, value: str) -> Filled:
    pieces = read_body(body).pieces
    return Filled(tuple(value if number % 2 else piece for number, piece in enumerate(pieces)))


class Outline(HTMLParser):
    """The tags of some HTML, and the text between them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text = ""
        self.others: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}", ()))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


bodies = pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in BODIES.items()])


# HTML


@bodies
@given(value=HOSTILE)
def test_no_answer_changes_the_tags_of_a_page_and_all_of_it_is_shown(body: str, value: str) -> None:
    plain, hostile = Outline(to_html(filled(body, "Leaf"))), Outline(to_html(filled(body, value)))
    assert hostile.tags == plain.tags
    assert hostile.others == []
    assert hostile.text == plain.text.replace("Leaf", value)


@given(value=HOSTILE)
def test_no_answer_leaves_a_line(value: str) -> None:
    outline = Outline(to_html(literal(value)))
    assert (outline.tags, outline.text) == ([("p", ()), ("/p", ())], value)


@given(value=HOSTILE)
def test_no_answer_leaves_the_address_of_a_link(value: str) -> None:
    outline = Outline(to_html(filled("[tea](https://tea.example/{{ x }})", value)))
    assert [tag for tag, _ in outline.tags] == ["p", "a", "/a", "/p"]
    assert [name for name, _ in outline.tags[1][1]] == ["href"]
    assert str(outline.tags[1][1][0][1]).startswith("https://tea.example/")


def test_a_value_that_looks_like_a_place_for_another_value_is_not_replaced() -> None:
    text = Filled(("", "\ue0001\ue001", " and ", "tea", ""))
    assert to_html(text) == "<p>\ue0001\ue001 and tea</p>"


def test_the_words_of_a_clause_are_read_as_markdown() -> None:
    assert to_html(Filled(("Pour **tea**:\n\n- one\n- two",))) == (
        "<p>Pour <strong>tea</strong>:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("<script>x</script>", id="a script"),
        pytest.param("<b onclick=x>tea</b>", id="a tag that is not used"),
        pytest.param("# Tea", id="a heading"),
        pytest.param("![tea](https://tea.example/x.png)", id="an image"),
        pytest.param("[tea](javascript:x)", id="a script as a link"),
        pytest.param("[tea](http://tea.example)", id="a link that is not https"),
        pytest.param("    tea", id="code"),
    ],
)
def test_words_that_the_sanitiser_would_change_are_refused(words: str) -> None:
    with pytest.raises(RenderFailed, match="markup that is not allowed"):
        to_html(Filled((words,)))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Salt & pepper, 5 > 4, “tea” – it's hot.", id="signs"),
        pytest.param("[tea](https://tea.example/?a=1&b=2) and [mail](mailto:a@tea.example)", id="links"),
        pytest.param("| a | b |\n|:--|--:|\n| c | d |", id="a table with columns to the left and right"),
        pytest.param("3. three\n4. four", id="a list that starts later"),
    ],
)
def test_ordinary_words_are_not_refused(words: str) -> None:
    assert Outline(to_html(Filled((words,)))).text.strip()


# Markdown, as Python-Markdown and as CommonMark read it

READERS: dict[str, Callable[[str], str]] = {
    "Python-Markdown": lambda text: markdown.markdown(text, extensions=["sane_lists", "tables"], output_format="html"),
    "CommonMark": MarkdownIt("commonmark").enable(["table", "strikethrough"]).render,
}

readers = pytest.mark.parametrize("reader", [pytest.param(reader, id=name) for name, reader in READERS.items()])

WITHIN_A_LINE = ("in a sentence", "in bold text", "in a table", "as the words of a link", "beside marks")

MARKS_THAT_BEGIN_A_LINE = ("#", "# x", "#x", "---", "===", "-", "- x", "+ x", "1. x", "1) x", "7.", "> x", ">x")

UNESCAPED = {
    "at the start of a paragraph": ("#x", ">x"),
    "alone in a paragraph": ("#x", ">x", "---"),
    "on a line of its own": ("#x", ">x", "---", "==="),
    "in a list": ("#", "# x", "#x", "---", "-", "- x", "+ x", "1. x", "1) x", "7.", "> x", ">x"),
    "in a numbered list": ("#", "# x", "#x", "-", "- x", "+ x", "1. x", "1) x", "7.", "> x", ">x"),
    "in a quotation": ("#", "# x", "#x", "---", "-", "- x", "+ x", "1. x", "1) x", "7.", "> x", ">x"),
}
"""What is read as a mark today, by one of the two readers at least."""


def assert_shown_letter_for_letter(body: str, value: str, reader: Callable[[str], str]) -> None:
    plain = Outline(reader(to_markdown(filled(body, "Leaf"))))
    hostile = Outline(reader(to_markdown(filled(body, value))))
    assert hostile.tags == plain.tags
    assert hostile.text == plain.text.replace("Leaf", value)


@readers
@pytest.mark.parametrize("body", [pytest.param(BODIES[name], id=name) for name in WITHIN_A_LINE])
@given(value=HOSTILE)
def test_no_answer_within_a_line_changes_what_a_markdown_document_is_made_of(
    body: str, reader: Callable[[str], str], value: str
) -> None:
    assert_shown_letter_for_letter(body, value, reader)


@readers
@given(value=HOSTILE)
def test_an_escaped_text_parsed_as_markdown_is_the_same_text(reader: Callable[[str], str], value: str) -> None:
    outline = Outline(reader(f"Ask {escape_markdown(value)} first."))
    assert (outline.tags, outline.text.strip()) == ([("p", ()), ("/p", ())], f"Ask {value} first.")


@pytest.mark.parametrize(
    ("body", "value"),
    [
        pytest.param(BODIES[name], value, id=f"{value} {name}")
        for name, unescaped in UNESCAPED.items()
        for value in MARKS_THAT_BEGIN_A_LINE
        if value not in unescaped
    ],
)
def test_an_answer_that_begins_like_a_heading_list_or_rule_is_none(body: str, value: str) -> None:
    for reader in READERS.values():
        assert_shown_letter_for_letter(body, value, reader)


@pytest.mark.parametrize(
    ("body", "values"), [pytest.param(BODIES[name], values, id=name) for name, values in UNESCAPED.items()]
)
def test_no_answer_begins_a_heading_list_or_rule_anywhere(body: str, values: tuple[str, ...]) -> None:
    for value in values:
        for reader in READERS.values():
            assert_shown_letter_for_letter(body, value, reader)


def test_an_answer_that_ends_with_an_exclamation_mark_does_not_make_an_image_of_a_link() -> None:
    for reader in READERS.values():
        assert_shown_letter_for_letter("{{ x }}[tea](https://tea.example)", "wow!", reader)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("Leaf and Cup", id="plain words"),
        pytest.param("Leaf (East), No. 5 - 7", id="brackets and a dash"),
        pytest.param("a.b+c@tea.example", id="an address"),
        pytest.param("St. Mary's & Co.", id="an ampersand"),
        pytest.param("茶", id="another script"),
    ],
)
def test_an_ordinary_answer_is_not_escaped_at_all(value: str) -> None:
    assert escape_markdown(value, opens_a_block=True) == value


def test_a_telephone_number_that_begins_a_line_is_not_escaped_and_a_mark_of_a_list_is() -> None:
    assert to_markdown(Filled(("Call\n", "+1 555 0100", "."))) == "Call\n+1 555 0100."
    assert to_markdown(Filled(("Call\n", "+ tea", "."))) == "Call\n&#43; tea."
    assert to_markdown(Filled(("Call\n", "+", " tea."))) == "Call\n&#43; tea."


def test_the_words_of_a_clause_stay_markdown_beside_an_escaped_value() -> None:
    assert to_markdown(Filled(("**Ask** ", "*Leaf*", " _now_."))) == r"**Ask** \*Leaf\* _now_."
