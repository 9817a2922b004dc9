"""The checks that need a whole policy: for each, a change that it must find, and the shipped policy that passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from policygen.checklist import COST, POLICY_CHECKS, TEXT_CHECKS, examine, in_order, score
from policygen.checks.examined import Examined, paper_passages
from policygen.checks.passages import Genre
from policygen.document import NumberedClause, Revision
from policygen.editions import make_editions
from policygen.filling import Filled, literal
from policygen.findings import Finding, Severity
from policygen.formats import render
from policygen.judging import examined_edition
from policygen.jurisdictions import AuthorityId, Status
from policygen.lock import Lock, LockedClause
from policygen.paper import Box, Edited, Field, FieldKind, Heading, Item, Listing, Mark, Paper, Paragraph, Table
from policygen.questions import AnswerValue, QuestionId
from policygen.waivers import Waiver
from tests.test_profiles import TODAY, _values, answers_of, profiles, shipped

OHIO = "p1-ohio-family-practice"
CALIFORNIA = "p2-california-academic"
ONTARIO = "p5-ontario-community-hospital"

GOOD: dict[str, object] = {
    "privacy_contact": "privacy@maplehollow.health",
    "urgent_phone": "614 220 4471",
    "patient_relations_contact": "614 220 4470",
    "trackers": "no",
    "official_accounts": "central-team",
    "legal_review": "done",
    "review_months": 12,
    "languages": ["en"],
    "headcount": 140,
    "union_status": "none",
    "advertising": ["paid-ads"],
}
"""Answers that leave nothing to complain of, so that every finding is about the change of a test."""


@lru_cache
def examined(profile: str = OHIO, **answers: AnswerValue) -> Examined:
    """Examine a policy made with good answers, and some of the test's own."""
    said = {name: list(value) if isinstance(value, tuple) else value for name, value in answers.items()}
    edition = make_editions(shipped(), answers_of(_values(profile) | GOOD | said), TODAY)[0]
    words = {f"policy.{name}": render(edition.document, name, shipped().templates) for name in ("md", "html")}
    return examined_edition(shipped(), edition, [edition], rendered=words)


def found(subject: Examined, check: str) -> list[Finding]:
    """Run the checks of one id."""
    return [finding for each in POLICY_CHECKS if each.id == check for finding in each.run(subject)]


def with_clauses(subject: Examined, change: Callable[[NumberedClause], NumberedClause | None]) -> Examined:
    """Change or leave out the clauses of a policy."""
    parts = []
    for part in subject.document.parts:
        sections = []
        for section in part.sections:
            kept = [changed for each in section.clauses if (changed := change(each)) is not None]
            sections.append(replace(section, clauses=tuple(kept)))
        parts.append(replace(part, sections=tuple(sections)))
    return with_document(subject, parts=tuple(parts))


def with_document(subject: Examined, **changes: object) -> Examined:
    document = subject.document
    for name, value in changes.items():
        document = replace(document, **{name: value})  # type: ignore[arg-type]
    return replace(subject, document=document, editions=(document,))


def without(subject: Examined, *ids: str) -> Examined:
    """Leave clauses out, by id or by topic."""
    return with_clauses(subject, lambda each: None if {each.clause.id, each.clause.topic} & set(ids) else each)


def not_resting_on(subject: Examined, authority: str) -> Examined:
    """Let no clause of a policy rest on an authority."""

    def change(each: NumberedClause) -> NumberedClause:
        kept = tuple(basis for basis in each.chosen.rests_on if basis.authority != authority)
        return replace(each, chosen=replace(each.chosen, rests_on=kept))

    return with_clauses(subject, change)


def saying(subject: Examined, clause: str, text: str) -> Examined:
    """Let a clause say something else."""
    return with_clauses(subject, lambda each: replace(each, text=Filled((text,))) if each.clause.id == clause else each)


def with_control(subject: Examined, **fields: str) -> Examined:
    control = replace(subject.document.control, **fields)  # type: ignore[arg-type]
    return with_document(subject, control=control)


def with_answer(subject: Examined, name: str, value: AnswerValue) -> Examined:
    answers = subject.selection.answers.with_answer(QuestionId(name), value)
    return replace(subject, selection=replace(subject.selection, answers=answers))


