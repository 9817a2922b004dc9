"""The four institutions build, and each special clause appears exactly when its condition holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from pathlib import Path

import pytest
import yaml

from policygen.answers import Answers
from policygen.answertables import read_table
from policygen.assembling import assemble
from policygen.conditions import asked, holds, read_when
from policygen.document import Document
from policygen.formats import render
from policygen.jurisdictions import PlaceId
from policygen.library import Library
from policygen.loading import load_library
from policygen.questions import Kind, When
from policygen.selection import Selection, select
from policygen.strictyaml import Tree, Value, read_yaml

HERE = Path(__file__).parent
TODAY = date(2026, 11, 21)

OTHER_SIGNS = {"us-union-steps": ("policy-governance/union-steps", "corrective-action/steward")}
"""Clauses that count without an authority: a public employer's bargaining law is not in the register."""


@dataclass(frozen=True)
class Special:
    """One row of special-clauses.yaml with its condition as a table."""

    id: str
    places: frozenset[str]
    topics: frozenset[str]
    authorities: frozenset[str]
    when: When


@lru_cache
def shipped() -> Library:
    return load_library()


def read(name: str) -> Value:
    tree, problems = read_yaml((HERE / name).read_text(encoding="utf-8"), name)
    assert isinstance(tree, Tree), problems
    return tree.value


@lru_cache
def profiles() -> dict[str, dict[str, object]]:
    return {profile["id"]: profile for profile in yaml.safe_load((HERE / "profiles.yaml").read_text(encoding="utf-8"))}


@lru_cache
def specials() -> dict[str, Special]:
    conditions = read("special-conditions.yaml")
    assert isinstance(conditions, dict)
    rows = yaml.safe_load((HERE / "special-clauses.yaml").read_text(encoding="utf-8"))
    found = {}
    for row in rows:
        if row["id"] in conditions:
            condition = conditions[row["id"]]
            when, mistakes = read_when(condition, (), shipped().questionnaire) if condition != "always" else ((), [])
            assert not mistakes, (row["id"], mistakes)
            found[row["id"]] = Special(
                id=row["id"],
                places=frozenset(row["jurisdictions"]),
                topics=frozenset(row["topics"]),
                authorities=frozenset(row["authority_ids"]) | same_law_elsewhere(row["id"]),
                when=when,
            )
    return found


def same_law_elsewhere(special: str) -> frozenset[str]:
    """Name the laws of other states that a special clause means when it names some of them."""
    endings = {"us-password-law": "-password-law", "us-all-party-recording": "-recording"}
    ending = endings.get(special)
    return frozenset(name for name in shipped().authorities if ending and name.endswith(ending))


def answers_of(values: dict[str, object]) -> Answers:
    table: dict[str, Value] = {}
    for name, value in values.items():
        if isinstance(value, list):
            table[name] = [str(item) for item in value]
        else:
            table[name] = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    answers, mistakes = read_table(table, shipped().questionnaire, shipped().places)
    assert not mistakes
    return answers


def profile_answers(name: str) -> Answers:
    values = profiles()[name]["answers"]
    assert isinstance(values, dict)
    return answers_of(values)


def appears(special: Special, selection: Selection) -> bool:
    return any(
        chosen.clause.topic in special.topics
        and (
            special.authorities & {basis.authority for basis in chosen.rests_on}
            or (
                chosen.clause.id.startswith(OTHER_SIGNS.get(special.id, ("-",)))
                and chosen.clause.place in special.places
            )
        )
        for chosen in selection.clauses
    )


def should_appear(special: Special, selection: Selection, answers: Answers) -> bool:
    here = shipped().places.all_around(selection.places)
    return bool(here & {PlaceId(place) for place in special.places}) and holds(special.when, answers)


def whole_text(document: Document) -> str:
    return render(document, "md", shipped().templates).decode()


def promised() -> list[str]:
    rows = yaml.safe_load((HERE / "special-clauses.yaml").read_text(encoding="utf-8"))
    return [row["id"] for row in rows if all(place.startswith(("us", "ca")) for place in row["jurisdictions"])]


