"""The commands that keep a policy right: what changes, own wording and updates."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from policygen.console import (
    AsEngine,
    AsJson,
    AsOf,
    Folder,
    LibraryDirs,
    hand,
    library_folders,
    opened,
    print_json,
    progress,
    read_day,
    read_engine,
    read_formats,
    say,
)
from policygen.counting import counted
from policygen.errors import PolicygenError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from policygen.carrying import Carried, Decision
    from policygen.changes import Changes
    from policygen.library import Library
    from policygen.workspace import Workspace


def changes(
    folder: Folder,
    formats: Annotated[
        str, typer.Option("--format", help="Write the notice too: md, html, pdf, docx, or several with commas.")
    ] = "",
    engine: AsEngine = "weasyprint",
    as_json: AsJson = False,
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Show what would change: the redline, since when, why, and for whom."""
    from policygen.formats import render_paper
    from policygen.notice import notice
    from policygen.rendering.words import load_words
    from policygen.reporting import change_as_data, changes_in_words
    from policygen.status import outlook
    from policygen.themefiles import load_look
    from policygen.workspace import writing
    from policygen.writing import put_in_place

    workspace, loaded = opened(folder, library)
    seen = outlook(workspace, loaded, read_day(as_of))
    if not seen.old.made:
        raise PolicygenError(f"No policy was made here yet. Run: policygen build {folder}")
    english = load_words("en", loaded.templates)
    if as_json:
        print_json([change_as_data(seen.library, each, english) for each in seen.changes.clauses])
    else:
        for line in changes_in_words(seen.library, seen.changes.clauses, english):
            say(line)
        _total(seen.changes)
    names, makes = read_formats(formats), read_engine(engine)
    if names:
        paper = notice(seen.library, seen.now.document, seen.changes, load_words(seen.now.language, loaded.templates))
        look = load_look(folder)
        files: dict[Path, bytes | None] = {
            folder / "changes" / f"changes.{name}": render_paper(paper, name, loaded.templates, look, makes)
            for name in names
        }
        with writing(workspace):
            put_in_place(files, folder)
        for file in files:
            say(f"Made {file}", to_errors=as_json)


def customize(
    folder: Folder,
    clause: Annotated[str, typer.Argument(help="A clause (topic/name), or the number of a statement.")],
    library: LibraryDirs = None,
) -> None:
    """Word a clause for yourself: copy the library's text into a file of your own."""
    from policygen.localising import customize as localise

    made = localise(*opened(folder, library), clause)
    say(f"Made {made.file}")
    say(f"Edit it, then run: policygen build {folder}")


def adopt(folder: Folder, as_of: AsOf = None, library: LibraryDirs = None) -> None:
    """Turn hand edits of documents/policy.md into clauses of your own."""
    from policygen.adopting import adopt as take
    from policygen.workspace import library_beneath

    workspace, loaded = opened(folder, library)
    adopted = take(workspace, loaded, library_beneath(workspace, loaded), read_day(as_of), hand=hand())
    for heading, names in (
        ("Your wording", adopted.changed),
        ("Your own clause", adopted.added),
        ("Left out", adopted.left_out),
    ):
        for name in names:
            say(f"{heading}: {name}")
    for sentence in adopted.plain:
        say(f"Note: {sentence}")
    for orphan in adopted.orphans:
        where = f"line {orphan.line}: " if orphan.line else ""
        say(f"Not placed, {where}{orphan.reason} It is kept under {folder / 'orphans'}.")
    if adopted.left_out:
        say("Write the reason after 'leave_out' in the file of each clause that you leave out.")
    say(f"The documents were made again. Look at: policygen status {folder}")


def update(
    folder: Folder,
    accept_merges: Annotated[bool, typer.Option("--accept-merges", help="Accept every clean merge.")] = False,
    keep_mine: Annotated[bool, typer.Option("--keep-mine", help="Keep your own words everywhere.")] = False,
    take_new: Annotated[bool, typer.Option("--take-new", help="Take the library's words where both changed.")] = False,
    decisions: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads this at run time
        typer.Option("--decisions", help="A file that decides clause by clause."),
    ] = None,
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Bring a policy up to date: show what changes, carry your own wording over, make it again."""
    from policygen.carrying import Choice, Decision, carried, decide, load_decisions
    from policygen.deciding import ask_decision, show_carried
    from policygen.rendering.words import load_words
    from policygen.reporting import changes_in_words
    from policygen.status import load_own, outlook, shelf
    from policygen.updating import migrated_answers
    from policygen.updating import update as bring_up
    from policygen.workspace import read_old_lock, require_workspace

    if keep_mine and take_new:
        raise UsageError("--keep-mine and --take-new contradict each other.")
    on, over = read_day(as_of), library_folders(library)
    workspace = require_workspace(folder)
    beneath = shelf(over)(workspace)
    for sentence in migrated_answers(workspace, beneath)[1]:
        say(sentence)
    _ask_new(workspace, beneath, on)
    own, broken = load_own(workspace, beneath)
    if not broken and read_old_lock(workspace).made:
        seen = outlook(workspace, own, on)
        for line in changes_in_words(seen.library, seen.changes.clauses, load_words("en", beneath.templates)):
            say(line)
        _total(seen.changes)
    waiting = carried(workspace, beneath)

    def fallback(each: Carried) -> Decision | None:
        show_carried(each)
        merges = each.merged.text is not None
        if accept_merges and merges:
            return Decision(Choice.ACCEPT)
        if keep_mine:
            return Decision(Choice.KEEP)
        if take_new:
            return Decision(Choice.TAKE)
        return ask_decision(each) if _watched() else None

    named = load_decisions(decisions) if decisions else {}
    made = bring_up(workspace, beneath, on, decide(waiting, named, fallback), progress(), hand())
    for path in made.outputs:
        say(f"Made {folder / path}")
    for name, reason in made.failed.items():
        say(f"{name} was not made. {reason}", to_errors=True)
    if made.failed:
        raise typer.Exit(1)


def _total(changes: Changes) -> None:
    if not changes.clauses:
        say("No statement changes.")
        return
    statements = counted(len(changes.clauses), "statement changes", "statements change")
    say(f"{statements}, {len(changes.substantive)} of them in what is asked.")


def _ask_new(workspace: Workspace, beneath: Library, on: date) -> None:
    """Ask what the library did not ask when the policy was made, and nothing else; only where a person watches."""
    from policygen.starting import answers_so_far, save_answer
    from policygen.updating import migrated_answers, new_questions
    from policygen.workspace import read_old_lock
    from policygen.writing import put_in_place

    text, renamed = migrated_answers(workspace, beneath)
    old = read_old_lock(workspace)
    if not old.made:
        return
    asked = new_questions(beneath, old, answers_so_far(workspace, beneath))
    if not asked:
        return
    if not _watched():
        for question in asked:
            say(f"New question, not answered: {question.id}. {question.ask}")
        return
    from policygen.answers import Answers
    from policygen.interview import Interview, Stopped, Terminal

    if renamed:
        put_in_place({workspace.answers: text.encode()})

    def save(after: Answers, question: str) -> None:
        save_answer(workspace, after, question)

    terminal = Terminal(say=say, hear=input, stress=lambda line: typer.secho(line, bold=True))
    try:
        Interview(beneath, answers_so_far(workspace, beneath), on, terminal, save).ask_only(asked)
    except Stopped:
        raise PolicygenError("Stopped; what you answered is saved, and no document was touched.") from None


def _watched() -> bool:
    return sys.stdin.isatty()
