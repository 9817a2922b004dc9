from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.answerfile import (
    blank_answers,
    is_missing,
    load_answers,
    missing,
    read_answers,
    unanswered,
    update_text,
    write_answers,
)
from policygen.answers import Answers
from policygen.errors import AnswersRefused, Problem
from policygen.library import Library
from policygen.questions import QuestionId
from policygen.strictyaml import Value
from tests.tools import answers_of, any_answers, lay, tea_answers, values

GOOD = """\
org_name: Leaf & Cup
jurisdictions: [tealand-east, leaf]
headcount: 12
brewing: pot
effective_date: 2026-04-01
"""


def read(tea: Library, text: str) -> Answers:
    answers, problems = read_answers(text, "answers.yaml", tea.questionnaire, tea.places)
    assert problems == []
    return answers


def problems_of(tea: Library, text: str) -> list[Problem]:
    return read_answers(text, "answers.yaml", tea.questionnaire, tea.places)[1]


def load(tea: Library, folder: Path, text: str) -> Answers:
    return load_answers(lay(folder, {"answers.yaml": text}) / "answers.yaml", tea)


def said(text: str, tea: Library, **changes: Value) -> str:
    """Change answers in a text, one after the other, as the program does."""
    answers = read(tea, text)
    for name, value in changes.items():
        new = answers_of(tea, **{name: value})
        question = QuestionId(name)
        answers = (
            answers.with_doubt(question)
            if question in new.unsure
            else answers.with_answer(question, new.given[question])
        )
        text = update_text(text, answers, question)
        assert read(tea, text) == answers
    return text


# Loading


def test_a_complete_file_is_loaded(tea: Library, tmp_path: Path) -> None:
    assert load(tea, tmp_path, GOOD).given == {
        "org_name": "Leaf & Cup",
        "jurisdictions": ("tealand", "tealand-east"),
        "headcount": 12,
        "brewing": "pot",
        "effective_date": date(2026, 4, 1),
    }


def test_missing_and_wrong_answers_are_all_listed(tea: Library, tmp_path: Path) -> None:
    text = "org_name: Leaf\nreview_months: many\n\nbrewing: pot\nmilk: maybe\ncupboards: 4\n"
    with pytest.raises(AnswersRefused) as refused:
        load(tea, tmp_path, text)
    assert [(problem.line, problem.says.split(": ")[0]) for problem in refused.value.problems] == [
        (1, "effective_date is not answered"),
        (1, "headcount is not answered"),
        (1, "jurisdictions is not answered"),
        (2, "review_months"),
        (5, "milk"),
        (6, "There is no question 'cupboards'."),
    ]
    assert "nothing was made" in str(refused.value)


def test_a_wrong_answer_is_not_also_called_missing(tea: Library, tmp_path: Path) -> None:
    with pytest.raises(AnswersRefused) as refused:
        load(tea, tmp_path, GOOD.replace("12", "a dozen"))
    assert [problem.line for problem in refused.value.problems] == [3]


def test_a_file_that_is_not_there_is_refused(tea: Library, tmp_path: Path) -> None:
    with pytest.raises(AnswersRefused, match="The answers cannot be read"):
        load_answers(tmp_path / "answers.yaml", tea)


def test_a_question_that_is_not_asked_need_not_be_answered(tea: Library) -> None:
    assert "milks" not in [problem.says.split()[0] for problem in missing(tea_answers(tea, milk="no"), "x")]


def test_an_empty_answer_to_a_required_question_is_missing(tea: Library) -> None:
    answers = read(tea, GOOD.replace("Leaf & Cup", "''"))
    assert is_missing(tea.questionnaire["org_name"], answers)


def test_zero_and_no_are_answers(tea: Library) -> None:
    answers = read(tea, GOOD.replace("12", "0"))
    assert missing(answers, "x") == []


def test_an_optional_question_is_never_missing(tea: Library) -> None:
    assert not is_missing(tea.questionnaire["cakes"], answers_of(tea))


