from __future__ import annotations

import pytest

from policygen.answers import Answers
from policygen.conditions import asked, because, can_hold, failure, holds, questions_read, read_when
from policygen.library import Library
from policygen.questions import AnswerValue, Kind, Question, QuestionId, Questionnaire, When
from policygen.strictyaml import Value
from tests.tools import answers_of


def when_of(questionnaire: Questionnaire, value: Value) -> When:
    when, mistakes = read_when(value, ("when",), questionnaire)
    assert mistakes == []
    return when


def question(name: str, kind: Kind, choices: tuple[str, ...] = (), ask_when: When = ()) -> Question:
    return Question(
        id=QuestionId(name),
        section="tea",
        ask=f"{name}?",
        help="",
        kind=kind,
        quick=True,
        required=False,
        choices={choice: choice for choice in choices},
        ask_when=ask_when,
    )


def asking(*questions: Question) -> Questionnaire:
    return Questionnaire(sections={"tea": "Tea"}, questions={each.id: each for each in questions})


# Each form of test, once with answers that fulfil it and once with answers that do not.


@pytest.mark.parametrize(
    ("when", "answers"),
    [
        pytest.param({"brewing": "pot"}, {"brewing": "pot"}, id="one choice"),
        pytest.param({"brewing": ["pot", "cup"]}, {"brewing": "cup"}, id="one of several choices"),
        pytest.param({"brewing": "not pot"}, {"brewing": "cup"}, id="any choice but one"),
        pytest.param({"brewing": "not [pot, cup]"}, {"brewing": "samovar"}, id="any choice but several"),
        pytest.param({"brewing": "given"}, {"brewing": "cup"}, id="an answer that was given"),
        pytest.param({"brewing": "not given"}, {}, id="an answer that was not given"),
        pytest.param({"brewing": "given but not pot"}, {"brewing": "cup"}, id="given, and another"),
        pytest.param({"milk": "yes"}, {"milk": "yes"}, id="yes"),
        pytest.param({"milk": "not yes"}, {"milk": "no"}, id="not yes"),
        pytest.param({"cakes": "scone"}, {"cakes": ["scone", "rum-cake"]}, id="one of the choices made"),
        pytest.param({"cakes": ["scone", "seed-cake"]}, {"cakes": ["seed-cake"]}, id="one of several, among several"),
        pytest.param({"cakes": "not rum-cake"}, {"cakes": ["scone"]}, id="a choice not made"),
        pytest.param({"cakes": "not rum-cake"}, {"cakes": []}, id="a choice not made, when none was"),
        pytest.param({"cakes": "at least 2"}, {"cakes": ["scone", "rum-cake"]}, id="at least so many choices"),
        pytest.param({"cakes": "at most 1"}, {"cakes": []}, id="at most so many choices, when none was made"),
        pytest.param({"platforms": "at least 1"}, {"platforms": ["Leafbook"]}, id="at least so many entries"),
        pytest.param({"headcount": "at least 5"}, {"headcount": "5"}, id="at least a number, just reached"),
        pytest.param({"headcount": "at most 5"}, {"headcount": "5"}, id="at most a number, just reached"),
        pytest.param({"headcount": "at most 0"}, {"headcount": "0"}, id="at most nobody"),
        pytest.param({"headcount": "3"}, {"headcount": "3"}, id="exactly a number"),
        pytest.param({"privacy_contact": "answered"}, {"privacy_contact": "a@tea.example"}, id="answered"),
        pytest.param({"privacy_contact": "not answered"}, {}, id="not answered"),
        pytest.param({"privacy_contact": "not answered"}, {"privacy_contact": ""}, id="answered with nothing"),
        pytest.param({"platforms": "not answered"}, {"platforms": []}, id="an empty list"),
        pytest.param({"milk": "answered"}, {"milk": "no"}, id="no is an answer"),
        pytest.param({"headcount": "answered"}, {"headcount": "0"}, id="nobody is an answer"),
        pytest.param({"legal_review": "given"}, {"legal_review": "open"}, id="the default, given by the person"),
        pytest.param({"legal_review": "not given"}, {}, id="the default, not given by the person"),
        pytest.param({"brewing": "not given"}, {"brewing": "not sure"}, id="a doubt is not given"),
        pytest.param({"milk": "yes", "brewing": "pot"}, {"milk": "yes", "brewing": "pot"}, id="two rows that hold"),
        pytest.param([{"milk": "yes"}, {"brewing": "pot"}], {"brewing": "pot"}, id="the second of two tables"),
        pytest.param({"legal_review": "open"}, {}, id="a default"),
    ],
)
def test_a_condition_holds(tea: Library, when: Value, answers: dict[str, Value]) -> None:
    assert holds(when_of(tea.questionnaire, when), answers_of(tea, **answers))


