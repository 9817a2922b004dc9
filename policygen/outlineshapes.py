"""The shape of ``templates/documents/<name>/outline.yaml``: which keys it holds, and what each may be."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from policygen.shapes import Listed, Whole, Words, YesNo, one_of

TextTable = Annotated[dict[str, Words], Field(min_length=1)]
"""One text by language: ``{en: Always, fr: Toujours}``."""

FIELD_KINDS = ("line", "lines", "date", "tick", "signature")


class Conditions(BaseModel):
    """When something is printed, and what its words rest on."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    when: Any = None
    places: Listed = []
    outside: Listed = []
    audiences: Listed = []
    restates: Listed = []
    rests_on: Listed = []


class ItemShape(Conditions):
    """One item of a list."""

    text: TextTable


class EntryShape(Conditions):
    """One entry; exactly one of the first group of keys says what it is."""

    heading: TextTable | None = None
    text: TextTable | None = None
    items: list[ItemShape] | None = None
    statements: Listed | None = None
    passages: Listed | None = None
    lines: Listed | None = None
    field: TextTable | None = None
    table: list[TextTable] | None = None
    box: list[EntryShape] | None = None
    part: str | None = None
    page: Literal["break"] | None = None

    style: str = ""
    level: Whole = 1
    say: Annotated[Literal["do", "dont", "any"], one_of("do", "dont", "any")] = "any"
    at_most: Whole = 0
    name: str = ""
    kind: Annotated[str, one_of(*FIELD_KINDS)] = "line"
    value: dict[str, Words] = {}
    rows: list[list[dict[str, str]]] = []
    empty_rows: Whole = 0
    widths: list[Whole] = []
    title: dict[str, Words] = {}
    labels: dict[str, TextTable] = {}


class VariantShape(Conditions):
    """A version for some of the people, by the name of their audience."""

    title: TextTable


class OutlineFile(Conditions):
    """``templates/documents/<name>/outline.yaml``."""

    title: TextTable
    output: Words
    contents: YesNo = False
    form: YesNo = False
    for_public: YesNo = False
    handbook: YesNo = True
    most_words: Whole = 0
    draft_outside: Listed = []
    """The places outside which the document stays a draft, because its words rest on no checked law there."""
    variants: dict[str, VariantShape] = {}
    blocks: Annotated[list[EntryShape], Field(min_length=1)]


KINDS = (
    "heading",
    "text",
    "items",
    "statements",
    "passages",
    "lines",
    "field",
    "table",
    "box",
    "part",
    "page",
)
"""The keys of which an entry has exactly one."""

STYLES = {
    "text": ("", "lead", "note", "script"),
    "items": ("", "numbers", "do", "dont", "check"),
    "lines": ("", "numbers", "do", "dont", "check"),
    "box": ("", "remember", "caution"),
}
"""The styles that each kind of entry may have; the others have none."""
