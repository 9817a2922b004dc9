from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.bodies import read_body
from policygen.clauses import RoleId
from policygen.filling import Filled, Filler, joined, literal, long_date
from policygen.jurisdictions import PlaceId
from policygen.library import Library
from policygen.questions import QuestionId
from policygen.strictyaml import Value
from tests.tools import TEA, mistakes_with, tea_answers, tea_with, texts

EAST, WEST, TEALAND = PlaceId("tealand-east"), PlaceId("tealand-west"), PlaceId("tealand")


def filler(tea: Library, **values: Value) -> Filler:
    return Filler(tea, tea_answers(tea, **values), "en-GB")


def fill(tea: Library, text: str, *places: PlaceId, **values: Value) -> str:
    return str(filler(tea, **values).fill(read_body(text), places or (EAST,)))


# Words and values


def test_words_and_values_stay_apart(tea: Library) -> None:
    filled = filler(tea, org_name="*Leaf*").fill(read_body("Ask *{{ org_name }}* now."), (EAST,))
    assert filled.pieces[::2] == ("Ask *", "* now.")
    assert filled.values == ("*Leaf*",)
    assert str(filled) == "Ask **Leaf** now."


def test_a_literal_text_is_a_value() -> None:
    assert literal("*Leaf*").values == ("*Leaf*",)
    assert "".join(literal("*Leaf*").pieces[::2]) == ""


@given(data=st.data())
def test_any_answer_is_printed_letter_for_letter(tea: Library, data: st.DataObject) -> None:
    name = data.draw(texts(tea.questionnaire["org_name"]).filter(lambda text: not text.lower().startswith("the ")))
    filled = filler(tea, org_name=name).fill(read_body("The color of {{ org_name }} and {{ org_name }}."), (EAST,))
    assert filled == Filled(("The colour of ", name, " and ", name, "."))


# Terms


def test_a_term_is_that_of_the_nearest_place_that_has_one(tea: Library) -> None:
    assert fill(tea, "Use {{ term.cup }}.", WEST) == "Use a mug."
    assert fill(tea, "Use {{ term.cup }}.", EAST) == "Use a cup."
    assert fill(tea, "Ask {{ term.brewer }}.", WEST) == "Ask tea maker."


def test_a_term_may_depend_on_an_answer(tea: Library) -> None:
    assert fill(tea, "Use {{ term.cup }}.", EAST, brewing="samovar") == "Use a tea glass."
    assert fill(tea, "Use {{ term.cup }}.", WEST, brewing="samovar") == "Use a mug."


def test_a_term_that_differs_between_places_is_given_in_both_words(tea: Library) -> None:
    assert fill(tea, "Use {{ term.cup }}.", EAST, WEST) == "Use a cup or a mug."


def test_a_term_that_places_share_is_given_once(tea: Library) -> None:
    assert fill(tea, "Ask {{ term.brewer }}.", EAST, WEST) == "Ask tea maker."


# Limits


@pytest.mark.parametrize(
    ("places", "stands", "kept"),
    [
        pytest.param((TEALAND,), "4 hours", "2 weeks", id="the country's limit and everyone's"),
        pytest.param((EAST,), "1 hour", "2 weeks", id="a province's own"),
        pytest.param((WEST,), "4 hours", "1 month", id="the province that asks for more"),
        pytest.param((WEST, EAST), "1 hour", "1 month", id="the strictest of two provinces, each way"),
    ],
)
def test_the_strictest_limit_is_printed(tea: Library, places: tuple[PlaceId, ...], stands: str, kept: str) -> None:
    text = "{{ limit.pot_stands }} and {{ limit.leaf_kept }}"
    assert fill(tea, text, *places) == f"{stands} and {kept}"


def test_a_province_cannot_loosen_the_limit_around_it(tmp_path: Path) -> None:
    place = (TEA / "jurisdictions/tealand-east/_place.yaml").read_text().replace("1 hours", "9 hours")
    library = tea_with(tmp_path, {"jurisdictions/tealand-east/_place.yaml": place})
    assert fill(library, "{{ limit.pot_stands }}", EAST) == "4 hours"


# Roles


def test_a_role_is_printed_as_it_says(tea: Library) -> None:
    assert fill(tea, "Ask {{ role.brewer }}, or {{ role.treasurer }}.") == (
        "Ask the tea maker, or the Treasurer of Leaf & Cup."
    )


