"""Set the outlines of the hand-outs for one policy: every paper that an institution chose, as blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from policygen.clauses import AudienceId
from policygen.document import Document
from policygen.errors import UsageError
from policygen.filling import Filled, Filler
from policygen.findings import Finding
from policygen.library import Library
from policygen.outlinechecks import OUTPUTS
from policygen.outlines import (
    BoxEntry,
    ClausesEntry,
    Entry,
    FieldEntry,
    HeadingEntry,
    LinesEntry,
    ListEntry,
    Outline,
    PartEntry,
    TableEntry,
    TextEntry,
    Words,
    applies_of,
)
from policygen.paper import (
    Block,
    Box,
    Field,
    FieldKind,
    Heading,
    Item,
    Listing,
    PageBreak,
    Paper,
    Paragraph,
    Statement,
    Table,
    statements_of,
)
from policygen.papers.material import Material, Told
from policygen.papers.matrix import sheets
from policygen.parts import PARTS
from policygen.selection import Selection
from policygen.tables import Sheet
from policygen.typos import did_you_mean

MATRIX = "evidence-matrix"
"""The document that names what the others repeat, and so is made after them."""


def chosen_outlines(
    library: Library, selection: Selection, document: Document, names: Sequence[str] = ()
) -> tuple[Outline, ...]:
    """Choose the hand-outs: those named, or those that the answers ask for and that apply to the institution.

    Raises UsageError when a name is no document, or is one that does not apply.
    """
    for name in names:
        if name not in library.outlines:
            raise UsageError(f"'{name}' is not a document. {did_you_mean(name, library.outlines)}".strip())
    fitting = fitting_outlines(library, selection, document)
    known = {outline.name for outline in fitting}
    for name in names:
        if name not in known:
            raise UsageError(f"'{name}' does not apply to these answers.")
    wanted = selection.answers.value(OUTPUTS) if OUTPUTS in library.questionnaire else ()
    said = wanted if isinstance(wanted, tuple) else ()
    return tuple(each for each in fitting if (each.name in names if names else each.output in said))


def fitting_outlines(library: Library, selection: Selection, document: Document) -> tuple[Outline, ...]:
    """List the hand-outs that apply to the institution, asked for or not, in the order of the question's choices."""
    choices = library.questionnaire[OUTPUTS].choices if OUTPUTS in library.questionnaire else {}
    order = {output: place for place, output in enumerate(choices)}
    filler = Filler(library, selection.answers, document.language)
    materials = (
        Material(library=library, selection=selection, document=document, filler=filler, outline=outline)
        for outline in sorted(library.outlines.values(), key=lambda each: (order.get(each.output, 0), each.name))
    )
    return tuple(each.outline for each in materials if each.applies(each.outline.applies))


def set_papers(
    library: Library,
    selection: Selection,
    document: Document,
    outlines: Iterable[Outline],
    told: Told,
) -> tuple[Paper, ...]:
    """Set outlines for one policy, each with its variants; the library is in the language of the document.

    A document of changes is left out where there is no earlier issue to tell changes from.
    """
    filler = Filler(library, selection.answers, document.language)
    papers: list[Paper] = []
    already: dict[str, list[Paper]] = {}
    for paper in told.papers:
        already.setdefault(paper.name, []).append(paper)
    for outline in sorted(outlines, key=lambda each: each.name == MATRIX):
        if told.changes is None and _tells_changes(outline):
            continue
        if outline.name in already:
            papers += already[outline.name]
            continue
        material = Material(
            library=library,
            selection=selection,
            document=document,
            filler=filler,
            outline=outline,
            issue=told.issue,
            findings=told.findings,
            changes=told.changes or (),
            repeated=repeated_in(papers) if outline.name == MATRIX else {},
        )
        papers += _variants(material)
    return tuple(papers)


def set_paper(material: Material) -> Paper:
    """Set one outline for one policy and one audience."""
    outline, document = material.outline, material.document
    blocks = tuple(_blocks(material, outline.entries))
    always_draft = outline.always_draft is not None and material.applies(outline.always_draft)
    return Paper(
        name=outline.name,
        variant=material.audience or "",
        title=material.plain(_title(material)),
        institution=document.institution,
        language=document.language,
        paper=document.paper,
        as_of=document.as_of,
        issue=material.issue,
        blocks=blocks,
        draft=bool(document.draft) or always_draft,
        contents=outline.contents,
        form=outline.form,
        for_public=outline.for_public,
        stamp=document.stamp,
    )


