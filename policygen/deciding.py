"""Ask a person at a terminal what to do with a clause of their own whose library text changed."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from policygen.carrying import Carried, Choice, Decision, Situation
from policygen.clausetexts import read_clause_text
from policygen.console import say
from policygen.redlining import in_marks

_NOTES = "# "
"""What begins a line of the editor that is not kept."""


_LABELS = {
    Choice.ACCEPT: "accept the merged text",
    Choice.KEEP: "keep mine",
    Choice.TAKE: "take the library's, and delete mine",
    Choice.COMBINE: "combine them in the editor",
}


def show_carried(each: Carried) -> None:
    """Show what the library did beneath a clause, and what it would become."""
    say("")
    say(f"Your own clause {each.clause}:")
    match each.situation:
        case Situation.GONE:
            say("  The library no longer has this clause.")
        case Situation.MOVED:
            say(f"  The library calls it {each.new_path} now; your words stay as they are.")
        case Situation.MERGES:
            say(f"  The library changed: {in_marks(each.library_redline)}")
            say(f"  Yours becomes: {in_marks(each.own_redline)}")
        case Situation.CLASHES:
            say(f"  The library changed: {in_marks(each.library_redline)}")
            for what, clashes in each.merged.clashes.items():
                for clash in clashes:
                    say(f"  In its {what} you say: {clash.ours.strip()}")
                    say(f"  The library now says: {clash.theirs.strip()}")
    if each.left_out:
        say("  You leave this clause out. It stays out if you keep or accept.")


def ask_decision(each: Carried) -> Decision | None:
    """Ask in words what to do with a clause; None when nobody is there."""
    offers = [(choice, _LABELS[choice]) for choice in each.offers]
    for number, (_, label) in enumerate(offers, 1):
        say(f"  {number} {label}")
    while True:
        try:
            typed = input("> ").strip().lower()
        except EOFError:
            return None
        chosen = next(
            (choice for number, (choice, _) in enumerate(offers, 1) if typed in (str(number), choice.value)), None
        )
        if chosen is None:
            say(f"Type a number from 1 to {len(offers)}.")
        elif chosen is not Choice.COMBINE:
            return Decision(chosen)
        elif words := _combine(each):
            return Decision(Choice.COMBINE, words)


def _combine(each: Carried) -> str:
    """Open the editor with both texts; nothing when it was left empty."""
    new = read_clause_text(each.theirs)
    notes = [
        "Write the text of the clause. Lines that begin with # are not kept.",
        "Your text stands above, with what the library changed elsewhere in it. The library's new text:",
        *(new.body if new else each.theirs).splitlines(),
    ]
    content = each.proposal + "\n\n" + "".join(f"{_NOTES}{note}\n" for note in notes)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if sys.platform == "win32" else "vi")
    with tempfile.TemporaryDirectory(prefix="policygen-") as place:
        file = Path(place) / "clause.md"
        file.write_text(content, encoding="utf-8")
        try:
            subprocess.run([*shlex.split(editor), str(file)], check=True)  # noqa: S603 - the person's own editor
        except (OSError, subprocess.CalledProcessError):
            say(f"The editor '{editor}' cannot be run. Set EDITOR, or use --decisions.", to_errors=True)
            return ""
        lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#")).strip()
