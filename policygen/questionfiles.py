"""Read the questionnaire and the cautions about answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from policygen.clauses import Caution
from policygen.jurisdictions import AuthorityId, Places
from policygen.questions import AnswerValue, Question, QuestionId, Questionnaire
from policygen.shapes import CautionsFile, QuestionnaireFile, QuestionShape
from policygen.sources import Sources
from policygen.strictyaml import Tree, Value
from policygen.typos import did_you_mean
from policygen.values import NotAnAnswer, read_value

_FILE = "clauses/questionnaire.yaml"


def read_questionnaire(sources: Sources) -> tuple[Questionnaire, QuestionnaireFile, Tree] | None:
    """Read the questions without their defaults, which may name places that are not read yet."""
    read = sources.required(_FILE, QuestionnaireFile)
    if read is None:
        return None
    file, tree = read
    questions: dict[QuestionId, Question] = {}
    for name, shape in file.questions.items():
        if shape.section not in file.sections:
            advice = did_you_mean(shape.section, file.sections)
            sources.mistake(tree, ("questions", name, "section"), f"There is no section '{shape.section}'.", advice)
        question = _question(QuestionId(name), shape)
        questions[question.id] = question
        so_far = Questionnaire(sections=file.sections, questions=questions)
        ask_when = sources.when(tree, shape.ask_when, ("questions", name, "ask_when"), so_far)
        questions[question.id] = replace(question, ask_when=ask_when)
    renamed = {old: QuestionId(new) for old, new in file.renamed.questions.items()}
    choices = {QuestionId(name): dict(pairs) for name, pairs in file.renamed.choices.items()}
    _check_renamed(sources, tree, questions, renamed, choices)
    read_so_far = Questionnaire(sections=file.sections, questions=questions, renamed=renamed, renamed_choices=choices)
    return read_so_far, file, tree


def with_defaults(
    sources: Sources, questionnaire: Questionnaire, file: QuestionnaireFile, tree: Tree, places: Places
) -> Questionnaire:
    """Read the default and the cautious answer of every question."""

    def value(question: Question, key: str, written: Value | None) -> AnswerValue | None:
        if written is None:
            return None
        try:
            return read_value(written, question, places)
        except NotAnAnswer as error:
            sources.mistake(tree, ("questions", question.id, key), str(error))
            return None

    finished = {
        question.id: replace(
            question,
            default=value(question, "default", file.questions[question.id].default),
            unsure=value(question, "unsure", file.questions[question.id].unsure),
        )
        for question in questionnaire
    }
    return replace(questionnaire, questions=finished)


def _check_renamed(
    sources: Sources,
    tree: Tree,
    questions: Mapping[QuestionId, Question],
    renamed: Mapping[str, QuestionId],
    choices: Mapping[QuestionId, Mapping[str, str]],
) -> None:
    for old, new in renamed.items():
        at = ("renamed", "questions", old)
        if new not in questions:
            sources.mistake(tree, at, f"There is no question '{new}'.", did_you_mean(new, questions))
        if old in questions:
            sources.mistake(tree, at, f"'{old}' is still a question.", "Delete the line.")
    for name, pairs in choices.items():
        known = questions[name].choices if name in questions else {}
        for before, now in pairs.items():
            where = ("renamed", "choices", name, before)
            if name not in questions:
                sources.mistake(tree, where, f"There is no question '{name}'.", did_you_mean(name, questions))
            elif now and now not in known:
                sources.mistake(tree, where, f"'{now}' is not a choice of '{name}'.", did_you_mean(now, known))
            elif before in known:
                sources.mistake(tree, where, f"'{before}' is still a choice of '{name}'.", "Delete the line.")


def read_cautions(sources: Sources, questionnaire: Questionnaire, places: Places) -> tuple[Caution, ...]:
    """Read the answers that are not simply obeyed; a library may have none."""
    read = sources.shape("clauses/cautions.yaml", CautionsFile) if "clauses/cautions.yaml" in sources else None
    if read is None:
        return ()
    file, tree = read
    cautions = []
    for name, shape in file.cautions.items():
        at = ("cautions", name)
        if shape.question not in questionnaire:
            advice = did_you_mean(shape.question, questionnaire.questions)
            sources.mistake(tree, (*at, "question"), f"There is no question '{shape.question}'.", advice)
            continue
        found = {typed: places.find(typed) for typed in shape.places}
        for typed, place in found.items():
            if place is None:
                sources.mistake(tree, (*at, "places"), f"'{typed}' is not a place.", places.suggest(typed))
        cautions.append(
            Caution(
                id=name,
                question=QuestionId(shape.question),
                kind=shape.kind,
                says=shape.says,
                when=sources.when(tree, shape.when, (*at, "when"), questionnaire),
                places=tuple(place.id for place in found.values() if place),
                drops=tuple(shape.drops),
                authorities=tuple(AuthorityId(each) for each in shape.authorities),
            )
        )
    return tuple(cautions)


def _question(name: QuestionId, shape: QuestionShape) -> Question:
    return Question(
        id=name,
        section=shape.section,
        ask=shape.ask,
        help=shape.help,
        kind=shape.type,
        quick=shape.path == "quick",
        required=shape.required,
        choices=shape.choices,
    )
