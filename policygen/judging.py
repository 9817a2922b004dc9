"""Hold one edition of a policy, with its hand-outs, to every check and to the guard of own wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policygen.checklist import examine
from policygen.checks.examined import Examined
from policygen.document import Document
from policygen.editions import Edition
from policygen.findings import Finding
from policygen.guarding import guard
from policygen.languages import in_language
from policygen.library import Library
from policygen.lock import Lock
from policygen.outputs import handouts_of
from policygen.paper import Paper
from policygen.papers.material import Told
from policygen.waivers import Waiver


def judge(
    library: Library,
    edition: Edition,
    editions: Iterable[Edition],
    *,
    beneath: Library,
    issued: Lock,
    waivers: Iterable[Waiver] = (),
    rendered: Mapping[str, bytes] | None = None,
    papers: tuple[Paper, ...] = (),
) -> tuple[Finding, ...]:
    """Find what is wrong with an edition; ``beneath`` is the library without the institution's own clauses.

    ``issued`` is what was issued last, ``rendered`` gives files that were made of the edition, by name, and
    ``papers`` are hand-outs of it that are set already. The policy is examined statement by statement; the matrix
    quotes the register, and hands out nothing.
    """
    handouts = handouts_of(library, edition, told=Told(papers=papers))
    examined = examined_edition(library, edition, editions, issued=issued, papers=handouts, rendered=rendered)
    guarded = guard(examined.library, in_language(beneath, edition.language[:2]), edition.selection)
    return examine(examined, extra=guarded, waivers=tuple(waivers))


def examined_edition(
    library: Library,
    edition: Edition,
    editions: Iterable[Edition],
    *,
    issued: Lock | None = None,
    papers: tuple[Paper, ...] = (),
    rendered: Mapping[str, bytes] | None = None,
) -> Examined:
    """Gather what the checks read of one edition."""
    documents: tuple[Document, ...] = tuple(each.document for each in editions)
    return Examined(
        library=in_language(library, edition.language[:2]),
        selection=edition.selection,
        document=edition.document,
        editions=documents,
        issued=issued or Lock(),
        papers=papers,
        rendered=rendered or {},
    )
