from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.answers import Answers
from policygen.interview import Interview, Stopped, Terminal
from policygen.library import Library
from policygen.questions import QuestionId
from tests.tools import ON, answers_of, clause_file, tea_answers, tea_with

QUICK = ("Leaf & Cup", "tealand-east", "12", "pot", "no", "2026-04-01")
"""What is typed at the questions that make a first draft."""

ENOUGH = ("no", "done")
"""No further questions, and nothing to change."""


@dataclass
class Talk:
    """One interview with a person who types some lines and then hangs up."""

    typed: Iterator[str]
    said: list[str] = field(default_factory=list)
    saved: list[tuple[QuestionId, Answers]] = field(default_factory=list)
    answers: Answers | None = None
    ended: str = ""
    """done, saved (the person left) or gone (the person typed no more)."""

    def hear(self, prompt: str) -> str:
        self.said.append(prompt)
        line = next(self.typed, None)
        if line is None:
            raise EOFError
        self.said.append(f"<{line}>")
        return line

    def save(self, answers: Answers, question: QuestionId) -> None:
        self.saved.append((question, answers))

    def value(self, name: str) -> object:
        """Give the answer that was saved last."""
        return self.saved[-1][1].value(QuestionId(name))

    def after(self, line: str) -> list[str]:
        """Give what was said in reply to a line that was typed, up to the next prompt."""
        start = self.said.index(f"<{line}>") + 1
        end = next((n for n in range(start, len(self.said)) if self.said[n] == "> "), len(self.said))
        return self.said[start:end]

    def questions(self, tea: Library) -> list[str]:
        """List the questions that were put, in order."""
        ids = {question.ask: str(question.id) for question in tea.questionnaire}
        return [ids[line] for line in self.said if line in ids]


def talk(tea: Library, *typed: str, so_far: Answers | None = None) -> Talk:
    """Hold an interview."""
    held = Talk(iter(typed))
    terminal = Terminal(say=held.said.append, hear=held.hear, stress=held.said.append)
    interview = Interview(tea, so_far or answers_of(tea), ON, terminal, held.save)
    try:
        held.answers = interview.run()
        held.ended = "done"
    except Stopped:
        held.ended = "saved"
    except EOFError:
        held.ended = "gone"
    return held


# The way through


def test_the_quick_questions_make_a_draft(tea: Library) -> None:
    held = talk(tea, *QUICK, *ENOUGH)
    assert held.ended == "done"
    assert held.answers == tea_answers(tea, milk="no")


def test_questions_are_asked_in_the_order_of_the_library(tea: Library) -> None:
    assert talk(tea, *QUICK, *ENOUGH).questions(tea) == [
        "org_name",
        "jurisdictions",
        "headcount",
        "brewing",
        "milk",
        "effective_date",
    ]


def test_the_other_questions_are_asked_when_the_person_agrees(tea: Library) -> None:
    held = talk(tea, *QUICK, "yes", "6", "a@tea.example", "Leafbook, Cupchat", "1, 2", "2", "done")
    assert held.ended == "done"
    assert held.questions(tea)[6:] == ["review_months", "privacy_contact", "platforms", "cakes", "legal_review"]
    assert held.value("platforms") == ("Leafbook", "Cupchat")
    assert held.value("cakes") == ("scone", "seed-cake")


def test_a_question_is_asked_only_if_its_condition_holds(tea: Library) -> None:
    with_milk = talk(tea, *QUICK[:4], "yes", "oat", QUICK[5], *ENOUGH)
    assert "milks" in with_milk.questions(tea)
    assert with_milk.value("milks") == ("oat",)
    assert "milks" not in talk(tea, *QUICK, *ENOUGH).questions(tea)


def test_each_question_says_how_far_the_person_is(tea: Library) -> None:
    held = talk(tea, *QUICK, *ENOUGH)
    assert "The club, 1 of 6" in held.said
    assert "The rules, 6 of 6" in held.said


def test_an_interview_goes_on_where_it_stopped(tea: Library) -> None:
    held = talk(tea, "pot", "no", "2026-04-01", *ENOUGH, so_far=tea_answers(tea).without(QuestionId("brewing")))
    assert held.questions(tea)[:2] == ["brewing", "milk"]
    assert any(line.startswith("Going on where you stopped") for line in held.said)


