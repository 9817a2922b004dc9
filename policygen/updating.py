"""Bring a policy up to date: carry the institution's own clauses over as it decided, and make it again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from policygen.answerfile import answers_table, load_answers, read_answers, renamings, update_text
from policygen.answers import Answers
from policygen.carrying import Carried, Choice, Decision, carried
from policygen.clausetexts import merge_clause_texts, read_clause_text
from policygen.conditions import asked
from policygen.errors import ProblemsFound
from policygen.library import Library
from policygen.loading import load_folders
from policygen.lock import Lock
from policygen.making import Made, make
from policygen.questions import Question
from policygen.textfiles import load_text
from policygen.trail import Deed, Hand
from policygen.workspace import (
    Workspace,
    circumstances,
    local_bases,
    made_again,
    put_made,
    read_old_lock,
    refuse_hand_edits,
    writing,
)
from policygen.writing import look_at, refuse_changed


def migrated_answers(workspace: Workspace, beneath: Library) -> tuple[str, list[str]]:
    """Give the text of the answers with everything called as the library calls it now, and what was renamed."""
    text = load_text(workspace.answers)
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
        if text is None or text != load_text(workspace.folder / path)
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


def _own_clauses(
    workspace: Workspace, beneath: Library, decided: Mapping[str, Decision]
) -> tuple[dict[str, str | None], dict[str, str]]:
    """Give the institution's clause files as they will be, None for one to delete, and the library's texts beneath."""
    bases = local_bases(workspace, beneath)
    texts: dict[str, str | None] = {path: load_text(workspace.folder / path) for path in bases}
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