def test_questions_that_apply_and_were_not_answered_are_listed_in_order(tea: Library) -> None:
    open_ones = unanswered(answers_of(tea, org_name="Leaf", brewing="not sure", milk="no"), tea.questionnaire)
    assert [question.id for question in open_ones] == [
        "jurisdictions",
        "headcount",
        "effective_date",
        "review_months",
        "privacy_contact",
        "platforms",
        "cakes",
        "legal_review",
    ]


# Reading


def test_answers_may_stand_under_a_key_of_their_own(tea: Library) -> None:
    wrapped = "answers:\n" + "".join(f"  {line}\n" for line in GOOD.splitlines())
    assert read(tea, wrapped) == read(tea, GOOD)


def test_a_wrong_answer_under_a_key_of_its_own_has_its_line(tea: Library) -> None:
    assert [problem.line for problem in problems_of(tea, "# mine\nanswers:\n  milk: yes\n  headcount: x\n")] == [4]


def test_what_stands_beside_the_answers_key_is_reported(tea: Library) -> None:
    assert problems_of(tea, "answers: {milk: yes}\nbrewing: pot\n")


def test_good_answers_are_kept_beside_wrong_ones(tea: Library) -> None:
    answers, problems = read_answers("milk: yes\nheadcount: x\n", "a", tea.questionnaire, tea.places)
    assert answers.given == {"milk": True}
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("- milk\n", "This is not a table of answers.", id="a list"),
        pytest.param("milk\n", "This is not a table of answers.", id="a word"),
        pytest.param("milk: yes\nmilk: no\n", "The key 'milk' stands here again.", id="a repeated answer"),
        pytest.param("milk: *yes\n", "Anchors and aliases", id="an alias"),
        pytest.param("milk: [yes]\n", "milk: This question takes one answer, not several.", id="a list for one answer"),
    ],
)
def test_a_file_of_another_shape_is_reported(tea: Library, text: str, says: str) -> None:
    assert [problem.says.startswith(says) for problem in problems_of(tea, text)] == [True]


def test_an_unknown_question_brings_a_suggestion(tea: Library) -> None:
    assert problems_of(tea, "head_count: 3\n") == [
        Problem("answers.yaml", 1, "There is no question 'head_count'.", "Did you mean 'headcount'?")
    ]


@pytest.mark.parametrize(
    "written", [pytest.param("not sure", id="in two words"), pytest.param("not-sure", id="with a hyphen")]
)
def test_an_answer_may_be_left_open(tea: Library, written: str) -> None:
    answers = read(tea, f"brewing: {written}\n")
    assert not answers.given
    assert answers.unsure == {"brewing"}
    assert not is_missing(tea.questionnaire["brewing"], answers)


def test_an_answer_may_not_be_left_open_where_no_cautious_answer_is_known(tea: Library) -> None:
    assert "cannot be left open" in problems_of(tea, "headcount: not sure\n")[0].says


# Writing


def test_written_answers_stand_in_the_order_of_the_questions_under_their_sections(tea: Library) -> None:
    text = write_answers(tea_answers(tea, milk="yes"))
    lines = [line for line in text.splitlines() if re.match(r"# ----|\w+:", line)]
    assert lines == [
        "# ---- The club ----",
        'org_name: "Leaf & Cup"',
        "jurisdictions:",
        "headcount: 12",
        "# ---- The tea ----",
        "brewing: pot",
        "milk: yes",
        "# ---- The rules ----",
        "effective_date: 2026-04-01",
    ]


def test_each_answer_is_written_below_its_question_and_choices(tea: Library) -> None:
    text = write_answers(tea_answers(tea, brewing="not sure"))
    assert "\n# How do you brew?\n# (one of: pot, cup, samovar)\nbrewing: not sure\n" in text


def test_questions_without_an_answer_are_not_written(tea: Library) -> None:
    assert "milk" not in write_answers(answers_of(tea, org_name="Leaf"))