@pytest.mark.parametrize(
    ("headcount", "role", "printed"),
    [
        pytest.param("6", "brewer", "the tea maker", id="a large club has each role"),
        pytest.param("5", "brewer", "the Tea Steward", id="a small club merges a role"),
        pytest.param("5", "treasurer", "the Tea Steward", id="a small club merges a role held by a merged role"),
        pytest.param("5", "scribe", "the Scribe", id="a small club keeps a role that nobody else may hold"),
    ],
)
def test_a_role_is_held_by_another_in_a_small_workforce_only(
    tea: Library, headcount: str, role: str, printed: str
) -> None:
    assert fill(tea, f"Ask {{{{ role.{role} }}}}.", headcount=headcount) == f"Ask {printed}."
    assert filler(tea, headcount=headcount).is_small is (headcount == "5")


def test_a_holder_is_itself_when_nobody_holds_it(tea: Library) -> None:
    assert filler(tea, headcount="2").holder(RoleId("steward")).id == "steward"


def test_roles_that_hold_each_other_are_a_mistake_in_the_library(tmp_path: Path) -> None:
    frame = (
        (TEA / "clauses/_library.yaml")
        .read_text()
        .replace("the Tea Steward\n", "the Tea Steward\n    held_by: treasurer\n")
    )
    assert mistakes_with(tmp_path, {"clauses/_library.yaml": frame})


# Capitals


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        pytest.param("{{ term.cup }} is hot.", "A cup is hot.", id="a term at the start"),
        pytest.param("Pour. {{ term.cup }} is hot.", "Pour. A cup is hot.", id="a term after a full stop"),
        pytest.param(
            "Ask {{ headcount }} and {{ headcount }} and {{ headcount }}. {{ term.cup }} is hot.",
            "Ask 12 and 12 and 12. A cup is hot.",
            id="a term after other names",
        ),
        pytest.param("- {{ role.brewer }}\n- x", "- The tea maker\n- x", id="a role at the start of a list entry"),
        pytest.param(
            "Pour.\n\n{{ role.brewer }} waits.", "Pour.\n\nThe tea maker waits.", id="a role in a new paragraph"
        ),
    ],
)
def test_a_term_or_role_that_begins_a_sentence_has_a_capital(tea: Library, text: str, filled: str) -> None:
    assert fill(tea, text) == filled


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        pytest.param("Fill {{ term.cup }}.", "Fill a cup.", id="a term within a sentence"),
        pytest.param("Ask\n{{ role.brewer }} now.", "Ask\nthe tea maker now.", id="a role on a new line"),
        pytest.param("- ask {{ role.brewer }}", "- ask the tea maker", id="a role within a list entry"),
    ],
)
def test_a_term_or_role_within_a_sentence_has_none(tea: Library, text: str, filled: str) -> None:
    assert fill(tea, text) == filled


def test_a_term_takes_a_capital_only_where_it_begins_the_sentence(tea: Library) -> None:
    serve = next(clause for clause in tea.clauses if clause.id == "pouring/serve" and clause.place is None)
    text = str(filler(tea).fill(serve.body, (EAST,)))
    assert text.startswith("A cup is filled, and a cup is handed over.")


def test_an_answer_that_begins_a_sentence_keeps_its_small_letter(tea: Library) -> None:
    assert fill(tea, "{{ org_name }} pours.", org_name="eBay tea") == "eBay tea pours."


def test_an_answer_that_begins_with_the_word_the_takes_a_capital_at_the_start_only(tea: Library) -> None:
    text = "{{ org_name }} pours for {{ org_name }}."
    assert fill(tea, text, org_name="the Leaf Club") == "The Leaf Club pours for the Leaf Club."


def test_a_role_that_begins_with_a_term_has_no_capital_within_a_sentence(tmp_path: Path) -> None:
    frame = (TEA / "clauses/_library.yaml").read_text().replace("the {{ term.brewer }}", "'{{ term.brewer }}'")
    library = tea_with(tmp_path, {"clauses/_library.yaml": frame})
    assert fill(library, "Ask {{ role.brewer }} first.") == "Ask tea maker first."