def test_a_first_interview_does_not_go_on_where_it_stopped(tea: Library) -> None:
    assert not any(line.startswith("Going on where you stopped") for line in talk(tea).said)


def test_a_person_who_hangs_up_keeps_what_was_saved(tea: Library) -> None:
    held = talk(tea, "Leaf")
    assert held.ended == "gone"
    assert held.value("org_name") == "Leaf"


# Ways to answer


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        pytest.param("1", ("tealand",), id="a number"),
        pytest.param("3,2", ("tealand-east", "tealand-west"), id="numbers with a comma"),
        pytest.param("2 ; 3", ("tealand-east", "tealand-west"), id="numbers with a semicolon"),
        pytest.param("tealand-west", ("tealand-west",), id="an id"),
        pytest.param("West Tealand", ("tealand-west",), id="a label"),
        pytest.param("leaf", ("tealand",), id="another name of a place"),
        pytest.param("2, West Tealand", ("tealand-east", "tealand-west"), id="a number and a label"),
        pytest.param("2,,", ("tealand-east",), id="commas with nothing between"),
        pytest.param("2, 2", ("tealand-east",), id="a number typed twice"),
    ],
)
def test_several_choices_are_made_by_number_or_by_name(tea: Library, typed: str, places: tuple[str, ...]) -> None:
    assert talk(tea, "Leaf", typed).value("jurisdictions") == places


@pytest.mark.parametrize(
    ("typed", "brewing"),
    [
        pytest.param("1", "pot", id="a number"),
        pytest.param(" 3 ", "samovar", id="a number with spaces"),
        pytest.param("pot", "pot", id="a value"),
        pytest.param("in a POT", "pot", id="a label in other letters"),
    ],
)
def test_one_choice_is_made_by_number_or_by_name(tea: Library, typed: str, brewing: str) -> None:
    assert talk(tea, *QUICK[:3], typed).value("brewing") == brewing


def test_choices_are_shown_with_their_numbers(tea: Library) -> None:
    held = talk(tea, *QUICK[:3])
    start = held.said.index("How do you brew?")
    assert held.said[start + 1 : start + 5] == [
        "   1. In a pot",
        "   2. In the cup",
        "   3. In a samovar",
        "   4. Not sure",
    ]


def test_a_question_for_yes_or_no_is_answered_in_words(tea: Library) -> None:
    held = talk(tea, *QUICK[:4])
    start = held.said.index("Do any of you take milk?")
    assert held.said[start + 1] == "Type yes or no, or not sure.  [no]"


def test_a_long_list_of_choices_is_shown_on_request_only(library: Library) -> None:
    facility = next(iter(library.questionnaire["facility_type"].choices))
    unasked = talk(library, "Leaf", facility)
    assert not any(line.endswith(". Alabama") for line in unasked.said)
    assert "Type names, with commas (? lists them)." in unasked.said
    assert any(line.endswith(". Alabama") for line in talk(library, "Leaf", facility, "?").after("?"))


def test_a_place_of_a_long_list_may_be_typed_by_name(library: Library) -> None:
    facility = next(iter(library.questionnaire["facility_type"].choices))
    assert talk(library, "Leaf", facility, "Ohio, ca-on").value("jurisdictions") == ("us-oh", "ca-on")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        pytest.param("5", "There is no number 5. Type a number from 1 to 4.", id="a number too great"),
        pytest.param("0", "There is no number 0. Type a number from 1 to 4.", id="zero"),
        pytest.param("kettle", "'kettle' is not one of the choices.", id="an unknown name"),
    ],
)
def test_a_wrong_choice_is_refused_and_asked_for_again(tea: Library, typed: str, says: str) -> None:
    held = talk(tea, *QUICK[:3], typed, "pot")
    assert held.after(typed)[0].startswith(says)
    assert held.value("brewing") == "pot"
    assert [name for name, _ in held.saved].count(QuestionId("brewing")) == 1


@pytest.mark.parametrize(
    "typed",
    [pytest.param("²", id="a raised two"), pytest.param("①", id="a one in a circle")],
)
def test_a_digit_that_is_no_number_is_refused_and_not_a_crash(tea: Library, typed: str) -> None:
    assert talk(tea, *QUICK[:3], typed, "pot").value("brewing") == "pot"


