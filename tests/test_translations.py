"""A library in another language: the same clauses with other words, none of them stale."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from policygen.assembling import assemble
from policygen.clauses import Clause
from policygen.editions import Barred, make_editions
from policygen.errors import PolicygenError, ProblemsFound
from policygen.jurisdictions import PlaceId
from policygen.languages import in_language
from policygen.library import Library
from policygen.lint import lint
from policygen.loading import load_folders, read_library
from policygen.selection import select
from tests.test_profiles import answers_of
from tests.tools import ON, TEA, clause_file, lay, tea_answers

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


STANDING = "2026-02-01 tea-act"


def with_changes(french: Path, *written: str) -> Path:
    pack = french / "clauses" / "_library@fr.yaml"
    pack.write_text(f"{PACK}changes: {{{', '.join(written)}}}\n", encoding="utf-8")
    return french


def test_what_a_change_of_law_says_is_said_in_the_language(french: Path) -> None:
    library = load_folders(with_changes(french, f"{STANDING}: Quatre heures."))
    said = [change.says for change in in_language(library, "fr").places.by_id[PlaceId("tealand")].changes]
    assert said == ["Quatre heures."]
    assert library.places.by_id[PlaceId("tealand")].changes[0].says.startswith("Tea may stand")


def test_a_change_of_law_that_no_place_has_cannot_be_translated(french: Path) -> None:
    problems = read_library([with_changes(french, "2026-02-02 tea-act: Quatre heures.")])[1]
    assert [problem.says for problem in problems] == ["There is no '2026-02-02 tea-act' to translate."]
    assert STANDING in problems[0].advice


def test_a_place_of_another_language_lacks_the_law_that_is_not_translated(french: Path) -> None:
    east = french / "jurisdictions" / "tealand-east" / "_place.yaml"
    east.write_text(f"{east.read_text(encoding='utf-8')}language: fr-TL\n", encoding="utf-8")

    def lacking() -> list[str]:
        return [each.says for each in lint([french])[1] if "in clauses/_library@fr.yaml" in each.advice]

    before = lacking()
    assert f"East Tealand needs '{STANDING}' in 'fr'." in before
    assert "East Tealand needs 'tea-act' in 'fr'." in before
    assert "East Tealand needs 'para 4' in 'fr'." in before
    with_changes(french, f"{STANDING}: Quatre heures.")
    assert set(before) - set(lacking()) == {f"East Tealand needs '{STANDING}' in 'fr'."}


def test_changes_of_law_for_quebec_are_in_french(library: Library) -> None:
    spoken = in_language(library, "fr").places
    for place in spoken.lineage(PlaceId("ca-qc")):
        english = {change.name: change.says for change in library.places.by_id[place.id].changes}
        assert all(change.says != english[change.name] for change in place.changes)


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
    with pytest.raises(Barred, match="must be in French"):
        make_editions(library, answers_of(quebec(languages=["en"])), ON)


def test_a_quebec_policy_is_french_where_no_language_was_asked_for(library: Library) -> None:
    editions = make_editions(library, answers_of(quebec()), ON)
    assert [(edition.language, edition.suffix) for edition in editions] == [("fr-CA", "")]


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


ENGLISH_WORDS = re.compile(r"\b(?:the|and|must|should|with|your|you|from|which|privacy)\b", re.IGNORECASE)


def sweep_quebec() -> list[dict[str, object]]:
    """List answers that together reach most of what a Quebec institution can get."""
    base = quebec(languages=["fr"], org_short_name="la Clinique", speak_up_route=["la ligne éthique"])
    return [
        base,
        base | {"facility_type": "hospital", "ownership": "public", "union_status": "most", "headcount": 2000,
                "workforce_groups": ["residents", "students", "foundation", "researchers", "vendors"],
                "research_recruitment": True, "filming": True, "official_accounts": "departments",
                "advertising": ["paid-ads", "testimonials", "staff-ambassadors"], "trackers": "public-pages",
                "special_information": ["sud"], "case_stories": "professional-networks", "post_checks": "two-person"},
        base | {"facility_type": "long-term-care", "patient_stories": "staff-collect", "comments_mode": "off",
                "review_replies": "agency", "ai_use": "approved-tools", "staff_messaging": "emergency-exception",
                "patient_email_text": "with-consent", "patient_connections": "none", "monitoring": ["network"],
                "visitor_recording": "ask-first", "staff_photos": "with-approval", "acknowledgement": "none"},
        base | {"facility_type": "cosmetic", "patient_stories": "never", "review_replies": "no", "ai_use": "no",
                "official_accounts": "none", "case_stories": "never", "training": "hire-only",
                "advertising": ["before-after", "influencers", "price-offers"], "minors": False,
                "trackers": "portal-or-app", "staff_photos": "nowhere-clinical-devices-locked"},
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(4))
def test_a_quebec_policy_holds_no_english_sentence(library: Library, number: int) -> None:
    answers = answers_of(sweep_quebec()[number])
    (edition,) = make_editions(library, answers, ON)
    assert edition.language == "fr-CA"
    for clause in edition.document.clauses:
        words = f"{clause.title} {clause.text}"
        assert not ENGLISH_WORDS.search(words), words
    for row in edition.document.roles:
        assert not ENGLISH_WORDS.search(f"{row.title} {' '.join(row.holds)}")
    for item in edition.document.open_items:
        assert not ENGLISH_WORDS.search(item.says)


def test_the_french_prevails_and_english_is_a_copy_on_request(library: Library) -> None:
    answers = answers_of(quebec(languages=["en", "fr"]))
    french, english = make_editions(library, answers, ON)
    assert (french.language, french.suffix) == ("fr-CA", "")
    assert (english.language, english.suffix) == ("en-CA", "-en")
    assert [clause.number for clause in french.document.clauses] == [
        clause.number for clause in english.document.clauses
    ]


def test_a_french_policy_awaits_review_by_a_jurist_and_dates_are_french(library: Library) -> None:
    reviewed = quebec(languages=["fr"], legal_review="done", trackers="no")
    (edition,) = make_editions(library, answers_of(reviewed), ON)
    assert edition.document.draft == ("translation",)
    assert edition.document.control.effective == "1er février 2027"


def test_statutes_have_the_titles_that_french_law_gives_them(library: Library) -> None:
    (edition,) = make_editions(library, answers_of(quebec(languages=["fr"])), ON)
    titles = {str(row.authority.id): row.authority.title for row in edition.document.authorities}
    assert titles["ca-qc-hssi-act"] == "Loi sur les renseignements de santé et de services sociaux"


def test_a_policy_for_quebec_and_another_place_stays_a_draft_until_the_french_is_made(library: Library) -> None:
    answers = answers_of(quebec(languages=["en", "fr"]) | {"jurisdictions": ["ca-qc", "ca-on"]})
    (edition,) = make_editions(library, answers, ON)
    assert edition.language == "en-CA"
    assert any("must get this policy in French" in item.says for item in edition.document.open_items)


def test_the_translation_of_a_clause_that_is_worded_anew_above_it_does_not_count(
    french: Path, tmp_path: Path, tea: Library
) -> None:
    lay(tmp_path / "own", {"clauses/kettle/lid.md": clause_file("Shut the lid.", title="Our lid")})
    library, problems = read_library([french, tmp_path / "own"])
    assert problems == []
    assert library is not None
    assert clause_of(in_language(library, "fr"), "kettle/lid").title == "Our lid"
    assert library.translations["fr"].lacks(clause_of(library, "kettle/lid"))
    assert not load_folders(french).translations["fr"].lacks(clause_of(tea, "kettle/lid"))
