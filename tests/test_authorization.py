"""The form by which a patient permits a picture, voice or story: each element of the law, in its place only."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from policygen.clauses import Basis
from policygen.jurisdictions import PlaceId, Status
from policygen.outlines import ListEntry, entries_of
from policygen.paper import FieldKind, Listing, Paper
from tests.sets import QUEBEC, every_block, fields_of, papers, papers_with, words_of
from tests.test_profiles import shipped

US = "p1-ohio-family-practice"
ONTARIO = "p5-ontario-community-hospital"
AUSTRALIA = "p8-australian-cosmetic"


@dataclass(frozen=True)
class Element:
    """One element of 45 CFR 164.508: what must be filled in, or the words that must stand on the form."""

    fields: tuple[str, ...] = ()
    words: str = ""


ELEMENTS = {
    "(c)(1)(i) a specific description of the information": Element(("material", "use-photo", "use-story"), ""),
    "(c)(1)(ii) who may disclose it": Element(("discloser",)),
    "(c)(1)(iii) who may receive it": Element(("recipients", "channel-website", "channel-social", "channel-media")),
    "(c)(1)(iv) each purpose": Element(("purpose", "purpose-promotion", "purpose-funds")),
    "(c)(1)(v) an expiry date or event": Element(("expiry",), "This permission ends two years after it is signed."),
    "(c)(1)(vi) signature and date": Element(("signature", "signed-on")),
    "(c)(1)(vi) the authority of a representative": Element(("representative",), "name and legal authority"),
    "(c)(2)(i) the right to revoke, how, and its limits": Element(
        ("withdraw-name", "withdraw-signature"),
        "You may change your mind at any time. Write to privacy@maplehollow.example. What we control is then taken "
        "down. We cannot take back what is already printed",
    ),
    "(c)(2)(ii) care does not depend on signing": Element(
        (), "Your treatment, payment, enrollment and benefits do not depend on signing this form."
    ),
    "(c)(2)(iii) others may share it on": Element((), "Federal privacy law may then no longer protect it."),
    "(c)(4) a copy": Element((), "You get a copy of this form after you sign it."),
    "(a)(3)(ii) payment": Element(("payment",), "Part 3 says whether anyone pays for this use."),
}


def form(name: str) -> Paper:
    return papers(name)["authorization"]


@pytest.mark.parametrize("element", [pytest.param(each, id=name) for name, each in ELEMENTS.items()])
def test_the_form_of_the_united_states_has_the_element(element: Element) -> None:
    assert set(element.fields) <= set(fields_of(form(US)))
    assert element.words in words_of(form(US))


@pytest.mark.parametrize("duty", [pytest.param(number, id=f"duty {number}") for number in (2, 4, 5)])
def test_a_sentence_of_the_form_names_each_duty_about_its_words(duty: int) -> None:
    """Duty 1 is to have a form, duty 3 is its fields, and duty 6 is to keep it."""
    assert ("us-hipaa-164-508", duty) in {(basis.authority, basis.duty) for basis in cited()}


def cited() -> list[Basis]:
    entries = entries_of(shipped().outlines["authorization"].entries)
    items = [item for entry in entries if isinstance(entry, ListEntry) for item in entry.items]
    return [basis for item in items for basis in item.applies.rests_on]


def test_every_authority_of_the_form_is_in_force() -> None:
    named = {basis.authority for basis in cited()}
    assert {"us-hipaa-164-508", "ca-on-phipa", "ca-qc-hssi-act", "ca-qc-law25-private-sector"} == named
    assert {shipped().authorities[each].status for each in named} == {Status.IN_FORCE}


@pytest.mark.parametrize(
    ("name", "says", "leaves_out"),
    [
        pytest.param(ONTARIO, "Ontario health privacy law asks for your express consent", "Federal", id="Ontario"),
        pytest.param(QUEBEC, "Une personne âgée d’au moins 14 ans signe seule", "Ontario", id="Quebec, in French"),
        pytest.param(AUSTRALIA, "states no law", "Federal privacy law", id="a place without law"),
    ],
)
def test_the_form_of_a_place_states_its_law_and_no_other(name: str, says: str, leaves_out: str) -> None:
    assert says in words_of(form(name))
    assert leaves_out not in words_of(form(name))


def test_a_place_without_law_gets_a_draft_that_says_so() -> None:
    assert form(AUSTRALIA).draft
    assert "DRAFT: not for use yet" in words_of(form(AUSTRALIA))
    assert "not for use yet" not in words_of(form(US))


def test_a_form_for_a_place_with_law_is_no_draft_once_a_lawyer_has_read_it() -> None:
    reviewed = {"legal_review": "done", "trackers": "no", "outputs": ["patient-authorization-form"]}
    assert not papers_with(shipped(), US, **reviewed)["authorization"].draft
    abroad = papers_with(shipped(), AUSTRALIA, **reviewed)["authorization"]
    assert abroad.draft


@pytest.mark.parametrize(
    ("expiry", "says"),
    [
        pytest.param("one-year", "This permission ends one year after it is signed.", id="one year"),
        pytest.param("two-years", "This permission ends two years after it is signed.", id="two years"),
        pytest.param("campaign-end", "This permission ends when the campaign named here ends.", id="the campaign"),
        pytest.param("yearly-renewal", "This permission ends after one year unless I renew it.", id="each year"),
    ],
)
def test_the_form_ends_as_the_policy_says(expiry: str, says: str) -> None:
    made = words_of(papers_with(shipped(), US, authorization_expiry=expiry)["authorization"])
    assert says in made
    assert made.count("This permission ends") == 1


def test_substance_use_treatment_needs_a_second_consent_only_where_it_is_given() -> None:
    assert "42 CFR Part 2" in words_of(form("p2-california-academic"))
    assert "42 CFR Part 2" not in words_of(form(US))


def test_california_asks_for_the_use_of_name_voice_and_picture() -> None:
    assert "purpose-california" in fields_of(form("p2-california-academic"))
    assert "purpose-california" not in fields_of(form(US))


def test_a_child_signs_nothing_alone_without_being_asked() -> None:
    assert fields_of(form(US))["assent"].kind is FieldKind.TICK


def test_nothing_is_ticked_for_the_signer() -> None:
    for name in (US, ONTARIO, QUEBEC, AUSTRALIA):
        ticks = [field for field in fields_of(form(name)).values() if field.kind is FieldKind.TICK]
        assert len(ticks) > 10
        assert [field.name for field in ticks if field.value] == []


def test_the_age_of_consent_comes_from_the_register() -> None:
    limit = shipped().places.by_id[PlaceId("ca-qc")].limits["parental_consent_age"]
    said = [str(item.text) for block in every_block(form(QUEBEC)) if isinstance(block, Listing) for item in block.items]
    assert any(str(limit.amount).split()[0] in each for each in said)