def matrix_sheets(
    library: Library,
    selection: Selection,
    document: Document,
    papers: Iterable[Paper],
    findings: tuple[Finding, ...] = (),
) -> tuple[Sheet, ...]:
    """Give the evidence matrix as sheets, the statements first; none where the library has no such document."""
    if MATRIX not in library.outlines:
        return ()
    material = Material(
        library=library,
        selection=selection,
        document=document,
        filler=Filler(library, selection.answers, document.language),
        outline=library.outlines[MATRIX],
        findings=findings,
        repeated=repeated_in(paper for paper in papers if paper.name not in (MATRIX, "policy")),
    )
    return sheets(material)


def _variants(material: Material) -> Iterator[Paper]:
    yield set_paper(material)
    for variant in material.outline.variants:
        if material.applies(variant.applies):
            yield set_paper(replace(material, audience=variant.audience))


def _tells_changes(outline: Outline) -> bool:
    return any(isinstance(entry, PartEntry) and entry.name == "changes" for entry in outline.all_entries)


def repeated_in(papers: Iterable[Paper]) -> dict[str, tuple[str, ...]]:
    """Give, by statement number, the titles of the papers that repeat the statement."""
    titles: dict[str, dict[str, None]] = {}
    for paper in papers:
        for number in statements_of(paper.blocks):
            titles.setdefault(number, {})[paper.title] = None
    return {number: tuple(found) for number, found in titles.items()}


def _title(material: Material) -> Words:
    variants: dict[AudienceId, Words] = {each.audience: each.title for each in material.outline.variants}
    return variants[material.audience] if material.audience else material.outline.title


def _blocks(material: Material, entries: Iterable[Entry]) -> Iterator[Block]:
    for entry in entries:
        if material.applies(applies_of(entry)):
            yield from _entry(material, entry)


def _entry(material: Material, entry: Entry) -> Iterator[Block]:
    match entry:
        case HeadingEntry():
            yield Heading(text=material.plain(entry.says.words), level=entry.level)
        case TextEntry() if not material.blank(entry.says.words):
            numbers = material.numbers(entry.says.applies.restates)
            yield Paragraph(text=material.text(entry.says.words), style=entry.style, statements=numbers)
        case ListEntry():
            items = tuple(_items(material, entry))
            if items:
                yield Listing(items=items, style=entry.style)
        case ClausesEntry():
            yield from _clauses(material, entry)
        case LinesEntry():
            lines = material.chosen(entry)
            if lines:
                items = tuple(Item(text=line, statements=(numbered.number,)) for numbered, line in lines)
                yield Listing(items=items, style=entry.style)
        case FieldEntry():
            yield _field(material, entry)
        case TableEntry():
            yield _table(material, entry)
        case BoxEntry():
            blocks = tuple(_blocks(material, entry.entries))
            if blocks:
                yield Box(blocks=blocks, title=material.plain(entry.title), style=entry.style)
        case PartEntry():
            yield from PARTS[entry.name](material, entry)
        case _:
            if not isinstance(entry, TextEntry):
                yield PageBreak()


def _items(material: Material, entry: ListEntry) -> Iterator[Item]:
    for says in entry.items:
        if material.applies(says.applies) and not material.blank(says.words):
            yield Item(text=material.text(says.words), statements=material.numbers(says.applies.restates))


def _clauses(material: Material, entry: ClausesEntry) -> Iterator[Block]:
    for each in material.numbered(entry.of):
        if entry.untitled:
            yield Paragraph(text=each.text, statements=(each.number,))
        else:
            yield Statement(number=each.number, title=each.title, text=each.text, label=each.label)


def _field(material: Material, entry: FieldEntry) -> Field:
    return Field(
        name=entry.name,
        label=material.text(entry.says.words),
        kind=FieldKind(entry.kind),
        value="" if material.blank(entry.value) else material.plain(entry.value),
        statements=material.numbers(entry.says.applies.restates),
    )


def _table(material: Material, entry: TableEntry) -> Table:
    columns = len(entry.head) or max(map(len, entry.rows), default=1)
    fixed = tuple(tuple(_cell(material, cell) for cell in row) for row in entry.rows)
    return Table(
        head=tuple(_cell(material, cell) for cell in entry.head),
        rows=fixed + (("",) * columns,) * entry.empty_rows,
        widths=entry.widths,
    )


def _cell(material: Material, words: Words) -> Filled | str:
    return material.text(words) if words and not material.blank(words) else ""
