"""One request, as the pages see it: what was asked for, and the institution it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import parse_qs, quote

from policygen.errors import UsageError
from policygen.library import Library
from policygen.making import library_of_duties
from policygen.web.desk import Desk, NoSuchPage
from policygen.workspace import Workspace, require_workspace
from policygen.writing import look_at

MOST_FIELDS = 1000
"""In one form; the longest question has 80 choices."""


@dataclass(frozen=True)
class Form:
    """The fields of a form or of an address, by name."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str, otherwise: str = "") -> str:
        """Give the value of a field."""
        return self.fields.get(name, (otherwise,))[-1]

    def all(self, name: str) -> tuple[str, ...]:
        """Give every value of a field that may be there several times."""
        return self.fields.get(name, ())

    def day(self, name: str, says: str) -> date:
        """Read a day; raise UsageError with a sentence that says what is asked for."""
        try:
            return date.fromisoformat(self.one(name).strip())
        except ValueError:
            raise UsageError(f"{says} Write it as 2027-02-01.") from None

    def __contains__(self, name: object) -> bool:
        """Tell whether a field was sent."""
        return name in self.fields


@dataclass(frozen=True)
class Visit:
    """One request for a page."""

    desk: Desk
    path: str = "/"
    parts: Mapping[str, str] = field(default_factory=dict)
    """What stands in the address where the table of routes has names."""
    query: Form = field(default_factory=Form)
    form: Form = field(default_factory=Form)

    @cached_property
    def workspace(self) -> Workspace:
        """Give the institution's folder; raise NoSuchPage when there is none of this name."""
        found = self.desk.institutions().get(self.parts.get("institution", ""))
        if found is None:
            raise NoSuchPage("There is no institution of this name here.")
        return require_workspace(found.folder) if found.answers.is_file() else found

    @cached_property
    def library(self) -> Library:
        """Give the library that applies to the institution; raise ProblemsFound when it has mistakes."""
        return self.desk.library(self.workspace)

    @cached_property
    def beneath(self) -> Library:
        """Give the library without the institution's own clauses; those of its health system belong to it."""
        return self.desk.library_beneath(self.workspace)

    @cached_property
    def duties(self) -> Library:
        """Give the library to whose duties own wording is held: without the clauses of the health system either."""
        return library_of_duties(self.workspace.folder, self.beneath)

    @cached_property
    def on(self) -> date:
        """Give the day whose law applies."""
        return self.desk.today()

    @cached_property
    def seen(self) -> str:
        """Give the fingerprint of the answers for a form to carry; read it before the answers themselves."""
        return self.seen_now()

    def seen_now(self) -> str:
        """Give the fingerprint of the answers as they stand at this moment; empty where there are none yet."""
        return look_at([self.workspace.answers])[self.workspace.answers]

    def to(self, address: str, **parts: str) -> str:
        """Give an address of the table of routes with its names filled in; the institution is this one."""
        filled = {name: quote(part, safe="") for name, part in {**self.parts, **parts}.items()}
        return address.format(**filled)


def read_form(text: str) -> Form:
    """Read a form as browsers send it; raise UsageError when it has too many fields."""
    try:
        read = parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise UsageError(f"This form has more than {MOST_FIELDS} fields, which no page sends.") from None
    return Form({name: tuple(value.replace("\r\n", "\n") for value in values) for name, values in read.items()})
