"""The command that compares the sites of a health system with its standard: ``policygen drift``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policygen.console import AsJson, AsOf, LibraryDirs, library_folders, print_json, read_day, say
from policygen.counting import counted
from policygen.errors import UsageError


def drift(
    folder: Annotated[Path, typer.Argument(help="The folder of a health system, or of one of its sites.")],
    as_json: AsJson = False,
    format_: Annotated[str, typer.Option("--format", help="csv: a table for a spreadsheet.")] = "",
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Show which site differs from the health system's standard, in what, since when. Exit code 3 when one does."""
    from policygen.drift import drift_or_reason
    from policygen.driftreport import drift_as_csv, drift_as_data, drift_in_words
    from policygen.status import shelf
    from policygen.systems import sites_around
    from policygen.workspace import Workspace

    if format_ not in ("", "csv") or (format_ and as_json):
        raise UsageError("Say --format csv for a table, or --json for other programs, or neither.")
    on, beneath = read_day(as_of), shelf(library_folders(library))
    sites = sites_around(folder)
    found = [drift_or_reason(site, beneath(Workspace(site)), on) for site in sites]
    if as_json:
        print_json([drift_as_data(each) for each in found])
    elif format_:
        typer.echo(drift_as_csv(found), nl=False)
    else:
        for each in found:
            for line in drift_in_words(each):
                say(line)
        say(f"{counted(len(found), 'site', 'sites')}, {sum(each.differs for each in found)} with differences.")
    if any(each.failed or each.differs for each in found):
        raise typer.Exit(1 if any(each.failed for each in found) else 3)
