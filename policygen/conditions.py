"""``when`` tables: read them, tell whether they hold, say why, and find those that never can.

A table names questions and the answers wanted of them; all its rows must hold. A list of tables holds
when one of them does. No table holds always. A row about a question that was not asked does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from policygen.answers import Answers, in_words
from policygen.questions import AnswerValue, Kind, Question, QuestionId, Questionnaire, Row, Test, When
from policygen.strictyaml import Position, Value
from policygen.typos import did_you_mean

_COUNT = re.compile(r"at (least|most) (\d+)")


class NotATest(ValueError):
    """A row's value says nothing that the question's answers could be tested for."""


def read_when(value: Value, at: Position, questionnaire: Questionnaire) -> tuple[When, list[tuple[Position, str, str]]]:
    """Read the tables under a key; mistakes come back with their position, what is wrong and advice."""
    tables = value if isinstance(value, list) else [value]
    places = [(*at, number) for number in range(len(tables))] if isinstance(value, list) else [at]
    read: list[tuple[Row, ...]] = []
    mistakes: list[tuple[Position, str, str]] = []
    for table, place in zip(tables, places, strict=True):
        if not isinstance(table, dict) or not table:
            mistakes.append((place, "'when' is not a table.", "Write 'question: answer', one a line."))
            continue
        rows: list[Row] = []
        for name, wanted in table.items():
            if name not in questionnaire:
                advice = did_you_mean(name, questionnaire.questions)
                mistakes.append(((*place, name), f"There is no question '{name}'.", advice))
                continue
            try:
                rows.append((QuestionId(name), read_test(wanted, questionnaire[name])))
            except NotATest as error:
                mistakes.append(((*place, name), *_both(error)))
        read.append(tuple(rows))
    return tuple(read), mistakes


def read_test(value: Value, question: Question) -> Test:
    """Read the answer wanted of a question; raise NotATest with what is wrong and advice."""
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if isinstance(value, list):
        return Test(any_of=_choices(value, question), words=words)
    if isinstance(value, dict):
        raise NotATest("This is a table.", "Write one answer or a list of answers.")
    if value in ("answered", "not answered"):
        return Test(answered=value == "answered", words=words)
    if value in ("given", "not given"):
        return Test(given=value == "given", words=words)
    if value.startswith("given but "):
        return replace(read_test(value.removeprefix("given but "), question), given=True, words=words)
    if counted := _COUNT.fullmatch(value):
        if question.kind not in (Kind.NUMBER, Kind.LIST, Kind.MULTICHOICE):
            raise NotATest(f"'{question.id}' is not a number or a list.", "Name the answer wanted.")
        number = int(counted[2])
        return Test(at_least=number, words=words) if counted[1] == "least" else Test(at_most=number, words=words)
    if value.startswith("not ") and value not in question.choices:
        rest = value.removeprefix("not ").strip()
        several = rest.removeprefix("[").removesuffix("]").split(",") if rest.startswith("[") else [rest]
        return Test(none_of=_choices([item.strip() for item in several], question), words=words)
    return Test(any_of=_choices([value], question), words=words)


def holds(when: When, answers: Answers) -> bool:
    """Tell whether the answers fulfil a condition."""
    return not when or any(all(_row_holds(row, answers) for row in table) for table in when)


def asked(question: QuestionId, answers: Answers) -> bool:
    """Tell whether a question applies to this institution."""
    if question not in answers.asked:
        answers.asked[question] = holds(answers.questionnaire[question].ask_when, answers)
    return answers.asked[question]


def because(when: When, answers: Answers) -> tuple[str, ...]:
    """List the answers that make a condition hold, in words; empty when it holds always."""
    return tuple(f"{name} is {in_words(answers.value(name))}" for name in deciding(when, answers))


def deciding(when: When, answers: Answers) -> tuple[QuestionId, ...]:
    """Name the questions whose answers make a condition hold; empty when it holds always."""
    holding = (table for table in when if all(_row_holds(row, answers) for row in table))
    return tuple(name for name, _ in next(holding, ()))


def failure(when: When, answers: Answers) -> str:
    """Say why a condition does not hold: the first row of each table that fails; empty when it holds."""
    failures: dict[str, None] = {}
    for table in when:
        failing = next((row for row in table if not _row_holds(row, answers)), None)
        if failing is None:
            return ""
        failures[_row_failure(failing, answers)] = None
    return "; ".join(failures)


def questions_read(when: When) -> frozenset[QuestionId]:
    """Gather the questions that a condition looks at."""
    return frozenset(name for table in when for name, _ in table)


def can_hold(when: When, questionnaire: Questionnaire) -> bool:
    """Tell whether any answers at all would fulfil a condition, its questions' own conditions included."""
    return not when or any(
        _satisfiable(rows, questionnaire) for table in when for rows in _with_ask_when(table, questionnaire)
    )


