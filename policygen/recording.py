"""Record in an institution's audit trail what was done to its policy, and what changed with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from policygen.lock import Lock, fingerprint
from policygen.trail import TRAIL, Deed, Entry, append, load_trail, read_trail
from policygen.waivers import WAIVERS, waivers_of


def recorded(folder: Path, entry: Entry, old: Lock, new: Lock) -> str:
    """Give the text of the trail with an entry added, after those of waivers that it does not hold yet."""
    text = load_trail(folder / TRAIL)
    known = [line.entry.details for line in read_trail(text) if line.entry.deed is Deed.WAIVED]
    for waiver in waivers_of(folder / WAIVERS):
        details = {name: str(value) for name, value in vars(waiver).items()}
        if details not in known:
            text = append(text, replace(entry, deed=Deed.WAIVED, details=details))
    changed = {name for name in {*old.clauses, *new.clauses} if said(old, name) != said(new, name)}
    answered = {name for name in {*old.answers, *new.answers} if old.answers.get(name) != new.answers.get(name)}
    details = {
        "policy": fingerprint("".join(sorted(new.outputs.values())).encode()),
        "as_of": new.as_of.isoformat() if new.as_of else "",
        "answers": ", ".join(sorted(answered)) if old.made else "",
        "clauses": ", ".join(sorted(changed)) if old.made else "",
        "from_system": ", ".join(sorted(answered & {*new.inherited})) if old.made else "",
    }
    told = {name: value for name, value in details.items() if value}
    return append(text, replace(entry, details={**entry.details, **told}))


def said(lock: Lock, name: str) -> tuple[str, str] | None:
    """Give the title and words of a clause as a lock holds them; None where it does not."""
    clause = lock.clauses.get(name)
    return (clause.title, clause.printed) if clause else None
