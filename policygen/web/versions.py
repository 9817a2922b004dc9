"""Versions: issue one, and read any earlier one as it was frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from pathlib import Path

from starlette.responses import Response

from policygen.errors import UsageError, WorkspaceError
from policygen.examining import examine_workspace
from policygen.exporting import frozen_files
from policygen.findings import Finding
from policygen.history import Issued, ended, in_force, keep_until, load_history
from policygen.issuing import Release, issue, obstacles
from policygen.lock import fingerprint
from policygen.web.desk import NoSuchPage
from policygen.web.jobs import Work
from policygen.web.menu import VERSIONS
from policygen.web.policy import lacking
from policygen.web.replies import download, page
from policygen.web.visit import Visit
from policygen.web.working import begin, outcome
from policygen.writing import look_at, refuse_changed

ISSUE = "/at/{institution}/versions/issue"
VERSION = "/at/{institution}/versions/of/{version}"
FILE = "/at/{institution}/versions/of/{version}/{file}"


def show(visit: Visit) -> Response:
    """List the versions that were issued, the newest first."""
    outcome(visit, visit.to(VERSIONS))
    history = load_history(visit.workspace.folder)
    return page(
        visit,
        "versions.html",
        title="Versions",
        history=history[::-1],
        now=in_force(history, visit.on),
        ended=partial(ended, history),
        keep_until=partial(keep_until, history),
        address=lambda issued: visit.to(VERSION, version=issued.version),
        issue=visit.to(ISSUE),
    )


def read(visit: Visit) -> Response:
    """Show one version: who issued it, why, its documents and its statements."""
    history, issued = load_history(visit.workspace.folder), _issued(visit)
    return page(
        visit,
        "version.html",
        title=f"Version {issued.version}",
        issued=issued,
        last=ended(history, issued),
        files=frozen_files(issued),
        address=lambda name: visit.to(FILE, version=issued.version, file=name),
        versions=visit.to(VERSIONS),
    )


def hand_out(visit: Visit) -> Response:
    """Hand out a document of a version, if it is still what was issued."""
    issued = _issued(visit)
    file = frozen_files(issued).get(visit.parts["file"])
    if file is None:
        raise NoSuchPage(f"Version {issued.version} has no document of this name.")
    data = file.read_bytes()
    if fingerprint(data) != issued.lock.outputs[f"documents/{file.name}"]:
        raise WorkspaceError(f"{file.name} of version {issued.version} was altered since it was issued. Take a backup.")
    return download(data, f"{issued.version}-{file.name}")


def ask(visit: Visit) -> Response:
    """Ask what is to be issued."""
    return lacking(visit) or _asked(visit)


def freeze(visit: Visit) -> Response:
    """Issue a version, unless something speaks against it."""
    workspace, library, form = visit.workspace, visit.library, visit.form
    if form.one("seen") != _seen(visit):
        says = "The policy changed after you opened this page. Look at it again, then send this form once more."
        return _asked(visit, [says], HTTPStatus.CONFLICT)
    try:
        release = Release(
            version=form.one("version").strip(),
            approved_by=form.one("approved_by"),
            on=form.day("on", "Say from which day it is in effect."),
            prepared_by=form.one("prepared_by"),
        )
        checked = examine_workspace(workspace, library, release.on)
        reasons = obstacles(workspace, library, release, checked)
    except UsageError as error:
        reasons = (str(error),)
    if reasons:
        return _asked(visit, reasons, HTTPStatus.UNPROCESSABLE_ENTITY)
    return begin(visit, f"Issuing version {release.version}", visit.to(VERSIONS), _issue(visit, release, checked))


def _issue(visit: Visit, release: Release, checked: tuple[Finding, ...]) -> Work:
    workspace, library, hand, seen = visit.workspace, visit.library, visit.desk.hand(), look_at(_files(visit))

    def work(progress: Callable[[str], None]) -> Mapping[str, str]:
        refuse_changed(seen)
        issue(workspace, library, release, checked, progress, hand)
        return {}

    return work


def _asked(visit: Visit, reasons: Sequence[str] = (), status: int = HTTPStatus.OK) -> Response:
    history = load_history(visit.workspace.folder)
    return page(
        visit,
        "issue.html",
        title="Issue a version",
        status=status,
        reasons=reasons,
        last=history[-1] if history else None,
        seen=_seen(visit),
        versions=visit.to(VERSIONS),
    )


def _issued(visit: Visit) -> Issued:
    found = (each for each in load_history(visit.workspace.folder) if each.version == visit.parts["version"])
    issued = next(found, None)
    if issued is None:
        raise NoSuchPage("No such version was issued.")
    return issued


def _files(visit: Visit) -> tuple[Path, ...]:
    workspace = visit.workspace
    return (workspace.answers, workspace.lock, workspace.waivers, *workspace.local_files().values())


def _seen(visit: Visit) -> str:
    """Give the fingerprint of all that a version is issued from."""
    return fingerprint("\0".join(f"{path}\0{digest}" for path, digest in look_at(_files(visit)).items()).encode())