def test_a_digit_that_is_no_number_is_refused_in_the_review_too(tea: Library) -> None:
    assert talk(tea, *QUICK, "no", "²", "done").ended == "done"


def test_a_number_typed_at_a_question_without_choices_is_the_answer(tea: Library) -> None:
    assert talk(tea, "12").value("org_name") == "12"


def test_a_wrong_answer_is_refused_and_nothing_is_saved(tea: Library) -> None:
    held = talk(tea, "Leaf", "1", "a dozen")
    assert held.after("a dozen") == ["'a dozen' is not a whole number. Write digits only."]
    assert [name for name, _ in held.saved] == ["org_name", "jurisdictions"]


# Enter


def test_enter_takes_the_default(tea: Library) -> None:
    held = talk(tea, *QUICK[:4], "")
    assert held.saved[-1][0] == "milk"
    assert held.saved[-1][1].given[QuestionId("milk")] is False


def test_the_default_is_shown_before_it_is_taken(tea: Library) -> None:
    held = talk(tea, *QUICK, "yes")
    assert "Type a number.  [12]" in held.said


def test_enter_takes_an_empty_default(tea: Library) -> None:
    held = talk(tea, *QUICK, "yes", "", "", "", "", "", "done")
    assert held.ended == "done"
    assert held.value("privacy_contact") == ""
    assert held.value("platforms") == ()


@pytest.mark.parametrize("typed", [pytest.param("", id="nothing"), pytest.param("   ", id="spaces")])
def test_enter_does_not_answer_a_question_that_has_no_default(tea: Library, typed: str) -> None:
    held = talk(tea, typed, "Leaf")
    assert held.after(typed)[0] == "This one needs an answer. Type ? for help."
    assert [name for name, _ in held.saved] == ["org_name"]


@pytest.mark.parametrize("typed", [pytest.param(",", id="a comma"), pytest.param(" ; ,", id="a semicolon and a comma")])
def test_choices_that_are_needed_cannot_be_left_empty(tea: Library, typed: str) -> None:
    held = talk(tea, "Leaf", typed)
    assert held.after(typed) == ["This one needs an answer. Type ? for help."]
    assert [name for name, _ in held.saved] == ["org_name"]


# Help


def test_a_question_mark_shows_the_help_and_answers_nothing(tea: Library) -> None:
    held = talk(tea, "?", "Leaf")
    assert held.after("?") == ["Write it as it stands on the teapot."]
    assert [name for name, _ in held.saved] == ["org_name"]


def test_help_tells_what_enter_takes_and_that_a_person_may_be_unsure(tea: Library) -> None:
    said = talk(tea, *QUICK[:4], "?").after("?")
    assert "Enter takes: no." in said
    assert "You may type: not sure. The policy then stays a draft until you decide." in said


def test_help_offers_no_doubt_where_none_is_possible(tea: Library) -> None:
    assert not any("not sure" in line for line in talk(tea, "Leaf", "1", "?").after("?"))


# Back


def test_back_takes_the_answer_before_back_and_asks_it_again(tea: Library) -> None:
    held = talk(tea, "Leaf", "1", "back", "2")
    assert held.questions(tea)[:4] == ["org_name", "jurisdictions", "headcount", "jurisdictions"]
    assert [name for name, _ in held.saved] == ["org_name", "jurisdictions", "jurisdictions", "jurisdictions"]
    assert QuestionId("jurisdictions") not in held.saved[2][1].given
    assert held.value("jurisdictions") == ("tealand-east",)


def test_back_can_be_typed_again_and_again(tea: Library) -> None:
    held = talk(tea, "Leaf", "1", "12", "back", "back", "back", "Cup")
    assert held.questions(tea)[-4:] == ["headcount", "jurisdictions", "org_name", "jurisdictions"]
    assert held.saved[-1][1].given == {"org_name": "Cup"}


def test_back_at_the_first_question_stays_there(tea: Library) -> None:
    held = talk(tea, "back", "Leaf")
    assert "This is the first question." in held.after("back")
    assert held.value("org_name") == "Leaf"


# Saving and leaving


