"""The list of checks, and running them: on the words of any text, and on a whole policy.

A check is a file in ``checks/`` and its line here; what it must find and must not find stands in its tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from policygen.checks.access import NO_PERSONAL_PASSWORDS
from policygen.checks.acknowledgement import ACKNOWLEDGEMENT_WAIVES_NOTHING
from policygen.checks.addresses import CONTACTS_ARE_REAL
from policygen.checks.check import Check, Hit
from policygen.checks.contradictions import NO_CONTRADICTION
from policygen.checks.control import (
    CONTROL_IS_COMPLETE,
    COPY_IS_NAMED,
    DATES_MAKE_SENSE,
    DRAFTS_ARE_MARKED,
    NOTICES_ARE_THERE,
    NUMBERS_STAY,
    VERSIONS_HAVE_REASONS,
)
from policygen.checks.dutywords import DUTIES_CAN_BE_SEEN, EVERY_MUST_NAMES_WHO, ONLY_DUTY_WORDS
from policygen.checks.ease import READS_EASILY, SENTENCES_ARE_SHORT, STYLE_IS_LIGHT
from policygen.checks.examined import Examined
from policygen.checks.gags import NO_GAG, NO_SAVINGS_ALONE
from policygen.checks.handouts import HANDOUTS_AGREE, LENGTH_FITS
from policygen.checks.operations import ACCOUNTS_ARE_SAFE, KEEPING_IS_SET, POLICY_IS_FAIR, TRAINING_IS_SET
from policygen.checks.passages import KNOWN, Genre, Passage, Passages, Setting
from policygen.checks.people import (
    CONTACTS_ANSWER,
    DUTIES_HAVE_OWNERS,
    EVERYONE_FINDS_RULES,
    EXCEPTIONS_CAN_BE_ASKED,
    PUBLIC_FINDS_HELP,
    ROLES_ARE_REAL,
)
from policygen.checks.placeholders import NOTHING_TO_FILL_IN
from policygen.checks.platforms import NO_DEAD_PLATFORM
from policygen.checks.privacy import CLOCKS_ARE_SHOWN, CORE_OF_PRIVACY, FORM_IS_COMPLETE, SPECIAL_HAS_A_RULE
from policygen.checks.promises import NO_EMPTY_PROMISE
from policygen.checks.public import HOUSE_RULES_ARE_FAIR, REPLIES_CONFIRM_NOBODY
from policygen.checks.rights import RIGHTS_FIT
from policygen.checks.said import ANSWERS_NOT_FOLLOWED, ANSWERS_TO_SETTLE, ANSWERS_WITH_A_RISK
from policygen.checks.standing import AUTHORITIES_ARE_CURRENT, CLAUSES_REST_ON_SOMETHING
from policygen.checks.terms import ONE_FORM, SHORT_FORMS_SPELLED_OUT, WORDS_OF_THE_PLACE
from policygen.checks.tone import CONSEQUENCES_ARE_FAIR, SAYS_WHAT_IS_ALLOWED
from policygen.checks.vague import NO_VAGUE_BAN
from policygen.checks.versions import LANGUAGES_AGREE
from policygen.checks.webpages import ALL_CAN_READ, REFERENCES_LAND
from policygen.findings import Finding, Severity
from policygen.waivers import Waiver

TEXT_CHECKS: tuple[Check[Passages], ...] = (
    ONE_FORM,
    ONLY_DUTY_WORDS,
    READS_EASILY,
    SENTENCES_ARE_SHORT,
    STYLE_IS_LIGHT,
    SHORT_FORMS_SPELLED_OUT,
    NO_DEAD_PLATFORM,
    NO_VAGUE_BAN,
    WORDS_OF_THE_PLACE,
    NOTHING_TO_FILL_IN,
    EVERY_MUST_NAMES_WHO,
    DUTIES_CAN_BE_SEEN,
    CONTACTS_ARE_REAL,
    NO_GAG,
    NO_SAVINGS_ALONE,
    NO_PERSONAL_PASSWORDS,
    HOUSE_RULES_ARE_FAIR,
    ACKNOWLEDGEMENT_WAIVES_NOTHING,
    REPLIES_CONFIRM_NOBODY,
    NO_CONTRADICTION,
    SAYS_WHAT_IS_ALLOWED,
    CONSEQUENCES_ARE_FAIR,
    NO_EMPTY_PROMISE,
)
"""The checks that need only words, in the order of their ids."""

POLICY_CHECKS: tuple[Check[Examined], ...] = (
    CONTROL_IS_COMPLETE,
    DATES_MAKE_SENSE,
    COPY_IS_NAMED,
    VERSIONS_HAVE_REASONS,
    DRAFTS_ARE_MARKED,
    NUMBERS_STAY,
    DUTIES_HAVE_OWNERS,
    CLAUSES_REST_ON_SOMETHING,
    AUTHORITIES_ARE_CURRENT,
    ROLES_ARE_REAL,
    EXCEPTIONS_CAN_BE_ASKED,
    CONTACTS_ANSWER,
    PUBLIC_FINDS_HELP,
    RIGHTS_FIT,
    CORE_OF_PRIVACY,
    FORM_IS_COMPLETE,
    CLOCKS_ARE_SHOWN,
    SPECIAL_HAS_A_RULE,
    HANDOUTS_AGREE,
    EVERYONE_FINDS_RULES,
    REFERENCES_LAND,
    POLICY_IS_FAIR,
    TRAINING_IS_SET,
    ACCOUNTS_ARE_SAFE,
    KEEPING_IS_SET,
    ALL_CAN_READ,
    LANGUAGES_AGREE,
    LENGTH_FITS,
    NOTICES_ARE_THERE,
    ANSWERS_NOT_FOLLOWED,
    ANSWERS_TO_SETTLE,
    ANSWERS_WITH_A_RISK,
)
"""The checks that need a whole policy, in the order of their ids."""

COST = {Severity.ERROR: 0, Severity.WARNING: 3, Severity.NOTE: 1}
"""Points that a finding takes from 100; errors take none, since they block approval."""


def text_checks(passages: Iterable[Passage], setting: Setting) -> tuple[Finding, ...]:
    """Hold the passages of any text to the checks that need only words; findings come check by check."""
    return tuple(_of_words(Passages(tuple(passages), setting), TEXT_CHECKS))


def examine(
    examined: Examined, *, extra: Iterable[Finding] = (), waivers: Iterable[Waiver] = ()
) -> tuple[Finding, ...]:
    """Hold a policy to every check: errors first, then warnings and notes, each in reading order.

    ``extra`` are findings from elsewhere, such as the guard of local wording; ``waivers`` turn what somebody
    answers for by name into notes until they lapse.
    """
    # a policy prints the contacts that were answered; those are judged once, with the answers
    checks = [check for check in TEXT_CHECKS if check is not CONTACTS_ARE_REAL]
    found = [*_of_words(examined.passages, checks), *_of_policy(examined), *extra]
    return in_order(_waived(found, tuple(waivers), examined.selection.on))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Order findings by weight and check, each once; those of one check stay in reading order."""
    weights = list(Severity)
    return tuple(sorted(dict.fromkeys(findings), key=lambda each: (weights.index(each.severity), each.check)))


