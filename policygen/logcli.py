"""The commands that look into an institution's audit trail: ``policygen log ...``."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from policygen.console import AsJson, Folder, print_json, say

log_app = typer.Typer(help="Look into the audit trail of a folder.", no_args_is_help=True, rich_markup_mode=None)

_COLUMN = 12


@log_app.command("show")
def log_show(folder: Folder, as_json: AsJson = False) -> None:
    """List what was done to a policy, by whom and when, oldest first."""
    from policygen.trail import TRAIL, load_trail, read_trail

    lines = read_trail(load_trail(folder / TRAIL))
    if as_json:
        print_json(
            [
                {
                    "number": line.number,
                    "at": line.entry.at.isoformat(),
                    "who": line.entry.who,
                    "did": line.entry.deed.value,
                    "details": dict(line.entry.details),
                    "seal": line.seal,
                }
                for line in lines
            ]
        )
        return
    for line in lines:
        at = f"{line.entry.at:%Y-%m-%d %H:%M} UTC"
        say(f"{line.number:>4}  {at}  {line.entry.deed.value:8}  {line.entry.who}  [{line.seal[:_COLUMN]}]")
        for name, says in line.entry.details.items():
            say(f"        {name}: {says}")
    say(f"{len(lines)} entries.")


@log_app.command("verify")
def log_verify(
    folder: Folder,
    head: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads this at run time
        typer.Option("--head", help="A hash that an issued document prints; it must still be in the trail."),
    ] = None,
) -> None:
    """Find what was altered, moved or cut off in the trail since it was written."""
    from policygen.findings import Severity
    from policygen.trail import TRAIL, load_trail, read_trail, verify_folder

    findings = verify_folder(folder, [each.strip().lower() for each in head or ()])
    for finding in findings:
        say(str(finding))
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)
    say(f"{len(read_trail(load_trail(folder / TRAIL)))} entries, each sealed to the one before it.")