def _row_holds(row: Row, answers: Answers) -> bool:
    name, test = row
    if not asked(name, answers):
        return False
    value = answers.value(name)
    if test.given is not None:
        if test.given != (name in answers.given):
            return False
        if not (test.any_of or test.none_of):
            return True
    if value is None and answers.questionnaire[name].kind is Kind.NUMBER:
        return test.answered is False
    return _passes(test, value)


def _row_failure(row: Row, answers: Answers) -> str:
    name, test = row
    if not asked(name, answers):
        return f"{name} is not asked, because {failure(answers.questionnaire[name].ask_when, answers)}"
    said = in_words(answers.value(name))
    if test.any_of:
        return f"{name} is {said}, not {test.words}"
    if test.given is not None and test.given != (name in answers.given):
        return f"{name} was {'not ' if test.given else ''}answered by the institution"
    return f"{name} is {said}, and must be {test.words}"


def _passes(test: Test, value: AnswerValue | None) -> bool:
    if test.answered is not None:
        return test.answered == (value not in (None, "", ()))
    if test.at_least is not None or test.at_most is not None:
        size = value if isinstance(value, int) else len(value) if isinstance(value, tuple) else 0
        return (test.at_least or 0) <= size <= (test.at_most if test.at_most is not None else size)
    said = set(value) if isinstance(value, tuple) else {in_words(value)}
    return bool(said & test.any_of) if test.any_of else not said & test.none_of


def _choices(values: list[Value], question: Question) -> frozenset[str]:
    if not all(isinstance(item, str) for item in values):
        raise NotATest("A list stands within the list.", "Write the answers wanted, one after the other.")
    known = {"yes", "no"} if question.kind is Kind.BOOL else set(question.choices)
    if not known:
        if question.kind is Kind.NUMBER and all(isinstance(item, str) and item.isdigit() for item in values):
            return frozenset(str(item) for item in values)
        raise NotATest(
            f"'{question.id}' has no choices to test for.", "Write 'answered', 'not answered' or 'at least 3'."
        )
    for item in values:
        if item not in known:
            raise NotATest(f"'{item}' is not an answer to '{question.id}'.", did_you_mean(str(item), known))
    return frozenset(str(item) for item in values)


def _both(error: NotATest) -> tuple[str, str]:
    says, advice = error.args
    return str(says), str(advice)


def _with_ask_when(table: tuple[Row, ...], questionnaire: Questionnaire) -> Iterator[tuple[Row, ...]]:
    """Give the table joined with each way in which its questions, and those they wait for, come to be asked."""
    names = [name for name, _ in table]
    seen: set[QuestionId] = set()
    while names:
        name = names.pop()
        if name not in seen:
            seen.add(name)
            names += questions_read(questionnaire[name].ask_when)
    ways = [questionnaire[name].ask_when or ((),) for name in sorted(seen)]
    for way in product(*ways):
        yield (*table, *(row for rows in way for row in rows))


def _satisfiable(rows: tuple[Row, ...], questionnaire: Questionnaire) -> bool:
    return all(
        _answerable(questionnaire[name], [test for each, test in rows if each == name])
        for name in {name for name, _ in rows}
    )


def _answerable(question: Question, tests: list[Test]) -> bool:
    for said in ([test.answered for test in tests], [test.given for test in tests]):
        if {True, False} <= set(said):
            return False
    least = max((test.at_least or 0 for test in tests), default=0)
    most = min((test.at_most for test in tests if test.at_most is not None), default=None)
    if question.kind is Kind.MULTICHOICE and least > len(question.choices):
        return False
    if most is not None and least > most:
        return False
    wanted = [test.any_of for test in tests if test.any_of]
    if wanted and any(test.answered is False for test in tests):
        return False
    if question.kind is Kind.NUMBER and wanted:
        numbers = frozenset.intersection(*wanted)
        return any(least <= int(number) <= (most if most is not None else int(number)) for number in numbers)
    known = {"yes", "no"} if question.kind is Kind.BOOL else set(question.choices)
    if not known:
        return True
    barred = frozenset().union(*(test.none_of for test in tests))
    if question.kind is Kind.MULTICHOICE:
        return all(each - barred for each in wanted)
    return bool(known.intersection(*wanted) - barred)