@given(data=st.data())
def test_answers_written_and_read_again_are_the_same(tea: Library, data: st.DataObject) -> None:
    answers = data.draw(any_answers(tea, complete=False))
    assert read(tea, write_answers(answers)) == answers


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("yes", id="yes"),
        pytest.param("null", id="null"),
        pytest.param("0755", id="a number"),
        pytest.param("2026-01-01", id="a date"),
        pytest.param("- tea", id="a dash"),
        pytest.param("tea: cup", id="a colon"),
        pytest.param("tea #4", id="a number sign"),
        pytest.param("tea:", id="a colon at the end"),
        pytest.param("&tea", id="an ampersand"),
        pytest.param('say "tea"', id="quotation marks"),
        pytest.param("it's tea", id="an apostrophe"),
        pytest.param("C:\\tea", id="a backslash"),
        pytest.param("{{ org_name }}", id="braces"),
        pytest.param("%tea", id="a percent sign"),
        pytest.param("---", id="the start of a document"),
        pytest.param("茶 🍵", id="another script"),
        pytest.param("[tea]", id="brackets"),
    ],
)
def test_a_text_that_yaml_could_misread_is_written_so_that_it_is_not(tea: Library, text: str) -> None:
    answers = answers_of(tea, org_name=text, platforms=[text, "Leafbook"])
    assert read(tea, write_answers(answers)).given == {"org_name": text, "platforms": (text, "Leafbook")}


# Blank answers


def test_blank_answers_hold_every_question_and_comment_out_what_is_optional(tea: Library) -> None:
    blank = blank_answers(tea.questionnaire)
    keys = [line.split(":")[0] for line in blank.splitlines() if re.match(r"#?[a-z_]+:", line)]
    assert [key.removeprefix("#") for key in keys] == [question.id for question in tea.questionnaire]
    assert [key for key in keys if not key.startswith("#")] == [
        question.id for question in tea.questionnaire if question.required
    ]


def test_blank_answers_have_one_heading_for_each_section(tea: Library) -> None:
    headings = re.findall(r"# ---- (.+) ----", blank_answers(tea.questionnaire))
    assert headings == ["The club", "The tea", "The rules"]


def test_few_choices_are_listed_above_a_question_and_many_are_not(tea: Library, library: Library) -> None:
    assert "# (any of: tealand, tealand-east, tealand-west)\n" in blank_answers(tea.questionnaire)
    blank = blank_answers(library.questionnaire)
    assert "# (policygen questions lists the places)\njurisdictions:" in blank
    assert all(len(line) < 110 for line in blank.splitlines() if line.startswith("# "))


def test_blank_answers_say_what_is_missing(tea: Library, tmp_path: Path) -> None:
    with pytest.raises(AnswersRefused) as refused:
        load(tea, tmp_path, blank_answers(tea.questionnaire))
    missing_ones = {problem.says.split()[0].rstrip(":") for problem in refused.value.problems}
    assert missing_ones == {question.id for question in tea.questionnaire if question.required}


def test_blank_answers_once_filled_are_readable(tea: Library, tmp_path: Path) -> None:
    text = blank_answers(tea.questionnaire)
    for line in GOOD.splitlines():
        name = line.split(":")[0]
        text = re.sub(rf"(?m)^{name}:.*$", line.replace("\\", ""), text)
    assert load(tea, tmp_path, text) == read(tea, GOOD)


def test_blank_answers_uncommented_hold_the_defaults(tea: Library) -> None:
    text = re.sub(r"(?m)^#(?=[a-z_]+:|  - )", "", blank_answers(tea.questionnaire))
    optional = {question.id: question.default for question in tea.questionnaire if not question.required}
    given_ones, _ = read_answers(text, "a", tea.questionnaire, tea.places)
    assert {name: given_ones.given[name] for name in optional} == optional


# Changing one answer in a text

BY_HAND = """\
# Our club, kept by hand.
org_name: Leaf & Cup   # ask Ann first

jurisdictions:
  - tealand-east

# counted at Easter
headcount: 12


brewing: pot
effective_date: 2026-04-01
# the end
"""