@pytest.mark.parametrize(
    ("when", "answers", "says"),
    [
        pytest.param({"brewing": "pot"}, {"brewing": "cup"}, "brewing is cup, not pot", id="another choice"),
        pytest.param({"brewing": "pot"}, {}, "brewing is nothing, not pot", id="no choice yet"),
        pytest.param(
            {"brewing": ["pot", "cup"]},
            {"brewing": "samovar"},
            "brewing is samovar, not pot, cup",
            id="none of several choices",
        ),
        pytest.param(
            {"brewing": "not pot"}, {"brewing": "pot"}, "brewing is pot, and must be not pot", id="the choice barred"
        ),
        pytest.param(
            {"brewing": "not [pot, cup]"},
            {"brewing": "cup"},
            "brewing is cup, and must be not [pot, cup]",
            id="one of the choices barred",
        ),
        pytest.param({"brewing": "given"}, {}, "brewing was not answered by the institution", id="not given"),
        pytest.param(
            {"brewing": "not given"},
            {"brewing": "pot"},
            "brewing was answered by the institution",
            id="given after all",
        ),
        pytest.param(
            {"brewing": "given but not pot"},
            {"brewing": "pot"},
            "brewing is pot, and must be given but not pot",
            id="given, but the barred choice",
        ),
        pytest.param({"milk": "yes"}, {}, "milk is no, not yes", id="a default of no"),
        pytest.param(
            {"cakes": "not rum-cake"},
            {"cakes": ["scone", "rum-cake"]},
            "cakes is scone, rum-cake, and must be not rum-cake",
            id="a barred choice beside another",
        ),
        pytest.param(
            {"cakes": "at least 2"},
            {"cakes": ["scone"]},
            "cakes is scone, and must be at least 2",
            id="too few choices",
        ),
        pytest.param(
            {"headcount": "at least 5"}, {"headcount": "4"}, "headcount is 4, and must be at least 5", id="too few"
        ),
        pytest.param(
            {"headcount": "at most 5"}, {"headcount": "6"}, "headcount is 6, and must be at most 5", id="too many"
        ),
        pytest.param({"headcount": "3"}, {"headcount": "30"}, "headcount is 30, not 3", id="another number"),
        pytest.param(
            {"privacy_contact": "answered"},
            {},
            "privacy_contact is nothing, and must be answered",
            id="not answered",
        ),
        pytest.param(
            {"privacy_contact": "not answered"},
            {"privacy_contact": "a@tea.example"},
            "privacy_contact is a@tea.example, and must be not answered",
            id="answered",
        ),
        pytest.param(
            {"legal_review": "given"}, {}, "legal_review was not answered by the institution", id="a default alone"
        ),
        pytest.param(
            {"legal_review": "not given"},
            {"legal_review": "open"},
            "legal_review was answered by the institution",
            id="the default, given by the person",
        ),
        pytest.param(
            {"brewing": "pot", "milk": "yes"},
            {"brewing": "pot", "milk": "no"},
            "milk is no, not yes",
            id="the second of two rows",
        ),
        pytest.param(
            [{"milk": "yes"}, {"brewing": "cup"}],
            {"brewing": "pot"},
            "milk is no, not yes; brewing is pot, not cup",
            id="each of two tables",
        ),
        pytest.param(
            [{"milk": "yes", "brewing": "cup"}, {"milk": "yes", "brewing": "pot"}],
            {"brewing": "pot"},
            "milk is no, not yes",
            id="two tables for the same reason, said once",
        ),
    ],
)
def test_a_condition_that_does_not_hold_says_why(
    tea: Library, when: Value, answers: dict[str, Value], says: str
) -> None:
    said = answers_of(tea, **answers)
    read = when_of(tea.questionnaire, when)
    assert not holds(read, said)
    assert failure(read, said) == says


def test_a_number_that_was_not_given_is_not_at_most_anything(tea: Library) -> None:
    assert not holds(when_of(tea.questionnaire, {"headcount": "at most 5"}), answers_of(tea))


def test_no_condition_holds_always(tea: Library) -> None:
    assert holds((), answers_of(tea))
    assert because((), answers_of(tea)) == ()


def test_a_row_about_a_question_that_was_not_asked_does_not_hold(tea: Library) -> None:
    when = when_of(tea.questionnaire, {"milks": "oat"})
    said = answers_of(tea, milk="no", milks=["oat"])
    assert not asked(QuestionId("milks"), said)
    assert not holds(when, said)
    assert failure(when, said) == "milks is not asked, because milk is no, not yes"


