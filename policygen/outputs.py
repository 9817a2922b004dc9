"""Everything that one build makes: the policy and the hand-outs of each edition, in each format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from policygen.editions import Edition
from policygen.errors import RenderFailed
from policygen.formats import RENDERERS, Engine, render_paper
from policygen.handouts import MATRIX, chosen_outlines, fitting_outlines, matrix_sheets, set_papers
from policygen.languages import in_language
from policygen.library import Library
from policygen.look import PLAIN, Look
from policygen.outlines import Outline
from policygen.paper import Paper
from policygen.papers.material import Told
from policygen.policypaper import POLICY, policy_issue, policy_paper
from policygen.rendering.words import load_words
from policygen.tables import Sheet, csv_table, xlsx_workbook

SPREADSHEETS = ("csv", "xlsx")
"""The formats that only the evidence matrix has: its statements as CSV, and all its tables as a workbook."""

FORMATS = (*RENDERERS, *SPREADSHEETS)

NOTHING = Told()
"""What hand-outs tell of a policy that nobody examined and that was never issued."""

WORKERS = 2
"""How many PDFs are made at once, each in a process of its own."""


@dataclass(frozen=True, kw_only=True)
class Outputs:
    """The files of a build."""

    files: Mapping[str, bytes]
    """By path within the institution's folder."""
    failed: Mapping[str, str]
    """File names that could not be made, each with the reason."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which files somebody asked for, and what is to make the PDFs among them."""

    formats: Sequence[str] = ()
    """Empty means all; then a format that this machine cannot make is left out and reported."""
    documents: Sequence[str] = ()
    """Empty means those that the answers ask for."""
    engine: Engine = Engine.WEASYPRINT


ALL = Wanted()
"""Every format of what the answers ask for."""


@dataclass(frozen=True)
class _File:
    name: str
    make: Callable[[], bytes]

    @property
    def elsewhere(self) -> bool:
        """Tell whether it is made in a process of its own, which can be waited for beside others."""
        return self.name.endswith(".pdf")


def make_outputs(
    library: Library,
    editions: Iterable[Edition],
    wanted: Wanted,
    *,
    look: Look = PLAIN,
    told: Told = NOTHING,
    progress: Callable[[str], None] = lambda _: None,
) -> Outputs:
    """Make the policy and the hand-outs in the formats that are wanted.

    The policy is always made with the others, because their statement numbers point into it. A format that this
    machine cannot make is reported, unless it was asked for: then RenderFailed is raised. Raises UsageError.
    """
    planned = [
        each
        for place, edition in enumerate(editions)
        for each in _planned(library, edition, wanted, look, replace(told, changes=None, papers=()) if place else told)
    ]
    files: dict[str, bytes] = {}
    failed: dict[str, str] = {}
    with ThreadPoolExecutor(WORKERS) as workers:
        made = [(each.name, workers.submit(each.make).result if each.elsewhere else each.make) for each in planned]
        for file, make in made:
            progress(f"Making {file}")
            try:
                files[f"documents/{file}"] = make()
            except RenderFailed as error:
                if wanted.formats:
                    workers.shutdown(cancel_futures=True)
                    raise
                failed[file] = str(error)
    if not files:
        raise RenderFailed(next(iter(failed.values())))
    return Outputs(files=files, failed=failed)


def papers_of(
    library: Library, edition: Edition, documents: Sequence[str] = (), told: Told = NOTHING
) -> tuple[Paper, ...]:
    """Give the policy and then the hand-outs of one edition; raises UsageError when a document is unknown.

    With no documents named these are the hand-outs that the answers ask for.
    """
    outlines = _outlines(library, edition, documents)
    policy = policy_paper(edition.document, load_words(edition.language, library.templates))
    return policy, *_set(library, edition, outlines, replace(told, issue=policy.issue))


def handouts_of(
    library: Library, edition: Edition, documents: Sequence[str] = (), told: Told = NOTHING
) -> tuple[Paper, ...]:
    """Give the hand-outs of one edition that its checks read: all but the policy and the matrix, which tells of checks.

    They can be handed on as papers that are set already.
    """
    outlines = [each for each in _outlines(library, edition, documents) if each.name != MATRIX]
    issue = policy_issue(edition.document, load_words(edition.language, library.templates))
    return _set(library, edition, outlines, replace(told, issue=issue))


def has_matrix(library: Library, edition: Edition, documents: Sequence[str] = ()) -> bool:
    """Tell whether the evidence matrix is among the hand-outs of an edition."""
    return MATRIX in {outline.name for outline in _outlines(library, edition, documents)}


def every_paper_of(library: Library, edition: Edition) -> tuple[Paper, ...]:
    """Give the policy and every hand-out that applies to one edition, whether it was asked for or not."""
    names = [each.name for each in fitting_outlines(_spoken(library, edition), edition.selection, edition.document)]
    return papers_of(library, edition, names, Told(changes=()))


def _outlines(library: Library, edition: Edition, documents: Sequence[str]) -> tuple[Outline, ...]:
    names = [name for name in documents if name != POLICY]
    if documents and not names:
        return ()
    return chosen_outlines(_spoken(library, edition), edition.selection, edition.document, names)


def _set(library: Library, edition: Edition, outlines: Iterable[Outline], told: Told) -> tuple[Paper, ...]:
    return set_papers(_spoken(library, edition), edition.selection, edition.document, outlines, told)


def _spoken(library: Library, edition: Edition) -> Library:
    """Give the library in the language of an edition."""
    return in_language(library, edition.language[:2])


def _planned(library: Library, edition: Edition, wanted: Wanted, look: Look, told: Told) -> Iterator[_File]:
    formats = wanted.formats or FORMATS
    papers = papers_of(library, edition, wanted.documents, told)
    for paper in papers:
        for name in formats:
            if name in RENDERERS:
                make = partial(render_paper, paper, name, library.templates, look, wanted.engine)
                yield _File(f"{paper.stem}{edition.suffix}.{name}", make)
        if paper.name == MATRIX and set(formats) & set(SPREADSHEETS):
            sheets = matrix_sheets(
                _spoken(library, edition), edition.selection, edition.document, papers, told.findings
            )
            yield from (each for each in _spreadsheets(sheets, edition.suffix) if each.name.endswith(tuple(formats)))


def _spreadsheets(sheets: Sequence[Sheet], suffix: str) -> Iterator[_File]:
    first = sheets[0]
    yield _File(f"{MATRIX}{suffix}.csv", lambda: csv_table(first.head, first.rows).encode("utf-8-sig"))
    yield _File(f"{MATRIX}{suffix}.xlsx", lambda: xlsx_workbook(sheets))
