"""Begin a workspace: from nothing, from a file of answers, or from where the last interview stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from policygen.answerfile import missing, read_answers, update_text, write_answers
from policygen.answers import Answers
from policygen.answertables import read_table
from policygen.errors import AnswersRefused, Problem, UsageError, WorkspaceError
from policygen.library import Library
from policygen.questions import QuestionId
from policygen.strictyaml import Value
from policygen.systems import load_standard, refuse_system
from policygen.textfiles import read_text
from policygen.workspace import Workspace, writing
from policygen.writing import put_in_place, refuse_changed


def begin(folder: Path) -> Workspace:
    """Make the folder, or go on in one that holds answers."""
    refuse_system(folder)
    if folder.exists() and not folder.is_dir():
        raise WorkspaceError(f"{folder} is a file. Name a folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"{folder} cannot be made: {error.strerror or error}.") from error
    return Workspace(folder)


def begin_unasked(
    folder: Path, library: Library, file: Path | None, settings: Sequence[str], *, ask_rest: bool
) -> Workspace:
    """Begin with answers from a file and from ``id=value`` settings; nothing is written when any is wrong.

    ``ask_rest`` allows answers to be missing, because they are asked for afterwards.
    """
    workspace = Workspace(folder)
    said, problems = _given(workspace, library, file)
    answers = said.under(load_standard(folder, library))
    for setting in settings:
        answers, found = _set(answers, library, setting)
        problems += found
    if not ask_rest:
        problems += missing(answers, file.as_posix() if file else "answers")
    if problems:
        raise AnswersRefused(problems, "These answers are missing or wrong; nothing was made.")
    text = write_answers(answers)
    if file is not None and workspace.answers.is_file():
        old, _ = read_answers(workspace.answers.read_text(encoding="utf-8"), "", library.questionnaire, library.places)
        if old.under(answers.standard) != answers:
            raise WorkspaceError(f"{workspace.answers} holds other answers. Edit it, or name another folder.")
        return workspace
    begin(folder)
    put_in_place({workspace.answers: text.encode()})
    return workspace


def answers_so_far(workspace: Workspace, library: Library) -> Answers:
    """Read the answers given so far; a file with mistakes is reported and left alone."""
    text = read_text(workspace.answers, workspace.answers.as_posix()) if workspace.answers.exists() else ""
    if isinstance(text, Problem):
        raise AnswersRefused([text], "The answers cannot be read.")
    shown = workspace.answers.as_posix()
    answers, problems = read_answers(text, shown, library.questionnaire, library.places)
    if problems:
        raise AnswersRefused(problems, "The answers file has mistakes. Mend them, then go on.")
    return answers.under(load_standard(workspace.folder, library))


def save_answer(workspace: Workspace, answers: Answers, question: str) -> None:
    """Put one answer into the answers file, leaving every other line as it is."""
    save_answers(workspace, answers, [QuestionId(question)])


def save_answers(
    workspace: Workspace, answers: Answers, questions: Iterable[QuestionId], seen: Mapping[Path, str] | None = None
) -> None:
    """Put the answers to some questions into the answers file, leaving every other line as it is.

    ``seen`` gives the files that the answers were made from, as they were then; raises ChangedMeanwhile when
    somebody changed one.
    """
    with writing(workspace):
        refuse_changed(seen or {})
        old = (
            workspace.answers.read_text(encoding="utf-8")
            if workspace.answers.exists()
            else write_answers(Answers(questionnaire=answers.questionnaire, given={}))
        )
        put_in_place({workspace.answers: text_with(old, answers, questions).encode()})


def text_with(text: str, answers: Answers, questions: Iterable[QuestionId]) -> str:
    """Put the answers to some questions into the text of an answers file."""
    for question in questions:
        text = update_text(text, answers, question)
    return text


def _given(workspace: Workspace, library: Library, file: Path | None) -> tuple[Answers, list[Problem]]:
    source = file or (workspace.answers if workspace.answers.is_file() else None)
    if source is None:
        return Answers(questionnaire=library.questionnaire, given={}), []
    text = read_text(source, source.as_posix())
    if isinstance(text, Problem):
        return Answers(questionnaire=library.questionnaire, given={}), [text]
    return read_answers(text, source.as_posix(), library.questionnaire, library.places)


def _set(answers: Answers, library: Library, setting: str) -> tuple[Answers, list[Problem]]:
    name, equals, typed = setting.partition("=")
    if not equals:
        raise UsageError(f"'{setting}' is not a setting. Write it as id=value.")
    name = name.strip()
    several = name in library.questionnaire and library.questionnaire[name].takes_several
    value: Value = [part.strip() for part in typed.split(",")] if several else typed.strip()
    read, mistakes = read_table({name: value}, library.questionnaire, library.places)
    if mistakes:
        return answers, [Problem("--set", 1, says, advice) for _, says, advice in mistakes]
    for question, said in read.given.items():
        answers = answers.with_answer(question, said)
    for question in read.unsure:
        answers = answers.with_doubt(question)
    return answers, []