def with_rendered(subject: Examined, name: str, before: str, after: str) -> Examined:
    text = subject.rendered[name].decode()
    assert before in text
    return replace(subject, rendered={**subject.rendered, name: text.replace(before, after).encode()})


def with_authority(subject: Examined, name: str, status: Status) -> Examined:
    authorities = dict(subject.library.authorities)
    authority = replace(authorities[AuthorityId(name)], status=status)
    authorities[AuthorityId(name)] = authority
    rows = tuple(
        replace(row, authority=authority) if row.authority.id == name else row for row in subject.document.authorities
    )
    return with_document(replace(subject, library=replace(subject.library, authorities=authorities)), authorities=rows)


def issued_with(subject: Examined, number: str, clause: str = "") -> Examined:
    """Let an issue have given the number to a clause."""
    locked = LockedClause(number=number, title="", text="", says=("",))
    name = clause or subject.document.clauses[0].clause.id
    return replace(subject, issued=Lock(clauses={name: locked}))


def paper(name: str, *blocks: object) -> Paper:
    return Paper(
        name=name,
        title=name,
        institution="Maple Hollow",
        language="en-US",
        paper="letter",
        as_of=TODAY,
        issue="1.0",
        blocks=blocks,  # type: ignore[arg-type]
    )


def with_paper(subject: Examined, name: str, *blocks: object) -> Examined:
    return replace(subject, papers=(paper(name, *blocks),))


FORM = (
    "We may share the exact material named here through these channels, for the purposes named, until it expires. "
    "Signed and dated. A representative gives their authority and signs. You may withdraw. Care does not depend on "
    "signing. Others may pass it on. Nobody is paid; a payment is named here. You get a copy."
)

