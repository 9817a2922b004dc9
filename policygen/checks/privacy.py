"""L30, L31, L33 and L34: the core of patient privacy, the authorization form, breach clocks, special information."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from policygen.checks.check import Check, Hit
from policygen.checks.examined import Examined, paper_passages
from policygen.checks.needs import Need, unmet
from policygen.checks.passages import KNOWN, Passage
from policygen.checks.patterns import either
from policygen.findings import Severity

CORE = (
    Need(says="that more than a name identifies a patient", any_of=("patient-confidentiality/know-what-identifies",)),
    Need(
        says="that nobody confirms or denies that someone is a patient",
        any_of=("patient-confidentiality/never-confirm-or-deny",),
    ),
    Need(
        says="whether cases may be told without a name",
        any_of=(
            "deidentification-and-case-discussion/no-case-stories",
            "deidentification-and-case-discussion/case-stories-need-approval",
            "deidentification-and-case-discussion/clinician-networks",
        ),
    ),
    Need(
        says="that the background of pictures is checked", any_of=("staff-images-and-recording/check-the-background",)
    ),
    Need(says="that deleting does not undo", any_of=("online-footprint/pause-before-you-post",)),
    Need(
        says="that patient information stays off social media",
        any_of=("patient-confidentiality/keep-patient-information-private",),
    ),
)
"""What every policy must say on privacy."""

US_FORM = (
    ("the exact material", r"what is (?:shared|used)|exact(?:ly)? (?:what|material)|description|information to be"),
    ("who may disclose it", r"by whom|who may (?:disclose|share|release)|we may (?:share|use)"),
    ("to whom", r"with whom|to whom|channels?|who (?:will|may) (?:receive|see)"),
    ("each purpose", r"\bwhy\b|purposes?"),
    ("when it ends", r"until when|expir\w+|end date|ends (?:on|two|one|with)|end(?:s|ing)? "),
    ("signature and date", r"sign(?:s|ed|ature)?[^.]*dat(?:es?|ed)"),
    ("the authority of a representative", r"representative[^.]*(?:authority|sign)"),
    ("how to withdraw", r"withdraw|revoke"),
    (
        "that care does not depend on signing",
        r"care does not depend|care, payment|do(?:es)? not depend on (?:signing"
        r"|it)",
    ),
    (
        "that others may pass it on",
        r"pass (?:the information|it|them|this) on|share(?:d)? (?:it )?(?:on|further)"
        r"|share (?:it|them|this) (?:again|further)|redisclos",
    ),
    ("any payment for the use", r"pay(?:ment|s|ing)?\b"),
    ("a copy for the signer", r"\bcopy\b"),
)
"""What the form of the United States must have, each with the words that show it."""

_HAS_STORIES = "never"


def missing_core(examined: Examined) -> Iterator[Hit]:
    """Find core rules of privacy that the policy lacks."""
    yield from unmet(examined, CORE)


def incomplete_form(examined: Examined) -> Iterator[Hit]:
    """Find elements that the authorization form of the United States lacks, or a policy without a form."""
    if examined.answer("patient_stories") in (None, _HAS_STORIES):
        return
    form = examined.paper("authorization")
    if form is None and examined.clause("patient-authorization/authorization-first") is None:
        yield Hit(says="Patient stories are used, and no clause asks for a permission.", better="Put the clause back.")
    elif "us" in examined.setting.places and examined.setting.tongue == "en":
        words = [passage.text for passage in paper_passages(form)] if form else _words_of_clauses(examined)
        for name in _lacking(words):
            yield Hit(
                says=f"The authorization form does not give {name}.",
                better="Add it; without it the authorization is not valid.",
                at=Passage(text="", number=form.title if form else ""),
                authorities=("us-hipaa-164-508",),
            )


def missing_clocks(examined: Examined) -> Iterator[Hit]:
    """Find breach clocks that apply and that nothing prints, and a checklist that does not give the shortest first."""
    for name, authority in _clocks(examined).items():
        if not any(f"limit.{name}" in each.clause.body.names for each in examined.document.clauses):
            yield Hit(
                says=f"The time limit '{name}' applies here, and no statement prints it.",
                better="Print it in the breach steps.",
                authorities=(authority,),
            )
    yield from _unordered(examined)


def special_without_rule(examined: Examined) -> Iterator[Hit]:
    """Find specially protected information that is held and has no rule of its own."""
    kinds = examined.choices("special_information")
    if kinds and not examined.of_topic("specially-protected-information"):
        yield Hit(
            says=f"Specially protected information is held ({', '.join(kinds)}), and no rule of its own protects it.",
            better="Put back the section on specially protected information.",
        )
    if "sud" in kinds and "us" in examined.setting.places and not examined.carries("us-42cfr2"):
        yield Hit(
            says="Records of substance use treatment are held, and no statement rests on the rule for them.",
            better="Put back the clause on consent for substance use records.",
            authorities=("us-42cfr2",),
        )


def _lacking(words: Sequence[str]) -> list[str]:
    """List what a form of the United States lacks; most of it stands in one passage or the other, some across them."""
    given, whole = frozenset[str]().union(*map(_given, words)), " ".join(words)
    return [name for name, pattern in US_FORM if name not in given and not either(pattern).search(whole)]


@lru_cache(maxsize=KNOWN)
def _given(words: str) -> frozenset[str]:
    """Gather what a passage of a form of the United States gives of what it must have."""
    return frozenset(name for name, pattern in US_FORM if either(pattern).search(words))


def _words_of_clauses(examined: Examined) -> list[str]:
    topics = ("patient-authorization", "definitions")
    return [str(each.text) for topic in topics for each in examined.of_topic(topic)]


def _clocks(examined: Examined) -> dict[str, str]:
    """Give the breach limits that hold everywhere in the policy's places: name and authority.

    A limit that only some kinds of institution must keep is not asked for: its clause has conditions of its own.
    """
    around = examined.library.places.all_around(examined.selection.places)
    return {
        name: limit.authority
        for place in examined.library.places.by_id.values()
        if place.id in around
        for name, limit in place.limits.items()
        if name == "breach_notice"
    }


def _unordered(examined: Examined) -> Iterator[Hit]:
    checklist = examined.paper("incident-checklist")
    if checklist is None:
        return
    hours = [_hours(passage.text) for passage in paper_passages(checklist) if _hours(passage.text)]
    amounts = {
        limit.amount.hours
        for name in ("breach_notice", "breach_notice_licensed", "abuse_report_serious", "abuse_report_other")
        for limit in examined.library.limits(name, frozenset(examined.selection.places))
    }
    shown = [hour for hour in hours if hour in amounts]
    if shown != sorted(shown):
        yield Hit(
            says="The incident checklist does not give the shortest clock first.",
            better="Order the clocks by their length.",
            at=Passage(text="", number=checklist.title),
        )


def _hours(text: str) -> float:
    """Give the amount of time that a cell of a table is, in hours; 0 when it is none."""
    found = either(r"^(?:at most |au plus )?(\d+) (hours?|heures?|days?|jours?|business days?)$").match(text.strip())
    if found is None:
        return 0
    return float(found[1]) * (1 if found[2].lower().startswith(("hour", "heure")) else 24)


CORE_OF_PRIVACY = Check[Examined](
    id="L30",
    severity=Severity.ERROR,
    title="The core privacy rules are all there.",
    why="Most harm to patients comes from one of these being unknown.",
    find=missing_core,
)
FORM_IS_COMPLETE = Check[Examined](
    id="L31",
    severity=Severity.ERROR,
    title="The authorization form has every element for its place.",
    why="A form that lacks one element permits nothing.",
    find=incomplete_form,
)
CLOCKS_ARE_SHOWN = Check[Examined](
    id="L33",
    severity=Severity.ERROR,
    title="Breach steps show each clock that applies, shortest first.",
    why="A clock that nobody sees is missed.",
    find=missing_clocks,
)
SPECIAL_HAS_A_RULE = Check[Examined](
    id="L34",
    severity=Severity.ERROR,
    title="Specially protected information has its own rule when it is held.",
    why="Even that somebody comes here may disclose such a condition.",
    find=special_without_rule,
)