@pytest.mark.parametrize(
    "word", [pytest.param("save", id="save"), pytest.param("QUIT", id="quit"), pytest.param("exit", id="exit")]
)
@pytest.mark.parametrize(
    "before",
    [
        pytest.param((), id="at the first question"),
        pytest.param(("Leaf",), id="at the second question"),
        pytest.param(QUICK, id="when the rest is offered"),
        pytest.param((*QUICK, "no"), id="at the review"),
    ],
)
def test_a_person_may_save_and_leave_anywhere(tea: Library, before: tuple[str, ...], word: str) -> None:
    held = talk(tea, *before, word)
    assert held.ended == "saved"
    assert len(held.saved) == min(len(before), len(QUICK))


def test_every_answer_is_saved_as_soon_as_it_is_given(tea: Library) -> None:
    held = talk(tea, *QUICK, *ENOUGH)
    assert [name for name, _ in held.saved] == [
        "org_name",
        "jurisdictions",
        "headcount",
        "brewing",
        "milk",
        "effective_date",
    ]
    assert [len(answers.given) for _, answers in held.saved] == [1, 2, 3, 4, 5, 6]


# Doubts


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("not sure", id="in words"),
        pytest.param("Not Sure", id="with capitals"),
        pytest.param("4", id="by number"),
    ],
)
def test_a_person_may_be_unsure(tea: Library, typed: str) -> None:
    held = talk(tea, *QUICK[:3], typed, "no", "2026-04-01", *ENOUGH)
    assert held.answers is not None
    assert held.answers.unsure == {"brewing"}
    assert QuestionId("brewing") not in held.answers.given


def test_a_person_may_not_be_unsure_where_no_cautious_answer_is_known(tea: Library) -> None:
    held = talk(tea, "Leaf", "1", "not sure")
    assert held.after("not sure") == ["This one cannot be left open. Give an answer; it can be changed later."]
    assert held.saved[-1][0] == "jurisdictions"


# What an answer changes


def test_the_clauses_that_an_answer_adds_and_leaves_out_are_named(tea: Library) -> None:
    assert talk(tea, *QUICK[:4]).after("pot")[:1] == ["Adds 1: Warm the pot"]
    assert "Leaves out 1: Warm the pot" in talk(tea, *QUICK, "no", "4", "cup", "done").after("cup")


def test_the_clauses_that_an_answer_rewords_are_named(tea: Library) -> None:
    assert "Rewords 2: Serve with both hands; How long the pot stands" in talk(tea, "Leaf", "2").after("2")


def test_many_clauses_are_counted_and_some_of_them_named(tmp_path: Path) -> None:
    files = {f"clauses/cake/milk-{n}.md": clause_file("Pour.", title=f"Rule {n}", when="{milk: yes}") for n in range(5)}
    said = talk(tea_with(tmp_path, files), *QUICK[:4], "yes").after("yes")
    assert said[0] == "Adds 6: Milk comes last; Rule 0; Rule 1; Rule 2, and 2 more"


def test_an_answer_that_changes_no_clause_is_taken_without_a_word(tea: Library) -> None:
    assert talk(tea, "Leaf").after("Leaf")[0] == ""


# The review


def test_the_review_lists_the_answers_with_numbers(tea: Library) -> None:
    held = talk(tea, *QUICK, "no")
    start = held.said.index("Your answers")
    assert [line.strip().split(".")[0] for line in held.said[start + 1 : -1]] == ["1", "2", "3", "4", "5", "6"]
    assert "Leaf & Cup" in held.said[start + 1]
    assert "East Tealand" in held.said[start + 2]


@pytest.mark.parametrize(
    "word", [pytest.param("done", id="done"), pytest.param("", id="Enter"), pytest.param("D", id="d")]
)
def test_the_review_ends_when_the_person_is_done(tea: Library, word: str) -> None:
    assert talk(tea, *QUICK, "no", word).ended == "done"


def test_the_first_answer_is_changed_by_its_number_too(tea: Library) -> None:
    held = talk(tea, *QUICK, "no", "1", "Cup", "done")
    assert held.answers == tea_answers(tea, milk="no", org_name="Cup")


def test_enter_keeps_a_doubt_in_the_review(tea: Library) -> None:
    held = talk(tea, *QUICK[:3], "not sure", *QUICK[4:], "no", "brewing", "", "done")
    assert held.answers is not None
    assert held.answers.unsure == {"brewing"}