def test_a_row_about_a_question_that_was_not_asked_does_not_hold_when_it_is_barred_either(tea: Library) -> None:
    assert not holds(when_of(tea.questionnaire, {"milks": "not oat"}), answers_of(tea, milk="no"))
    assert holds(when_of(tea.questionnaire, {"milks": "not oat"}), answers_of(tea, milk="yes"))


def test_the_default_of_a_question_that_is_asked_counts(tea: Library) -> None:
    assert holds(when_of(tea.questionnaire, {"milks": "cow"}), answers_of(tea, milk="yes"))


def test_the_cautious_answer_counts_while_a_person_is_not_sure(tea: Library) -> None:
    said = answers_of(tea, brewing="not sure")
    assert holds(when_of(tea.questionnaire, {"brewing": "cup"}), said)
    assert not holds(when_of(tea.questionnaire, {"brewing": "pot"}), said)


def test_the_reason_names_every_row_of_the_table_that_holds(tea: Library) -> None:
    when = when_of(tea.questionnaire, [{"milk": "yes"}, {"brewing": "not cup", "cakes": "at least 2"}])
    said = answers_of(tea, brewing="pot", cakes=["scone", "rum-cake"])
    assert because(when, said) == ("brewing is pot", "cakes is scone, rum-cake")


def test_the_reason_comes_from_the_first_table_that_holds(tea: Library) -> None:
    when = when_of(tea.questionnaire, [{"milk": "yes"}, {"brewing": "pot"}])
    assert because(when, answers_of(tea, milk="yes", brewing="pot")) == ("milk is yes",)


def test_a_condition_names_the_questions_it_reads(tea: Library) -> None:
    when = when_of(tea.questionnaire, [{"milk": "yes", "brewing": "pot"}, {"milk": "no"}])
    assert questions_read(when) == {"milk", "brewing"}
    assert questions_read(()) == frozenset()


@pytest.mark.parametrize(
    ("value", "at", "says", "advice"),
    [
        pytest.param("pot", ("when",), "'when' is not a table.", "question: answer", id="one word"),
        pytest.param({}, ("when",), "'when' is not a table.", "question: answer", id="an empty table"),
        pytest.param(["pot"], ("when", 0), "'when' is not a table.", "question: answer", id="a list of words"),
        pytest.param(
            {"brwing": "pot"},
            ("when", "brwing"),
            "There is no question 'brwing'.",
            "Did you mean 'brewing'?",
            id="an unknown question",
        ),
        pytest.param(
            [{"milk": "yes"}, {"brewing": "teapot"}],
            ("when", 1, "brewing"),
            "'teapot' is not an answer to 'brewing'.",
            "Did you mean 'pot'?",
            id="an unknown answer in the second table",
        ),
        pytest.param(
            {"brewing": "not teapot"},
            ("when", "brewing"),
            "'teapot' is not an answer to 'brewing'.",
            "Did you mean 'pot'?",
            id="an unknown answer barred",
        ),
        pytest.param(
            {"milk": "true"}, ("when", "milk"), "'true' is not an answer to 'milk'.", "Use one of: no, yes.", id="true"
        ),
        pytest.param(
            {"brewing": {"pot": "yes"}}, ("when", "brewing"), "This is a table.", "Write one answer", id="a table"
        ),
        pytest.param(
            {"brewing": [["pot"]]},
            ("when", "brewing"),
            "A list stands within the list.",
            "",
            id="a list within a list",
        ),
        pytest.param(
            {"org_name": "Leaf"},
            ("when", "org_name"),
            "'org_name' has no choices to test for.",
            "Write 'answered'",
            id="the words of a text",
        ),
        pytest.param(
            {"brewing": "at least 2"},
            ("when", "brewing"),
            "'brewing' is not a number or a list.",
            "Name the answer wanted.",
            id="how many of one choice",
        ),
        pytest.param(
            {"headcount": "many"},
            ("when", "headcount"),
            "'headcount' has no choices to test for.",
            "at least 3",
            id="a word for a number",
        ),
    ],
)
def test_a_condition_that_says_nothing_is_reported_where_it_stands(
    tea: Library, value: Value, at: tuple[str | int, ...], says: str, advice: str
) -> None:
    _, mistakes = read_when(value, ("when",), tea.questionnaire)
    assert [mistake[:2] for mistake in mistakes] == [(at, says)]
    assert advice in mistakes[0][2]


def test_every_mistake_in_a_condition_is_reported(tea: Library) -> None:
    _, mistakes = read_when([{"brewing": "x", "nothing": "y", "milk": "yes"}, "z"], ("when",), tea.questionnaire)
    assert [at for at, _, _ in mistakes] == [("when", 0, "brewing"), ("when", 0, "nothing"), ("when", 1)]


