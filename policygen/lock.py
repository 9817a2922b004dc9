"""What a policy was made from: policy.lock, which says everything and decides nothing.

The lock is sorted text, so that two of them can be compared line by line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from policygen.answers import NOT_SURE, Answers
from policygen.clauses import Basis
from policygen.coverage import name_with_place
from policygen.document import Document, NumberedClause
from policygen.filling import Filled
from policygen.inputs import Inputs, inputs_as_data, read_inputs, seal
from policygen.jurisdictions import LegalChange
from policygen.library import Library
from policygen.numbering import by_number
from policygen.questions import AnswerValue
from policygen.selection import Selection

FORMAT = 2
"""Raised when the shape of the lock changes."""
LOCAL = "clauses/"
"""Where an institution's own clause files lie, within its folder."""
_KNOWN = 1024
"""Clauses that are known again, because many policies print the same."""


@dataclass(frozen=True, kw_only=True)
class LockedClause:
    """A clause as it stood in a policy."""

    number: str
    title: str
    text: str
    """As it was written, with its names."""
    says: tuple[str, ...]
    """As it was printed: literal, value, literal, ..., literal."""
    label: str = ""
    """The places in which it applied, where that was not everywhere."""
    applies_to: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    """Each as ``authority duty``."""
    local: bool = False
    """Whether the wording was the institution's own."""
    inherited: bool = False
    """Whether the wording was that of its health system."""

    @property
    def filled(self) -> Filled:
        """Give the text as it was printed, its words and its values apart."""
        return Filled(self.says)

    @property
    def printed(self) -> str:
        """Give the text as it was printed."""
        return "".join(self.says)

    @property
    def authorities(self) -> frozenset[str]:
        """Give the authorities it rested on."""
        return frozenset(basis.partition(" ")[0] for basis in self.rests_on)


@dataclass(frozen=True, kw_only=True)
class Lock:
    """What a policy was made from."""

    outputs: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints of the files made, by path within the institution's folder."""
    library: str = ""
    """Fingerprint of the library, the institution's own clauses included."""
    library_name: str = ""
    """Name and version of the library."""
    as_of: date | None = None
    version: str = ""
    language: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    """The questions that the library had."""
    clauses: Mapping[str, LockedClause] = field(default_factory=dict)
    """By id, with the place of the wording where it has one; in reading order."""
    authorities: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Status and date of each authority that the policy follows."""
    law: tuple[str, ...] = ()
    """The changes of law that had happened, each as ``date authority``."""
    local: Mapping[str, str] = field(default_factory=dict)
    """By path, the library's text that each local file was made from; empty for a clause of the institution's own."""
    frame: tuple[str, ...] = ()
    """The lines of policy.md that stand around the clauses."""
    bound: tuple[str, ...] = ()
    """The files of the handbook, which was bound from the same documents."""
    look: str = ""
    """Fingerprint of the look of the documents; empty for the plain one."""
    system: str = ""
    """The name of the health system around it; empty where there was none."""
    inherited: tuple[str, ...] = ()
    """The questions that the health system answered for it."""
    trail: str = ""
    """The hash of the last line of the audit trail; empty where none is kept."""
    behind: tuple[str, ...] = ()
    """Outputs that a later build of other formats or documents left as they were, and that now say less or more."""
    inputs: Inputs | None = None
    """What the outputs were made from, where a run over many institutions made them."""

    @property
    def made(self) -> bool:
        """Tell whether documents were made."""
        return bool(self.outputs)


def fingerprint(data: bytes) -> str:
    """Give the SHA-256 of some bytes as text."""
    return hashlib.sha256(data).hexdigest()


def lock_of(
    library: Library,
    selection: Selection,
    document: Document,
    outputs: Mapping[str, str],
    *,
    local: Mapping[str, str] | None = None,
    frame: Sequence[str] = (),
) -> Lock:
    """Say what a policy is made from: ``outputs`` are fingerprints, ``local`` the texts beneath local files."""
    own, standard = local or {}, selection.answers.standard
    theirs = standard.clauses if standard else frozenset()
    return Lock(
        outputs=dict(outputs),
        library=library.fingerprint,
        library_name=document.library,
        as_of=selection.on,
        version=document.control.version,
        language=document.language,
        answers=answers_as_data(selection.answers),
        questions=tuple(sorted(question.id for question in library.questionnaire)),
        clauses={
            name_with_place(numbered.clause): _locked(numbered, own, theirs, document.language)
            for numbered in document.clauses
        },
        authorities={
            row.authority.id: (row.authority.status.value, row.authority.as_of) for row in document.authorities
        },
        law=tuple(sorted(change.name for change in law_until(library, selection, selection.on))),
        local=own,
        frame=tuple(frame),
        system=standard.system if standard else "",
        inherited=tuple(sorted(selection.answers.inherited)),
    )


def write_lock(lock: Lock) -> bytes:
    """Write a lock as sorted text."""
    name, _, version = lock.library_name.rpartition(" ")
    content = {
        "format": FORMAT,
        "as_of": lock.as_of.isoformat() if lock.as_of else None,
        "version": lock.version,
        "language": lock.language,
        "library": {"name": name, "version": version, "fingerprint": lock.library},
        "answers": dict(lock.answers),
        "questions": list(lock.questions),
        "law": list(lock.law),
        "local": {path: text.splitlines() for path, text in lock.local.items()},
        "look": lock.look,
        "trail": lock.trail,
        "outputs": dict(lock.outputs),
        **({"system": {"name": lock.system, "answers": list(lock.inherited)}} if lock.system else {}),
        "behind": list(lock.behind),
        "bound": list(lock.bound),
        **({"inputs": inputs_as_data(lock.inputs)} if lock.inputs else {}),
    }
    lines = {key: _as_text(value) for key, value in content.items()}
    lines["clauses"] = _table(_clause_row(name, clause) for name, clause in sorted(lock.clauses.items()))
    lines["authorities"] = _table(_authority_row(name, *state) for name, state in sorted(lock.authorities.items()))
    lines["frame"] = _list(lock.frame)
    return seal(f"{_table(_row(key, text) for key, text in sorted(lines.items()))}\n".encode())


def read_lock(text: str) -> Lock:
    """Read a lock; an unreadable one, or one of another format, counts as none."""
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            return Lock()
        library, system = content["library"], content.get("system", {"name": "", "answers": []})
        clauses = {str(name): _read_clause(clause) for name, clause in content["clauses"].items()}
        return Lock(
            outputs={str(path): str(digest) for path, digest in content["outputs"].items()},
            library=str(library["fingerprint"]),
            library_name=f"{library['name']} {library['version']}".strip(),
            as_of=date.fromisoformat(content["as_of"]) if content["as_of"] else None,
            version=str(content["version"]),
            language=str(content["language"]),
            answers=dict(content["answers"]),
            questions=tuple(map(str, content["questions"])),
            clauses=dict(sorted(clauses.items(), key=lambda each: by_number(each[1].number))),
            authorities={
                str(name): (str(each["status"]), str(each["as_of"])) for name, each in content["authorities"].items()
            },
            law=tuple(map(str, content["law"])),
            local={str(path): _joined(lines) for path, lines in content["local"].items()},
            frame=tuple(map(str, content["frame"])),
            bound=tuple(map(str, content.get("bound", ()))),
            look=str(content.get("look", "")),
            system=str(system["name"]),
            inherited=_texts(system["answers"]),
            trail=str(content["trail"]),
            behind=tuple(map(str, content.get("behind", ()))),
            inputs=read_inputs(text.encode(errors="replace")) if "inputs" in content else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Lock()


def answers_as_data(answers: Answers) -> dict[str, object]:
    """Give what was said as plain data, by question id."""
    said: dict[str, object] = {name: _plain(value) for name, value in answers.given.items()}
    return said | dict.fromkeys(answers.unsure, NOT_SURE)


def law_until(library: Library, selection: Selection, on: date) -> Iterator[LegalChange]:
    """Go through the changes of law of a policy's places that had happened by a day."""
    around = library.places.all_around(selection.places)
    for place in library.places.by_id.values():
        for change in place.changes if place.id in around else ():
            if change.date <= on:
                yield change


