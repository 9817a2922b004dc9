from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.assembling import assemble
from policygen.library import Library
from policygen.lock import Lock, answers_as_data, fingerprint, lock_of, read_lock, write_lock
from policygen.selection import select
from policygen.strictyaml import Value
from tests.tools import ON, answers_of, any_answers, tea_answers

OUTPUTS = {"documents/policy.md": b"# Tea", "documents/policy.html": b"<h1>Tea</h1>"}
PRINTS = {path: fingerprint(data) for path, data in OUTPUTS.items()}


def lock_text(tea: Library, on: date = ON, **values: Value) -> str:
    selection = select(tea, tea_answers(tea, **values), on)
    return write_lock(lock_of(tea, selection, assemble(tea, selection), PRINTS)).decode()


def test_a_fingerprint_is_that_of_the_bytes_alone() -> None:
    assert fingerprint(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert fingerprint(b"tea") != fingerprint(b"Tea")


def test_a_lock_is_sorted_json_on_indented_lines(tea: Library) -> None:
    text = lock_text(tea, milk="yes", milks=["oat"])
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    empty = write_lock(Lock()).decode()
    assert empty == json.dumps(json.loads(empty), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_a_lock_says_what_a_policy_was_made_from(tea: Library) -> None:
    content = json.loads(lock_text(tea, brewing="not sure", milk="yes", milks=["oat"]))
    assert content["as_of"] == "2026-03-01"
    assert content["library"] == {"name": "tea club rules", "version": "1.2", "fingerprint": tea.fingerprint}
    assert content["answers"] == {
        "org_name": "Leaf & Cup",
        "jurisdictions": ["tealand-east"],
        "headcount": 12,
        "brewing": "not sure",
        "milk": True,
        "milks": ["oat"],
        "effective_date": "2026-04-01",
    }
    assert content["authorities"]["tea-act"] == {"status": "in force", "as_of": "2026-02-01"}
    assert content["outputs"] == {path: fingerprint(data) for path, data in OUTPUTS.items()}


def test_a_lock_holds_the_text_of_every_clause_used_as_the_library_words_it(tea: Library) -> None:
    clauses = json.loads(lock_text(tea, milk="yes", jurisdictions=["tealand-east", "tealand-west"]))["clauses"]
    assert clauses["pouring/milk-last"]["text"] == "Pour the tea, then {{ milks }}. {{ org_name }} holds to this."
    assert {"pouring/serve.tealand-east", "pouring/serve.tealand-west"} <= set(clauses)
    assert "pouring/serve" not in clauses
    assert clauses["pouring/serve.tealand-west"]["number"] == "1.1.3"


def test_a_clause_with_another_text_has_another_fingerprint(tea: Library) -> None:
    clauses = json.loads(lock_text(tea, milk="yes"))["clauses"].values()
    assert len({clause["fingerprint"] for clause in clauses}) == len(clauses)


def test_a_refused_answer_is_not_in_the_lock_because_the_policy_was_made_without_it(tea: Library) -> None:
    assert json.loads(lock_text(tea, cakes=["scone", "rum-cake"]))["answers"]["cakes"] == ["scone"]


def test_a_lock_is_sorted_text_that_ends_with_a_line_end(tea: Library) -> None:
    text = lock_text(tea, org_name="Café Ålesund")
    assert text.endswith("}\n")
    assert "Café Ålesund" in text
    for keys in (json.loads(text), json.loads(text)["clauses"], json.loads(text)["outputs"]):
        assert list(keys) == sorted(keys)


@given(data=st.data())
def test_the_same_policy_gives_the_same_lock_byte_for_byte(tea: Library, data: st.DataObject) -> None:
    selection = select(tea, data.draw(any_answers(tea)), ON)
    document = assemble(tea, selection)
    other_way_round = dict(reversed(PRINTS.items()))
    first, second = (lock_of(tea, selection, document, prints) for prints in (PRINTS, other_way_round))
    assert write_lock(first) == write_lock(second)


@pytest.mark.parametrize(
    ("answers", "on"),
    [
        pytest.param({"brewing": "cup"}, ON, id="another choice"),
        pytest.param({"org_name": "Cup"}, ON, id="another name"),
        pytest.param({}, date(2026, 3, 2), id="another day"),
    ],
)
def test_another_policy_gives_another_lock(tea: Library, answers: dict[str, Value], on: date) -> None:
    assert lock_text(tea, on, **answers) != lock_text(tea)


def test_the_outputs_of_a_lock_are_read_back(tea: Library) -> None:
    assert read_lock(lock_text(tea)).outputs == {path: fingerprint(data) for path, data in OUTPUTS.items()}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("{", id="half a file"),
        pytest.param("[]", id="a list"),
        pytest.param("null", id="null"),
        pytest.param("{}", id="no outputs"),
        pytest.param('{"outputs": null}', id="outputs that are null"),
        pytest.param('{"outputs": ["a"]}', id="outputs that are a list"),
        pytest.param('{"outputs": "a"}', id="outputs that are a word"),
    ],
)
def test_an_unreadable_lock_counts_as_none(text: str) -> None:
    assert read_lock(text) == Lock()


def test_answers_are_given_as_plain_data(tea: Library) -> None:
    answers = answers_of(tea, milk="no", cakes=[], effective_date="2026-04-01", headcount="3", brewing="not sure")
    assert answers_as_data(answers) == {
        "milk": False,
        "cakes": [],
        "effective_date": "2026-04-01",
        "headcount": 3,
        "brewing": "not sure",
    }
