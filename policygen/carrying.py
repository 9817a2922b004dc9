"""What became of the institution's own clauses when the library changed beneath them, and what it decides about each.

Nothing is decided for the institution. A change of the library that fits beside its own words is shown
and must be accepted; one that touches the same words must be decided: keep, take or combine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from policygen.changes import unwrapped
from policygen.clausetexts import MergedText, merge_clause_texts, read_clause_text
from policygen.errors import ChangedMeanwhile, PolicygenError, Problem, ProblemsFound, UsageError
from policygen.library import Library
from policygen.lock import LOCAL, fingerprint
from policygen.merging import merge
from policygen.paper import Edited
from policygen.redlining import redline
from policygen.shapes import DecisionsFile, read_shape
from policygen.strictyaml import read_yaml
from policygen.textfiles import load_text, read_text
from policygen.workspace import Workspace, library_text, local_bases


class Choice(StrEnum):
    """What an institution decides about one of its own clauses."""

    ACCEPT = "accept"
    """Take the merged text."""
    KEEP = "keep"
    """Keep its own text as it is."""
    TAKE = "take"
    """Take the library's text, and delete its own."""
    COMBINE = "combine"
    """Take a text that somebody wrote from both."""


@dataclass(frozen=True)
class Decision:
    """A choice, and for ``combine`` the words."""

    choice: Choice
    words: str = ""


class Situation(StrEnum):
    """What the library did beneath one of the institution's own clauses."""

    MERGES = "merges"
    CLASHES = "clashes"
    GONE = "gone"
    """The library no longer has the clause."""
    MOVED = "moved"
    """The library renamed the clause and left its words."""


@dataclass(frozen=True, kw_only=True)
class Carried:
    """One of the institution's own clauses whose library text changed."""

    path: str
    """Where it lies, within the institution's folder."""
    new_path: str
    """Where it will lie: elsewhere when the library renamed the clause."""
    situation: Situation
    base: str
    ours: str
    theirs: str
    merged: MergedText

    @property
    def clause(self) -> str:
        """Give the id of the clause, with the place of its wording."""
        return self.path.removeprefix(LOCAL).removesuffix(".md")

    @property
    def title(self) -> str:
        """Give the institution's title of the clause; its id where the file has none."""
        read = read_clause_text(self.ours)
        return str(read.entries["title"].value) if read is not None and "title" in read.entries else self.clause

    @property
    def left_out(self) -> bool:
        """Tell whether the institution leaves the clause out."""
        read = read_clause_text(self.ours)
        return read is not None and "leave_out" in read.entries

    @property
    def library_redline(self) -> Edited:
        """Show what the library changed."""
        return redline(unwrapped(_body(self.base)), unwrapped(_body(self.theirs)))

    @property
    def own_redline(self) -> Edited:
        """Show what the institution's text becomes when it accepts."""
        return redline(unwrapped(_body(self.ours)), unwrapped(_body(self.merged.text or self.ours)))

    @property
    def offers(self) -> tuple[Choice, ...]:
        """List what can be decided: a merge only where there is one, words from both only where both have words."""
        fits = {Choice.ACCEPT: self.merged.text is not None, Choice.COMBINE: bool(self.theirs)}
        return tuple(choice for choice in Choice if fits.get(choice, True))

    @property
    def proposal(self) -> str:
        """Give the words to combine from: the library's changes, and the institution's where both changed the same."""
        if not self.base or not self.theirs:
            return _body(self.ours)
        return merge(_body(self.base), _body(self.ours), _body(self.theirs)).with_ours


class Undecided(PolicygenError):
    """Clauses wait for a decision; nothing was changed."""

    def __init__(self, waiting: Sequence[Carried]) -> None:
        """List the clauses that wait."""
        self.waiting = tuple(waiting)
        lines = [f"  {each.clause}: {_SITUATIONS[each.situation]}" for each in waiting]
        super().__init__(
            "\n".join(
                [
                    "These clauses of yours wait for a decision; nothing was changed.",
                    *lines,
                    "Decide with --accept-merges, --keep-mine, --take-new or --decisions FILE, or in a terminal.",
                ]
            )
        )


_SITUATIONS = {
    Situation.MERGES: "the library's change fits beside yours",
    Situation.CLASHES: "the library changed the same words as you",
    Situation.GONE: "the library no longer has this clause",
    Situation.MOVED: "the library gave this clause another name",
}


