"""Read answers that were taken from a file: question by question, each as the question understands it."""

from __future__ import annotations

from collections.abc import Mapping

from policygen.answers import Answers, in_words
from policygen.jurisdictions import Places
from policygen.questions import Question, Questionnaire
from policygen.strictyaml import Value
from policygen.taking import take_answer
from policygen.typos import did_you_mean
from policygen.values import NotAnAnswer


def read_table(
    table: Mapping[str, Value], questionnaire: Questionnaire, places: Places
) -> tuple[Answers, list[tuple[str, str, str]]]:
    """Read answers by question id; mistakes come back as the id, what is wrong and advice."""
    answers = Answers(questionnaire=questionnaire, given={})
    mistakes: list[tuple[str, str, str]] = []
    for name, value in table.items():
        now = questionnaire.renamed.get(name, name)
        if now not in questionnaire:
            advice = did_you_mean(name, questionnaire.questions)
            mistakes.append((name, f"There is no question '{name}'.", advice))
        elif now != name and now in table:
            mistakes.append((name, f"'{name}' is now called '{now}', which is answered too.", "Delete one of them."))
        else:
            question = questionnaire[now]
            try:
                answers = _with(answers, question, _renamed_choices(value, question, questionnaire), places)
            except NotAnAnswer as error:
                mistakes.append((name, f"{name}: {error}", ""))
    return answers, mistakes


def _renamed_choices(value: Value, question: Question, questionnaire: Questionnaire) -> Value:
    """Give what a choice is called now; one that was dropped is left out of a list, and refused alone."""
    pairs = questionnaire.renamed_choices.get(question.id, {})
    if isinstance(value, str) and value in pairs:
        if not pairs[value]:
            raise NotAnAnswer(f"'{value}' is no longer a choice. Answer this question again.")
        return pairs[value]
    if isinstance(value, list):
        now = [pairs.get(each, each) if isinstance(each, str) else each for each in value]
        return [each for each in now if each != ""]
    return value


def _with(answers: Answers, question: Question, value: Value, places: Places) -> Answers:
    taken = take_answer(answers, question, value, places)
    if taken.given.get(question.id) == "" and question.default not in (None, ""):
        raise NotAnAnswer(
            f"This one cannot be empty. Write an answer, or delete the line to take: {in_words(question.default)}."
        )
    return taken