# Dates, lists and other answers


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        pytest.param("en-US", "March 4, 2026", id="American English"),
        pytest.param("en-GB", "4 March 2026", id="British English"),
        pytest.param("en-CA", "March 4, 2026", id="Canadian English"),
        pytest.param("fr-CA", "4 mars 2026", id="Canadian French"),
    ],
)
def test_a_date_is_written_in_the_order_of_its_language(language: str, printed: str) -> None:
    assert long_date(date(2026, 3, 4), language) == printed


def test_the_first_of_a_month_is_an_ordinal_in_french_and_not_in_english() -> None:
    assert long_date(date(2026, 3, 1), "fr-CA") == "1er mars 2026"
    assert long_date(date(2026, 3, 11), "fr-CA") == "11 mars 2026"
    assert long_date(date(2026, 3, 1), "en-GB") == "1 March 2026"


@pytest.mark.parametrize(
    ("words", "language", "printed"),
    [
        pytest.param([], "en-US", "", id="nothing"),
        pytest.param(["a"], "en-US", "a", id="one word"),
        pytest.param(["a", "b"], "en-US", "a and b", id="two words"),
        pytest.param(["a", "b", "c"], "en-US", "a, b, and c", id="three words in American English"),
        pytest.param(["a", "b", "c"], "en-GB", "a, b and c", id="three words in British English"),
        pytest.param(["a", "b", "c"], "fr-CA", "a, b et c", id="three words in Canadian French"),
    ],
)
def test_a_list_is_joined_in_the_manner_of_its_language(words: list[str], language: str, printed: str) -> None:
    assert joined(words, language) == printed


@pytest.mark.parametrize(
    ("question", "answers", "printed"),
    [
        pytest.param("effective_date", {}, "1 April 2026", id="a date in full"),
        pytest.param("headcount", {"headcount": "1200"}, "1200", id="a number as it is"),
        pytest.param("brewing", {"brewing": "samovar"}, "In a samovar", id="the label of a choice"),
        pytest.param("cakes", {"cakes": ["scone", "rum-cake"]}, "Scones and Rum cake", id="the labels of choices"),
        pytest.param("platforms", {"platforms": ["a", "b", "c"]}, "a, b and c", id="a list"),
        pytest.param("platforms", {"platforms": []}, "", id="an empty list"),
        pytest.param("review_months", {}, "12", id="a default"),
        pytest.param("brewing", {"brewing": "not sure"}, "In the cup", id="the cautious answer while not sure"),
    ],
)
def test_an_answer_is_written_as_running_text_has_it(
    tea: Library, question: str, answers: dict[str, Value], printed: str
) -> None:
    assert filler(tea, **answers).answer(QuestionId(question)) == printed


# Spelling


def test_the_words_of_a_clause_are_respelled_for_the_place(tea: Library) -> None:
    assert fill(tea, "The color and the flavor.", EAST) == "The colour and the flavour."


def test_a_place_without_another_spelling_leaves_the_words_alone(tea: Library) -> None:
    assert fill(tea, "The color.", PlaceId("int")) == "The color."


def test_respelling_keeps_small_and_capital_letters(tea: Library) -> None:
    assert fill(tea, "color Color COLOR FAVORITE favorite") == "colour Colour COLOUR FAVOURITE favourite"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("colorful", id="a longer word"),
        pytest.param("discolor", id="a word that ends with it"),
        pytest.param("decolorize", id="a word around it"),
    ],
)
def test_respelling_changes_whole_words_only(tea: Library, text: str) -> None:
    assert fill(tea, text) == text


def test_respelling_reaches_a_word_beside_a_mark(tea: Library) -> None:
    assert fill(tea, "**Color**-coded (color), color's") == "**Colour**-coded (colour), colour's"


def test_respelling_never_touches_a_value(tea: Library) -> None:
    text = "Color of {{ org_name }} and {{ platforms }}."
    assert fill(tea, text, org_name="Color Club", platforms=["color"]) == "Colour of Color Club and color."


def test_respelling_never_touches_the_address_of_a_link(tea: Library) -> None:
    assert fill(tea, "See [color](https://tea.example/color).") == "See [colour](https://tea.example/color)."


def test_the_clause_that_names_a_color_is_respelled_in_the_tea_club(tea: Library) -> None:
    west = next(clause for clause in tea.clauses if clause.place == "tealand-east")
    assert str(filler(tea).fill(west.body, (EAST,))).endswith("Favourite cups are the flavour of the day.")
