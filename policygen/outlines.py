"""What a hand-out is made of, as its ``outline.yaml`` says: the words, and the clauses it draws from.

An outline belongs to lawyers and editors: titles, headings, fixed sentences and their order stand there and
nowhere else. It knows nothing of any institution; ``papers`` sets it for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from policygen.bodies import Body
from policygen.clauses import AudienceId, Basis
from policygen.jurisdictions import PlaceId
from policygen.questions import When

Words = Mapping[str, Body]
"""One text in each language, by the first two letters of its tag."""


@dataclass(frozen=True, kw_only=True)
class Applies:
    """When an entry is printed; all that is said must hold."""

    when: When = ()
    places: tuple[PlaceId, ...] = ()
    """Only where the institution is in one of these places."""
    outside: tuple[PlaceId, ...] = ()
    """Only where it is in none of these."""
    audiences: tuple[AudienceId, ...] = ()
    """Only in the variants for these people."""
    restates: tuple[str, ...] = ()
    """Clauses or topics whose rule the words give again; printed only where the policy holds one of them."""
    rests_on: tuple[Basis, ...] = ()
    """The law behind fixed words that no clause says."""
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class Says:
    """Some fixed words, and when they are printed."""

    words: Words
    applies: Applies = Applies()


@dataclass(frozen=True, kw_only=True)
class HeadingEntry:
    """A heading."""

    says: Says
    level: int


@dataclass(frozen=True, kw_only=True)
class TextEntry:
    """A fixed paragraph."""

    says: Says
    style: str


@dataclass(frozen=True, kw_only=True)
class ListEntry:
    """A list of fixed items."""

    items: tuple[Says, ...]
    style: str
    applies: Applies


@dataclass(frozen=True, kw_only=True)
class ClausesEntry:
    """Clauses of the policy as they stand there."""

    of: tuple[str, ...]
    """Clauses or whole topics, in the order in which they are printed."""
    untitled: bool
    """Whether only their text is printed, as paragraphs."""
    applies: Applies


@dataclass(frozen=True, kw_only=True)
class LinesEntry:
    """The one-line forms of clauses, the most important first."""

    of: tuple[str, ...]
    """Clauses or topics; empty takes those written for the variant's own audience."""
    say: str
    """do, dont or any; any takes the title of a clause that has neither line."""
    at_most: int
    """How many are printed; 0 is no limit. The entry ``rest`` says where the others stand."""
    style: str
    applies: Applies


@dataclass(frozen=True, kw_only=True)
class FieldEntry:
    """Something to fill in."""

    name: str
    says: Says
    kind: str
    """line, lines, date, tick or signature."""
    value: Words


@dataclass(frozen=True, kw_only=True)
class TableEntry:
    """A table of fixed words; its empty cells are filled in by hand."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    empty_rows: int
    widths: tuple[int, ...]
    applies: Applies


@dataclass(frozen=True, kw_only=True)
class BoxEntry:
    """Entries that are set apart and kept together."""

    title: Words
    style: str
    entries: tuple[Entry, ...]
    applies: Applies


@dataclass(frozen=True, kw_only=True)
class PartEntry:
    """Something that the program works out from the policy, such as its contacts or its clocks."""

    name: str
    labels: Mapping[str, Words]
    applies: Applies


@dataclass(frozen=True, kw_only=True)
class PageEntry:
    """What follows begins a new page."""

    applies: Applies


Entry = (
    HeadingEntry
    | TextEntry
    | ListEntry
    | ClausesEntry
    | LinesEntry
    | FieldEntry
    | TableEntry
    | BoxEntry
    | PartEntry
    | PageEntry
)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A version of a document for some of the people."""

    audience: AudienceId
    title: Words
    applies: Applies


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One document: what it is called, who gets it, and its entries in reading order."""

    name: str
    """Its folder under templates/documents/ and the stem of its files."""
    path: str
    output: str
    """The choice of the question ``outputs`` that asks for it."""
    title: Words
    applies: Applies
    entries: tuple[Entry, ...]
    variants: tuple[Variant, ...] = ()
    contents: bool = False
    form: bool = False
    for_public: bool = False
    """Whether people outside get it, so that no statement numbers are printed."""
    handbook: bool = True
    """Whether the staff handbook holds it when nobody says what to bind."""
    most_words: int = 0
    """How many words the document may have; 0 is no limit."""
    always_draft: Applies | None = field(default=None)
    """Where the words have not been checked against the law of the place, so that it stays a draft."""

    @cached_property
    def all_entries(self) -> tuple[Entry, ...]:
        """List the entries and those within boxes, in reading order."""
        return tuple(entries_of(self.entries))


PART_LABELS: Mapping[str, tuple[str, ...]] = {
    "contacts": (),
    "code": ("label",),
    "rest": ("sentence",),
    "clocks": ("caption", "time", "what", "law", "statement"),
    "roles": ("role", "holds"),
    "people": ("role", "name", "phone"),
    "accounts": ("platform", "handle", "status", "owner", "deputy", "sign_in", "reviewed"),
    "matrix-statements": ("statement", "duty", "owner", "law", "evidence", "documents", "none"),
    "matrix-law": ("law", "status", "statements", "none"),
    "matrix-limits": ("limit", "amount", "law", "prevails", "none"),
    "matrix-not-carried": ("duty", "reason", "none"),
    "matrix-topics": ("topic", "priority", "covered", "none"),
    "matrix-answers": ("question", "answer", "given", "none"),
    "matrix-open": ("item", "kind", "none"),
    "matrix-findings": ("check", "where", "finding", "none"),
    "changes": ("new", "gone", "reworded", "before", "after", "why", "since", "none"),
}
"""What the program can work out, each with the words it needs from the outline."""

PART_CHOICES: Mapping[str, tuple[str, ...]] = {"contacts": ("privacy", "urgent", "communications", "patients")}
"""Words that an outline may give to a part or not; a contact without words is not printed."""


def texts_of(outline: Outline) -> Iterator[tuple[Words, Applies]]:
    """Go through every text of an outline, with when it is printed."""
    yield outline.title, outline.applies
    for variant in outline.variants:
        yield variant.title, variant.applies
    yield from _texts(outline.entries)


def entries_of(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """Go through entries and those within boxes."""
    for entry in entries:
        yield entry
        if isinstance(entry, BoxEntry):
            yield from entries_of(entry.entries)


def applies_of(entry: Entry) -> Applies:
    """Tell when an entry is printed."""
    return entry.says.applies if isinstance(entry, HeadingEntry | TextEntry | FieldEntry) else entry.applies


def _texts(entries: tuple[Entry, ...]) -> Iterator[tuple[Words, Applies]]:
    for entry in entries_of(entries):
        applies = applies_of(entry)
        match entry:
            case HeadingEntry() | TextEntry():
                yield entry.says.words, applies
            case FieldEntry():
                yield entry.says.words, applies
                yield entry.value, applies
            case ListEntry():
                yield from ((item.words, item.applies) for item in entry.items)
            case TableEntry():
                yield from ((cell, applies) for row in (entry.head, *entry.rows) for cell in row)
            case BoxEntry():
                yield entry.title, applies
            case PartEntry():
                yield from ((label, applies) for label in entry.labels.values())
            case _:
                pass
