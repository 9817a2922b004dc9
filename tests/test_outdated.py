"""Law that no longer holds, times looser than the law's, and policies that nobody reviewed."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pytest

from policygen.auditing.mapping import Mapper
from policygen.auditing.oldpolicy import OldStatement
from policygen.auditing.outdated import outdated
from policygen.findings import Finding, Severity
from policygen.jurisdictions import Status
from policygen.selection import select
from tests.test_audit import answers, shipped

ON = date(2026, 11, 21)


@lru_cache
def mapper(institution: str) -> Mapper:
    return Mapper(shipped(), select(shipped(), answers(institution), ON), "en")


def found(text: str, institution: str = "harborview", *, heading: str = "", dated: bool = True) -> list[Finding]:
    """Examine one statement of a policy that was reviewed this year, unless the test is about that."""
    statements = [OldStatement(number=1, text=text, heading=heading)]
    if dated:
        statements.append(OldStatement(number=2, text="Last reviewed in March 2026."))
    selection = select(shipped(), answers(institution), ON)
    return list(outdated(statements, shipped(), selection, mapper(institution).measure))


def checks(text: str, institution: str = "harborview") -> list[str]:
    return [each.check for each in found(text, institution)]


# Law


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Work rules follow Boeing Co., 365 NLRB No. 154 (2017).", id="an overruled case"),
        pytest.param("Rules are read as in Lutheran\nHeritage.", id="over two lines"),
        pytest.param("See CMS memo qso-18-10.", id="a memo, in small letters"),
        pytest.param("The EEOC Enforcement Guidance on Harassment in the Workplace applies.", id="rescinded guidance"),
        pytest.param("Video visits rely on the telehealth enforcement discretion.", id="an expired discretion"),
    ],
)
def test_law_that_no_longer_holds_is_an_error(text: str) -> None:
    (finding,) = found(text)
    assert (finding.check, finding.severity, finding.number) == ("O01", Severity.ERROR, "1")
    assert finding.better
    assert finding.authorities


def test_what_counts_instead_is_named() -> None:
    (finding,) = found("Work rules follow 365 NLRB No. 154.")
    assert "Stericycle" in finding.better
    assert finding.quote == "365 NLRB No. 154"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("An attestation under 45 CFR 164.509 comes first.", id="a rule vacated in part"),
        pytest.param("The OCR bulletin on online tracking governs our pages.", id="a bulletin vacated in part"),
        pytest.param("We meet 90 FR 898.", id="a proposal"),
    ],
)
def test_law_struck_in_part_or_only_proposed_is_a_warning(text: str) -> None:
    assert [(each.check, each.severity) for each in found(text)] == [("O01", Severity.WARNING)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("We follow 45 CFR 164.502 and 164.508.", id="rules in force"),
        pytest.param("Work rules follow Stericycle, Inc., 372 NLRB No. 113.", id="the case that counts"),
        pytest.param("The Boeing aircraft lands at noon.", id="a name that is no citation"),
        pytest.param("File number 9164.509 is closed.", id="a number within a number"),
        pytest.param("The OCR bulletin on online tracking, as limited by AHA v. Becerra.", id="with what limits it"),
    ],
)
def test_law_in_force_and_other_words_are_not_out_of_date(text: str) -> None:
    assert checks(text) == []


def test_every_authority_that_no_longer_holds_can_be_recognised() -> None:
    gone = [
        each
        for each in shipped().authorities.values()
        if each.status in (Status.SUPERSEDED, Status.VACATED, Status.PROPOSED)
    ]
    assert len(gone) > 12
    for authority in gone:
        for name in authority.cited_as or (authority.title,):
            assert [each.authorities for each in found(f"See {name} for this.") if each.check == "O01"], name


def test_no_authority_in_force_is_taken_for_one_that_is_gone() -> None:
    for authority in shipped().authorities.values():
        if authority.binds:
            assert [each for each in found(f"{authority.citation}.") if each.severity is Severity.ERROR] == []


# Times


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Notify each person affected within 60 days of discovery without unreasonable delay.", id="digits"
        ),
        pytest.param("Each person affected is told no later than sixty (60) days after discovery.", id="words, digits"),
        pytest.param("The Privacy Officer tells each affected person of the breach in two months.", id="months"),
    ],
)
def test_a_notice_slower_than_the_law_of_the_place_is_an_error(text: str) -> None:
    (finding,) = found(text)
    assert (finding.check, finding.severity) == ("O02", Severity.ERROR)
    assert "30 days" in finding.better


@pytest.mark.parametrize(
    ("text", "institution"),
    [
        pytest.param("Notify each person affected within 30 days of discovery.", "harborview", id="the limit"),
        pytest.param("Notify each person affected within ten days of discovery.", "harborview", id="faster"),
        pytest.param(
            "Notify each person affected within 60 days of discovery.", "fernbank", id="where 60 is the limit"
        ),
        pytest.param("Tell each person affected in 30 days, or 60 under federal law.", "harborview", id="one meets it"),
        pytest.param("Idle accounts are closed after 90 days.", "harborview", id="another matter"),
        pytest.param("HIPAA papers are read again every two years and kept.", "harborview", id="an interval"),
    ],
)
def test_a_time_that_the_law_allows_is_not_out_of_date(text: str, institution: str) -> None:
    assert checks(text, institution) == []


def test_papers_kept_shorter_than_the_law_asks_are_an_error() -> None:
    (finding,) = found("HIPAA records are kept for three years.")
    assert "6 years" in finding.better
    assert checks("HIPAA records are kept for seven years.") == []


# Review


def test_a_policy_that_nobody_reviewed_in_three_years_is_an_error() -> None:
    (finding,) = found("Effective March 3, 2014. Last reviewed: June 2016.", dated=False)
    assert (finding.check, finding.severity, finding.quote) == ("O03", Severity.ERROR, "Last reviewed: June 2016")
    assert "125 months" in finding.says


def test_a_policy_without_a_date_is_a_warning() -> None:
    (finding,) = found("Ask before you post.", dated=False)
    assert (finding.check, finding.severity, finding.number) == ("O03", Severity.WARNING, "")


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        pytest.param("", "Effective 2025-01-06.", id="a date of effect"),
        pytest.param("", "Approved in 2014, revised in May 2025.", id="a later revision"),
        pytest.param("In effect from", "July 1, 2027", id="a field of a table"),
        pytest.param("", "En vigueur le 1er mars 2025.", id="French"),
    ],
)
def test_a_policy_reviewed_of_late_is_not_out_of_date(heading: str, text: str) -> None:
    assert found(text, heading=heading, dated=False) == []


def test_the_day_of_the_next_review_is_no_review() -> None:
    (finding,) = found("Effective 2014. Next review: June 2027.", dated=False)
    assert finding.check == "O03"