def test_every_promised_special_clause_has_a_condition() -> None:
    assert set(promised()) <= set(specials())


@pytest.mark.parametrize("name", profiles())
def test_a_profile_shows_each_special_clause_exactly_when_its_condition_holds(name: str) -> None:
    answers = profile_answers(name)
    selection = select(shipped(), answers, TODAY)
    wrong = [
        special.id
        for special in specials().values()
        if appears(special, selection) != should_appear(special, selection, answers)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", profiles())
def test_a_profile_names_what_must_and_must_not_appear(name: str) -> None:
    profile, selection = profiles()[name], select(shipped(), profile_answers(name), TODAY)
    must, must_not = profile["must_appear"], profile["must_not_appear"]
    assert isinstance(must, list)
    assert isinstance(must_not, list)
    known = specials()
    assert [each for each in must if each in known and not appears(known[each], selection)] == []
    assert [each for each in must_not if each in known and appears(known[each], selection)] == []


SWEEP = {
    "jurisdictions": (
        *(["us-oh"], ["us"], ["us-ca"], ["us-ny"], ["us-wa"], ["us-pa"]),
        *(["ca-on"], ["ca"], ["ca-qc"], ["ca-sk"], ["us-oh", "ca-on"], ["uk-eng"]),
    ),
    "facility_type": ("medical-practice", "dental", "hospital", "long-term-care", "telehealth", "cosmetic"),
    "ownership": ("private-nonprofit", "faith-based", "public", "public-university"),
}

SWITCHES: tuple[dict[str, object], ...] = (
    {},
    {"patient_stories": "never", "case_stories": "never", "review_replies": "no", "trackers": "no"},
    {"filming": True, "union_status": "some", "special_information": ["sud", "hiv"], "languages": ["en", "fr"]},
    {"research_recruitment": True, "workforce_groups": ["researchers"], "advertising": ["paid-ads"], "headcount": 24},
    {"review_replies": "agency", "trackers": "portal-or-app", "case_stories": "professional-networks", "headcount": 60},
    {"official_accounts": "none", "advertising": ["none"], "minors": False, "patient_stories": "staff-collect"},
)


@pytest.mark.parametrize("facility", SWEEP["facility_type"])
def test_special_clauses_follow_their_conditions_over_a_sweep_of_answers(facility: str) -> None:
    wrong: set[tuple[str, str]] = set()
    for places, ownership, switches in product(SWEEP["jurisdictions"], SWEEP["ownership"], SWITCHES):
        answers = answers_of(
            {
                "facility_type": facility,
                "jurisdictions": places,
                "ownership": ownership,
                "case_stories": "approved-only",
            }
            | switches
        )
        selection = select(shipped(), answers, TODAY)
        wrong |= {
            (special.id, f"{places} {ownership} {switches}")
            for special in specials().values()
            if appears(special, selection) != should_appear(special, selection, answers)
        }
    assert sorted(wrong)[:10] == []


FOREIGN_WORDS = {
    "p1-ohio-family-practice": ["advisory group", "residents and fellows", "bylaws committee", "PHIPA", "behaviour"],
    "p2-california-academic": ["NLRA", "National Labor Relations", "Stericycle", "at any time for any reason"],
    "p5-ontario-community-hospital": [
        "HIPAA",
        "164.508",
        "PHI ",
        "NLRA",
        "Office for Civil Rights",
        "business associate",
        "National Labor",
        "protected health information",
        "Protected Health Information",
        "behavior ",
    ],
    "p8-australian-cosmetic": ["HIPAA", "influencer program", "Botox", "PHIPA"],
}


@pytest.mark.parametrize(("name", "words"), FOREIGN_WORDS.items(), ids=FOREIGN_WORDS)
def test_a_profile_does_not_hold_words_of_other_places(name: str, words: list[str]) -> None:
    selection = select(shipped(), profile_answers(name), TODAY)
    text = whole_text(assemble(shipped(), selection))
    assert [word for word in words if word in text] == []


def test_ontario_speaks_of_personal_health_information() -> None:
    selection = select(shipped(), profile_answers("p5-ontario-community-hospital"), TODAY)
    assert "personal health information" in whole_text(assemble(shipped(), selection))


def test_what_australia_forbids_is_refused_with_its_reason_and_left_out() -> None:
    selection = select(shipped(), profile_answers("p8-australian-cosmetic"), TODAY)
    refused = {choice for refusal in selection.refused for choice in refusal.answer}
    assert refused == {"testimonials", "influencers"}
    assert all(refusal.reason for refusal in selection.refused)
    assert {
        choice for choice in ("testimonials", "influencers") if f"'{choice}'" in str(selection.answers.given)
    } == set()


def test_a_place_whose_law_is_missing_says_so_and_stays_a_draft() -> None:
    answers = profile_answers("p8-australian-cosmetic")
    reviewed = answers_of({"legal_review": "done", **_values("p8-australian-cosmetic")})
    for each in (answers, reviewed):
        document = assemble(shipped(), select(shipped(), each, TODAY))
        assert "uncovered" in document.draft
        assert "Australia" in whole_text(document).split("## ")[0]


def test_a_reviewed_policy_without_open_items_is_no_draft() -> None:
    values = _values("p1-ohio-family-practice") | {"legal_review": "done", "trackers": "no"}
    document = assemble(shipped(), select(shipped(), answers_of(values), TODAY))
    assert document.draft == ()
    assert "DRAFT" not in whole_text(document)


@pytest.mark.parametrize("name", profiles())
def test_no_blank_or_placeholder_is_left_in_a_policy(name: str) -> None:
    text = whole_text(assemble(shipped(), select(shipped(), profile_answers(name), TODAY)))
    for sign in ("{{", "}}", ": None", "TBD", "  .", " ,", "()", "\ue000", "<<<<", "the the ", "The the "):
        assert sign not in text, sign


@pytest.mark.parametrize("name", profiles())
def test_one_clause_answers_each_question_that_offers_rules(name: str) -> None:
    answers = profile_answers(name)
    library = shipped()
    selection = select(library, answers, TODAY)
    for question, topic in (
        ("patient_connections", "professional-boundaries"),
        ("case_stories", "deidentification-and-case-discussion"),
        ("personal_use_at_work", "work-time-and-devices"),
        ("staff_photos", "staff-images-and-recording"),
        ("visitor_recording", "visitor-and-patient-recording"),
        ("patient_email_text", "electronic-communication-with-patients"),
    ):
        reading = {
            chosen.clause.id
            for chosen in selection.clauses
            if chosen.clause.topic == topic and any(row[0] == question for table in chosen.clause.when for row in table)
        }
        assert reading, (question, name)


def test_every_choice_of_every_question_builds() -> None:
    library, base = shipped(), profile_answers("p1-ohio-family-practice")
    for question in library.questionnaire:
        if question.kind in (Kind.CHOICE, Kind.BOOL) and asked(question.id, base):
            for choice in question.choices or {"yes": "", "no": ""}:
                value = (choice == "yes") if question.kind is Kind.BOOL else choice
                document = assemble(library, select(library, base.with_answer(question.id, value), TODAY))
                assert document.clauses, (question.id, choice)


def _values(name: str) -> dict[str, object]:
    values = profiles()[name]["answers"]
    assert isinstance(values, dict)
    return dict(values)


@pytest.mark.parametrize(
    ("ownership", "told"),
    [
        pytest.param("private-nonprofit", True, id="private"),
        pytest.param("faith-based", True, id="of a church"),
        pytest.param("public", False, id="of a city"),
        pytest.param("public-university", False, id="of a state's university"),
    ],
)
def test_new_yorks_monitoring_notice_binds_private_employers_alone(ownership: str, *, told: bool) -> None:
    base = {"facility_type": "hospital", "jurisdictions": ["us-ny"], "monitoring": "network"}
    selection = select(shipped(), answers_of({**base, "ownership": ownership}), TODAY)
    assert ("monitoring-of-use/use-of-network-notice" in {each.clause.id for each in selection.clauses}) is told