@pytest.mark.parametrize(
    "when",
    [
        pytest.param({"brewing": "not pot"}, id="one choice barred"),
        pytest.param({"milks": "oat"}, id="a question that is asked sometimes"),
        pytest.param({"milks": "oat", "milk": "yes"}, id="a question and what it waits for"),
        pytest.param([{"milks": "oat", "milk": "no"}, {"brewing": "pot"}], id="an impossible table beside a possible"),
        pytest.param({"cakes": "at least 3"}, id="every choice made"),
        pytest.param({"cakes": "at most 0"}, id="no choice made"),
        pytest.param({"headcount": "at least 5000"}, id="a great number"),
        pytest.param({"privacy_contact": "not answered"}, id="a text left empty"),
    ],
)
def test_a_condition_that_some_answers_fulfil_can_hold(tea: Library, when: Value) -> None:
    assert can_hold(when_of(tea.questionnaire, when), tea.questionnaire)


@pytest.mark.parametrize(
    "when",
    [
        pytest.param({"brewing": "not [pot, cup, samovar]"}, id="every choice barred"),
        pytest.param({"milk": "not [yes, no]"}, id="neither yes nor no"),
        pytest.param({"milks": "oat", "milk": "no"}, id="what a question waits for is denied"),
        pytest.param({"milks": "oat", "milk": "not yes"}, id="what a question waits for is barred"),
        pytest.param({"cakes": "at least 4"}, id="more choices than there are"),
        pytest.param([{"milks": "oat", "milk": "no"}, {"cakes": "at least 4"}], id="two impossible tables"),
    ],
)
def test_a_condition_that_no_answers_fulfil_cannot_hold(tea: Library, when: Value) -> None:
    assert not can_hold(when_of(tea.questionnaire, when), tea.questionnaire)


BREWING = question("brewing", Kind.CHOICE, ("pot", "cup"))
GUESTS = question("guests", Kind.NUMBER)


@pytest.mark.parametrize(
    ("earlier", "waits_for", "wanted"),
    [
        pytest.param(BREWING, "pot", "cup", id="two choices of one question"),
        pytest.param(GUESTS, "at least 5", "at most 4", id="more and fewer than a number"),
        pytest.param(BREWING, "answered", "not answered", id="answered and not answered"),
        pytest.param(BREWING, "given", "not given", id="given and not given"),
        pytest.param(
            BREWING,
            "pot",
            "not answered",
            id="a choice and no answer",
        ),
        pytest.param(
            GUESTS,
            "at least 5",
            "3",
            id="a number and at least a greater one",
        ),
    ],
)
def test_a_row_that_denies_what_its_neighbour_waits_for_cannot_hold(
    earlier: Question, waits_for: str, wanted: str
) -> None:
    later = question("spoon", Kind.BOOL, (), when_of(asking(earlier), {earlier.id: waits_for}))
    questionnaire = asking(earlier, later)
    assert can_hold(when_of(questionnaire, {"spoon": "yes"}), questionnaire)
    assert not can_hold(when_of(questionnaire, {"spoon": "yes", earlier.id: wanted}), questionnaire)


def chain_of_three() -> Questionnaire:
    spoon = question("spoon", Kind.BOOL, (), when_of(asking(BREWING), {"brewing": "pot"}))
    sugar = question("sugar", Kind.BOOL, (), when_of(asking(BREWING, spoon), {"spoon": "yes"}))
    return asking(BREWING, spoon, sugar)


@pytest.mark.parametrize(
    ("brewing", "reached"), [pytest.param("pot", True, id="asked"), pytest.param("cup", False, id="not asked")]
)
def test_a_question_is_asked_only_if_the_one_it_waits_for_is(brewing: str, reached: bool) -> None:
    given: dict[QuestionId, AnswerValue] = {QuestionId("brewing"): brewing, QuestionId("spoon"): True}
    assert asked(QuestionId("sugar"), Answers(questionnaire=chain_of_three(), given=given)) is reached


def test_a_row_that_denies_what_stands_two_questions_back_cannot_hold() -> None:
    questionnaire = chain_of_three()
    assert not can_hold(when_of(questionnaire, {"sugar": "yes", "brewing": "cup"}), questionnaire)


def test_one_of_two_ways_to_be_asked_is_enough() -> None:
    milk = question("milk", Kind.BOOL)
    either = when_of(asking(BREWING, milk), [{"brewing": "pot"}, {"milk": "yes"}])
    questionnaire = asking(BREWING, milk, question("spoon", Kind.BOOL, (), either))
    assert can_hold(when_of(questionnaire, {"spoon": "yes", "brewing": "cup"}), questionnaire)
    assert not can_hold(when_of(questionnaire, {"spoon": "yes", "brewing": "cup", "milk": "no"}), questionnaire)