@pytest.mark.parametrize("chosen", [pytest.param("4", id="its number"), pytest.param("brewing", id="its name")])
def test_an_answer_is_changed_in_the_review(tea: Library, chosen: str) -> None:
    held = talk(tea, *QUICK, "no", chosen, "samovar", "done")
    assert held.answers == tea_answers(tea, milk="no", brewing="samovar")
    assert held.saved[-1][0] == "brewing"


def test_what_depends_on_a_changed_answer_is_asked_again(tea: Library) -> None:
    held = talk(tea, *QUICK, "no", "milk", "yes", "2", "done")
    assert "This depends on the answer you changed:" in held.said
    assert held.questions(tea)[-2:] == ["milk", "milks"]
    assert held.answers == tea_answers(tea, milk="yes", milks=["oat"])


def test_what_depends_on_a_changed_answer_and_is_no_longer_asked_is_not(tea: Library) -> None:
    quick = (*QUICK[:4], "yes", "oat", QUICK[5])
    held = talk(tea, *quick, "no", "milk", "no", "done")
    assert held.ended == "done"
    assert held.questions(tea)[-1] == "milk"


@pytest.mark.parametrize(
    "typed", [pytest.param("", id="Enter"), pytest.param("no", id="the same answer"), pytest.param("back", id="back")]
)
def test_an_answer_that_stays_the_same_asks_nothing_again(tea: Library, typed: str) -> None:
    held = talk(tea, *QUICK, "no", "milk", typed, "done")
    assert held.ended == "done"
    assert held.answers == tea_answers(tea, milk="no")
    assert "This depends on the answer you changed:" not in held.said


@pytest.mark.parametrize(
    "typed",
    [pytest.param("7", id="a number too great"), pytest.param("0", id="zero"), pytest.param("cups", id="a word")],
)
def test_a_wrong_number_in_the_review_is_refused(tea: Library, typed: str) -> None:
    held = talk(tea, *QUICK, "no", typed, "done")
    assert held.after(typed)[0] == "Type a number from 1 to 6, or done."
    assert held.ended == "done"


def test_an_answer_that_is_left_open_shows_so_in_the_review(tea: Library) -> None:
    held = talk(tea, *QUICK[:3], "not sure", "no", "2026-04-01", "no")
    assert [line for line in held.said[held.said.index("Your answers") :] if "not sure" in line]


def test_the_offer_is_put_again_until_it_is_answered(tea: Library) -> None:
    held = talk(tea, *QUICK, "maybe", "n", "done")
    assert held.after("maybe")[0] == "Type yes or no."
    assert held.ended == "done"


def test_nothing_is_offered_when_nothing_is_open(tea: Library) -> None:
    so_far = tea_answers(
        tea, milk="no", review_months="1", privacy_contact="", platforms=[], cakes=[], legal_review="open"
    )
    held = talk(tea, "done", so_far=so_far)
    assert (held.ended, held.answers, held.saved) == ("done", so_far, [])


# Anything at all

LINES = st.one_of(
    st.sampled_from([*QUICK, "yes", "1", "2", "3, 1", "", "?", "back", "not sure", "done", "milk", "brewing"]),
    st.text(st.characters(exclude_categories=["Cs", "No"]), max_size=8),
)


@given(typed=st.lists(LINES, max_size=25))
def test_whatever_is_typed_the_interview_ends_in_order_and_keeps_what_was_saved(tea: Library, typed: list[str]) -> None:
    held = talk(tea, *typed)
    assert held.ended in ("done", "saved", "gone")
    if held.ended == "done":
        assert held.answers is not None
        assert {question.id for question in tea.questionnaire if question.required} <= (
            held.answers.given.keys() | held.answers.unsure
        )


@given(day=st.dates(date(1900, 1, 1), date(2900, 1, 1)), count=st.integers(0, 9_999_999))
def test_dates_and_numbers_are_taken_as_they_are_typed(tea: Library, day: date, count: int) -> None:
    held = talk(tea, *QUICK[:2], str(count), "pot", "no", day.isoformat(), *ENOUGH)
    assert (held.value("headcount"), held.value("effective_date")) == (count, day)
