"""The commands about versions: issue one, list them, tell which was in effect, and verify a copy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from policygen.console import AsOf, Folder, LibraryDirs, hand, library_folders, opened, progress, read_day, say
from policygen.errors import PolicygenError, UsageError


def issue(
    folder: Folder,
    version: Annotated[str, typer.Option("--version", help="The version, such as 2.0.")],
    approved_by: Annotated[str, typer.Option("--approved-by", help="Name and role of who approved it.")],
    on: Annotated[str, typer.Option("--on", help="The day from which it is in effect, as 2027-02-01.")],
    prepared_by: Annotated[
        str, typer.Option("--prepared-by", help="Who prepared it; left out, the role that owns the policy.")
    ] = "",
    library: LibraryDirs = None,
) -> None:
    """Issue a version: freeze its documents under history/ and say what changed since the last."""
    from policygen.examining import examine_workspace
    from policygen.issuing import Release
    from policygen.issuing import issue as freeze

    workspace, loaded = opened(folder, library)
    release = Release(version=version, approved_by=approved_by, on=read_day(on), prepared_by=prepared_by)
    checked = examine_workspace(workspace, loaded, release.on)
    issued = freeze(workspace, loaded, release, checked, progress(), hand())
    say(f"Issued version {issued.version}, in effect from {issued.on}, approved by {issued.approved_by}.")
    say(f"Frozen in {issued.folder}")
    if issued.next_review:
        say(f"Next review: {issued.next_review}")
    say(f"Keep it for {issued.keep_years} years after it was last in effect.")
    for sentence in issued.changes:
        say(f"  {sentence}")


def history(folder: Folder, as_of: AsOf = None) -> None:
    """List the versions that were issued."""
    from policygen.history import ended, in_force, keep_until, load_history

    versions, on = load_history(folder), read_day(as_of)
    if not versions:
        say("No version was issued yet. To issue one: policygen issue")
    now = in_force(versions, on)
    for issued in versions:
        last = ended(versions, issued)
        until = f" to {last}" if last else ""
        state = ", in effect" if issued is now else ""
        keep = keep_until(versions, issued)
        kept = f"; keep until {keep}" if keep else ""
        say(f"{issued.version}: from {issued.on}{until}{state}; approved by {issued.approved_by}{kept}")


def show(
    folder: Folder,
    on: Annotated[str, typer.Option("--on", help="The day, as 2027-02-01.")],
) -> None:
    """Tell which version was in effect on a day."""
    from policygen.history import ended, in_force, keep_until, load_history

    day = read_day(on)
    versions = load_history(folder)
    found = in_force(versions, day)
    if found is None:
        raise PolicygenError(f"No version was in effect on {day}.")
    last = ended(versions, found)
    say(f"On {day} version {found.version} was in effect: from {found.on} {f'to {last}' if last else 'until now'}.")
    say(f"Approved by {found.approved_by}; prepared by {found.prepared_by or 'nobody named'}.")
    keep = keep_until(versions, found)
    say(f"Keep until {keep}." if keep else f"Keep for {found.keep_years} years after it was last in effect.")
    for path in sorted(found.lock.outputs):
        say(f"  {found.folder / path}")


def verify(
    file: Annotated[Path, typer.Argument(help="A copy of a policy.")],
    folder: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads this at run time
        typer.Argument(help="The institution's folder; left out, the one around the copy."),
    ] = None,
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Tell of a copy whether it is genuine, and whether it is still right. Exit code 1 when it is not genuine."""
    from policygen.verifying import Verdict
    from policygen.verifying import verify as examine
    from policygen.workspace import require_workspace

    if not file.is_file():
        raise PolicygenError(f"{file} is not there.")
    workspace = require_workspace(folder or _around(file))
    loaded = workspace.library(library_folders(library))
    found = examine(file, workspace, loaded, read_day(as_of))
    say(f"{file}: {found.verdict}.")
    if found.version:
        say(f"  version {found.version}")
    if found.superseded_by:
        say(f"  replaced by {found.superseded_by}")
    if found.stamp:
        say(f"  it says of itself: {found.stamp}")
    if found.verdict is Verdict.ALTERED:
        say("  It bears the mark of a policy, and is none that was made or issued here as it stands.")
    for change in found.stale:
        say(f"  no longer as it would be made now: {change.number} {change.title} ({change.kind})")
    if found.verdict in (Verdict.ALTERED, Verdict.UNKNOWN):
        raise typer.Exit(1)
    if found.verdict is not Verdict.CURRENT:
        raise typer.Exit(3)


def _around(file: Path) -> Path:
    for folder in file.resolve().parents:
        if (folder / "policy.lock").is_file() and (folder / "answers.yaml").is_file():
            return folder
    raise UsageError("Name the institution's folder after the copy.")
