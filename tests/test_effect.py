"""What changed answers do to a policy: clauses come, go and are reworded, and some answers are spoken against."""

from __future__ import annotations

from pathlib import Path

from policygen.effect import Effect, effect_of
from policygen.library import Library
from policygen.questions import QuestionId
from policygen.strictyaml import Value
from tests.tools import ON, answers_of, clause_file, tea_answers, tea_with


def effect(tea: Library, before: dict[str, Value], after: dict[str, Value]) -> Effect:
    changed = [QuestionId(name) for name in {*before, *after}]
    return effect_of(tea, tea_answers(tea, **before), tea_answers(tea, **after), changed, ON)


def test_an_effect_names_the_clauses_that_an_answer_brings_and_takes(tea: Library) -> None:
    found = effect(tea, {"brewing": "pot"}, {"brewing": "cup", "milk": "yes"})
    assert (found.added, found.removed) == (("Milk comes last",), ("Warm the pot",))


def test_the_same_answers_have_no_effect(tea: Library) -> None:
    assert effect(tea, {}, {}) == Effect(added=(), removed=(), reworded=(), cautions=())


def test_a_clause_that_prints_the_answer_is_reworded(tmp_path: Path) -> None:
    tea = tea_with(tmp_path, {"clauses/kettle/welcome.md": clause_file("Welcome to {{ org_name }}.")})
    (reworded,) = effect(tea, {"org_name": "Leaf"}, {"org_name": "Cup"}).reworded
    assert (reworded.title, reworded.before.values, reworded.after.values) == ("A clause", ("Leaf",), ("Cup",))


def test_a_clause_that_would_have_printed_a_blank_is_not_reworded(tmp_path: Path) -> None:
    tea = tea_with(tmp_path, {"clauses/kettle/welcome.md": clause_file("Welcome to {{ org_name }}.")})
    before, after = answers_of(tea), answers_of(tea, org_name="Leaf")
    assert effect_of(tea, before, after, [QuestionId("org_name")], ON).reworded == ()


def test_another_places_wording_of_a_clause_rewords_it(tmp_path: Path) -> None:
    tea = tea_with(
        tmp_path,
        {
            "clauses/kettle/sign.md": clause_file("Sign the book."),
            "clauses/kettle/sign.tealand-west.md": clause_file("Sign the western book."),
        },
    )
    found = effect(tea, {"jurisdictions": "tealand-east"}, {"jurisdictions": "tealand-west"})
    assert ("Sign the book.", "Sign the western book.") in [
        (str(each.before), str(each.after)) for each in found.reworded
    ]
    assert "A clause" not in (*found.added, *found.removed)


def test_of_two_wordings_that_one_follows_the_second_is_taken_away(tmp_path: Path) -> None:
    names = ("sign", "sign.tealand-east", "sign.tealand-west")
    files = {f"clauses/kettle/{name}.md": clause_file(f"Sign as {name}.", title=f"To {name}") for name in names}
    tea = tea_with(tmp_path, files)
    found = effect(tea, {"jurisdictions": ["tealand-east", "tealand-west"]}, {"jurisdictions": "tealand"})
    assert "To sign" in [each.title for each in found.reworded]
    assert "To sign.tealand-west" in found.removed
    assert "To sign.tealand-east" not in found.removed


def test_an_answer_that_is_not_obeyed_is_spoken_of_each_time_it_is_given(tea: Library) -> None:
    cakes: Value = ["rum-cake"]
    assert effect(tea, {"cakes": cakes}, {"cakes": cakes}).cautions != ()


def test_an_answer_that_nothing_speaks_against_is_not_spoken_of(tea: Library) -> None:
    assert effect(tea, {}, {"cakes": ["scone"]}).cautions == ()