FIRES: dict[str, list[Callable[[], Examined]]] = {
    "L01": [
        lambda: with_control(examined(), owner=""),
        lambda: with_control(examined(), approver="[Name of board]"),
        lambda: with_document(examined(), institution=" "),
    ],
    "L02": [
        lambda: examined(effective_date=date(2024, 1, 1).isoformat()),
        lambda: examined(review_months=30),
        lambda: examined(review_months=0),
    ],
    "L03": [lambda: with_rendered(examined(), "policy.md", "official copy", "copy")],
    "L04": [
        lambda: with_document(
            examined(), revisions=(Revision(version="2.0", on="today", approved_by="Board", changes=("",)),)
        )
    ],
    "L05": [
        lambda: with_document(examined(legal_review="not-yet"), draft=()),
        lambda: replace(examined(legal_review="not-yet"), rendered={"policy.md": b"not legal advice"}),
    ],
    "L06": [
        lambda: issued_with(examined(), "9.9.9"),
        lambda: issued_with(examined(), examined().document.clauses[0].number, "gone/clause"),
    ],
    "L16": [lambda: with_document(examined(), roles=())],
    "L18": [lambda: with_authority(examined(), "us-crfa", Status.VACATED)],
    "L19": [lambda: with_authority(examined(), "us-hipaa-164-508", Status.SUPERSEDED)],
    "L20": [
        lambda: with_document(examined(), roles=(replace(examined().document.roles[0], holds=()),)),
        lambda: with_control(examined(), contact=""),
    ],
    "L21": [lambda: without(examined(), "policy-governance/exceptions")],
    "L22": [lambda: examined(privacy_contact="privacy@example.com"), lambda: examined(urgent_phone="")],
    "L23": [
        lambda: without(examined(), "inbound-messages-and-signposting"),
        lambda: examined(patient_relations_contact=""),
    ],
    "L25": [
        lambda: without(examined(), "protected-employee-speech/labor-rights"),
        lambda: without(examined(), "protected-employee-speech/freedom-to-talk-about-work"),
        lambda: with_answer(examined(), "ownership", "public"),
        lambda: not_resting_on(examined(CALIFORNIA), "us-ca-labor-speech"),
        lambda: without(examined(ONTARIO), "protected-employee-speech/open-criticism"),
    ],
    "L30": [
        lambda: without(examined(), "patient-confidentiality/know-what-identifies"),
        lambda: without(examined(), "patient-confidentiality/never-confirm-or-deny"),
        lambda: without(examined(), "deidentification-and-case-discussion"),
        lambda: without(examined(), "staff-images-and-recording/check-the-background"),
        lambda: without(examined(), "online-footprint/pause-before-you-post"),
    ],
    "L31": [
        lambda: without(examined(), "patient-authorization/elements-of-the-form"),
        lambda: without(examined(), "patient-authorization"),
        lambda: with_paper(examined(), "authorization", Paragraph(text=FORM.replace("You may withdraw.", ""))),
    ],
    "L33": [
        lambda: without(examined(), "breach-notification"),
        lambda: with_paper(
            examined(), "incident-checklist", Table(head=(), rows=(("HIPAA", "60 days"), ("Abuse", "2 hours")))
        ),
    ],
    "L34": [
        lambda: without(examined(), "specially-protected-information"),
        lambda: not_resting_on(examined(CALIFORNIA), "us-42cfr2"),
    ],
    "L36": [
        lambda: with_paper(examined(), "quick-guide", Paragraph(text="Report it.", statements=("99.1.1",))),
        lambda: with_paper(examined(), "quick-guide", Paragraph(text="You must call Ann.")),
        lambda: with_paper(examined(), "quick-guide", Paragraph(text="Write to old@maplehollow.health.")),
    ],
    "L37": [
        lambda: saying(examined(), "scope-and-applicability/covered-people", "All employees are covered."),
        lambda: without(examined(), "scope-and-applicability/covered-people"),
        lambda: without(examined(CALIFORNIA), "students-and-trainees"),
    ],
    "L38": [
        lambda: with_document(examined(), remember=((literal("Stop"), "77.1.1"),)),
        lambda: with_rendered(examined(), "policy.html", "</main>", '<a href="#nowhere">x</a></main>'),
    ],
    "L40": [
        lambda: without(examined(), "reporting-and-incident-response/early-reports-are-welcome"),
        lambda: without(examined(), "corrective-action/fair-and-graded"),
    ],
    "L41": [
        lambda: without(examined(), "training-and-acknowledgement"),
        lambda: examined(acknowledgement="none"),
    ],
    "L42": [
        lambda: without(examined(), "account-security/remove-leavers-the-same-day"),
        lambda: without(examined(), "account-security/multi-factor-sign-in"),
        lambda: without(examined(), "account-inventory-and-lifecycle"),
        lambda: without(examined(), "official-account-approval"),
    ],
    "L43": [
        lambda: without(examined(), "records-and-archiving/keeping-times"),
        lambda: examined(retention_years=3),
    ],
    "L44": [
        lambda: with_rendered(examined(), "policy.html", 'lang="en-US"', ""),
        lambda: with_rendered(examined(), "policy.html", "<h2", "<h5"),
        lambda: with_rendered(examined(), "policy.html", "</main>", "<table><tr><td>1</td></tr></table></main>"),
        lambda: with_rendered(examined(), "policy.html", "</main>", '<img src="x.png"></main>'),
        lambda: with_rendered(examined(), "policy.html", "</main>", '<input name="x"></main>'),
        lambda: replace(examined(), rendered={"policy.pdf": b"%PDF-1.7 untagged"}),
    ],
    "L45": [
        lambda: with_answer(examined(), "languages", ("en", "es")),
        lambda: replace(examined(), editions=(examined().document, without(examined(), "definitions").document)),
    ],
    "L46": [
        lambda: saying(examined(), "definitions/social-media", "word " * 9_000),
        lambda: with_paper(examined(), "house-rules", Paragraph(text="Be kind. " * 400)),
        lambda: replace(examined(), rendered={"quick-guide.pdf": b"/Type /Page /Type /Page /StructTreeRoot"}),
    ],
    "L47": [lambda: with_rendered(examined(), "policy.md", "not legal advice", "advice")],
    "A01": [lambda: examined("p8-australian-cosmetic", advertising=("testimonials",))],
    "A02": [lambda: examined(trackers="not-sure"), lambda: examined(review_replies="agency", vendors_used=())],
    "A03": [lambda: examined(applicant_checks="ad-hoc"), lambda: examined(mfa_required=False)],
}
"""For each check, changes that it must find."""

