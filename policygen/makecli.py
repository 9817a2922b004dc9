"""The commands that make a policy and what goes with it, and those that examine the library and the machine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from policygen.console import (
    AsEngine,
    AsOf,
    Documents,
    Folder,
    LibraryDirs,
    clean,
    hand,
    library_folders,
    opened,
    progress,
    read_day,
    read_engine,
    read_formats,
    say,
    wrapped,
)
from policygen.counting import counted
from policygen.errors import UsageError

if TYPE_CHECKING:
    from policygen.answers import Answers
    from policygen.library import Library
    from policygen.outputs import Wanted
    from policygen.workspace import Built, Workspace


def new(
    folder: Folder,
    answers: Annotated[Optional[Path], typer.Option("--answers", help="A file of answers.")] = None,  # noqa: UP045
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing; fail when an answer is missing.")] = False,
    set_: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--set", help="One answer, as id=value; commas separate several."),
    ] = None,
    engine: AsEngine = "weasyprint",
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Answer questions and get a policy. The same command goes on where you stopped."""
    from policygen.outputs import Wanted
    from policygen.starting import begin, begin_unasked
    from policygen.systems import refuse_system
    from policygen.workspace import Workspace

    on, wanted = read_day(as_of), Wanted(engine=read_engine(engine))
    refuse_system(folder)
    loaded = Workspace(folder).library(library_folders(library))
    if answers is not None or no_input or set_:
        begin_unasked(folder, loaded, answers, set_ or [], ask_rest=not no_input)
    else:
        begin(folder)
    if no_input or _interview(folder, on, loaded):
        _build_and_tell(Workspace(folder), loaded, on, wanted)


def build(
    folder: Folder,
    formats: Annotated[str, typer.Option("--format", help="md, html, pdf, docx, or several with commas.")] = "",
    document: Documents = None,
    engine: AsEngine = "weasyprint",
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Make the documents from the answers."""
    from policygen.rendering.pdfprocess import warm_up

    if engine == "weasyprint" and "pdf" in (formats or "pdf"):
        warm_up()  # while this process reads the library
    from policygen.outputs import Wanted

    workspace, loaded = opened(folder, library)
    wanted = Wanted(formats=read_formats(formats) or (), documents=document or (), engine=read_engine(engine))
    _build_and_tell(workspace, loaded, read_day(as_of), wanted)


def handbook(
    folder: Folder,
    document: Documents = None,
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Bind the policy and its hand-outs into one PDF, one HTML file and one file to paste into a wiki."""
    from policygen.exporting import make_handbook

    workspace, loaded = opened(folder, library)
    files, failed = make_handbook(workspace, loaded, read_day(as_of), document or (), progress())
    for file in files:
        say(f"Made {file}")
    _tell_failed(failed)


def export(
    folder: Folder,
    bundle: Annotated[bool, typer.Option("--bundle", help="Pack all documents and their metadata as a ZIP.")] = False,
    library: LibraryDirs = None,
) -> None:
    """Take the documents out, packed for a policy system."""
    from policygen.exporting import make_bundle

    if not bundle:
        raise UsageError("Say what to make: policygen export FOLDER --bundle")
    say(f"Made {make_bundle(*opened(folder, library))}")


def lint(library: LibraryDirs = None) -> None:
    """Find mistakes in the clause library and the register of law."""
    from policygen.lint import lint as examine
    from policygen.loading import shipped_library

    loaded, problems = examine([shipped_library(), *library_folders(library)])
    for problem in problems:
        say(str(problem))
    if problems or loaded is None:
        say(f"{counted(len(problems), 'problem', 'problems')}.", to_errors=True)
        raise typer.Exit(1)
    places = len(loaded.places.by_id)
    say(f"No problems: {len(loaded.clauses)} clauses, {len(loaded.authorities)} authorities, {places} places.")


def doctor() -> None:
    """Examine this machine: what works, what is missing, and the line that mends it."""
    from policygen.doctor import examine

    good = True
    for finding in examine():
        good = good and finding.good
        say(f"{'ok     ' if finding.good else 'missing'} {finding.what}: {finding.says}")
    if not good:
        raise typer.Exit(1)


def _interview(folder: Path, on: date, library: Library) -> bool:
    """Talk in the terminal; tell whether the interview was finished."""
    from policygen.interview import Interview, Stopped, Terminal
    from policygen.starting import answers_so_far, save_answer
    from policygen.workspace import Workspace

    workspace = Workspace(folder)
    terminal = Terminal(
        say=lambda text: say(wrapped(text)),
        hear=_hear,
        stress=lambda text: typer.secho(clean(wrapped(text)), bold=True),
    )
    answers = answers_so_far(workspace, library)

    def save(after: Answers, question: str) -> None:
        save_answer(workspace, after, question)

    try:
        Interview(library, answers, on, terminal, save).run()
    except Stopped:
        say(f"Saved. To go on: policygen new {folder}")
        return False
    except (KeyboardInterrupt, EOFError):
        say(f"\nStopped; everything you answered is saved. To go on: policygen new {folder}", to_errors=True)
        raise typer.Exit(1) from None
    return True


def _hear(prompt: str) -> str:
    return input(prompt)


def _build_and_tell(
    workspace: Workspace,
    library: Library,
    on: date,
    wanted: Wanted,
) -> None:
    from policygen.workspace import build as make

    built = make(workspace, library, on, wanted, progress=progress(), hand=hand())
    _tell(built)
    _tell_failed(built.failed)


def _tell(built: Built) -> None:
    for file in built.files:
        say(f"Made {file}")
    answers = built.selection.answers
    if answers.standard is not None:
        say(f"{len(answers.inherited)} answers come from the health system {answers.standard.system}.")
    for refusal in built.selection.refused:
        say(f"Not followed: {refusal.question}, {', '.join(refusal.answer)}. {refusal.reason}")
    for advice in built.selection.advice:
        say(f"Advice: {advice}")
    if built.selection.open_items:
        say(f"To settle before approval ({len(built.selection.open_items)}):")
        for item in built.selection.open_items:
            say(f"  - {item.says}")
    if built.behind:
        say(f"Not made again, so they still say what was before: {', '.join(built.behind)}.")
        say(f"To make everything: policygen build {built.folder}")
    for path in built.beneath:
        say(f"The library changed beneath {path}. To carry your wording over: policygen update {built.folder}")
    if built.defaults:
        defaults = counted(built.defaults, "question took its", "questions took their")
        say(f"{defaults} default. To answer: policygen new {built.folder}")
    if built.document.draft:
        say("The policy carries the DRAFT mark.")


def _tell_failed(failed: Mapping[str, str]) -> None:
    for name, reason in failed.items():
        say(f"{name} was not made. {reason}", to_errors=True)
    if failed:
        raise typer.Exit(1)
