"""L22: contact points are real."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.passages import Passages
from policygen.checks.patterns import either
from policygen.findings import Severity

_EMAIL = either(
    r"(?<![\w.+-])[\w.+'-]+@([\w-]+(?:\.[\w-]+)*)",
)
_RESERVED = either(
    r"(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid|localhost|local)$",
    r"^(?:domain|email|mail|company|yourcompany|yourhospital|yourpractice|yourdomain|hospital|clinic"
    r"|website)\.(?:com|org|net)$",
)
_PHONE = re.compile(
    r"(?<![\d-])(?:\(?555\)?[ .-]\d{3}[ .-]\d{4}|(?:\d{3}[ .-])?555[ .-]01\d\d"
    r"|(\d)\1{2}[ .-]\1{3}[ .-]\1{4}|123[ .-]456[ .-]7890)(?!\d)"
)


def unreal_contacts(passages: Passages) -> Iterator[Hit]:
    """Find addresses and numbers that nobody can answer."""
    seen: set[str] = set()
    for passage in passages:
        for found in (*_EMAIL.finditer(passage.text), *_PHONE.finditer(passage.text)):
            word = found[0]
            if word in seen or ("@" in word and not is_reserved(word)):
                continue
            seen.add(word)
            yield Hit(
                says=f"'{word}' reaches nobody: it is an address or number for examples.",
                better="Write one that a named role answers.",
                quote=word,
                at=passage,
                severity=None if is_made_up(word) else Severity.WARNING,
            )


def is_made_up(word: str) -> bool:
    """Tell whether a contact can only be a blank that somebody forgot.

    An address that ends in .example, or a telephone number of a film, is what an invented institution gives on trial.
    """
    return "@" in word and not word.lower().endswith(".example")


def is_reserved(address: str) -> bool:
    """Tell whether an email address belongs to a domain that is kept for examples, or has no domain at all."""
    domain = address.rpartition("@")[2]
    return "." not in domain or bool(_RESERVED.search(domain))


CONTACTS_ARE_REAL = Check[Passages](
    id="L22",
    severity=Severity.ERROR,
    title="Contact points are real.",
    why="Whoever needs help at night must reach somebody.",
    find=unreal_contacts,
)
