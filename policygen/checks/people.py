"""L16, L20, L21, L22, L23 and L37: who acts, who is reached, and whether everyone in scope finds their rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygen.checks.addresses import unreal_contacts
from policygen.checks.check import Check, Hit
from policygen.checks.examined import Examined, at, paper_passages
from policygen.checks.needs import Need, has_accounts, unmet
from policygen.checks.passages import Passage, Passages
from policygen.findings import Severity

EXCEPTIONS = (
    Need(
        says="how to ask for an exception, for how long and where it is listed",
        any_of=("policy-governance/exceptions",),
    ),
)
GROUPS_WITH_RULES = {
    "students": "students-and-trainees",
    "residents": "students-and-trainees",
    "vendors": "vendors-and-agencies",
    "contractors": "vendors-and-agencies",
}
"""Groups of people that have a section of their own."""

_SCOPE = "scope-and-applicability/covered-people"


def duties_without_owner(examined: Examined) -> Iterator[Hit]:
    """Find statements whose owner has no row in the table of roles."""
    sections = {number for row in examined.document.roles for number in row.sections}
    for part in examined.document.parts:
        for section in part.sections:
            if section.number not in sections and section.clauses:
                yield Hit(
                    says="No role in the table of roles answers for this section.",
                    better="Give its clauses an owner.",
                    at=at(section.clauses[0]),
                )


def idle_roles(examined: Examined) -> Iterator[Hit]:
    """Find roles that nobody can reach, or that answer for nothing."""
    for row in examined.document.roles:
        if not row.title.strip() or not any(words.strip() for words in row.holds):
            yield Hit(
                says=f"The role '{row.title}' has no name or no duty.",
                better="Say who holds it and what it answers for.",
            )
    if not examined.document.control.contact.strip():
        yield Hit(says="No contact leads to the people who answer.", better="Give the privacy contact.")


def no_exceptions(examined: Examined) -> Iterator[Hit]:
    """Find a policy without a way to ask for an exception."""
    yield from unmet(examined, EXCEPTIONS)


def contacts_that_fail(examined: Examined) -> Iterator[Hit]:
    """Find answers to questions for contacts that reach nobody, and a policy without a number for the night."""
    answers = examined.selection.answers
    said = tuple(
        Passage(text=text, path="answers.yaml", number=question)
        for question, value in answers.given.items()
        for text in (value if isinstance(value, tuple) else (value,))
        if isinstance(text, str)
    )
    yield from unreal_contacts(Passages(said, examined.setting))
    if "urgent_phone" in examined.library.questionnaire and not examined.answer("urgent_phone"):
        yield Hit(
            says="No contact works out of hours.",
            better="Answer 'urgent_phone', or see to it that the people who may be woken are known.",
            at=Passage(text="", path="answers.yaml", number="urgent_phone"),
            severity=Severity.WARNING,
        )


def public_without_help(examined: Examined) -> Iterator[Hit]:
    """Find public pages without the emergency number of their place, or without a route for complaints."""
    if not has_accounts(examined):
        return
    for number in _emergency_numbers(examined):
        if not any(re.search(rf"(?<!\d){re.escape(number)}(?!\d)", words) for words in _public_words(examined)):
            yield Hit(
                says=f"Nothing for the public gives the emergency number {number}.",
                better="Put it on every page, in automatic answers and in the house rules.",
            )
    if not examined.answer("patient_relations_contact"):
        yield Hit(
            says="Nothing tells the public where complaints and questions about care go.",
            better="Answer 'patient_relations_contact'.",
            at=Passage(text="", path="answers.yaml", number="patient_relations_contact"),
            severity=Severity.WARNING,
        )


def lost_groups(examined: Examined) -> Iterator[Hit]:
    """Find groups of people who are to follow the policy and are not named in it, or have no rules there."""
    groups = examined.choices("workforce_groups")
    scope = examined.clause(_SCOPE)
    for group in groups:
        label = examined.library.questionnaire["workforce_groups"].choices.get(group, group)
        if scope is None or label.lower() not in str(scope.text).lower():
            yield Hit(says=f"The scope does not name a group that was chosen: {label}.", better="Name it there.")
        topic = GROUPS_WITH_RULES.get(group)
        if topic and topic in examined.library.topics and not examined.of_topic(topic):
            yield Hit(says=f"No rule is for a group that was chosen: {label}.", better=f"Put back the section {topic}.")


def _emergency_numbers(examined: Examined) -> list[str]:
    """List the emergency numbers of the policy's places; the nearest place that names one counts."""
    found: dict[str, None] = {}
    for place in examined.selection.places:
        for around in examined.library.places.lineage(place):
            if wordings := around.terms.get("emergency_number"):
                found[wordings[0].says] = None
                break
    return list(found)


def _public_words(examined: Examined) -> Iterator[str]:
    for numbered in examined.of_topic("inbound-messages-and-signposting"):
        yield str(numbered.text)
    if rules := examined.paper("house-rules"):
        yield " ".join(passage.text for passage in paper_passages(rules))


DUTIES_HAVE_OWNERS = Check[Examined](
    id="L16",
    severity=Severity.ERROR,
    title="Every duty has an owner role.",
    why="A duty that is nobody's is not done.",
    find=duties_without_owner,
)
ROLES_ARE_REAL = Check[Examined](
    id="L20",
    severity=Severity.ERROR,
    title="Every role named has duties and a way to reach it.",
    why="A role on paper that nobody holds protects nobody.",
    find=idle_roles,
)
EXCEPTIONS_CAN_BE_ASKED = Check[Examined](
    id="L21",
    severity=Severity.WARNING,
    title="There is a way to ask for an exception: who, how long, where listed.",
    why="Where no exception can be asked for, it is taken.",
    find=no_exceptions,
)
CONTACTS_ANSWER = Check[Examined](
    id="L22",
    severity=Severity.ERROR,
    title="Contact points are real, and one works out of hours.",
    why="Whoever needs help at night must reach somebody.",
    find=contacts_that_fail,
)
PUBLIC_FINDS_HELP = Check[Examined](
    id="L23",
    severity=Severity.ERROR,
    title="Public documents show the complaint route and the right emergency number.",
    why="People in danger write to any page that they find.",
    find=public_without_help,
)
EVERYONE_FINDS_RULES = Check[Examined](
    id="L37",
    severity=Severity.ERROR,
    title="Everyone in scope can find their rules.",
    why="Learners, volunteers and vendors see patients too.",
    find=lost_groups,
)