def carried(workspace: Workspace, beneath: Library) -> tuple[Carried, ...]:
    """List the institution's own clauses whose library text changed; ``beneath`` is the library without them."""
    found = []
    for path, base in local_bases(workspace, beneath).items():
        ours = load_text(workspace.folder / path)
        new_path = _renamed(beneath, path)
        theirs = library_text(beneath, workspace, new_path)
        if base and (theirs != base or new_path != path):
            found.append(_carry(path, new_path, base, ours, theirs))
        elif not base and theirs:
            found.append(_carry(path, new_path, "", ours, theirs))
    return tuple(found)


def decide(
    several: Sequence[Carried], decisions: Mapping[str, Decision], fallback: Callable[[Carried], Decision | None]
) -> dict[str, Decision]:
    """Decide for each clause as named, or else as the fallback says; raise Undecided when any is left, UsageError."""
    unknown = [name for name in decisions if name not in {each.clause for each in several}]
    if unknown:
        raise UsageError(f"No decision is needed for {', '.join(unknown)}.")
    decided: dict[str, Decision] = {}
    waiting: list[Carried] = []
    for each in several:
        decision = decisions.get(each.clause) or fallback(each)
        if each.situation is Situation.MOVED and decision is None:
            decision = Decision(Choice.ACCEPT)
        if decision is None or decision.choice not in each.offers or _is_wordless(decision):
            waiting.append(each)
        else:
            decided[each.clause] = decision
    if waiting:
        raise Undecided(waiting)
    return decided


def seen_of(several: Sequence[Carried]) -> str:
    """Give the fingerprint of all that a person sees who decides about some clauses."""
    return fingerprint("\0".join(f"{each.path}\0{each.base}\0{each.ours}\0{each.theirs}" for each in several).encode())


def refuse_moved(several: Sequence[Carried], seen: str) -> None:
    """Stop when clauses are no longer those that a decision was about; raise ChangedMeanwhile."""
    if seen_of(several) != seen:
        raise ChangedMeanwhile("Your clauses, or the library's, changed after you decided. Nothing was written.")


def load_decisions(path: Path) -> dict[str, Decision]:
    """Load a file of decisions by clause; raise ProblemsFound with every mistake."""
    text = read_text(path, path.as_posix())
    if isinstance(text, Problem):
        raise ProblemsFound([text], "The decisions cannot be read.")
    tree, problems = read_yaml(text, path.as_posix())
    file, mistakes = read_shape(DecisionsFile, tree) if tree is not None else (None, [])
    if file is None or tree is None or problems:
        raise ProblemsFound([*problems, *mistakes], "The decisions have mistakes.")
    decided: dict[str, Decision] = {}
    for name, value in file.decisions.items():
        if isinstance(value, str) and value in (Choice.ACCEPT, Choice.KEEP, Choice.TAKE):
            decided[name] = Decision(Choice(value))
        elif isinstance(value, dict) and list(value) == ["combine"] and isinstance(value["combine"], str):
            decided[name] = Decision(Choice.COMBINE, value["combine"])
        else:
            advice = "Write accept, keep or take, or 'combine:' with the words."
            problems.append(tree.problem(("decisions", name), "This is not a decision.", advice))
    if problems:
        raise ProblemsFound(problems, "The decisions have mistakes.")
    return decided


def _carry(path: str, new_path: str, base: str, ours: str, theirs: str) -> Carried:
    merged = merge_clause_texts(base, ours, theirs) if theirs and base else MergedText(None, {})
    if not theirs:
        situation = Situation.GONE
    elif theirs == base:
        situation = Situation.MOVED
    else:
        situation = Situation.MERGES if merged.text is not None else Situation.CLASHES
    return Carried(
        path=path, new_path=new_path, situation=situation, base=base, ours=ours, theirs=theirs, merged=merged
    )


def _is_wordless(decision: Decision) -> bool:
    return decision.choice is Choice.COMBINE and not decision.words.strip()


def _renamed(beneath: Library, path: str) -> str:
    """Give the path of a clause file under the name that the library gives the clause now."""
    stem, at, language = path.removeprefix(LOCAL).removesuffix(".md").partition("@")
    name, dot, place = stem.partition(".")
    now = beneath.frame.renamed.get(name, name)
    return f"{LOCAL}{now}{dot}{place}{at}{language}.md"


def _body(text: str) -> str:
    read = read_clause_text(text)
    return read.body if read else text