def score(findings: Iterable[Finding]) -> int:
    """Give what is left of 100 points, for the matrix of the auditor; it is never below 0."""
    return max(0, 100 - sum(COST[finding.severity] for finding in findings))


def _of_words(passages: Passages, checks: Iterable[Check[Passages]]) -> Iterator[Finding]:
    alone = _of_passages(passages)
    for check in checks:
        yield from alone.get(check, ()) if check.alone else check.run(passages)


def _of_passages(passages: Passages) -> Mapping[Check[Passages], list[Finding]]:
    """Find what is wrong with each passage alone, in reading order."""
    hits_in = _judge_of(passages.setting)
    found: dict[Check[Passages], list[Finding]] = {}
    for passage in passages:
        for check, hit in hits_in(passage.text, passage.own, passage.lead, passage.genre):
            found.setdefault(check, []).append(check.finding(replace(hit, at=passage)))
    return found


@lru_cache(maxsize=4)
def _judge_of(setting: Setting) -> Callable[[str, str, str, Genre], tuple[tuple[Check[Passages], Hit], ...]]:
    """Give what judges passages alone in a setting, and knows those again that many policies share."""

    @lru_cache(maxsize=KNOWN)
    def hits_in(words: str, own: str, lead: str, genre: Genre) -> tuple[tuple[Check[Passages], Hit], ...]:
        text = Passages((Passage(text=words, own=own, lead=lead, genre=genre),), setting)
        return tuple((check, hit) for check in TEXT_CHECKS if check.alone for hit in check.find(text))

    return hits_in


def _of_policy(examined: Examined) -> Iterator[Finding]:
    for check in POLICY_CHECKS:
        yield from check.run(examined)


def _waived(findings: Iterable[Finding], waivers: tuple[Waiver, ...], on: date) -> Iterator[Finding]:
    """Turn findings that somebody answers for by name into notes that say who and until when."""
    for finding in findings:
        waiver = next((each for each in waivers if each.covers(finding, on)), None)
        if waiver is None:
            yield finding
        else:
            says = f"Waived by {waiver.by} until {waiver.until} ({waiver.reason}): {finding.says}"
            yield replace(finding, severity=Severity.NOTE, says=says)