@pytest.mark.parametrize(
    ("name", "value", "old", "new"),
    [
        pytest.param("org_name", "Cup", "org_name: Leaf & Cup   #", "org_name: Cup   #", id="a text before a comment"),
        pytest.param("headcount", "13", "headcount: 12", "headcount: 13", id="a number"),
        pytest.param("brewing", "not sure", "brewing: pot", "brewing: not sure", id="a doubt"),
        pytest.param("effective_date", "2027-01-01", "2026-04-01", "2027-01-01", id="the last answer"),
        pytest.param(
            "jurisdictions",
            ["tealand", "tealand-west"],
            "  - tealand-east\n",
            "  - tealand\n  - tealand-west\n",
            id="a list",
        ),
    ],
)
def test_a_changed_answer_changes_its_own_lines_and_no_other_byte(
    tea: Library, name: str, value: Value, old: str, new: str
) -> None:
    assert BY_HAND.count(old) == 1
    assert said(BY_HAND, tea, **{name: value}) == BY_HAND.replace(old, new)


def test_an_answer_taken_back_takes_its_lines_with_it(tea: Library) -> None:
    answers = read(tea, BY_HAND).without(QuestionId("jurisdictions"))
    text = update_text(BY_HAND, answers, QuestionId("jurisdictions"))
    assert text == BY_HAND.replace("jurisdictions:\n  - tealand-east\n", "")
    assert read(tea, text) == answers


def test_an_answer_taken_back_that_was_never_given_changes_nothing(tea: Library) -> None:
    assert update_text(BY_HAND, read(tea, BY_HAND), QuestionId("milk")) == BY_HAND


def test_a_new_answer_goes_before_the_answers_to_later_questions(tea: Library) -> None:
    text = said(BY_HAND, tea, milk="yes", review_months="6")
    keys = re.findall(r"(?m)^(\w+):", text)
    assert keys == ["org_name", "jurisdictions", "headcount", "brewing", "milk", "effective_date", "review_months"]


def test_a_new_answer_does_not_come_between_an_answer_and_the_comment_above_it(tea: Library) -> None:
    text = said(BY_HAND.replace("jurisdictions:\n  - tealand-east\n", ""), tea, jurisdictions=["tealand"])
    assert "# counted at Easter\nheadcount: 12\n" in text


def test_a_new_first_answer_goes_above_the_comment_of_the_second(tea: Library) -> None:
    text = said("# how many\nheadcount: 3\n", tea, org_name="Leaf")
    assert text.endswith("org_name: Leaf\n\n# how many\nheadcount: 3\n")


def test_a_new_answer_keeps_every_line_that_was_there(tea: Library) -> None:
    text = said(BY_HAND, tea, milk="yes", cakes=["scone"], legal_review="done")
    assert [line for line in text.splitlines() if line and line in BY_HAND.splitlines()] == [
        line for line in BY_HAND.splitlines() if line
    ]


def test_a_new_answer_at_the_end_adds_to_the_text_as_it_stands(tea: Library) -> None:
    assert said(BY_HAND, tea, legal_review="done").startswith(BY_HAND)


def test_a_text_that_does_not_end_with_a_line_end_gets_one(tea: Library) -> None:
    assert said("org_name: Leaf", tea, milk="no").startswith("org_name: Leaf\n\n# Do any of you take milk?\nmilk: no\n")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("platforms: [Leafbook, Cupchat]\nmilk: yes\n", id="a list on one line"),
        pytest.param("platforms: [Leafbook,\n  Cupchat]\nmilk: yes\n", id="a list on two lines"),
        pytest.param("platforms:\n- Leafbook\n- Cupchat\nmilk: yes\n", id="a list without indentation"),
        pytest.param("platforms:\n    - Leafbook\n\n    - Cupchat\nmilk: yes\n", id="a list with a blank line in it"),
        pytest.param("platforms: Leafbook\nmilk: yes\n", id="one entry without a list"),
        pytest.param("platforms: >\n  Leafbook and\n  Cupchat\nmilk: yes\n", id="folded text"),
        pytest.param("platforms: []\nmilk: yes\n", id="an empty list"),
    ],
)
def test_a_list_in_any_form_is_replaced_whole(tea: Library, text: str) -> None:
    assert said(text, tea, platforms=["Leafbook", "Potnet"]) == "platforms:\n  - Leafbook\n  - Potnet\nmilk: yes\n"


