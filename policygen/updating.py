"""Bring a policy up to date: carry the institution's own clauses over to the library's new text, and make it again.

Nothing is decided for the institution. A change of the library that fits beside its own words is shown
and must be accepted; one that touches the same words must be decided: keep, take or combine.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from policygen.answerfile import answers_table, load_answers, read_answers, renamings, update_text
from policygen.answers import Answers
from policygen.clausetexts import MergedText, merge_clause_texts, read_clause_text
from policygen.conditions import asked
from policygen.errors import PolicygenError, Problem, ProblemsFound, UsageError
from policygen.library import Library
from policygen.loading import load_folders
from policygen.lock import LOCAL, Lock
from policygen.making import Made, make
from policygen.paper import Edited
from policygen.questions import Question
from policygen.redlining import redline
from policygen.shapes import DecisionsFile, read_shape
from policygen.strictyaml import read_yaml
from policygen.textfiles import read_text
from policygen.trail import Deed, Hand
from policygen.workspace import (
    Workspace,
    circumstances,
    library_text,
    local_bases,
    made_again,
    put_made,
    read_old_lock,
    refuse_hand_edits,
    writing,
)
from policygen.writing import look_at, refuse_changed


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
    def left_out(self) -> bool:
        """Tell whether the institution leaves the clause out."""
        read = read_clause_text(self.ours)
        return read is not None and "leave_out" in read.entries

    @property
    def library_redline(self) -> Edited:
        """Show what the library changed."""
        return redline(_body(self.base), _body(self.theirs))

    @property
    def own_redline(self) -> Edited:
        """Show what the institution's text becomes when it accepts."""
        return redline(_body(self.ours), _body(self.merged.text or self.ours))


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
        ours = _read(workspace.folder / path)
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
        if decision is None or (decision.choice is Choice.ACCEPT and each.merged.text is None):
            waiting.append(each)
        else:
            decided[each.clause] = decision
    if waiting:
        raise Undecided(waiting)
    return decided


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


def migrated_answers(workspace: Workspace, beneath: Library) -> tuple[str, list[str]]:
    """Give the text of the answers with everything called as the library calls it now, and what was renamed."""
    text = _read(workspace.answers)
    table = answers_table(text, workspace.answers.as_posix())
    said = renamings(table, beneath.questionnaire)
    if not said:
        return text, []
    answers, _ = read_answers(text, "", beneath.questionnaire, beneath.places)
    lines = text.splitlines(keepends=True)
    for old, new in beneath.questionnaire.renamed.items():
        lines = [new + line.removeprefix(old) if line.startswith(f"{old}:") else line for line in lines]
    text = "".join(lines)
    for question in beneath.questionnaire.renamed_choices:
        if question in answers_table(text, "") and (question in answers.given or question in answers.unsure):
            text = update_text(text, answers, question)
    return text, said


def new_questions(beneath: Library, old: Lock, answers: Answers) -> tuple[Question, ...]:
    """List the questions that the library did not have when the policy was made, that apply and are not answered."""
    known = set(old.questions) | set(beneath.questionnaire.renamed.values())
    return tuple(
        question
        for question in beneath.questionnaire
        if question.id not in known
        and asked(question.id, answers)
        and question.id not in answers.given
        and question.id not in answers.unsure
    )


def update(
    workspace: Workspace,
    beneath: Library,
    on: date,
    decided: Mapping[str, Decision],
    progress: Callable[[str], None] = lambda _: None,
    hand: Hand | None = None,
) -> Made:
    """Carry the institution's own clauses over as decided, make the policy again, and put all of it in place at once.

    ``decided`` comes from ``decide`` and holds every clause that ``carried`` lists. Raises AnswersRefused,
    ProblemsFound, WorkspaceError; nothing is written then.
    """
    seen = look_at([workspace.answers, *workspace.local_files().values()])
    texts, bases = _own_clauses(workspace, beneath, decided)
    answers_text, renamed = migrated_answers(workspace, beneath)
    answers = load_answers(workspace.answers, beneath)
    with overlaid(beneath, workspace, {path: text for path, text in texts.items() if text is not None}) as library:
        wanted = made_again(read_old_lock(workspace))
        own = replace(circumstances(workspace, beneath), local=bases)
        made = make(library, answers, on, own, wanted, progress)
    files: dict[Path, bytes | None] = {
        workspace.folder / path: text.encode() if text is not None else None
        for path, text in texts.items()
        if text is None or text != _read(workspace.folder / path)
    }
    if renamed:
        files[workspace.answers] = answers_text.encode()
    with writing(workspace):
        old = read_old_lock(workspace)
        refuse_changed(seen)
        refuse_hand_edits(workspace, old, made.outputs)
        put_made(workspace, made, old, files, hand.did(Deed.UPDATED, decided=_in_words(decided)) if hand else None)
    return made


