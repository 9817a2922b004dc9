"""The command line: a table of commands, each a thin front over the package's functions. It decides nothing.

A command's module is imported when it runs, so that help is there at once.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from policygen.console import cache_folder, say
from policygen.errors import PolicygenError
from policygen.keeping import keeping_libraries


class Entry(NamedTuple):
    """One line of the table."""

    module: str
    function: str
    """Its name in the module, or that of the group of commands there."""
    says: str
    """What the list of commands says of it, in a line."""


COMMANDS = {
    "new": Entry("makecli", "new", "Answer questions and get a policy."),
    "build": Entry("makecli", "build", "Make the documents from the answers."),
    "questions": Entry("askcli", "questions", "List the questions, or print an answers file to fill in."),
    "selection": Entry("askcli", "selection", "Show which clauses apply and why, and which do not."),
    "why": Entry("askcli", "why", "Say why a statement is in the policy."),
    "check": Entry("askcli", "check", "Examine a policy: what is wrong, why, and what would be better."),
    "status": Entry("askcli", "status", "Tell whether policies are still right, and why not."),
    "changes": Entry("upkeepcli", "changes", "Show what would change, since when, why, and for whom."),
    "update": Entry("upkeepcli", "update", "Bring a policy up to date, and carry your own wording over."),
    "customize": Entry("upkeepcli", "customize", "Word a clause for yourself, in a file of your own."),
    "adopt": Entry("upkeepcli", "adopt", "Turn hand edits of policy.md into clauses of your own."),
    "waive": Entry("waivercli", "waive", "Take a finding upon yourself, by name and until a day."),
    "issue": Entry("versionscli", "issue", "Issue a version: freeze its documents under history/."),
    "history": Entry("versionscli", "history", "List the versions that were issued."),
    "show": Entry("versionscli", "show", "Tell which version was in effect on a day."),
    "verify": Entry("versionscli", "verify", "Tell whether a copy is genuine, and still right."),
    "handbook": Entry("makecli", "handbook", "Bind policy and hand-outs into one PDF and one HTML file."),
    "export": Entry("makecli", "export", "Take the documents out, packed for a policy system."),
    "serve": Entry("servecli", "serve", "Answer questions and read the policy in the browser."),
    "audit": Entry("auditcli", "audit", "Audit a policy that you have."),
    "batch": Entry("batchcli", "batch", "Make the policies of many institutions."),
    "drift": Entry("driftcli", "drift", "Show which site differs from its health system's standard."),
    "library": Entry("librarycli", "library_app", "Look into the clause library."),
    "lint": Entry("makecli", "lint", "Find mistakes in the clause library and the register of law."),
    "log": Entry("logcli", "log_app", "Look into the audit trail of a folder."),
    "pack": Entry("packcli", "pack_app", "Pack a library into one file; verify and add such a file."),
    "doctor": Entry("makecli", "doctor", "Examine this machine: what works and what is missing."),
}
"""In the order in which help lists them."""


class Commands(TyperGroup):
    """The commands by name; one is imported when it runs."""

    def resolve_command(  # type: ignore[override]  # typer keeps the types of its parameters to itself
        self, ctx: typer.Context, args: list[str]
    ) -> tuple[str | None, TyperCommand | TyperGroup | None, list[str]]:
        """Find the command that was named, and import it."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, loaded(name) if name else None, rest


def loaded(name: str) -> TyperCommand | TyperGroup:
    """Import a command, or a group of commands, of the table."""
    entry = COMMANDS[name]
    found = getattr(import_module(f"policygen.{entry.module}"), entry.function)
    if isinstance(found, typer.Typer):
        return get_group(found)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name)(found)
    command = get_command(alone)
    assert isinstance(command, TyperCommand)  # an application of one command is that command
    return command


def main() -> None:
    """Run the command line; every failure that a person can mend ends in a sentence and an exit code."""
    program = Commands(
        help="Make a social-media policy for a hospital or practice, and keep it right when the law moves.",
        commands=[TyperCommand(name, help=entry.says, rich_markup_mode=None) for name, entry in COMMANDS.items()],
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    try:
        with keeping_libraries(cache_folder()):
            program()
    except PolicygenError as error:
        say(str(error), to_errors=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        say("\nStopped.", to_errors=True)
        sys.exit(1)
