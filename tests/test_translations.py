"""A library in another language: the same clauses with other words, none of them stale."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policygen.clauses import Clause
from policygen.document import assemble
from policygen.editions import Barred, make_editions
from policygen.errors import PolicygenError, ProblemsFound
from policygen.languages import in_language
from policygen.library import Library
from policygen.loading import load_folders, read_library
from policygen.selection import select
from tests.test_profiles import answers_of
from tests.tools import ON, TEA, tea_answers

PACK = """\
parts: {}
topics: {kettle: La bouilloire}
places: {tealand-east: Thélande-Est}
phrases: {unsure: '{ask} Provisoirement : {answer}.'}
units: {minutes: minutes, days: jours}
"""


def clause_of(tea: Library, name: str) -> Clause:
    return next(clause for clause in tea.clauses if clause.id == name and clause.place is None)


@pytest.fixture
def french(tmp_path: Path, tea: Library) -> Path:
    """Copy the tea club and translate one clause and the frame."""
    folder = tmp_path / "tea"
    shutil.copytree(TEA, folder)
    (folder / "clauses" / "_library@fr.yaml").write_text(PACK, encoding="utf-8")
    write(folder, tea, clause_of(tea, "kettle/lid").fingerprint)
    return folder


def write(folder: Path, tea: Library, fingerprint: str, body: str = "") -> None:
    source = clause_of(tea, "kettle/lid")
    names = " ".join(f"{{{{ {name} }}}}" for name in source.body.names)
    lines = "".join(f"{key}: Fermez le couvercle.\n" for key in ("do", "dont") if getattr(source, key) is not None)
    (folder / "clauses" / "kettle" / "lid@fr.md").write_text(
        f"---\ntitle: Fermez le couvercle\nof: {fingerprint}\n{lines}---\n{body or f'Fermez-le {names}'}\n",
        encoding="utf-8",
    )


def test_a_translated_library_has_other_words_and_the_same_clauses(french: Path) -> None:
    library = load_folders(french)
    spoken = in_language(library, "fr")
    assert [clause.id for clause in spoken.clauses] == [clause.id for clause in library.clauses]
    assert clause_of(spoken, "kettle/lid").title == "Fermez le couvercle"
    assert clause_of(library, "kettle/lid").title != "Fermez le couvercle"
    assert next(topic.title for topic in spoken.topics.values() if topic.id == "kettle") == "La bouilloire"
    assert spoken.places.by_id[library.places.find("tealand-east").id].name == "Thélande-Est"  # type: ignore[union-attr]


def test_selection_does_not_depend_on_the_language(french: Path) -> None:
    library = load_folders(french)
    spoken = in_language(library, "fr")
    answers = tea_answers(library)
    in_french = select(spoken, tea_answers(spoken), ON)
    assert [each.clause.id for each in in_french.clauses] == [
        each.clause.id for each in select(library, answers, ON).clauses
    ]


def test_a_translation_of_an_older_text_is_a_problem(french: Path, tea: Library) -> None:
    write(french, tea, "0123456789ab")
    problems = read_library([french])[1]
    assert [problem.says for problem in problems] == ["This translates an older text."]
    assert clause_of(tea, "kettle/lid").fingerprint in problems[0].advice


def test_a_translation_that_prints_other_names_is_a_problem(french: Path, tea: Library) -> None:
    write(french, tea, clause_of(tea, "kettle/lid").fingerprint, "Fermez {{ org_name }} et {{ headcount }}.")
    assert any("Only the translation prints" in problem.says for problem in read_library([french])[1])


def test_a_translation_of_no_clause_is_a_problem(french: Path) -> None:
    (french / "clauses" / "kettle" / "lid@fr.md").rename(french / "clauses" / "kettle" / "lidd@fr.md")
    problems = read_library([french])[1]
    assert [problem.says for problem in problems] == ["There is no clause that this translates."]


def test_a_language_that_is_not_there_is_a_plain_error(tea: Library) -> None:
    with pytest.raises(PolicygenError, match="not been translated into 'cy'"):
        in_language(tea, "cy")


def test_english_is_the_library_itself(tea: Library) -> None:
    assert in_language(tea, "en") is tea


def quebec(**more: str | list[str]) -> dict[str, object]:
    return {
        "org_name": "Clinique des Érables",
        "facility_type": "medical-practice",
        "jurisdictions": ["ca-qc"],
        "ownership": "private-forprofit",
        "union_status": "none",
        "effective_date": "2027-02-01",
        "privacy_contact": "vieprivee@erables.example",
        **more,
    }


def test_an_english_only_policy_for_quebec_is_refused_with_the_reason(library: Library) -> None:
    for languages in ({}, {"languages": ["en"]}):
        with pytest.raises(Barred, match="must be in French"):
            make_editions(library, answers_of(quebec(**languages)), ON)


def test_elsewhere_english_alone_is_enough(library: Library) -> None:
    values = quebec(languages=["en"]) | {"jurisdictions": ["ca-on"]}
    editions = make_editions(library, answers_of(values), ON)
    assert [(edition.language, edition.suffix) for edition in editions] == [("en-CA", "")]


def test_a_clause_without_translation_stops_the_french_edition(french: Path) -> None:
    library = load_folders(french)
    place = french / "jurisdictions" / "tealand-east" / "_place.yaml"
    place.write_text(place.read_text(encoding="utf-8").rstrip() + "\nlanguage: fr-CA\n", encoding="utf-8")
    library = load_folders(french)
    with pytest.raises(ProblemsFound, match="has no 'fr' translation"):
        make_editions(library, tea_answers(library), ON)
    assert assemble(library, select(library, tea_answers(library), ON)).clauses
