"""Everything that one build makes: the policy and the hand-outs of each edition, in each format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from policygen.editions import Edition
from policygen.errors import RenderFailed
from policygen.findings import Finding
from policygen.formats import RENDERERS, Engine, render_paper
from policygen.handouts import MATRIX, chosen_outlines, fitting_outlines, matrix_sheets, set_papers
from policygen.languages import in_language
from policygen.library import Library
from policygen.look import PLAIN, Look
from policygen.paper import Paper
from policygen.papers.material import StaffChange
from policygen.policypaper import policy_paper
from policygen.rendering.words import load_words
from policygen.tables import csv_table, xlsx_workbook

SPREADSHEETS = ("csv", "xlsx")
"""The formats that only the evidence matrix has: its statements as CSV, and all its tables as a workbook."""

FORMATS = (*RENDERERS, *SPREADSHEETS)

WORKERS = 2
"""How many files are made at once; a PDF is made in a process of its own."""


@dataclass(frozen=True, kw_only=True)
class Outputs:
    """The files of a build."""

    files: Mapping[str, bytes]
    """By path within the institution's folder."""
    failed: Mapping[str, str]
    """File names that could not be made, each with the reason."""


@dataclass(frozen=True)
class _Press:
    """How papers are printed."""

    look: Look
    engine: Engine


@dataclass(frozen=True)
class _Wanted:
    file: str
    make: Callable[[], bytes]


def make_outputs(
    library: Library,
    editions: Iterable[Edition],
    *,
    formats: Sequence[str] = (),
    documents: Sequence[str] = (),
    look: Look = PLAIN,
    engine: Engine = Engine.WEASYPRINT,
    findings: tuple[Finding, ...] = (),
    changes: tuple[StaffChange, ...] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Outputs:
    """Make the policy and the hand-outs; with no formats, all of them, and with no documents, those that were chosen.

    ``changes`` are those since the last issue, in the language of the first edition; None where there was none.
    The policy is always made with the others, because their statement numbers point into it. A format that this
    machine cannot make is reported, unless it was asked for: then RenderFailed is raised. Raises UsageError.
    """
    press = _Press(look, engine)
    wanted = [
        each
        for place, edition in enumerate(editions)
        for each in _wanted(
            library, edition, formats or FORMATS, documents, press, findings, None if place else changes
        )
    ]
    files: dict[str, bytes] = {}
    failed: dict[str, str] = {}
    with ThreadPoolExecutor(WORKERS) as workers:
        making = [(each.file, workers.submit(each.make)) for each in wanted]
        for file, future in making:
            progress(f"Making {file}")
            try:
                files[f"documents/{file}"] = future.result()
            except RenderFailed as error:
                if formats:
                    workers.shutdown(cancel_futures=True)
                    raise
                failed[file] = str(error)
    if not files:
        raise RenderFailed(next(iter(failed.values())))
    return Outputs(files=files, failed=failed)


def papers_of(
    library: Library,
    edition: Edition,
    documents: Sequence[str] = (),
    findings: tuple[Finding, ...] = (),
    changes: tuple[StaffChange, ...] | None = None,
) -> tuple[Paper, ...]:
    """Give the policy and then the hand-outs of one edition; raises UsageError when a document is unknown.

    With no documents named these are the hand-outs that the answers ask for.
    """
    spoken, selection, document = _spoken(library, edition), edition.selection, edition.document
    policy = policy_paper(document, load_words(edition.language, library.templates))
    names = [name for name in documents if name != policy.name]
    outlines = () if documents and not names else chosen_outlines(spoken, selection, document, names)
    handouts = set_papers(spoken, selection, document, outlines, issue=policy.issue, findings=findings, changes=changes)
    return policy, *handouts


def every_paper_of(library: Library, edition: Edition) -> tuple[Paper, ...]:
    """Give the policy and every hand-out that applies to one edition, whether it was asked for or not."""
    names = [each.name for each in fitting_outlines(_spoken(library, edition), edition.selection, edition.document)]
    return papers_of(library, edition, names, changes=())


def _spoken(library: Library, edition: Edition) -> Library:
    """Give the library in the language of an edition."""
    return in_language(library, edition.language[:2])


def _wanted(
    library: Library,
    edition: Edition,
    formats: Sequence[str],
    documents: Sequence[str],
    press: _Press,
    findings: tuple[Finding, ...],
    changes: tuple[StaffChange, ...] | None,
) -> Iterator[_Wanted]:
    papers = papers_of(library, edition, documents, findings, changes)
    for paper in papers:
        for name in formats:
            if name in RENDERERS:
                yield _Wanted(f"{paper.stem}{edition.suffix}.{name}", _renderer(paper, name, library, press))
        if paper.name == MATRIX:
            yield from _spreadsheets(library, edition, formats, papers, findings)


def _renderer(paper: Paper, format_name: str, library: Library, press: _Press) -> Callable[[], bytes]:
    return lambda: render_paper(paper, format_name, library.templates, press.look, press.engine)


def _spreadsheets(
    library: Library,
    edition: Edition,
    formats: Sequence[str],
    papers: Sequence[Paper],
    findings: tuple[Finding, ...],
) -> Iterator[_Wanted]:
    sheets = matrix_sheets(_spoken(library, edition), edition.selection, edition.document, papers, findings)
    first = sheets[0]
    makers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: csv_table(first.head, first.rows).encode("utf-8-sig"),
        "xlsx": lambda: xlsx_workbook(sheets),
    }
    for name in SPREADSHEETS:
        if name in formats:
            yield _Wanted(f"{MATRIX}{edition.suffix}.{name}", makers[name])
