"""The list of checks, and running them: on the words of any text, and on a whole policy.

A check is a file in ``checks/`` and its line here; what it must find and must not find stands in its tests.
"""

from __future__ import annotations

from collections.abc import Iterable

from policygen.checks.access import NO_PERSONAL_PASSWORDS
from policygen.checks.addresses import CONTACTS_ARE_REAL
from policygen.checks.check import Check
from policygen.checks.contradictions import NO_CONTRADICTION
from policygen.checks.dutywords import DUTIES_CAN_BE_SEEN, EVERY_MUST_NAMES_WHO, ONLY_DUTY_WORDS
from policygen.checks.ease import READS_EASILY, SENTENCES_ARE_SHORT, STYLE_IS_LIGHT
from policygen.checks.gags import NO_GAG, NO_SAVINGS_ALONE
from policygen.checks.passages import Passage, Passages, Setting
from policygen.checks.placeholders import NOTHING_TO_FILL_IN
from policygen.checks.platforms import NO_DEAD_PLATFORM
from policygen.checks.promises import NO_EMPTY_PROMISE
from policygen.checks.public import HOUSE_RULES_ARE_FAIR, REPLIES_CONFIRM_NOBODY
from policygen.checks.terms import ONE_FORM, SHORT_FORMS_SPELLED_OUT, WORDS_OF_THE_PLACE
from policygen.checks.tone import CONSEQUENCES_ARE_FAIR, SAYS_WHAT_IS_ALLOWED
from policygen.checks.vague import NO_VAGUE_BAN
from policygen.checks.waivers import ACKNOWLEDGEMENT_WAIVES_NOTHING
from policygen.findings import Finding

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


def text_checks(passages: Iterable[Passage], setting: Setting) -> tuple[Finding, ...]:
    """Hold the passages of any text to the checks that need only words; findings come check by check."""
    text = Passages(tuple(passages), setting)
    return tuple(finding for check in TEXT_CHECKS for finding in check.run(text))
