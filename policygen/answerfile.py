"""Read and write answers.yaml: a flat table of question and answer that a person may edit by hand.

Writing changes only the lines of the answer that changed, so that comments and order survive.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from policygen.answers import NOT_SURE, Answers
from policygen.answertables import read_table
from policygen.conditions import asked
from policygen.errors import AnswersRefused, Problem
from policygen.jurisdictions import Places
from policygen.library import Library
from policygen.questions import AnswerValue, Kind, Question, QuestionId, Questionnaire
from policygen.strictyaml import Tree, Value, read_yaml
from policygen.systems import load_standard
from policygen.textfiles import read_text

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _@.,'()/-]*(?<! )")
_MOST_CHOICES_SHOWN = 15


def load_answers(path: Path, library: Library) -> Answers:
    """Load a complete answers file; raise AnswersRefused with everything that is missing or wrong.

    What the health system around the file's folder says holds wherever the file says nothing.
    """
    shown = path.as_posix()
    text = read_text(path, shown)
    if isinstance(text, Problem):
        raise AnswersRefused([text], "The answers cannot be read.")
    said, problems = read_answers(text, shown, library.questionnaire, library.places)
    answers = said.under(load_standard(path.parent, library))
    wrong = {problem.says.partition(":")[0] for problem in problems}
    problems += [each for each in missing(answers, shown) if each.says.partition(" ")[0] not in wrong]
    if problems:
        raise AnswersRefused(problems, "These answers are missing or wrong; nothing was made.")
    return answers


def read_answers(text: str, path: str, questionnaire: Questionnaire, places: Places) -> tuple[Answers, list[Problem]]:
    """Read the text of an answers file, which may be unfinished; wrong answers are left out and reported."""
    tree, problems = read_yaml(text, path)
    nobody = Answers(questionnaire=questionnaire, given={})
    if tree is None:
        return nobody, problems
    table, at = _answers_table(tree)
    if table is None:
        return nobody, [*problems, tree.problem((), "This is not a table of answers.", "Write 'question: answer'.")]
    read, mistakes = read_table(table, questionnaire, places)
    outside = [name for name in tree.value if at and name in questionnaire] if isinstance(tree.value, dict) else []
    problems += [
        tree.problem((name,), f"'{name}' stands outside 'answers:'.", "Move it below that key.") for name in outside
    ]
    return read, problems + [tree.problem((*at, name), says, advice) for name, says, advice in mistakes]


def renamings(table: Mapping[str, Value], questionnaire: Questionnaire) -> list[str]:
    """Say of each answer what the library calls it now, where that has changed."""
    found = []
    for name, value in table.items():
        now = questionnaire.renamed.get(name, name)
        if now != name:
            found.append(f"The question '{name}' is now called '{now}'.")
        pairs = questionnaire.renamed_choices.get(QuestionId(now), {})
        for said in [value] if isinstance(value, str) else list(value):
            if isinstance(said, str) and said in pairs:
                becomes = f"is now '{pairs[said]}'" if pairs[said] else "is no longer a choice"
                found.append(f"{now}: '{said}' {becomes}.")
    return found


def answers_table(text: str, path: str) -> Mapping[str, Value]:
    """Give what a text of answers says, as it is written; nothing when it cannot be read."""
    tree, _ = read_yaml(text, path)
    table = _answers_table(tree)[0] if tree is not None else None
    return table or {}


def missing(answers: Answers, path: str) -> list[Problem]:
    """List the required questions that have no answer."""
    return [
        Problem(path, 1, f"{question.id} is not answered: {question.ask}", f"Add '{question.id}:' and an answer.")
        for question in answers.questionnaire
        if is_missing(question, answers)
    ]


def is_missing(question: Question, answers: Answers) -> bool:
    """Tell whether a question must be answered and is not."""
    if not question.required or question.id in answers.unsure or not asked(question.id, answers):
        return False
    return question.id not in answers.given or answers.given[question.id] in ("", ())


def write_answers(answers: Answers) -> str:
    """Write a commented answers file in the order of the questions."""
    text = _heading()
    section = ""
    for question in answers.questionnaire:
        if answers.says(question.id):
            if question.section != section:
                section = question.section
                text += f"\n# ---- {answers.questionnaire.sections[section]} ----\n"
            text += _block(question, _said(question, answers))
    return text


def blank_answers(questionnaire: Questionnaire) -> str:
    """Write a template of every question, with its default where it has one, to be filled in by hand."""
    text = _heading()
    section = ""
    for question in questionnaire:
        if question.section != section:
            section = question.section
            text += f"\n# ---- {questionnaire.sections[section]} ----\n"
        default = "" if question.default is None else question.default
        text += _block(question, default, commented=not question.required)
    return text


def update_text(text: str, answers: Answers, question: QuestionId) -> str:
    """Put one answer into the text of an answers file, leaving every other line as it is.

    A file whose answers share a line or stand under a key of their own is written anew.
    """
    spans = _spans(text)
    if spans is None:
        return write_answers(answers)
    asked_of = answers.questionnaire[question]
    gone = not answers.says(question)
    lines = text.splitlines(keepends=True)
    if question in spans:
        span = spans[question]
        if gone:
            return "".join(lines[: span.start - _own_comment(lines, span.start, asked_of)]) + "".join(lines[span.end :])
        new = _entry(asked_of, _said(asked_of, answers)).rstrip("\n") + span.comment + "\n"
        return "".join(lines[: span.start]) + new + "".join(lines[span.end :])
    if gone:
        return text
    block = _block(asked_of, _said(asked_of, answers))
    order = list(answers.questionnaire.questions)
    later = [spans[name].start for name in order[order.index(question) + 1 :] if name in spans]
    if not later:
        return (text if text.endswith("\n") or not text else text + "\n") + block
    at = min(later)
    while at > 0 and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    return "".join(lines[:at]).rstrip("\n") + "\n" + block + "\n" + "".join(lines[at:])


def _own_comment(lines: list[str], start: int, question: Question) -> int:
    """Count the lines just above an answer that the program itself wrote about the question."""
    written = _comment(question).splitlines(keepends=True)
    return len(written) if written and lines[max(0, start - len(written)) : start] == written else 0


def _answers_table(tree: Tree) -> tuple[Mapping[str, Value] | None, tuple[str, ...]]:
    value = tree.value
    if not isinstance(value, dict):
        return None, ()
    inner = value.get("answers")
    return (inner, ("answers",)) if isinstance(inner, dict) else (value, ())


def _said(question: Question, answers: Answers) -> AnswerValue:
    return NOT_SURE if question.id in answers.unsure else answers.given[question.id]


def _heading() -> str:
    return (
        "# What this institution said. Edit by hand if you like, then run: policygen build FOLDER\n"
        f"# Write '{NOT_SURE}' where an answer is still open; the policy then stays a draft.\n"
    )


def _block(question: Question, value: AnswerValue, *, commented: bool = False) -> str:
    entry = _entry(question, value)
    if commented:
        entry = "".join(f"#{line}" for line in entry.splitlines(keepends=True))
    return "\n" + _comment(question) + entry


def _comment(question: Question) -> str:
    lines = textwrap.wrap(question.ask, 100)
    if question.choices and len(question.choices) <= _MOST_CHOICES_SHOWN:
        several = "any of" if question.takes_several else "one of"
        lines += textwrap.wrap(f"({several}: {', '.join(question.choices)})", 100, break_on_hyphens=False)
    elif question.choices:
        lines.append("(policygen questions lists the places)")
    return "".join(f"# {line}\n" for line in lines)


def _entry(question: Question, value: AnswerValue) -> str:
    if isinstance(value, tuple):
        if not value:
            return f"{question.id}: []\n"
        return f"{question.id}:\n" + "".join(f"  - {_scalar(item)}\n" for item in value)
    if isinstance(value, bool):
        return f"{question.id}: {'yes' if value else 'no'}\n"
    return f"{question.id}: {_scalar(str(value), kind=question.kind)}\n"


def _scalar(text: str, kind: Kind = Kind.TEXT) -> str:
    if kind in (Kind.DATE, Kind.NUMBER) and text:
        return text
    if _PLAIN.fullmatch(text) and text.lower() not in ("yes", "no", "true", "false", "null", "on", "off", "y", "n"):
        return text
    return json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True)
class _Span:
    """The lines of one answer, and the comment at the end of its first line."""

    start: int
    end: int
    comment: str


def _spans(text: str) -> dict[str, _Span] | None:
    """Give the lines of each answer; None when the answers do not each begin a line of their own."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:  # what the C parser reads, this one may refuse: a tab after an answer
        return None
    if node is None:
        return {}
    if (
        not isinstance(node, yaml.MappingNode)
        or node.flow_style
        or any(key.value == "answers" for key, _ in node.value)
    ):
        return None
    lines = text.splitlines()
    spans = {}
    for key, value in node.value:
        start, last = key.start_mark.line, value.end_mark
        end = max(last.line + (last.column > 0), start + 1)
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        after = lines[start][last.column :] if last.line == start and end == start + 1 else ""
        spans[key.value] = _Span(start, end, after.rstrip() if after.lstrip().startswith("#") else "")
    return spans


def unanswered(answers: Answers, questions: Iterable[Question]) -> list[Question]:
    """List the questions that apply and have neither answer nor doubt."""
    return [
        question
        for question in questions
        if question.id not in answers.given and question.id not in answers.unsure and asked(question.id, answers)
    ]