@contextmanager
def overlaid(beneath: Library, workspace: Workspace, texts: Mapping[str, str]) -> Iterator[Library]:
    """Load the library with clause files laid over it that are not written yet; their mistakes name the real paths."""
    if not texts:
        yield beneath
        return
    folder = Path(tempfile.mkdtemp(prefix="policygen-"))
    try:
        for path, text in texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        yield replace(load_folders(*beneath.folders, folder), folders=(*beneath.folders, workspace.folder))
    except ProblemsFound as found:
        here, there = folder.as_posix(), workspace.folder.as_posix()
        problems = [replace(each, path=each.path.replace(here, there)) for each in found.problems]
        raise ProblemsFound(problems, "With these clauses the policy cannot be made; nothing was changed.") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_words(decided: Mapping[str, Decision]) -> str:
    return ", ".join(f"{clause}: {decision.choice}" for clause, decision in sorted(decided.items()))


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


def _own_clauses(
    workspace: Workspace, beneath: Library, decided: Mapping[str, Decision]
) -> tuple[dict[str, str | None], dict[str, str]]:
    """Give the institution's clause files as they will be, None for one to delete, and the library's texts beneath."""
    bases = local_bases(workspace, beneath)
    texts: dict[str, str | None] = {path: _read(workspace.folder / path) for path in bases}
    for each in carried(workspace, beneath):
        decision = decided[each.clause]
        texts[each.path] = None
        del bases[each.path]
        text = _decided_text(each, decision)
        if text is not None:
            texts[each.new_path] = text
            bases[each.new_path] = each.theirs
    return texts, bases


def _decided_text(each: Carried, decision: Decision) -> str | None:
    match decision.choice:
        case Choice.TAKE:
            return None
        case Choice.KEEP:
            return _kept(each)
        case Choice.ACCEPT:
            return each.merged.text
        case Choice.COMBINE:
            return _combined(each, decision.words)


def _kept(each: Carried) -> str:
    """Keep the words; only the mark of the text that a translation is of follows the library."""
    mine, new = read_clause_text(each.ours), read_clause_text(each.theirs)
    if mine is None or new is None or "of" not in mine.entries or "of" not in new.entries:
        return each.ours
    return mine.with_entry("of", str(new.entries["of"].value)).text


def _combined(each: Carried, words: str) -> str:
    """Put words that somebody wrote from both into the file; the header is merged, and mine where it clashes."""
    if words.lstrip().startswith("---"):
        return words.strip() + "\n"
    mine, new = read_clause_text(each.ours), read_clause_text(each.theirs)
    if mine is None:
        return each.ours
    origin = read_clause_text(each.base)
    if new is not None and origin is not None:
        headers = [replace(side, body="-").text for side in (origin, mine, new)]
        merged = merge_clause_texts(*headers).text
        read = read_clause_text(merged) if merged else None
        mine = read or mine
    return replace(mine, body=words.strip()).text


def _renamed(beneath: Library, path: str) -> str:
    """Give the path of a clause file under the name that the library gives the clause now."""
    stem, at, language = path.removeprefix(LOCAL).removesuffix(".md").partition("@")
    name, dot, place = stem.partition(".")
    now = beneath.frame.renamed.get(name, name)
    return f"{LOCAL}{now}{dot}{place}{at}{language}.md"


def _body(text: str) -> str:
    read = read_clause_text(text)
    return read.body if read else text


def _read(path: Path) -> str:
    text = read_text(path, path.as_posix()) if path.is_file() else ""
    if isinstance(text, Problem):
        raise ProblemsFound([text], "A file of the institution cannot be read.")
    return text