def basis_as_text(basis: Basis) -> str:
    """Write a duty as clause files do: ``authority number``."""
    return basis.authority if basis.duty is None else f"{basis.authority} {basis.duty}"


def local_paths(name: str, language: str) -> tuple[str, str]:
    """Give the paths, within an institution's folder, of its own wording of a clause: as such, and in a language."""
    return f"{LOCAL}{name}.md", f"{LOCAL}{name}@{language[:2]}.md"


def _locked(numbered: NumberedClause, local: Mapping[str, str], theirs: frozenset[str], language: str) -> LockedClause:
    clause = numbered.clause
    paths = local_paths(name_with_place(clause), language) if local or theirs else ()
    own = any(path in local for path in paths)
    return LockedClause(
        number=numbered.number,
        title=numbered.title,
        text=clause.body.text,
        says=numbered.text.pieces,
        label=numbered.label,
        applies_to=tuple(clause.applies_to),
        rests_on=tuple(basis_as_text(basis) for basis in numbered.chosen.rests_on),
        local=own,
        inherited=not own and any(path in theirs for path in paths),
    )


@lru_cache(maxsize=_KNOWN)
def _clause_row(name: str, clause: LockedClause) -> str:
    """Write the row of a clause, once for all policies that print the same."""
    content = {
        "number": clause.number,
        "title": clause.title,
        "text": clause.text,
        "says": list(clause.says),
        "label": clause.label,
        "applies_to": list(clause.applies_to),
        "rests_on": list(clause.rests_on),
        "local": clause.local,
        **({"inherited": True} if clause.inherited else {}),
        "fingerprint": fingerprint(f"{clause.title}\n{clause.text}".encode()),
    }
    return _row(name, _as_text(content))


@lru_cache(maxsize=_KNOWN)
def _authority_row(name: str, status: str, day: str) -> str:
    """Write the row of an authority, once for all policies that follow it."""
    return _row(name, _as_text({"status": status, "as_of": day}))


_as_text = json.JSONEncoder(ensure_ascii=False, indent=1, sort_keys=True).encode


def _table(rows: Iterable[str]) -> str:
    """Write a table of sorted rows that are written already, as ``_as_text`` would."""
    written = ",\n ".join(rows)
    return f"{{\n {written}\n}}" if written else "{}"


def _list(texts: Iterable[str]) -> str:
    """Write a list of texts, as ``_as_text`` would."""
    written = ",\n ".join(map(_as_text, texts))
    return f"[\n {written}\n]" if written else "[]"


def _row(key: str, value: str) -> str:
    """Write a row of a table, of which the value is written already."""
    return f"{_as_text(key)}: {value}".replace("\n", "\n ")


def _read_clause(content: Mapping[str, object]) -> LockedClause:
    return LockedClause(
        number=str(content["number"]),
        title=str(content["title"]),
        text=str(content["text"]),
        says=_texts(content["says"]),
        label=str(content["label"]),
        applies_to=_texts(content["applies_to"]),
        rests_on=_texts(content["rests_on"]),
        local=content["local"] is True,
        inherited=content.get("inherited") is True,
    )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(map(str, value))


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _plain(value: AnswerValue) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
