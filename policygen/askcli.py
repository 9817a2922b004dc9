"""The commands that tell of a policy and change nothing: its questions, its clauses and why, how it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from policygen.console import (
    AsJson,
    AsOf,
    Folder,
    LibraryDirs,
    library_folders,
    load,
    opened,
    print_json,
    read_day,
    say,
)
from policygen.counting import counted
from policygen.errors import PolicygenError, UsageError

if TYPE_CHECKING:
    from policygen.clauses import AudienceId
    from policygen.library import Library


def questions(
    blank: Annotated[bool, typer.Option("--blank", help="Print an answers file to fill in.")] = False,
    as_json: AsJson = False,
    language: Annotated[str, typer.Option("--language", help="en, or another language of the library.")] = "en",
    library: LibraryDirs = None,
) -> None:
    """List the questions, or print an answers file to fill in."""
    from policygen.answerfile import blank_answers
    from policygen.languages import in_language

    loaded = in_language(load(library_folders(library)), language)
    if blank:
        typer.echo(blank_answers(loaded.questionnaire), nl=False)
        return
    if as_json:
        print_json(
            [
                {
                    "id": question.id,
                    "section": question.section,
                    "path": "quick" if question.quick else "full",
                    "type": question.kind.value,
                    "required": question.required,
                    "ask": question.ask,
                    "choices": dict(question.choices),
                }
                for question in loaded.questionnaire
            ]
        )
        return
    for question in loaded.questionnaire:
        say(f"{question.id} ({question.kind.value}{', quick path' if question.quick else ''})")
        say(f"    {question.ask}")
        if question.choices:
            say(f"    {', '.join(question.choices)}")


def selection(
    folder: Folder,
    as_json: AsJson = False,
    audience: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--audience", help="Only what applies to these people, such as students or managers."),
    ] = None,
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Show which clauses apply and why, and which do not and why not."""
    from policygen.answerfile import load_answers
    from policygen.explaining import selection_as_data
    from policygen.selection import select

    workspace, loaded = opened(folder, library)
    selected = select(loaded, load_answers(workspace.answers, loaded), read_day(as_of), _audience(loaded, audience))
    if as_json:
        print_json(selection_as_data(loaded, selected))
        return
    for chosen in selected.clauses:
        place = f" [{chosen.clause.place}]" if chosen.clause.place else ""
        say(f"+ {chosen.clause.id}{place}: {'; '.join(chosen.because)}")
    for omission in selected.omissions:
        place = f" [{omission.clause.place}]" if omission.clause.place else ""
        say(f"- {omission.clause.id}{place}: {omission.reason}")
    for refusal in selected.refused:
        say(f"! {refusal.question}, {', '.join(refusal.answer)}: {refusal.reason}")
    for item in selected.open_items:
        say(f"? {item.says}")
    items = counted(len(selected.open_items), "open item", "open items")
    say(f"{len(selected.clauses)} clauses in, {len(selected.omissions)} out, {items}.")


def status(
    folders: Annotated[list[Path], typer.Argument(help="Folders of institutions, or of a health system.")],
    as_json: AsJson = False,
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Tell whether policies are still right, and why not. Exit code 3 when one is out of date."""
    from policygen.portfolio import look_over
    from policygen.reporting import status_as_data, status_in_words
    from policygen.status import shelf
    from policygen.systems import sites_around

    folders = [site for folder in folders for site in sites_around(folder)]
    overseen = look_over(folders, shelf(library_folders(library)), read_day(as_of))
    if len(folders) == 1 and overseen[0].wrong is not None:
        raise overseen[0].wrong
    found = [each.status for each in overseen if each.status is not None]
    failed = [f"{each.folder}: {each.wrong}" for each in overseen if each.wrong is not None]
    if as_json:
        print_json([status_as_data(each) for each in found])
    else:
        for each in found:
            for line in status_in_words(each, briefly=len(folders) > 1):
                say(line)
    for sentence in failed:
        say(sentence, to_errors=True)
    if len(folders) > 1 and not as_json:
        unread = f", {len(failed)} that cannot be read" if failed else ""
        say(f"{len(folders)} policies, {sum(each.stale for each in found)} out of date{unread}.")
    if failed or any(each.stale for each in found):
        raise typer.Exit(1 if failed else 3)


def check(folder: Folder, as_json: AsJson = False, as_of: AsOf = None, library: LibraryDirs = None) -> None:
    """Examine the policy: what is wrong, where, why it matters and what would be better."""
    from policygen.examining import examine_workspace
    from policygen.findings import Severity
    from policygen.verdict import findings_as_data, findings_in_words

    workspace, loaded = opened(folder, library)
    findings = examine_workspace(workspace, loaded, read_day(as_of))
    if as_json:
        print_json(findings_as_data(findings))
    else:
        for line in findings_in_words(findings, loaded):
            say(line)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)


def why(
    folder: Folder,
    words: Annotated[str, typer.Argument(help="Some words of the policy, or a statement number.")],
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Say why a statement is in the policy: its answers, its law, its dates."""
    from policygen.explaining import why as find
    from policygen.explaining import why_not
    from policygen.workspace import editions_of

    workspace, loaded = opened(folder, library)
    editions = editions_of(workspace, loaded, read_day(as_of))
    found = [each for edition in editions for each in find(loaded, edition.document, words)]
    for each in found:
        clause = each.clause.clause
        say(f"{each.clause.number} {each.clause.title}")
        say(f"  clause: {clause.id}" + (f", worded for {clause.place}" if clause.place else "") + f" ({clause.path})")
        say(f"  because: {'; '.join(each.clause.chosen.because)}")
        for authority, at, says in each.authorities:
            say(f"  rests on: {authority.title}, {at or authority.citation}")
            dated = f"as of {authority.as_of or 'an unknown date'}"
            say(f"            {authority.status.value}, {dated}, {authority.confidence}")
            if says:
                say(f"            {says}")
        if not each.authorities:
            say("  rests on: good practice")
    if not found:
        left_out = [each for edition in editions for each in why_not(edition.selection, words)]
        for title, reason in left_out:
            say(f"Left out: {title}. Reason: {reason}.")
        if not left_out:
            raise PolicygenError(f"No clause of this policy or of its library says '{words}'.")


def _audience(library: Library, name: str | None) -> AudienceId | None:
    from policygen.clauses import AudienceId
    from policygen.typos import did_you_mean

    if name is not None and name not in library.frame.audiences:
        raise UsageError(f"'{name}' is not an audience. {did_you_mean(name, library.frame.audiences)}")
    return AudienceId(name) if name is not None else None