PASSES: dict[str, list[Callable[[], Examined]]] = {
    "L06": [lambda: issued_with(examined(), examined().document.clauses[0].number)],
    "L25": [lambda: examined(ownership="public"), lambda: examined(ONTARIO), lambda: examined(CALIFORNIA)],
    "L31": [
        lambda: examined(),  # its signature and its date are fields of their own
        lambda: with_paper(examined(), "authorization", Paragraph(text=FORM)),
        lambda: without(examined(patient_stories="never"), "patient-authorization"),
    ],
    "L33": [
        lambda: with_paper(
            examined(), "incident-checklist", Table(head=(), rows=(("Abuse", "2 hours"), ("HIPAA", "60 days")))
        )
    ],
    "L34": [lambda: without(examined(special_information=("none",)), "specially-protected-information")],
    "L36": [
        lambda: with_paper(
            examined(),
            "quick-guide",
            Heading(text="Remember"),
            Box(blocks=(Listing(items=(Item(text="You must report it.", statements=("1.1.1",)),)),)),
            Paragraph(text="Write to privacy@maplehollow.health."),
        )
    ],
    "L42": [lambda: without(examined(official_accounts="none"), "account-security", "official-account-approval")],
    "L46": [lambda: with_paper(examined(ONTARIO), "house-rules", Paragraph(text="Be kind. " * 100))],
    "A03": [lambda: examined(effective_date=date(2027, 2, 1).isoformat())],
}
"""Changes that a check must leave alone."""

KNOWN = (
    *((check.id, check.title, check.why) for check in TEXT_CHECKS),
    *((check.id, check.title, check.why) for check in POLICY_CHECKS),
)
"""Id, title and reason of every check."""

UNAVOIDABLE = frozenset({"L19", "L46"})
"""Authorities that nobody checked for a year, and a policy longer than a practice needs: both are true."""


def changes(table: dict[str, list[Callable[[], Examined]]]) -> list[pytest.ParameterSet]:
    return [
        pytest.param(check, change, id=f"{check} {number}")
        for check, several in table.items()
        for number, change in enumerate(several, 1)
    ]


@pytest.mark.parametrize(("check", "change"), changes(FIRES))
def test_a_check_finds_a_policy_that_lacks_something(check: str, change: Callable[[], Examined]) -> None:
    before = found(examined(), check)
    assert [finding for finding in found(change(), check) if finding not in before] != []


@pytest.mark.parametrize(("check", "change"), changes(PASSES))
def test_a_check_leaves_a_sound_policy_alone(check: str, change: Callable[[], Examined]) -> None:
    assert [str(finding) for finding in found(change(), check)] == []


def test_a_policy_with_good_answers_has_only_findings_that_it_cannot_avoid() -> None:
    findings = [finding for finding in examine(examined()) if finding.severity is not Severity.NOTE]
    assert [str(finding) for finding in findings if finding.check not in UNAVOIDABLE] == []


def test_every_check_of_policies_is_tried() -> None:
    assert {check.id for check in POLICY_CHECKS} == set(FIRES)


def test_the_forty_eight_checks_are_all_there() -> None:
    assert {each for each, _, _ in KNOWN if each.startswith("L")} == {f"L{number:02}" for number in range(1, 49)}


def test_the_page_of_checks_lists_every_check() -> None:
    page = (Path(__file__).parents[1] / "docs" / "checks.md").read_text(encoding="utf-8")
    rows = [(f"| {check.id} | {check.severity.value} | {check.title} |") for check in TEXT_CHECKS]
    rows += [(f"| {check.id} | {check.severity.value} | {check.title} |") for check in POLICY_CHECKS]
    assert [row for row in rows if row not in page] == []
    assert page.count("\n| L") + page.count("\n| A") == len(rows) + page.partition("cannot see")[2].count("\n| L")


def test_every_check_has_a_title_and_a_reason() -> None:
    for _, title, why in KNOWN:
        assert title.endswith(".")
        assert why.endswith(".")


@pytest.mark.parametrize("name", profiles())
def test_the_shipped_library_has_no_error_for_a_profile(name: str) -> None:
    values = _values(name)
    for edition in make_editions(shipped(), answers_of(values), TODAY):
        findings = examine(examined_edition(shipped(), edition, [edition]))
        assert [str(finding) for finding in findings if finding.severity is Severity.ERROR] == []


