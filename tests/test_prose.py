"""The checks of a clause's words: what must be found, and what must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygen.checks.passages import Passage, Passages, Setting
from policygen.prose import LINTS, examine_prose
from policygen.reading import ease_of_french, french_syllables, grade, sentences, syllables
from tests.tools import clause_file, tea_with


def found(text: str) -> list[str]:
    passages = Passages((Passage(text=text),), Setting())
    return [finding.says for check in LINTS for finding in check.run(passages)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("Do not discuss your pay with coworkers.", "(pay)", id="pay"),
        pytest.param("Never post about staffing.", "(staffing)", id="staffing"),
        pytest.param("You must not talk to the press.", "(press)", id="press"),
        pytest.param("Staff must never contact a regulator.", "(regulator)", id="regulator"),
        pytest.param("No employee may talk to a union.", "(union)", id="union"),
        pytest.param("Get written approval before you post about your hours.", "(hours)", id="permission"),
        pytest.param("Never post negative remarks.", "vague word 'negative'", id="negative"),
        pytest.param("Staff must not be disrespectful.", "vague word 'disrespectful'", id="disrespectful"),
        pytest.param("Do not harm our reputation.", "vague word 'reputation'", id="reputation"),
        pytest.param("Staff shall log out.", "'shall' is not a duty word", id="shall"),
        pytest.param("You are expected to log out.", "'are expected to' is not a duty word", id="expected"),
        pytest.param("It must be reported.", "names nobody who acts", id="no actor"),
        pytest.param("Go " + "on and on " * 14 + "today.", "A sentence has 44 words", id="a long sentence"),
        pytest.param(
            "Interdisciplinary participants systematically evaluate individually identifiable information about "
            "institutional communication responsibilities annually.",
            "reads at grade",
            id="hard words",
        ),
    ],
)
def test_a_bad_sentence_is_found(text: str, says: str) -> None:
    assert any(says in each for each in found(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("You may talk about pay, hours, staffing and unions.", id="a right"),
        pytest.param("Managers must not ask about union activity.", id="a ban on managers"),
        pytest.param("Do not post a patient's picture.", id="a ban on patient information"),
        pytest.param("Do not threaten anyone, and do not mock a disability.", id="a ban on named harms"),
        pytest.param("Do not say that you speak for the Hospital.", id="speaking for the institution"),
        pytest.param("Do not use the logo to sell goods.", id="the logo in commerce"),
        pytest.param("The Privacy Officer must report it.", id="an actor"),
        pytest.param("Negative test results are patient information.", id="a vague word in no ban"),
        pytest.param("A report must be made by your manager.", id="a passive with its actor"),
    ],
)
def test_a_good_sentence_is_not(text: str) -> None:
    assert [says for says in found(text) if "reads at grade" not in says] == []


def test_syllables_are_counted_as_people_say_them() -> None:
    words = {"patient": 2, "privacy": 3, "like": 1, "the": 1, "posted": 2, "shared": 1, "people": 2, "information": 4}
    assert {word: syllables(word) for word in words} == words


def test_list_entries_and_what_follows_a_colon_are_sentences() -> None:
    assert list(sentences("You may:\n\n- post\n- share; or ask")) == ["You may:", "post", "share;", "or ask"]


def test_an_easy_text_reads_lower_than_a_hard_one() -> None:
    assert (
        grade("See a post. Tell us.")
        < 3
        < 12
        < grade("Individually identifiable information necessitates authorization.")
    )
    assert grade("") == 0


def test_a_french_text_is_judged_by_its_own_formula() -> None:
    easy, hard = "Un chat dort. Il est gris.", "L'institutionnalisation organisationnelle nécessite l'harmonisation."
    assert ease_of_french(easy) > 90 > 0 > ease_of_french(hard)
    assert ease_of_french("") == 100


def test_french_syllables_are_counted_as_people_say_them() -> None:
    words = {"patient": 2, "école": 2, "parlent": 1, "employée": 3, "confidentialité": 6, "moment": 2, "le": 1}
    assert {word: french_syllables(word) for word in words} == words


def test_a_clash_of_two_clauses_that_one_institution_can_get_is_found(tmp_path: Path) -> None:
    files = {
        "clauses/cake/one.md": clause_file("Do not name your employer."),
        "clauses/cake/two.md": clause_file("You may name your employer."),
    }
    says = [problem.says for problem in examine_prose(tea_with(tmp_path, files))]
    assert any("naming the employer is barred here and asked for there" in each for each in says)
