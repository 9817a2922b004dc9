"""The command ``policygen audit``: what an existing policy lacks, and what is risky or out of date in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from policygen.console import AsJson, AsOf, LibraryDirs, library_folders, load, print_json, read_day, say
from policygen.errors import UsageError
from policygen.typos import did_you_mean

if TYPE_CHECKING:
    from policygen.auditing.audit import Audit
    from policygen.library import Library

FORMATS = ("html", "pdf", "docx", "md", "json")


def audit(
    file: Annotated[Path, typer.Argument(help="The policy: .docx, .pdf, .html, .md or .txt.")],
    answers: Annotated[Path, typer.Option("--answers", help="A file of answers about the institution.")],
    formats: Annotated[
        str, typer.Option("--format", help="html, pdf, docx, md, json; commas between.")
    ] = "html,pdf,json",
    out: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads this at run time
        typer.Option("--out", help="The folder for the report. Its name is that of the policy when left out."),
    ] = None,
    adopt: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--adopt", help="Start this institution's folder from what is sound in the policy."),
    ] = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Audit a policy that you have: what it lacks, what is risky, what is out of date. Exit code 1 on errors."""
    from policygen.answerfile import load_answers
    from policygen.auditing.audit import audit as examine
    from policygen.auditing.figures import audit_as_data
    from policygen.auditing.opening import load_old_policy

    names, on = _formats(formats), read_day(as_of)
    policy = load_old_policy(file)
    loaded = load(library_folders(library))
    found = examine(policy, loaded, load_answers(answers, loaded), on)
    if as_json:
        print_json(audit_as_data(found))
    else:
        _write_report(found, loaded, names, out or Path(f"{file.stem}-audit"))
        _tell(found)
    if adopt is not None:
        _adopt(found, loaded, answers, adopt, quiet=as_json)
    if found.errors:
        raise typer.Exit(1)


def _formats(text: str) -> list[str]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"'{name}' is not a format. {did_you_mean(name, FORMATS)}")
    return names


def _write_report(found: Audit, library: Library, names: list[str], folder: Path) -> None:
    from policygen.auditing.report import render_report
    from policygen.writing import put_in_place

    files = {folder / f"audit.{name}": render_report(found, name, library.templates) for name in names}
    put_in_place(files)
    for path in files:
        say(f"Made {path}")


def _tell(found: Audit) -> None:
    from policygen.auditing.report import verdict
    from policygen.findings import Severity

    for finding in found.findings:
        if finding.severity is Severity.ERROR:
            at = f"{found.policy.name}:{finding.line or finding.number or 1}"
            say(f"{at}: {finding.severity} {finding.check}: {finding.says} {finding.better}")
    say(verdict(found))


def _adopt(found: Audit, library: Library, answers: Path, folder: Path, *, quiet: bool) -> None:
    from policygen.auditing.adopting import adopt, start_workspace

    adopted = adopt(found, library, folder)
    start_workspace(folder, library, answers, adopted)
    if quiet:
        return
    replacing = sum(clause.replaces for clause in adopted.clauses)
    say(f"Started {folder} with {len(adopted.clauses)} local clauses from the old policy.")
    say(f"  {replacing} take the place of the library's wording and keep its law.")
    say(f"  {len(adopted.clauses) - replacing} carry it in part and stand beside it as good practice.")
    say(f"  {len(adopted.orphans)} statements were not adopted; {folder / 'orphans'} says why.")
    say(f"To make the policy: policygen build {folder}")