def test_the_shipped_library_has_no_error_for_quebec_in_either_language() -> None:
    answers = answers_of(_values(ONTARIO) | {"jurisdictions": ["ca-qc"], "languages": ["fr", "en"]})
    editions = make_editions(shipped(), answers, TODAY)
    assert [edition.language for edition in editions] == ["fr-CA", "en-CA"]
    for edition in editions:
        files = {f"policy.{name}": render(edition.document, name, shipped().templates) for name in ("md", "html")}
        findings = examine(examined_edition(shipped(), edition, editions, rendered=files))
        assert [str(each) for each in findings if each.severity is Severity.ERROR] == []


def test_an_answer_that_cannot_stand_is_an_error_and_an_open_one_a_warning() -> None:
    def severities(subject: Examined) -> set[Severity]:
        return {finding.severity for finding in found(subject, "A02")}

    assert severities(examined(trackers="portal-or-app", special_information=("mental-health",))) == {Severity.ERROR}
    assert severities(examined(trackers="not-sure")) == {Severity.WARNING}


def test_a_review_interval_above_36_months_is_an_error() -> None:
    assert Severity.ERROR in {finding.severity for finding in found(examined(review_months=40), "L02")}
    assert Severity.ERROR not in {finding.severity for finding in found(examined(review_months=30), "L02")}


def test_a_waiver_turns_a_finding_into_a_note_until_its_day() -> None:
    subject = saying(examined(), "definitions/social-media", "Never post about staffing.")
    waiver = Waiver(clause="definitions/social-media", finding="L24", reason="in work", by="A. Lee", until=TODAY)
    late = replace(waiver, until=date(2026, 1, 1))
    other = replace(waiver, clause="definitions/official-account")

    def gag(*waivers: Waiver) -> Finding:
        return next(each for each in examine(subject, waivers=waivers) if each.check == "L24")

    assert gag(waiver).severity is Severity.NOTE
    assert "A. Lee" in gag(waiver).says
    assert gag(late).severity is Severity.ERROR
    assert gag(other).severity is Severity.ERROR


def test_findings_from_elsewhere_stand_among_the_others_by_weight() -> None:
    extra = Finding(check="G1", severity=Severity.ERROR, says="A duty was dropped.")
    findings = examine(examined(), extra=[extra])
    assert findings[0] == extra
    assert list(findings) == sorted(findings, key=lambda each: list(Severity).index(each.severity))


def test_findings_are_named_once_and_ordered_by_weight_and_check() -> None:
    note = Finding(check="L01", severity=Severity.NOTE, says="b")
    error = Finding(check="L09", severity=Severity.ERROR, says="a")
    assert in_order([note, error, note]) == (error, note)


def test_warnings_cost_three_points_and_notes_one() -> None:
    weights = [*[Severity.WARNING] * 3, *[Severity.NOTE] * 2, Severity.ERROR]
    assert score(Finding(check="L01", severity=each, says="") for each in weights) == 100 - 9 - 2
    assert score(Finding(check="L01", severity=Severity.WARNING, says="") for _ in range(99)) == 0
    assert set(COST) == set(Severity)


def test_the_words_of_a_hand_out_are_read_by_kind() -> None:
    house = paper("house-rules", Paragraph(text="Be kind."), Paragraph(text="Thank you.", style="script"))
    assert [passage.genre for passage in paper_passages(house)] == [Genre.HOUSE_RULES, Genre.SCRIPT]
    form = paper("acknowledgement", Field(name="x", label="I read it.", kind=FieldKind.TICK))
    assert [(each.text, each.genre) for each in paper_passages(form)] == [("I read it.", Genre.ACKNOWLEDGEMENT)]


def test_words_that_were_taken_out_of_an_edited_text_do_not_count() -> None:
    edited = Edited(((Mark.KEPT, "You may "), (Mark.DELETED, "not "), (Mark.INSERTED, "post.")))
    assert [each.text for each in paper_passages(paper("redline", Paragraph(text=edited)))] == ["You may post."]


def test_a_script_in_a_hand_out_that_confirms_a_patient_is_an_error() -> None:
    subject = with_paper(examined(), "review-playbook", Paragraph(text="Sorry about your visit.", style="script"))
    assert [each.severity for each in examine(subject) if each.check == "L32"] == [Severity.ERROR]
