"""The command that waives a finding."""

from __future__ import annotations

from typing import Annotated

import typer

from policygen.console import AsOf, Folder, LibraryDirs, hand, opened, read_day, say


def waive(
    folder: Folder,
    clause: Annotated[str, typer.Argument(help="The clause of the finding, such as kettle/standing.")],
    finding: Annotated[str, typer.Argument(help="What was found, such as G2.")],
    reason: Annotated[str, typer.Option("--reason", help="Why this is taken upon oneself.")],
    by: Annotated[str, typer.Option("--by", help="Name and role of who takes it upon themselves.")],
    until: Annotated[str, typer.Option("--until", help="The last day on which it holds, as 2027-02-01.")],
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Take a finding upon yourself: by name, for a reason and until a day."""
    from policygen.waivers import Waiver
    from policygen.waiving import waive as take

    workspace, loaded = opened(folder, library)
    waiver = Waiver(clause=clause, finding=finding, reason=reason, by=by, until=read_day(until))
    take(workspace, loaded, waiver, read_day(as_of), hand())
    say(f"Waived until {waiver.until}: {finding} of {clause}. It stands in {workspace.waivers}")
