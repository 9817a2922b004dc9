"""Waive a finding: somebody takes it upon themselves by name, for a reason and until a day."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from policygen.clausetexts import written
from policygen.errors import UsageError
from policygen.examining import examine_workspace
from policygen.findings import Finding, Severity
from policygen.library import Library
from policygen.lock import write_lock
from policygen.textfiles import unsafe_character
from policygen.trail import TRAIL, Deed, Hand, append, head, load_trail
from policygen.typos import did_you_mean
from policygen.waivers import Waiver, load_waivers, read_waivers, unwaived, waivers_of
from policygen.workspace import Workspace, read_old_lock, writing
from policygen.writing import put_in_place, refuse_changed


def waivable(workspace: Workspace, library: Library, on: date) -> tuple[Finding, ...]:
    """List the findings that somebody could waive: those of a clause that weigh something and that no waiver covers.

    Raises AnswersRefused, ProblemsFound.
    """
    waivers = waivers_of(workspace.waivers)
    found = (each for each in examine_workspace(workspace, library, on) if each.severity is not Severity.NOTE)
    return unwaived([each for each in found if each.clause], waivers, on)


def waive(
    workspace: Workspace,
    library: Library,
    waiver: Waiver,
    on: date,
    hand: Hand | None = None,
    seen: Mapping[Path, str] | None = None,
) -> None:
    """Add a waiver to waivers.yaml, whose other lines stay as they are, and to the audit trail.

    ``seen`` gives the SHA-256 of files that somebody looked at before. Raises UsageError when the waiver says too
    little, is past already or covers no finding, ChangedMeanwhile when such a file changed; nothing is written then.
    """
    waiver = _tidied(waiver)
    _refuse_lacking(waiver, on)
    _refuse_idle(waiver, waivable(workspace, library, on))
    with writing(workspace):
        refuse_changed(seen or {})
        known = load_waivers(workspace.waivers)
        text = workspace.waivers.read_text(encoding="utf-8-sig") if workspace.waivers.is_file() else ""
        files: dict[Path, bytes | None] = {
            workspace.waivers: with_waiver(text, known, waiver, workspace.waivers.as_posix()).encode()
        }
        if hand is not None:
            trail = append(load_trail(workspace.folder / TRAIL), hand.did(Deed.WAIVED, **_details(waiver)))
            files[workspace.folder / TRAIL] = trail.encode()
            files[workspace.lock] = write_lock(replace(read_old_lock(workspace), trail=head(trail)))
        put_in_place(files, workspace.folder)


def with_waiver(text: str, known: Sequence[Waiver], waiver: Waiver, path: str) -> str:
    """Give the text of waivers.yaml with one more; a file that does not end in its list is written anew.

    ``known`` are those that the text holds; raises UsageError when a word of the new one cannot stand in a file.
    """
    before = f"{text.rstrip()}\n" if text.strip() else ""
    entry, anew = _entry(waiver), "".join(map(_entry, (*known, waiver)))
    for attempt in (f"{before}{entry}", f"{before}waivers:\n{entry}", f"waivers:\n{anew}"):
        if read_waivers(attempt, path)[0] == (*known, waiver):
            return attempt
    raise UsageError("This waiver cannot be written down. Use plain words.")


def _tidied(waiver: Waiver) -> Waiver:
    """Put every text on one line, in the form in which a file is read."""
    clause, finding, reason, by = (
        unicodedata.normalize("NFC", " ".join(text.split())) for text in _texts(waiver).values()
    )
    return Waiver(clause=clause, finding=finding, reason=reason, by=by, until=waiver.until)


def _texts(waiver: Waiver) -> dict[str, str]:
    return {"clause": waiver.clause, "finding": waiver.finding, "reason": waiver.reason, "by": waiver.by}


def _details(waiver: Waiver) -> dict[str, str]:
    return {**_texts(waiver), "until": waiver.until.isoformat()}


def _entry(waiver: Waiver) -> str:
    lines = [written(name, text) for name, text in _texts(waiver).items()]
    return "".join(
        f"{'  - ' if number == 0 else '    '}{line}"
        for number, line in enumerate([*lines, f"until: {waiver.until.isoformat()}\n"])
    )


def _refuse_lacking(waiver: Waiver, on: date) -> None:
    for name, text in _texts(waiver).items():
        if unsafe := unsafe_character(text):
            raise UsageError(f"The {name} holds {unsafe[1]}. Delete it.")
    if not waiver.reason:
        raise UsageError("Say why this is waived.")
    if not waiver.by:
        raise UsageError("Say who takes this upon themselves: name and role.")
    if waiver.until < on:
        raise UsageError(f"{waiver.until} is past. Name the last day on which the waiver holds.")


def _refuse_idle(waiver: Waiver, findings: Sequence[Finding]) -> None:
    found = [f"{each.check} of {each.clause}" for each in findings]
    wanted = f"{waiver.finding} of {waiver.clause}"
    if wanted not in found:
        known = "; ".join(dict.fromkeys(found)) or "none"
        advice = did_you_mean(wanted, found) or f"These are open: {known}."
        raise UsageError(f"There is no open finding {wanted}. {advice}")
