"""L07, L11 and L14: one form for each term, short forms spelled out, and only words that belong to the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policygen.checks.check import Check, Hit
from policygen.checks.passages import KNOWN, Passage, Passages, plain, start
from policygen.findings import Severity

FORMS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        (r"official accounts?", r"(?:branded|sanctioned|sponsored|corporate) (?:social media )?accounts?"),
        (r"personal accounts?", r"(?:non-sanctioned|unsanctioned|unofficial) accounts?"),
        (r"patient information", r"(?:private|confidential|sensitive) patient (?:data|details)", r"patient data"),
        (r"social media", r"social networking(?! and the)(?: sites?)?", r"web 2\.0"),
        (r"written authorization", r"photo release(?: form)?", r"media release(?: form)?"),
        (r"privacy officer", r"privacy manager", r"privacy coordinator", r"hipaa officer"),
        (r"(?:licensing|regulatory) (?:board|college|body)", r"professional licensing authority"),
        (r"multi-factor sign-in", r"two-factor authentication", r"2fa", r"mfa", r"multi-factor authentication"),
    ),
    "fr": (
        (r"comptes? officiels?", r"comptes? (?:corporatifs?|commandités?|institutionnels?)"),
        (r"médias sociaux", r"réseaux sociaux"),
        (r"renseignements? de santé", r"données (?:de santé|médicales)"),
        (
            r"(?:la )?personne responsable de la protection",
            r"officier de (?:la )?(?:vie privée"
            r"|confidentialité)",
        ),
    ),
}
"""Forms of one term, the one that the library uses first."""
_FORM_PATTERNS = {
    tongue: {form: re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE) for forms in terms for form in forms}
    for tongue, terms in FORMS.items()
}

_SHORT = re.compile(r"(?<![\w./@-])([A-Z][A-Z&]{1,6}s?)(?![\w@-]|\.\w)")
_KNOWN = frozenset(
    (
        *("US", "USA", "UK", "EU", "UN", "NHS", "ID", "IDS", "PDF", "TV", "DVD", "CD", "USB", "QR", "SMS", "OK", "AM"),
        *("PM", "FAQ", "URL", "WWW", "PIN", "IT", "HR", "CEO", "CFO", "AI", "HIV", "AIDS", "DNA", "GPS", "ICU", "ER"),
        *("MRI", "CT", "BC", "AD", "PO", "II", "III", "IV", "VI", "GIF", "CSV", "ZIP", "RSS", "DM", "DMS", "AA", "CFR"),
        *("VIH", "SIDA", "IA"),
    )
)
"""Short forms that need no spelling out."""


_CALL = r"(?:[Cc]all|[Dd]ial|[Pp]hone|[Rr]ing|[Aa]ppelez|[Cc]omposez|[Ee]mergenc\w+|[Uu]rgences?)(?:\W+\w+){0,3}?\W+"
"""What stands before a number that is to be called."""


def two_forms(passages: Passages) -> Iterator[Hit]:
    """Find a term that is used in two forms."""
    first: dict[str, tuple[str, Passage]] = {}
    for passage in passages:
        for form, found in _forms_in(plain(passage.text), passages.setting.tongue).items():
            first.setdefault(form, (found, passage))
    for forms in FORMS.get(passages.setting.tongue, ()):
        present = [first[form] for form in forms if form in first]
        if len(present) > 1:
            names = " and ".join(f"'{found.lower()}'" for found, _ in present)
            yield Hit(
                says=f"One thing has several names here: {names}.",
                better=f"Use '{present[0][0].lower()}' everywhere.",
                quote=present[1][0],
                at=present[1][1],
            )


def unexplained(passages: Passages) -> Iterator[Hit]:
    """Find short forms that are not spelled out where they first stand."""
    seen: set[str] = set()
    for passage in passages:
        words = passage.authored
        for short, begin in _short_forms(words):
            if short in seen:
                continue
            seen.add(short)
            if not _spelled_out(short, words, begin):
                yield Hit(
                    says=f"The short form '{short}' is not spelled out at its first use.",
                    better=f"Write the words, then ({short}).",
                    quote=start(words[max(0, begin - 40) :]),
                    at=passage,
                )


@lru_cache(maxsize=KNOWN)
def _short_forms(words: str) -> tuple[tuple[str, int], ...]:
    """Find the short forms that need spelling out, each with where it begins; none in a text that is all capitals."""
    if words.isupper():
        return ()
    found = ((each[1].removesuffix("s"), each.start()) for each in _SHORT.finditer(words))
    return tuple((short, begin) for short, begin in found if short not in _KNOWN and len(short) > 1)


def foreign_words(passages: Passages) -> Iterator[Hit]:
    """Find words that belong to a place where the text does not hold."""
    for passage in passages:
        words = plain(passage.text)
        for word, place in passages.setting.foreign:
            if word in words and _as_a_word(word).search(words):
                yield Hit(
                    says=f"'{word}' belongs to {place}.",
                    better="Use the word of the place where the policy holds.",
                    quote=word,
                    at=passage,
                )


@lru_cache(maxsize=KNOWN)
def _as_a_word(word: str) -> re.Pattern[str]:
    before = _CALL if word.isdecimal() else ""
    return re.compile(rf"{before}(?<![\w.,-]){re.escape(word)}(?![\w-]|[.,]\d)")


@lru_cache(maxsize=KNOWN)
def _forms_in(words: str, tongue: str) -> dict[str, str]:
    """Find the forms of terms that a text uses: what it says, by the pattern of the form."""
    found = {form: pattern.search(words) for form, pattern in _FORM_PATTERNS.get(tongue, {}).items()}
    return {form: match[0] for form, match in found.items() if match}


def _spelled_out(short: str, words: str, begin: int) -> bool:
    """Tell whether the words stand before the short form in brackets, or are said right after it."""
    before, after = words[:begin].rstrip(), words[begin + len(short) :]
    if before.endswith("("):
        return True
    return bool(
        re.match(
            r"s?(?: \(|, (?:the|an?|la|le|l['\u2019]|un|une)\b| (?:means|stands for|is the|est la"
            r"|est le)\b)",
            after,
        )
    )


ONE_FORM = Check[Passages](
    id="L07",
    severity=Severity.WARNING,
    title="Every special term is used in one form only.",
    why="Two names for one thing make readers look for a difference.",
    find=two_forms,
)
SHORT_FORMS_SPELLED_OUT = Check[Passages](
    id="L11",
    severity=Severity.WARNING,
    title="Short forms are spelled out at first use.",
    why="New staff and patients do not know them.",
    find=unexplained,
)
WORDS_OF_THE_PLACE = Check[Passages](
    id="L14",
    severity=Severity.ERROR,
    title="Only words that belong to the place are used: law names, regulators, emergency numbers.",
    why="Law and numbers of another place are wrong here, and show that the text was copied.",
    find=foreign_words,
    alone=True,
)
