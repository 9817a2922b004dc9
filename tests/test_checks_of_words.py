"""The checks that need only words: for each, what it must find and what it must not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.checklist import TEXT_CHECKS, text_checks
from policygen.checks.check import Check
from policygen.checks.grounds import MODERATION, PASSWORDS, REPORTS, REVIEWS, SPEECH, VAGUE, grounds
from policygen.checks.passages import Genre, Passage, Passages, Setting, plain
from policygen.findings import Finding, Severity
from policygen.library import Library
from tests.tools import PRINTABLE

OHIO = Setting(places=frozenset({"us-oh", "us", "int"}))
ONTARIO = Setting(language="en-CA", places=frozenset({"ca-on", "ca", "int"}))
QUEBEC = Setting(language="fr-CA", places=frozenset({"ca-qc", "ca", "int"}))
PUBLIC = replace(OHIO, public=True)


@dataclass(frozen=True)
class Case:
    """Some passages of one kind in a setting."""

    texts: tuple[str, ...]
    setting: Setting = OHIO
    genre: Genre = Genre.POLICY
    lead: str = ""

    @property
    def passages(self) -> list[Passage]:
        return [
            Passage(text=text, number=str(number), genre=self.genre, lead=self.lead)
            for number, text in enumerate(self.texts, 1)
        ]

    def findings(self, check: str) -> list[Finding]:
        return [finding for finding in text_checks(self.passages, self.setting) if finding.check == check]


def case(*texts: str, setting: Setting = OHIO, genre: Genre = Genre.POLICY, lead: str = "") -> Case:
    return Case(texts, setting, genre, lead)


HARD = (
    "Interdisciplinary participants systematically evaluate individually identifiable institutional information "
    "regarding organizational communication responsibilities annually."
)
HARD_FRENCH = (
    "L'institutionnalisation systématique des responsabilités organisationnelles interprofessionnelles nécessite "
    "continuellement l'harmonisation administrative des réglementations gouvernementales complémentaires."
)
BANS = ("Do not post it.", "Never share it.", "You must not film.", "Staff may not reply.", "Do not tag it.")

FIRES = {
    "L07": [
        pytest.param(case("Use official accounts.", "Branded accounts need two people."), id="two names for accounts"),
        pytest.param(
            case("Les médias sociaux.", "Les réseaux sociaux sont publics.", setting=QUEBEC), id="two names in French"
        ),
    ],
    "L08": [
        pytest.param(case("Staff shall log out."), id="shall"),
        pytest.param(case("You are expected to log out."), id="expected"),
        pytest.param(case("Hide and/or delete it."), id="and/or"),
        pytest.param(case("Le personnel est encouragé à participer.", setting=QUEBEC), id="encouraged in French"),
    ],
    "L09": [
        pytest.param(case(HARD), id="long words"),
        pytest.param(case(HARD_FRENCH, setting=QUEBEC), id="long words in French"),
        pytest.param(
            case(
                "You can complain about a decision to remove a comment within thirty calendar days of the removal, "
                "and an independent colleague considers the complaint and answers within fourteen calendar days.",
                genre=Genre.HOUSE_RULES,
            ),
            id="too hard for the public",
        ),
    ],
    "L10": [
        pytest.param(case("Go " + "on and on " * 14 + "today."), id="a long sentence"),
        pytest.param(
            case("The post was made by us. The page is kept by them. It was seen. They were told."), id="passives"
        ),
    ],
    "L11": [
        pytest.param(case("Send it to the DPO today."), id="a bare short form"),
        pytest.param(case("Follow the GINA. GINA means something."), id="explained only later"),
    ],
    "L12": [
        pytest.param(case("Examples are Facebook and MySpace."), id="gone"),
        pytest.param(case("Post it on Twitter."), id="renamed"),
        pytest.param(case("Use Yammer at work."), id="renamed at work"),
    ],
    "L13": [
        pytest.param(case("Never post negative remarks."), id="negative"),
        pytest.param(case("Staff must not be disrespectful."), id="disrespectful"),
        pytest.param(case("Do not harm our reputation."), id="reputation"),
        pytest.param(case("You must always be professional."), id="a vague duty"),
        pytest.param(case("Ne soyez jamais irrespectueux.", setting=QUEBEC), id="in French"),
        pytest.param(case("offensive jokes", lead="You must not post:"), id="an item of a list"),
    ],
    "L14": [
        pytest.param(
            case("HIPAA protects it.", setting=replace(ONTARIO, foreign=(("HIPAA", "United States"),))), id="a law"
        ),
        pytest.param(
            case("In danger, call 000.", setting=replace(OHIO, foreign=(("000", "Australia"),))), id="a number to call"
        ),
    ],
    "L15": [
        pytest.param(case("Ask [Name of officer]."), id="brackets"),
        pytest.param(case("The date is TBD."), id="to be decided"),
        pytest.param(case("Ask {{ privacy_contcat }}."), id="a misspelt placeholder"),
        pytest.param(case("Lorem ipsum dolor."), id="filler"),
        pytest.param(case("Write to ________ with questions."), id="a line to write on"),
        pytest.param(case("La date est à déterminer.", setting=QUEBEC), id="in French"),
    ],
    "L16": [
        pytest.param(case("It must be reported."), id="it"),
        pytest.param(case("Posts must be approved."), id="posts"),
        pytest.param(case("Les incidents doivent être signalés.", setting=QUEBEC), id="in French"),
    ],
    "L17": [pytest.param(case("Staff must be kind."), id="neither time nor record")],
    "L22": [
        pytest.param(case("Write to privacy@example.com."), id="an example domain"),
        pytest.param(case("Write to help@yourhospital.org."), id="a domain to fill in"),
        pytest.param(case("Call 555-0100."), id="a number of films"),
    ],
    "L24": [
        pytest.param(case("Do not discuss your pay with coworkers."), id="pay"),
        pytest.param(case("Never post about staffing."), id="staffing"),
        pytest.param(case("You must not talk to the press."), id="press"),
        pytest.param(case("Staff must never contact a regulator."), id="regulator"),
        pytest.param(case("Get written approval before you post about your hours."), id="permission"),
        pytest.param(case("Ask your manager for permission before you mention the Hospital."), id="the employer"),
        pytest.param(case("Discussing benefits with colleagues is prohibited."), id="a flat ban"),
        pytest.param(case("Do not use a union's name, and do not talk about unions."), id="the second half"),
        pytest.param(case("Do not post about patients or your pay."), id="beside patients"),
        pytest.param(case("This policy is confidential."), id="the policy itself"),
        pytest.param(case("pay and hours", lead="You must not post about:"), id="an item with its lead"),
        pytest.param(case("You must not post about:\n\n- patients\n- pay and hours"), id="a list within"),
        pytest.param(case("Ne discutez jamais des horaires en public.", setting=QUEBEC), id="in French"),
        pytest.param(case("You must not talk to the press.", setting=ONTARIO), id="in Ontario"),
        pytest.param(case("Employees may not comment on working conditions.", setting=PUBLIC), id="a public body"),
    ],
    "L26": [
        pytest.param(
            case("Never post about staffing.", "Nothing in this policy is intended to restrict your rights."),
            id="a savings sentence beside a gag",
        ),
        pytest.param(
            case("Never post negative remarks.", "This policy does not limit Section 7 rights."),
            id="a savings sentence beside a vague ban",
        ),
    ],
    "L27": [
        pytest.param(case("Staff must give us their personal passwords."), id="passwords"),
        pytest.param(case("You must accept a friend request from your manager."), id="friends"),
        pytest.param(case("We may monitor private accounts."), id="watching"),
        pytest.param(
            case("Le personnel doit fournir ses mots de passe personnels.", setting=QUEBEC), id="passwords in French"
        ),
    ],
    "L28": [
        pytest.param(case("We delete comments for any reason.", genre=Genre.HOUSE_RULES), id="any reason"),
        pytest.param(case("We block users at our sole discretion.", genre=Genre.HOUSE_RULES), id="sole discretion"),
        pytest.param(case("You indemnify us for your posts.", genre=Genre.HOUSE_RULES), id="indemnity"),
        pytest.param(case("The page may remove comments for any reason."), id="within a policy"),
        pytest.param(
            case("Nous supprimons les commentaires à notre entière discrétion.", setting=QUEBEC), id="in French"
        ),
    ],
    "L29": [
        pytest.param(case("I waive all rights.", genre=Genre.ACKNOWLEDGEMENT), id="a waiver"),
        pytest.param(case("I agree to comply with this policy.", genre=Genre.ACKNOWLEDGEMENT), id="a promise"),
        pytest.param(
            case("Je renonce à tout recours.", setting=QUEBEC, genre=Genre.ACKNOWLEDGEMENT), id="a waiver in French"
        ),
    ],
    "L32": [
        pytest.param(case("We are sorry about your visit.", genre=Genre.SCRIPT), id="a visit"),
        pytest.param(case("Your doctor will call you.", genre=Genre.SCRIPT), id="a doctor"),
        pytest.param(case("Merci de nous avoir choisis.", setting=QUEBEC, genre=Genre.SCRIPT), id="in French"),
    ],
    "L35": [
        pytest.param(case("Do not name your employer.", "Say who you are and name your employer."), id="the employer"),
        pytest.param(case("Tag the location.", "A place can identify a patient."), id="places"),
        pytest.param(case("Never reply to a review.", "Reply to reviews with a fixed script."), id="reviews"),
        pytest.param(case("No personal phones at work.", "You may use your phone on breaks."), id="phones"),
    ],
    "L39": [pytest.param(case(*BANS), id="only bans")],
    "L40": [
        pytest.param(case("Anyone who breaks a rule will be immediately terminated."), id="at once"),
        pytest.param(case("Une faute mène au congédiement immédiat.", setting=QUEBEC), id="in French"),
    ],
    "L48": [
        pytest.param(case("We watch the page 24/7."), id="every hour"),
        pytest.param(case("We answer every message."), id="every message"),
        pytest.param(case("The line is completely anonymous."), id="secrecy"),
        pytest.param(case("Nous répondons à chaque message.", setting=QUEBEC), id="every message in French"),
    ],
}

STAYS_SILENT = {
    "L07": [
        pytest.param(case("Use official accounts.", "Official accounts need two people."), id="one name"),
        pytest.param(case("Les médias sociaux.", "Les médias sociaux sont publics.", setting=QUEBEC), id="in French"),
    ],
    "L08": [
        pytest.param(case("Staff must log out, and may come back."), id="must and may"),
        pytest.param(case("The expected reply is short."), id="another use"),
    ],
    "L09": [
        pytest.param(case("If you see a post that shows a patient, tell us the same day, please."), id="plain"),
        pytest.param(
            case("Si vous voyez une photo qui montre un patient, dites-le tout de suite.", setting=QUEBEC),
            id="plain French",
        ),
        pytest.param(case("Interdisciplinary participation."), id="too short to tell"),
    ],
    "L10": [pytest.param(case("You tell us. We look. We answer you."), id="short and active")],
    "L11": [
        pytest.param(case("The data protection officer (DPO) reads it. Ask the DPO."), id="spelled out"),
        pytest.param(case("HIPAA, the federal health privacy law, protects it."), id="said after"),
        pytest.param(case("Use a PDF in the US."), id="known to all"),
    ],
    "L12": [
        pytest.param(case("Examples are Facebook and X (formerly Twitter)."), id="with its old name"),
        pytest.param(case("A grape vine grows by the door."), id="a plant"),
    ],
    "L13": [
        pytest.param(case("Do not post slurs about race or sex."), id="a named harm"),
        pytest.param(case("Do not post offensive remarks, such as slurs about race."), id="with an example"),
        pytest.param(case("A negative test result is private."), id="in no ban"),
        pytest.param(case("You must not punish negative remarks."), id="the ban protects them"),
        pytest.param(case("Ne publiez pas de menaces.", setting=QUEBEC), id="in French"),
    ],
    "L14": [
        pytest.param(case("HIPAA protects it.", setting=replace(OHIO, foreign=(("PHIPA", "Ontario"),))), id="its own"),
        pytest.param(
            case("It reached 50,000 people.", setting=replace(OHIO, foreign=(("000", "Australia"),))),
            id="a large number",
        ),
    ],
    "L15": [
        pytest.param(case("See [the guide](https://hospital.org/guide)."), id="a link"),
        pytest.param(case("Put your name at the top."), id="a name"),
        pytest.param(case("Signature ________", genre=Genre.ACKNOWLEDGEMENT), id="a line on a form"),
    ],
    "L16": [
        pytest.param(case("The Privacy Officer must report it."), id="an actor"),
        pytest.param(case("Posts must be approved by the owner."), id="a passive with its actor"),
        pytest.param(case("It must be clear who speaks."), id="no action"),
    ],
    "L17": [pytest.param(case("Staff must report it within a day."), id="a time")],
    "L22": [pytest.param(case("Write to privacy@maplehollow.health or call 614 220 4471."), id="a real address")],
    "L24": [
        pytest.param(case("You may talk about pay, hours, staffing and unions."), id="a right"),
        pytest.param(case("Managers must not ask about union activity."), id="a ban on managers"),
        pytest.param(case("Do not post a patient's picture."), id="a ban on patient information"),
        pytest.param(case("Do not give patient information to the press."), id="patients and the press"),
        pytest.param(case("Do not threaten anyone, and do not mock a disability."), id="named harms"),
        pytest.param(case("Do not say that you speak for the Hospital."), id="speaking for the institution"),
        pytest.param(case("Do not use the logo to sell goods."), id="the logo in commerce"),
        pytest.param(case("Do not use your own accounts during working hours."), id="work time"),
        pytest.param(case("Do not share trade secrets, but you may talk about pay."), id="a turn"),
        pytest.param(case("Nothing here stops you from talking to a lawyer."), id="a freedom"),
        pytest.param(case("Do not post it on social media."), id="social media are not the press"),
        pytest.param(case("We are sorry. Your pay is confidential.", genre=Genre.SCRIPT), id="no rule for staff"),
        pytest.param(case("Vous pouvez parler de votre salaire.", setting=QUEBEC), id="a right in French"),
        pytest.param(case("Ne publiez rien sur un patient.", setting=QUEBEC), id="patients in French"),
    ],
    "L26": [
        pytest.param(
            case("Do not share patient information.", "Nothing in this policy is intended to restrict your rights."),
            id="beside a narrow rule",
        )
    ],
    "L27": [
        pytest.param(case("Nobody may ask for your personal password."), id="a ban on asking"),
        pytest.param(case("Owners must give the passwords of official accounts to IT."), id="official accounts"),
        pytest.param(case("We do not watch private accounts."), id="no watching"),
    ],
    "L28": [
        pytest.param(case("We remove threats and say why.", genre=Genre.HOUSE_RULES), id="a fair rule"),
        pytest.param(case("Moderators must not delete comments for any reason of taste."), id="a ban on it"),
        pytest.param(case("A patient may withdraw for any reason."), id="not about comments"),
    ],
    "L29": [
        pytest.param(case("I received this policy.", genre=Genre.ACKNOWLEDGEMENT), id="receipt"),
        pytest.param(case("You give up no rights by signing.", genre=Genre.ACKNOWLEDGEMENT), id="no waiver"),
        pytest.param(case("Owners must waive the fee for patients."), id="another waiver"),
    ],
    "L32": [
        pytest.param(case("Thank you for writing. Please call us.", genre=Genre.SCRIPT), id="neutral"),
        pytest.param(case("Bring your chart to your visit."), id="no script"),
    ],
    "L35": [
        pytest.param(case("You may name your employer.", "Say that your views are your own."), id="agreement"),
        pytest.param(case("Do not tag the location.", "A place can identify a patient."), id="places agree"),
    ],
    "L39": [
        pytest.param(case(*BANS, "You may write.", "You may film.", "You can reply."), id="balanced"),
        pytest.param(case("Do not post it."), id="too few to judge"),
    ],
    "L40": [
        pytest.param(case("Steps are graded. Nobody is dismissed automatically."), id="graded"),
        pytest.param(case("A grave breach may lead to dismissal."), id="may"),
    ],
    "L48": [
        pytest.param(case("We read messages on weekdays."), id="hours"),
        pytest.param(case("We cannot watch the page 24/7."), id="denied"),
        pytest.param(case("Never promise a guaranteed cure."), id="banned"),
    ],
}


def pairs(table: dict[str, list[pytest.ParameterSet]]) -> list[pytest.ParameterSet]:
    return [
        pytest.param(check, *each.values, id=f"{check} {each.id}") for check, cases in table.items() for each in cases
    ]


def firing() -> list[tuple[str, Case]]:
    return [(check, case) for check, cases in FIRES.items() for each in cases for case in each.values]  # type: ignore[misc]


@pytest.mark.parametrize(("check", "case"), pairs(FIRES))
def test_a_check_finds_what_it_is_for(check: str, case: Case) -> None:
    assert case.findings(check) != []


@pytest.mark.parametrize(("check", "case"), pairs(STAYS_SILENT))
def test_a_check_leaves_a_good_text_alone(check: str, case: Case) -> None:
    assert [str(finding) for finding in case.findings(check)] == []


def test_every_check_of_words_is_tried_both_ways() -> None:
    ids = {check.id for check in TEXT_CHECKS}
    assert ids == set(FIRES) == set(STAYS_SILENT)


@pytest.mark.parametrize("check", [pytest.param(each, id=each.title) for each in TEXT_CHECKS if each.alone])
def test_what_stands_beside_a_passage_that_is_judged_alone_does_not_matter(check: Check[Passages]) -> None:
    passages = tuple(passage for _, case in firing() for passage in case.passages)
    for setting in {case.setting for name, case in firing() if name == check.id}:
        together = list(check.find(Passages(passages, setting)))
        assert together == [hit for each in passages for hit in check.find(Passages((each,), setting))]
        assert together


def test_a_passage_that_is_known_again_is_named_where_it_stands_now() -> None:
    before = text_checks([Passage(text="Never post about staffing.", number="2.1.3")], OHIO)
    after = text_checks([Passage(text="Never post about staffing.", number="4", path="own.md", line=9)], OHIO)
    assert {finding.number for finding in before if finding.check == "L24"} == {"2.1.3"}
    assert {(each.number, each.path, each.line) for each in after if each.check == "L24"} == {("4", "own.md", 9)}


def test_the_same_words_are_judged_by_the_setting_they_stand_in() -> None:
    house_rules = Passage(text="We may remove any comment at our sole discretion.", genre=Genre.HOUSE_RULES)
    weights = [
        next(each for each in text_checks([house_rules], setting) if each.check == "L28") for setting in (OHIO, PUBLIC)
    ]
    assert [finding.severity for finding in weights] == [Severity.WARNING, Severity.ERROR]


def test_a_finding_has_its_place_reason_words_and_better_wording() -> None:
    passage = Passage(text="Never post about staffing.", number="2.1.3", clause="a/b", path="b.md", line=7)
    finding = next(each for each in text_checks([passage], OHIO) if each.check == "L24")
    assert (finding.number, finding.clause, finding.path, finding.line) == ("2.1.3", "a/b", "b.md", 7)
    assert finding.quote == "Never post about staffing."
    assert finding.why
    assert finding.better
    assert finding.authorities == ("us-nlra-7-8a1", "us-nlrb-stericycle-2023")


@pytest.mark.parametrize(
    ("setting", "authorities"),
    [
        pytest.param(OHIO, ("us-nlra-7-8a1", "us-nlrb-stericycle-2023"), id="a private employer"),
        pytest.param(PUBLIC, ("us-pickering-garcetti",), id="a public body"),
        pytest.param(replace(OHIO, places=frozenset({"ca-sk", "ca"})), ("ca-strom-2020",), id="Saskatchewan"),
        pytest.param(ONTARIO, (), id="private in Ontario"),
    ],
)
def test_a_gag_rests_on_the_law_of_place_and_owner(setting: Setting, authorities: tuple[str, ...]) -> None:
    assert case("Never post about staffing.", setting=setting).findings("L24")[0].authorities == authorities


def test_a_ban_on_reports_names_the_law_that_protects_them() -> None:
    assert "us-hipaa-164-502j" in case("Never contact a regulator.").findings("L24")[0].authorities


@pytest.mark.parametrize(
    ("setting", "severity"),
    [pytest.param(OHIO, Severity.ERROR, id="in the US"), pytest.param(ONTARIO, Severity.WARNING, id="elsewhere")],
)
def test_a_vague_ban_is_an_error_in_the_us_and_a_warning_elsewhere(setting: Setting, severity: Severity) -> None:
    assert [each.severity for each in case("Never post negative remarks.", setting=setting).findings("L13")] == [
        severity
    ]


@pytest.mark.parametrize(
    ("setting", "severity"),
    [pytest.param(PUBLIC, Severity.ERROR, id="public"), pytest.param(OHIO, Severity.WARNING, id="private")],
)
def test_house_rules_that_claim_too_much_are_an_error_for_a_public_body(setting: Setting, severity: Severity) -> None:
    found = case("We block anyone at our sole discretion.", setting=setting, genre=Genre.HOUSE_RULES).findings("L28")
    assert {each.severity for each in found} == {severity}


def test_an_address_of_an_invented_institution_is_a_warning_and_a_blank_one_an_error() -> None:
    found = case("Write to a@maple.example or b@example.com.").findings("L22")
    assert [each.severity for each in found] == [Severity.WARNING, Severity.ERROR]


def test_every_authority_that_a_check_names_is_in_the_register_and_binds(library: Library) -> None:
    named = {each for table in (SPEECH, REPORTS, VAGUE, PASSWORDS, MODERATION, REVIEWS) for _, _, each in table}
    register = {str(name): authority for name, authority in library.authorities.items()}
    assert sorted(named - set(register)) == []
    assert [name for name in sorted(named) if not register[name].binds] == []


def test_grounds_follow_the_place() -> None:
    assert grounds(PASSWORDS, replace(OHIO, places=frozenset({"us-ca", "us"}))) == ("us-sca", "us-ca-password-law")
    assert grounds(PASSWORDS, ONTARIO) == ()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("One. Two?\nThree.", ("One.", "Two?", "Three."), id="sentences"),
        pytest.param(
            "You must not:\n\n- post it\n- share it",
            ("You must not:", "You must not post it", "You must not share it"),
            id="a list",
        ),
        pytest.param("Ask Dr. Lee. She knows, e.g. this.", ("Ask Dr. Lee.", "She knows, e.g. this."), id="short forms"),
        pytest.param("**Bold** and [a link](https://x.org).", ("Bold and a link.",), id="marks of Markdown"),
        pytest.param("A line\nthat goes on.", ("A line that goes on.",), id="wrapped lines"),
    ],
)
def test_a_passage_is_cut_into_whole_sentences(text: str, sentences: tuple[str, ...]) -> None:
    assert Passage(text=text).sentences == sentences


@given(st.text(PRINTABLE | st.sampled_from("\n-*:.?! "), max_size=300), st.sampled_from([OHIO, QUEBEC, ONTARIO]))
def test_no_text_breaks_a_check(text: str, setting: Setting) -> None:
    for finding in text_checks([Passage(text=text)], setting):
        assert finding.says


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("you must not " * 4_000, id="bans"),
        pytest.param("do not need require obtain approval before " * 2_000, id="permissions"),
        pytest.param("confidential " * 6_000, id="secrets"),
        pytest.param("staff " * 10_000, id="staff"),
        pytest.param("must give personal " * 3_000, id="demands"),
        pytest.param("a" * 60_000, id="one long word"),
        pytest.param("[" * 20_000, id="brackets"),
        pytest.param("_" * 20_000, id="lines"),
    ],
)
def test_a_hostile_text_does_not_hang_the_checks(text: str) -> None:
    begun = process_time()
    text_checks([Passage(text=text)], OHIO)
    assert process_time() - begun < 5


def test_plain_words_keep_their_underscores() -> None:
    assert plain("answer `privacy_contact` *now*") == "answer `privacy_contact` now"
