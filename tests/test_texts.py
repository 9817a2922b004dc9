"""The words of a paper in HTML and Markdown: plain, filled and edited."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from policygen.filling import Filled
from policygen.paper import Edited, Mark
from policygen.rendering.texts import bare_of, html_line_of, html_of, markdown_line_of, markdown_of
from tests.papers import HOSTILE, english

KEPT, ADDED, GONE = Mark.KEPT, Mark.INSERTED, Mark.DELETED
LETTERS = st.text(st.sampled_from("ab <>&*_~[]()!:#|\\`-.1{}\"'"), min_size=1, max_size=12)


def edited(*runs: tuple[Mark, str]) -> Edited:
    return Edited(runs)


class Shown(HTMLParser):
    """Gathers the words and the tags of HTML."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_plain_text_keeps_its_lines_and_paragraphs() -> None:
    assert html_of("Pour.\nWait.\n\nServe.", english()) == "<p>Pour.<br>Wait.</p>\n<p>Serve.</p>"
    assert markdown_of("Pour.\nWait.\n\nServe.", english()) == "Pour.  \nWait.\n\nServe."


@pytest.mark.parametrize("text", HOSTILE)
def test_a_plain_text_is_shown_letter_for_letter(text: str) -> None:
    html = html_of(text, english())
    assert (Shown(html).words, Shown(html).tags) == (text, ["p"])
    shown = Shown(MarkdownIt().enable("strikethrough").render(markdown_of(text, english())))
    assert (shown.words.strip(), shown.tags) == (text, ["p"])


def test_one_paragraph_stands_in_a_line_without_its_tags_and_two_do_not() -> None:
    assert html_line_of("Tea", english()) == "Tea"
    assert html_line_of("Tea\n\nCake", english()) == "<p>Tea</p>\n<p>Cake</p>"


def test_a_filled_list_does_not_lose_its_tags_in_a_line() -> None:
    assert html_line_of(Filled(("Pour:\n\n- tea",)), english()).startswith("<p>Pour:</p>")


def test_a_change_is_said_in_words_as_well_as_shown_in_html() -> None:
    assert html_of(edited((KEPT, "Wait "), (GONE, "two"), (ADDED, "four"), (KEPT, " minutes.")), english()) == (
        '<p>Wait <del><span class="edit">[deleted: </span>two<span class="edit">]</span></del>'
        '<ins><span class="edit">[added: </span>four<span class="edit">]</span></ins> minutes.</p>'
    )


def test_what_was_kept_is_neither_struck_nor_underlined() -> None:
    assert html_of(edited((KEPT, "Wait.")), english()) == "<p>Wait.</p>"
    assert markdown_of(edited((KEPT, "Wait.")), english()) == "Wait."


@pytest.mark.parametrize(
    ("runs", "written"),
    [
        pytest.param(
            ((KEPT, "Wait "), (GONE, "two"), (ADDED, "four"), (KEPT, " minutes.")),
            "Wait [deleted: ~~two~~] [added: **four**] minutes.",
            id="words exchanged",
        ),
        pytest.param(((ADDED, "Stir. "), (KEPT, "Pour.")), "[added: **Stir.**] Pour.", id="white space outside"),
        pytest.param(((ADDED, "tea"), (KEPT, "(x)")), "[added: **tea**]&#40;x)", id="no link is made"),
        pytest.param(((ADDED, "tea"), (KEPT, ": x")), "[added: **tea**]&#58; x", id="no link target is made"),
        pytest.param(((GONE, "a*b~~c"),), "[deleted: ~~a\\*b&#126;&#126;c~~]", id="marks in the words"),
        pytest.param(((GONE, "a\nb"),), "[deleted: ~~a~~]\n[deleted: ~~b~~]", id="two lines"),
        pytest.param(((ADDED, " "), (KEPT, "tea")), "tea", id="white space alone is no change to show"),
    ],
)
def test_a_change_is_written_in_markdown(runs: tuple[tuple[Mark, str], ...], written: str) -> None:
    assert markdown_of(edited(*runs), english()) == written


RUNS = st.lists(st.tuples(st.sampled_from(list(Mark)), LETTERS), min_size=1, max_size=5)


@given(RUNS)
def test_an_edited_text_is_never_markup_in_html(runs: list[tuple[Mark, str]]) -> None:
    shown = Shown(html_of(edited(*runs), english()))
    assert set(shown.tags) <= {"p", "ins", "del", "span"}
    for _, words in runs:
        assert words in shown.words


@given(RUNS)
def test_an_edited_text_makes_no_link_or_heading_in_markdown(runs: list[tuple[Mark, str]]) -> None:
    shown = Shown(MarkdownIt().enable("strikethrough").render(markdown_of(edited(*runs), english())))
    assert set(shown.tags) <= {"p", "s", "strong"}


def test_a_cell_of_markdown_is_one_line_without_a_bare_bar() -> None:
    assert markdown_line_of(Filled(("tea | milk\n\n- cup",)), english()) == "tea \\| milk - cup"
    assert markdown_line_of("tea | milk", english()) == "tea \\| milk"


def test_the_bare_words_are_those_after_the_change() -> None:
    assert bare_of(edited((KEPT, "Wait "), (GONE, "two"), (ADDED, "four"), (KEPT, " minutes."))) == "Wait four minutes."
    assert bare_of(Filled(("Pour **", "A & <B>", "**."))) == "Pour A & <B>."