def test_a_list_becomes_empty_and_full_again(tea: Library) -> None:
    text = "platforms:\n  - Leafbook\nmilk: yes\n"
    emptied = said(text, tea, platforms=[])
    assert emptied == "platforms: []\nmilk: yes\n"
    assert said(emptied, tea, platforms=["Leafbook"]) == text


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('"Leaf # Cup"', id="in double quotes"),
        pytest.param("'Leaf # Cup'", id="in single quotes"),
        pytest.param("Leaf#Cup", id="without a space before it"),
    ],
)
def test_a_number_sign_within_an_answer_is_not_kept_as_a_comment(tea: Library, value: str) -> None:
    assert said(f"org_name: {value}\n", tea, org_name="Cup") == "org_name: Cup\n"


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("  # ask Ann", id="words"),
        pytest.param(" #", id="nothing but the mark"),
        pytest.param(
            "  # Ann's idea",
            id="an apostrophe",
        ),
        pytest.param(
            '  # "leaf", says Ann',
            id="quotation marks",
        ),
    ],
)
def test_a_comment_at_the_end_of_the_line_survives(tea: Library, comment: str) -> None:
    assert said(f"org_name: Leaf{comment}\nmilk: no\n", tea, org_name="Cup") == f"org_name: Cup{comment}\nmilk: no\n"


def test_an_indented_comment_below_a_list_survives(tea: Library) -> None:
    text = "platforms:\n  - Leafbook\n  # Cupchat is closed\nmilk: yes\n"
    assert "# Cupchat is closed" in said(text, tea, platforms=["Potnet"])


def test_answers_that_share_a_line_survive(tea: Library) -> None:
    assert "milk" in said("{org_name: Leaf, milk: yes}\n", tea, org_name="Cup")


def test_an_answer_can_be_changed_under_a_key_of_its_own(tea: Library) -> None:
    assert "brewing: cup" in said("answers:\n  brewing: pot\n", tea, brewing="cup")


def test_an_answer_taken_back_and_given_again_leaves_the_text_as_it_was(tea: Library) -> None:
    answers = answers_of(tea, org_name="Leaf", milk="no")
    text = write_answers(answers)
    back = update_text(text, answers.without(QuestionId("milk")), QuestionId("milk"))
    assert update_text(back, answers, QuestionId("milk")).count("Do any of you take milk?") == 1


@given(data=st.data())
def test_answers_given_one_by_one_in_any_order_are_those_read_at_the_end(tea: Library, data: st.DataObject) -> None:
    order = data.draw(st.permutations([question.id for question in tea.questionnaire]))
    answers, text = answers_of(tea), "# by hand\n"
    for name in order[: data.draw(st.integers(1, len(order)))]:
        answers = answers.with_answer(name, data.draw(values(tea.questionnaire[name])))
        text = update_text(text, answers, name)
    assert read(tea, text) == answers
    assert text.startswith("# by hand\n")
    assert re.findall(r"(?m)^(\w+):", text) == [
        question.id for question in tea.questionnaire if question.id in answers.given
    ]


@given(data=st.data())
def test_changing_one_answer_leaves_every_other_line_of_a_written_file(tea: Library, data: st.DataObject) -> None:
    answers = data.draw(any_answers(tea))
    name = data.draw(st.sampled_from(sorted(answers.given)))
    changed = answers.with_answer(name, data.draw(values(tea.questionnaire[name])))
    before = write_answers(answers)
    after = update_text(before, changed, name)
    assert read(tea, after) == changed
    assert after == write_answers(changed)


def test_an_answer_with_a_tab_after_it_can_still_be_changed(tea: Library) -> None:
    text = "org_name: Leaf\nmilk: yes\t\n"
    answers, problems = read_answers(text, "answers.yaml", tea.questionnaire, tea.places)
    assert problems == []
    changed = update_text(text, answers.with_answer(QuestionId("milk"), False), QuestionId("milk"))
    assert read_answers(changed, "answers.yaml", tea.questionnaire, tea.places)[0].given[QuestionId("milk")] is False
