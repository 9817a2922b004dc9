"""Read ``templates/documents/<name>/outline.yaml``: the words and the order of each hand-out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policygen.bodies import faults, read_body
from policygen.clauses import AudienceId
from policygen.jurisdictions import PlaceId
from policygen.lawfiles import read_bases
from policygen.outlines import (
    Applies,
    BoxEntry,
    ClausesEntry,
    Entry,
    FieldEntry,
    HeadingEntry,
    LinesEntry,
    ListEntry,
    Outline,
    PageEntry,
    PartEntry,
    Says,
    TableEntry,
    TextEntry,
    Variant,
    Words,
)
from policygen.outlineshapes import KINDS, STYLES, Conditions, EntryShape, OutlineFile
from policygen.questions import Questionnaire
from policygen.sources import Sources
from policygen.strictyaml import Position, Tree


def read_outlines(sources: Sources, questionnaire: Questionnaire) -> dict[str, Outline]:
    """Read every outline, by the name of its folder."""
    outlines = {}
    for path in sources.names("templates", "/outline.yaml"):
        read = sources.shape(path, OutlineFile)
        if read is not None:
            name = path.split("/")[2]
            outlines[name] = _Reader(sources, questionnaire, read[1]).outline(name, read[0])
    return outlines


class _Reader:
    """Reads one outline; mistakes are noted in the sources."""

    def __init__(self, sources: Sources, questionnaire: Questionnaire, tree: Tree) -> None:
        self.sources, self.questionnaire, self.tree = sources, questionnaire, tree

    def outline(self, name: str, file: OutlineFile) -> Outline:
        return Outline(
            name=name,
            path=self.tree.path,
            output=file.output,
            title=self.words(file.title, ("title",)),
            applies=self.applies(file, ()),
            entries=self.entries(file.blocks, ("blocks",)),
            variants=tuple(
                Variant(
                    audience=AudienceId(audience),
                    title=self.words(shape.title, ("variants", audience, "title")),
                    applies=self.applies(shape, ("variants", audience)),
                )
                for audience, shape in file.variants.items()
            ),
            contents=file.contents,
            form=file.form,
            for_public=file.for_public,
            handbook=file.handbook,
            most_words=file.most_words,
            always_draft=Applies(outside=tuple(PlaceId(place) for place in file.draft_outside))
            if file.draft_outside
            else None,
        )

    def entries(self, shapes: Sequence[EntryShape], at: Position) -> tuple[Entry, ...]:
        read = (self.entry(shape, (*at, number)) for number, shape in enumerate(shapes))
        return tuple(entry for entry in read if entry is not None)

    def entry(self, shape: EntryShape, at: Position) -> Entry | None:
        """Read one entry; None when it does not say what it is."""
        said = [kind for kind in KINDS if getattr(shape, kind) is not None]
        if len(said) != 1:
            says = "This entry is two things at once." if said else "This entry says nothing."
            self.sources.mistake(self.tree, at, says, f"Write exactly one of: {', '.join(KINDS)}.")
            return None
        if shape.style not in STYLES.get(said[0], ("",)):
            allowed = ", ".join(filter(None, STYLES.get(said[0], ()))) or "none"
            self.sources.mistake(self.tree, (*at, "style"), f"There is no style '{shape.style}' here.", f"{allowed}.")
        applies = self.applies(shape, at)
        if shape.box is not None:
            title = self.words(shape.title, (*at, "title"))
            entries = self.entries(shape.box, (*at, "box"))
            return BoxEntry(title=title, style=shape.style, entries=entries, applies=applies)
        return self.words_entry(shape, at, applies) or self.drawn_entry(shape, at, applies)

    def words_entry(self, shape: EntryShape, at: Position, applies: Applies) -> Entry | None:
        """Read an entry of fixed words."""
        if shape.heading is not None:
            return HeadingEntry(says=self.says(shape.heading, (*at, "heading"), applies), level=shape.level)
        if shape.text is not None:
            return TextEntry(says=self.says(shape.text, (*at, "text"), applies), style=shape.style)
        if shape.field is not None:
            return FieldEntry(
                name=shape.name,
                says=self.says(shape.field, (*at, "field"), applies),
                kind=shape.kind,
                value=self.words(shape.value, (*at, "value")),
            )
        if shape.items is not None:
            items = tuple(
                self.says(item.text, (*at, "items", number, "text"), self.applies(item, (*at, "items", number)))
                for number, item in enumerate(shape.items)
            )
            return ListEntry(items=items, style=shape.style, applies=applies)
        return None

    def drawn_entry(self, shape: EntryShape, at: Position, applies: Applies) -> Entry:
        """Read an entry that is filled from the policy or by hand."""
        if shape.statements is not None or shape.passages is not None:
            of = tuple(shape.statements or shape.passages or ())
            return ClausesEntry(of=of, untitled=shape.passages is not None, applies=applies)
        if shape.lines is not None:
            of = tuple(shape.lines)
            return LinesEntry(of=of, say=shape.say, at_most=shape.at_most, style=shape.style, applies=applies)
        if shape.table is not None:
            return TableEntry(
                head=tuple(self.words(cell, (*at, "table", number)) for number, cell in enumerate(shape.table)),
                rows=tuple(
                    tuple(self.words(cell, (*at, "rows", number, place)) for place, cell in enumerate(row))
                    for number, row in enumerate(shape.rows)
                ),
                empty_rows=shape.empty_rows,
                widths=tuple(shape.widths),
                applies=applies,
            )
        if shape.part is not None:
            labels = {name: self.words(label, (*at, "labels", name)) for name, label in shape.labels.items()}
            return PartEntry(name=shape.part, labels=labels, applies=applies)
        return PageEntry(applies=applies)

    def says(self, text: Mapping[str, str], at: Position, applies: Applies) -> Says:
        return Says(words=self.words(text, at), applies=applies)

    def words(self, text: Mapping[str, str], at: Position) -> Words:
        read = {language: read_body(words) for language, words in text.items()}
        for language, body in read.items():
            for below, says, advice in faults(body) if body.text else ():
                problem = self.tree.problem((*at, language), says, advice)
                self.sources.problem(self.tree.path, says, advice, problem.line + below)
        return read

    def applies(self, shape: Conditions, at: Position) -> Applies:
        return Applies(
            when=self.sources.when(self.tree, shape.when, (*at, "when"), self.questionnaire),
            places=tuple(PlaceId(place) for place in shape.places),
            outside=tuple(PlaceId(place) for place in shape.outside),
            audiences=tuple(AudienceId(audience) for audience in shape.audiences),
            restates=tuple(shape.restates),
            rests_on=tuple(read_bases(self.sources, self.tree, shape.rests_on, (*at, "rests_on"))),
            line=self.tree.line(*at),
        )
