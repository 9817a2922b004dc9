"""L40 to L43: fairness, training, accounts and keeping times."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.amounts import Amount
from policygen.checks.check import Check, Hit
from policygen.checks.examined import Examined
from policygen.checks.needs import Need, has_accounts, unmet
from policygen.findings import Severity

FAIRNESS = (
    Need(
        says="that an early, honest report is welcome",
        any_of=("reporting-and-incident-response/early-reports-are-welcome",),
    ),
    Need(says="that consequences are graded and the same for all ranks", any_of=("corrective-action/fair-and-graded",)),
)
TRAINING = (
    Need(
        says="who is trained and when",
        any_of=(
            "training-and-acknowledgement/at-start-and-every-year",
            "training-and-acknowledgement/at-start-and-on-change",
            "training-and-acknowledgement/at-start-only",
        ),
    ),
    Need(
        says="how staff confirm that they have read the policy",
        any_of=(
            "training-and-acknowledgement/your-confirmation-on-screen",
            "training-and-acknowledgement/your-confirmation-on-paper",
            "training-and-acknowledgement/your-confirmation-not-needed",
        ),
    ),
    Need(says="who keeps the training records", any_of=("records-and-archiving/keeping-times",)),
)
ACCOUNTS = (
    Need(
        says="that two people hold each official account",
        any_of=(
            "official-account-approval/two-people-for-each-account",
            "official-account-approval/departments-name-owner-and-deputy",
            "official-account-approval/name-a-deputy",
            "official-account-approval/keep-control-of-agency-accounts",
        ),
        applies=has_accounts,
    ),
    Need(
        says="that official accounts need a second step at sign-in",
        any_of=("account-security/multi-factor-sign-in",),
        severity=None,
        applies=lambda examined: has_accounts(examined) and examined.answer("mfa_required") is not False,
    ),
    Need(
        says="that leavers lose access",
        any_of=("account-security/remove-leavers-the-same-day",),
        applies=has_accounts,
    ),
    Need(
        says="when and how an official account is closed",
        any_of=(
            "account-inventory-and-lifecycle/before-an-account-closes",
            "account-inventory-and-lifecycle/close-idle-accounts",
        ),
        applies=has_accounts,
    ),
)
KEEPING = (Need(says="how long each kind of record is kept", any_of=("records-and-archiving/keeping-times",)),)


def unfair(examined: Examined) -> Iterator[Hit]:
    """Find a policy without the clauses that make it fair."""
    yield from unmet(examined, FAIRNESS)


def untrained(examined: Examined) -> Iterator[Hit]:
    """Find a policy that does not say who is trained, when, and who keeps the record."""
    yield from unmet(examined, TRAINING)
    if examined.answer("acknowledgement") == "none":
        yield Hit(
            says="Staff need not confirm that they have read the policy.",
            better="Ask for a confirmation, on paper or on a screen.",
            severity=Severity.WARNING,
        )


def loose_accounts(examined: Examined) -> Iterator[Hit]:
    """Find official accounts without two people, strong sign-in, a leaver rule and a closing rule."""
    yield from unmet(examined, ACCOUNTS)


def short_keeping(examined: Examined) -> Iterator[Hit]:
    """Find keeping times that are missing, or shorter than the law of the places asks for."""
    yield from unmet(examined, KEEPING)
    years = examined.answer("retention_years")
    for limit in examined.library.limits("records_kept", frozenset(examined.selection.places)):
        if isinstance(years, int) and Amount(years, "years").hours < limit.amount.hours:
            yield Hit(
                says=f"Records are kept for {years} years; the law asks for {limit.amount}.",
                better="Answer 'retention_years' with at least as many.",
                authorities=(limit.authority,),
            )


POLICY_IS_FAIR = Check[Examined](
    id="L40",
    severity=Severity.WARNING,
    title="Early honest reports are welcomed, and consequences are graded and the same for all ranks.",
    why="Fear of dismissal hides mistakes that an early report would mend.",
    find=unfair,
)
TRAINING_IS_SET = Check[Examined](
    id="L41",
    severity=Severity.ERROR,
    title="Training and acknowledgement: who, when, record kept.",
    why="A rule that nobody was taught cannot be asked of anybody.",
    find=untrained,
)
ACCOUNTS_ARE_SAFE = Check[Examined](
    id="L42",
    severity=Severity.ERROR,
    title="Every official account has two people, strong sign-in, a leaver rule and a closing rule.",
    why="Accounts are stolen, orphaned, or run by people who left.",
    find=loose_accounts,
)
KEEPING_IS_SET = Check[Examined](
    id="L43",
    severity=Severity.WARNING,
    title="Keeping times are named and not below the legal floor.",
    why="What is gone too early cannot prove anything.",
    find=short_keeping,
)
