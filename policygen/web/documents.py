"""Make the documents, and hand them out. Making them takes seconds, so it goes on in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from policygen.exporting import BUNDLE, made_files, make_bundle, make_handbook
from policygen.starting import answers_so_far
from policygen.status import Status, status_of
from policygen.web.desk import NoSuchPage
from policygen.web.jobs import Work
from policygen.web.menu import DOCUMENTS
from policygen.web.policy import lacking
from policygen.web.replies import download, page, redirect
from policygen.web.visit import Visit
from policygen.web.working import WORKING, begin
from policygen.workspace import build

BUILD = f"{DOCUMENTS}/build"
HANDBOOK = f"{DOCUMENTS}/handbook"
PACK = f"{DOCUMENTS}/bundle"
FILE = f"{DOCUMENTS}/file/{{file}}"

_KINDS = {
    "pdf": "PDF",
    "docx": "Word",
    "html": "Web page",
    "md": "Markdown",
    "csv": "CSV",
    "xlsx": "Excel",
    "zip": "ZIP",
}
"""What people call a kind of file, in the order shown."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """One file to download."""

    name: str
    kind: str
    address: str
    kilobytes: int


def documents(visit: Visit) -> Response:
    """List the documents that were made, and offer to make them."""
    if missing := lacking(visit):
        return missing
    job = visit.desk.jobs.of(visit.workspace.folder)
    if job and not job.done:
        return redirect(visit.to(WORKING))
    visit.desk.jobs.forget(visit.workspace.folder)
    return page(
        visit,
        "documents.html",
        title="Documents",
        papers=_by_paper(visit),
        failed=job.failed if job else {},
        standing=standing_now(visit),
        bundle=BUNDLE,
    )


def make_documents(visit: Visit) -> Response:
    """Begin to make the documents, as the command line does."""

    def work(progress: Callable[[str], None]) -> Mapping[str, str]:
        hand = visit.desk.hand()
        return build(visit.workspace, visit.library, visit.on, progress=progress, hand=hand).failed

    return _begin(visit, "Making the documents", work)


def bind_handbook(visit: Visit) -> Response:
    """Begin to bind the policy and its hand-outs."""

    def work(progress: Callable[[str], None]) -> Mapping[str, str]:
        return make_handbook(visit.workspace, visit.library, visit.on, progress=progress)[1]

    return _begin(visit, "Binding the handbook", work)


def pack_bundle(visit: Visit) -> Response:
    """Begin to pack the documents for a policy system."""

    def work(_: Callable[[str], None]) -> Mapping[str, str]:
        make_bundle(visit.workspace, visit.library)
        return {}

    return _begin(visit, "Packing the documents", work)


def hand_out(visit: Visit) -> Response:
    """Hand out one of the files that were made; a name of nothing that was made leads nowhere."""
    file = made_files(visit.workspace).get(visit.parts["file"])
    if file is None:
        raise NoSuchPage("There is no document of this name. It may not have been made yet.")
    return download(file.read_bytes(), file.name)


def standing_now(visit: Visit) -> Status:
    """Tell whether the documents are what would be made now."""
    return status_of(visit.workspace, visit.library, visit.on)


def _begin(visit: Visit, title: str, work: Work) -> Response:
    answers_so_far(visit.workspace, visit.library)  # what is wrong with them is told before any work begins
    return begin(visit, title, visit.to(DOCUMENTS), work)


def _by_paper(visit: Visit) -> dict[str, list[Made]]:
    """Gather the files by the paper they are of, the policy first and then by name."""
    papers: dict[str, list[Made]] = {}
    order = list(_KINDS)
    files = made_files(visit.workspace)
    for name in sorted(files, key=lambda each: (not each.startswith("policy"), each)):
        stem, _, ending = name.rpartition(".")
        made = Made(
            name=name,
            kind=_KINDS[ending],
            address=visit.to(FILE, file=name),
            kilobytes=max(1, files[name].stat().st_size // 1024),
        )
        papers.setdefault(stem.replace("-", " ").capitalize(), []).append(made)
    return {
        title: sorted(several, key=lambda made: order.index(made.name.rpartition(".")[2]))
        for title, several in papers.items()
    }
