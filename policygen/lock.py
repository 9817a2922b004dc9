"""What a policy was made from: policy.lock, which says everything and decides nothing.

The lock is sorted text, so that two of them can be compared line by line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from policygen.answers import NOT_SURE, Answers
from policygen.coverage import name_with_place
from policygen.document import Document
from policygen.library import Library
from policygen.questions import AnswerValue
from policygen.selection import Selection

FORMAT = 1
"""Raised when the shape of the lock changes."""


@dataclass(frozen=True)
class LockedClause:
    """A clause as it stood in a policy."""

    title: str
    text: str
    number: str = ""


@dataclass(frozen=True)
class Lock:
    """What a policy was made from."""

    outputs: Mapping[str, str]
    """Fingerprints of the files made, by path within the institution's folder."""
    library: str = ""
    """Fingerprint of the library."""
    as_of: date | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    clauses: Mapping[str, LockedClause] = field(default_factory=dict)
    """By id, with the place of the wording where it has one."""
    authorities: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Status and date of each authority that the policy follows."""


def fingerprint(data: bytes) -> str:
    """Give the SHA-256 of some bytes as text."""
    return hashlib.sha256(data).hexdigest()


def write_lock(library: Library, selection: Selection, document: Document, outputs: Mapping[str, bytes]) -> bytes:
    """Write the lock of a policy and the outputs made of it."""
    content = {
        "format": FORMAT,
        "as_of": selection.on.isoformat(),
        "library": {
            "name": library.frame.name,
            "version": library.frame.version,
            "fingerprint": library.fingerprint,
        },
        "answers": answers_as_data(selection.answers),
        "clauses": {
            name_with_place(numbered.clause): {
                "number": numbered.number,
                "title": numbered.title,
                "text": numbered.clause.body.text,
                "fingerprint": fingerprint(f"{numbered.title}\n{numbered.clause.body.text}".encode()),
            }
            for numbered in document.clauses
        },
        "authorities": {
            row.authority.id: {"status": row.authority.status.value, "as_of": row.authority.as_of}
            for row in document.authorities
        },
        "outputs": {path: fingerprint(data) for path, data in outputs.items()},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_lock(text: str) -> Lock:
    """Read a lock; an unreadable one counts as none."""
    try:
        content = json.loads(text)
        return Lock(
            outputs={str(path): str(digest) for path, digest in content["outputs"].items()},
            library=str(content["library"]["fingerprint"]),
            as_of=date.fromisoformat(content["as_of"]),
            answers=dict(content["answers"]),
            clauses={
                str(name): LockedClause(str(clause["title"]), str(clause["text"]), str(clause.get("number", "")))
                for name, clause in content["clauses"].items()
            },
            authorities={
                str(name): (str(each["status"]), str(each["as_of"])) for name, each in content["authorities"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Lock({})


def answers_as_data(answers: Answers) -> dict[str, object]:
    """Give what was said as plain data, by question id."""
    said: dict[str, object] = {name: _plain(value) for name, value in answers.given.items()}
    return said | dict.fromkeys(answers.unsure, NOT_SURE)


def _plain(value: AnswerValue) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
