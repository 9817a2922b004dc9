"""Answers that are not simply obeyed: each is spoken of at the question, by new --no-input and by check."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from policygen.answers import Answers
from policygen.checklist import POLICY_CHECKS
from policygen.editions import Barred, make_editions
from policygen.findings import Finding, Severity
from policygen.interview import CAUTIONS
from policygen.judging import examined_edition
from policygen.library import Library
from policygen.questions import QuestionId
from policygen.selection import cautions_of, select
from tests.test_interview import talk
from tests.test_profiles import _values, answers_of
from tests.tools import ON

OHIO = "p1-ohio-family-practice"
SOON = (ON + timedelta(days=10)).isoformat()

ROWS = [
    pytest.param(
        {"jurisdictions": ["au-nsw"]},
        "advertising",
        "testimonials",
        "refuse",
        "testimonials",
        id="testimonials in Australia",
    ),
    pytest.param(
        {"jurisdictions": ["au-nsw"], "facility_type": "cosmetic"},
        "advertising",
        "influencers",
        "refuse",
        "influencers",
        id="influencers for cosmetic care in Australia",
    ),
    pytest.param(
        {"special_information": ["mental-health"]},
        "trackers",
        "portal-or-app",
        "mend",
        "Record an agreement",
        id="trackers beside special information",
    ),
    pytest.param(
        {"vendors_used": []}, "review_replies", "agency", "mend", "Name the firm", id="an agency without a name"
    ),
    pytest.param({}, "applicant_checks", "ad-hoc", "advise", "Look at nothing", id="informal checks of applicants"),
    pytest.param({"mfa_required": True}, "mfa_required", "no", "advise", "end date", id="no second step at sign-in"),
    pytest.param(
        {"jurisdictions": ["ca-on"], "headcount": 40},
        "monitoring",
        "network",
        "advise",
        "Attach the written policy",
        id="monitoring in Ontario",
    ),
    pytest.param(
        {"jurisdictions": ["au-nsw"]},
        "monitoring",
        "network",
        "advise",
        "Ask counsel",
        id="monitoring in Australia",
    ),
    pytest.param(
        {"jurisdictions": ["uk-eng"]}, "monitoring", "network", "advise", "Ask counsel", id="monitoring in England"
    ),
    pytest.param({"jurisdictions": ["ca-qc"]}, "languages", "en", "bar", "must be in French", id="no French in Quebec"),
    pytest.param({}, "patient_stories", "staff-collect", "advise", "feel pressed", id="stories collected by staff"),
    pytest.param({}, "effective_date", SOON, "advise", "to be trained", id="no time for training"),
    pytest.param(
        {"union_status": "some"}, "effective_date", "2026-09-01", "advise", "Give the unions the draft", id="unions"
    ),
    pytest.param({}, "review_months", "40", "mend", "too long", id="reviewed too rarely"),
]

CALM = {
    "jurisdictions": ["us-oh"],
    "trackers": "no",
    "effective_date": "2026-09-01",
    "languages": ["en"],
    "union_status": "none",
}


def said(context: dict[str, object]) -> Answers:
    return answers_of(_values(OHIO) | CALM | context)


def answered(context: dict[str, object], question: str, answer: str) -> Answers:
    several = question in ("advertising", "monitoring", "languages")
    typed: object = [answer] if several else int(answer) if answer.isdecimal() else answer
    return said(context | {question: typed})


def findings(library: Library, answers: Answers) -> list[Finding]:
    edition = make_editions(library, answers, ON)[0]
    examined = examined_edition(library, edition, [edition])
    return [finding for check in POLICY_CHECKS if check.id.startswith("A") for finding in check.run(examined)]


@pytest.mark.parametrize(("context", "question", "answer", "kind", "words"), ROWS)
def test_an_answer_is_spoken_of_at_its_question(
    library: Library, context: dict[str, object], question: str, answer: str, kind: str, words: str
) -> None:
    assert kind in CAUTIONS
    held = talk(library, "n", question, answer, so_far=said(context))
    assert any(words in line for line in held.after(answer)), held.said[-8:]


@pytest.mark.parametrize(("context", "question", "answer", "kind", "words"), ROWS)
def test_an_answer_is_spoken_of_without_questions(
    library: Library, context: dict[str, object], question: str, answer: str, kind: str, words: str
) -> None:
    selection = select(library, answered(context, question, answer), ON)
    told = {
        "refuse": [refusal.reason for refusal in selection.refused],
        "bar": [item.says for item in selection.barred],
        "mend": [item.says for item in selection.open_items],
        "advise": list(selection.advice),
    }
    assert any(words in says for says in told[kind])


@pytest.mark.parametrize(("context", "question", "answer", "kind", "words"), ROWS)
def test_an_answer_is_spoken_of_by_the_checks(
    library: Library, context: dict[str, object], question: str, answer: str, kind: str, words: str
) -> None:
    answers = answered(context, question, answer)
    if kind == "bar":
        with pytest.raises(Barred, match=words):
            make_editions(library, answers, ON)
        return
    weight = {"refuse": Severity.NOTE, "mend": Severity.ERROR, "advise": Severity.WARNING}[kind]
    found = [each for each in findings(library, answers) if words in each.says and each.number == question]
    assert [each.severity for each in found] == [weight]
    assert found[0].quote.startswith(f"{question}: ")


def test_good_answers_are_not_spoken_of(library: Library) -> None:
    answers = said({"headcount": 150, "official_accounts": "central-team", "review_months": 12})
    assert [caution.id for caution in cautions_of(library, answers, ON)] == []


@pytest.mark.parametrize(
    ("days", "warned"),
    [
        pytest.param(-1, False, id="in effect already"),
        pytest.param(0, True, id="today"),
        pytest.param(29, True, id="in 29 days"),
        pytest.param(30, False, id="in 30 days"),
    ],
)
def test_a_day_is_too_near_only_while_it_is_to_come(library: Library, days: int, warned: bool) -> None:
    answers = said({}).with_answer(QuestionId("effective_date"), ON + timedelta(days=days))
    ids = {caution.id for caution in cautions_of(library, answers, ON)}
    assert ("no-time-for-training" in ids) is warned


def test_what_was_said_before_is_not_repeated_at_another_question(library: Library) -> None:
    held = talk(library, "n", "monitoring", "official-pages", so_far=said({"applicant_checks": "ad-hoc"}))
    assert not any("Look at nothing" in line for line in held.said)


def test_every_caution_has_its_french(library: Library) -> None:
    assert {caution.id for caution in library.cautions} == set(library.translations["fr"].pack.cautions)


def test_a_caution_without_a_day_holds_on_any_day(library: Library) -> None:
    answers = said({"applicant_checks": "ad-hoc"})
    for day in (date(2020, 1, 1), date(2030, 1, 1)):
        assert "informal-applicant-checks" in {caution.id for caution in cautions_of(library, answers, day)}
