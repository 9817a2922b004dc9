"""Ask the questions in a terminal: plain numbered lines, so that screen readers, pipes and old consoles work.

The interview decides nothing and keeps nothing: every answer goes to ``save`` at once, so that a kill
loses nothing and the same command goes on where it stopped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from policygen.answers import NOT_SURE, Answers, in_words
from policygen.conditions import asked, questions_read
from policygen.effect import effect_of
from policygen.library import Library
from policygen.questions import AnswerValue, Kind, Question, QuestionId
from policygen.selection import OpenItem, select
from policygen.strictyaml import Value
from policygen.taking import NothingSaid, require_said, take_answer, take_default, take_doubt
from policygen.values import NotAnAnswer

MOST_NUMBERED = 20
"""Choices; longer lists are shown on request, and typed by name."""

MOST_TITLES = 4
"""Clause titles named after an answer; the rest are counted."""


CAUTIONS = {
    "bar": "This cannot stand",
    "refuse": "This will not be followed",
    "mend": "To change before approval",
    "settle": "To settle before approval",
    "advise": "Advice",
}
"""How an answer that is not simply obeyed is announced, by kind of caution."""


class Stopped(Exception):
    """The person saved and left."""


class _Word(Enum):
    BACK = auto()
    AGAIN = auto()


@dataclass
class Terminal:
    """How to speak to the person and hear the answer; ``hear`` raises EOFError when nobody is there."""

    say: Callable[[str], None]
    hear: Callable[[str], str]
    stress: Callable[[str], None]
    """Say a line so that it stands out."""


class Interview:
    """One conversation; ``answers`` holds what was said so far."""

    def __init__(
        self,
        library: Library,
        answers: Answers,
        on: date,
        terminal: Terminal,
        save: Callable[[Answers, QuestionId], None],
    ) -> None:
        """Begin, or go on, with the answers given so far."""
        self.library, self.answers, self.on = library, answers, on
        self.terminal, self.save = terminal, save

    def run(self) -> Answers:
        """Ask the quick path, offer the rest, review; raise Stopped when the person leaves."""
        quick, rest = self.library.questionnaire.quick, self.library.questionnaire.rest
        self._greet(quick)
        self._ask_all(quick)
        if self._open(rest):
            self._offer(rest)
        self._review()
        while barred := select(self.library, self.answers, self.on).barred:
            self._mend(barred)
        return self.answers

    def ask_only(self, questions: Sequence[Question]) -> Answers:
        """Ask some questions and no other; raise Stopped when the person leaves."""
        self.terminal.say("The library asks something new. Every answer is saved at once.")
        self._ask_all(questions)
        return self.answers

    def _mend(self, barred: Sequence[OpenItem]) -> None:
        """Ask again what no policy can be made with."""
        for item in barred:
            self.terminal.say("")
            self.terminal.say(item.says)
            if item.question is not None:
                self._ask(self.library.questionnaire[item.question])

    def _open(self, questions: Sequence[Question]) -> list[Question]:
        """List the questions that apply and have no answer yet."""
        return [
            question
            for question in questions
            if asked(question.id, self.answers)
            and question.id not in self.answers.given
            and question.id not in self.answers.unsure
        ]

    def _greet(self, quick: Sequence[Question]) -> None:
        own = [each for each in quick if each.id not in self.answers.inherited]
        done = len([each for each in own if self.answers.says(each.id)])
        if done:
            self.terminal.say(f"Going on where you stopped: {done} of {len(own)} answered.")
        else:
            self.terminal.say(f"{len(own)} questions make a first draft. Every answer is saved at once.")
        if self.answers.standard is not None and self.answers.inherited:
            system, number = self.answers.standard.system, len(self.answers.inherited)
            self.terminal.say(
                f"{number} answers come from {system} and are not asked. To differ, choose one at the end."
            )
        self.terminal.say("Type ? for help, back to go back, save to stop for now. Enter takes what stands in [ ].")

    def _offer(self, rest: Sequence[Question]) -> None:
        number = len(self._open(rest))
        self.terminal.say("")
        self.terminal.say(f"That is enough for a draft. {number} more questions fit it to you; each has a default.")
        if self._yes("Answer them now?"):
            self._ask_all(rest)

    def _ask_all(self, questions: Sequence[Question]) -> None:
        """Ask those that are open, in order; ``back`` returns to the question before."""
        trail: list[Question] = []
        while waiting := self._open(questions):
            question = waiting[0]
            number = [each.id for each in questions if asked(each.id, self.answers)].index(question.id) + 1
            total = sum(asked(each.id, self.answers) for each in questions)
            if self._ask(question, f"{number} of {total}") is _Word.BACK:
                if not trail:
                    self.terminal.say("This is the first question.")
                    continue
                self._forget(trail.pop())
                continue
            trail.append(question)

    def _forget(self, question: Question) -> None:
        self.answers = self.answers.without(question.id)
        self.save(self.answers, question.id)

    def _ask(self, question: Question, where: str = "") -> _Word | None:
        """Ask one question until it is answered."""
        self._put(question, where)
        while True:
            typed = self.terminal.hear("> ").strip()
            result = self._understand(question, typed)
            if result is _Word.AGAIN:
                continue
            if result is _Word.BACK:
                return _Word.BACK
            if isinstance(result, Answers):
                self._accept(question, result)
                return None

    def _put(self, question: Question, where: str) -> None:
        say = self.terminal.say
        section = self.library.questionnaire.sections[question.section]
        say("")
        say(f"{section}, {where}" if where else section)
        self.terminal.stress(question.ask)
        self._show_choices(question)
        hints = [self._how_to_answer(question)]
        current = self._current(question)
        if current:
            hints.append(f"[{current}]")
        say("  ".join(hint for hint in hints if hint))

    def _show_choices(self, question: Question, *, all_of_them: bool = False) -> None:
        options = [label[:1].upper() + label[1:] for label in question.choices.values()]
        if len(options) > MOST_NUMBERED and not all_of_them:
            return
        for number, label in enumerate([*options, *self._doubt(question)], 1):
            self.terminal.say(f"  {number:>2}. {label}")

    def _doubt(self, question: Question) -> list[str]:
        return ["Not sure"] if question.choices and question.unsure is not None else []

    def _how_to_answer(self, question: Question) -> str:
        many = len(question.choices) > MOST_NUMBERED
        match question.kind:
            case Kind.MULTICHOICE:
                return "Type names, with commas (? lists them)." if many else "Type numbers, with commas."
            case Kind.CHOICE:
                return "Type a number."
            case Kind.BOOL:
                return "Type yes or no" + (", or not sure." if question.unsure is not None else ".")
            case Kind.DATE:
                return "Type a date as 2027-02-01."
            case Kind.LIST:
                return "Type entries, with commas."
            case Kind.NUMBER:
                return "Type a number."
            case _:
                return ""

    def _current(self, question: Question) -> str:
        """Show what Enter would take: the answer given before, or the default."""
        if question.id in self.answers.unsure:
            return NOT_SURE
        value = self.answers.value(question.id)
        return "" if value is None else self._in_words(question, value)

    def _whose(self, question: Question) -> str:
        """Say that an answer is the health system's."""
        standard = self.answers.standard
        return f" (from {standard.system})" if standard and question.id in self.answers.inherited else ""

    def _in_words(self, question: Question, value: AnswerValue) -> str:
        if question.choices:
            values = value if isinstance(value, tuple) else (str(value),)
            return ", ".join(question.choices.get(each, each) for each in values) or "none"
        return "none" if value in ("", ()) else in_words(value)

    def _understand(self, question: Question, typed: str) -> Answers | _Word:
        """Take what was typed as a command or an answer."""
        match typed.lower():
            case "?":
                self._help(question)
                return _Word.AGAIN
            case "back":
                return _Word.BACK
            case "save" | "quit" | "exit":
                raise Stopped
        try:
            return self._read(question, typed) if typed else self._take_current(question)
        except NothingSaid as error:
            self.terminal.say(f"{error} Type ? for help.")
        except NotAnAnswer as error:
            self.terminal.say(str(error))
        return _Word.AGAIN

    def _take_current(self, question: Question) -> Answers:
        if question.id in self.answers.unsure or question.id in self.answers.given:
            return self.answers
        return take_default(self.answers, question)

    def _read(self, question: Question, typed: str) -> Answers:
        parts = re.split(r"\s*[,;]\s*", typed) if question.takes_several else [typed]
        words = [self._by_number(question, part) for part in parts if part]
        if NOT_SURE in [word.lower() for word in words]:
            return take_doubt(self.answers, question)
        said: Value = [*words] if question.takes_several else words[0]
        return require_said(take_answer(self.answers, question, said, self.library.places), question)

    def _by_number(self, question: Question, typed: str) -> str:
        """Turn the number of a choice into its value."""
        options = [*question.choices, *([NOT_SURE] if self._doubt(question) else [])]
        if not question.choices or not typed.isdecimal():
            return typed
        if not 1 <= int(typed) <= len(options):
            raise NotAnAnswer(f"There is no number {typed}. Type a number from 1 to {len(options)}.")
        return options[int(typed) - 1]

    def _help(self, question: Question) -> None:
        self.terminal.say(question.help or "Answer as you would tell a colleague.")
        if len(question.choices) > MOST_NUMBERED:
            self._show_choices(question, all_of_them=True)
        if question.id in self.answers.given or question.default is not None:
            self.terminal.say(f"Enter takes: {self._current(question) or 'nothing'}.")
        if question.unsure is not None:
            self.terminal.say("You may type: not sure. The policy then stays a draft until you decide.")

    def _accept(self, question: Question, after: Answers) -> None:
        """Keep an answer, save it, and tell what it changes."""
        before = self.answers
        self.answers = after
        self.save(after, question.id)
        effect = effect_of(self.library, before, after, [question.id], self.on)
        reworded = tuple(each.title for each in effect.reworded)
        for titles, what in ((effect.added, "Adds"), (effect.removed, "Leaves out"), (reworded, "Rewords")):
            if titles:
                more = f", and {len(titles) - MOST_TITLES} more" if len(titles) > MOST_TITLES else ""
                self.terminal.say(f"{what} {len(titles)}: {'; '.join(titles[:MOST_TITLES])}{more}")
        for caution in effect.cautions:
            self.terminal.say(f"{CAUTIONS[caution.kind]}: {caution.says}")

    def _review(self) -> None:
        """Show all answers; let the person change any of them, and ask again what depends on it."""
        while True:
            shown = [
                question
                for question in self.library.questionnaire
                if asked(question.id, self.answers)
                and (question.id in self.answers.given or question.id in self.answers.unsure)
            ]
            self.terminal.say("")
            self.terminal.stress("Your answers")
            for number, question in enumerate(shown, 1):
                self.terminal.say(f"  {number:>2}. {question.ask} {self._current(question)}{self._whose(question)}")
            typed = self.terminal.hear("Type a number to change an answer, or done: ").strip().lower()
            if typed in ("done", "d", ""):
                return
            if typed in ("save", "quit", "exit"):
                raise Stopped
            chosen = self._chosen(shown, typed)
            if chosen is None:
                self.terminal.say(f"Type a number from 1 to {len(shown)}, or done.")
                continue
            self._change(chosen)

    def _chosen(self, shown: Sequence[Question], typed: str) -> Question | None:
        if typed.isdecimal() and 1 <= int(typed) <= len(shown):
            return shown[int(typed) - 1]
        return next((question for question in shown if question.id == typed), None)

    def _change(self, question: Question) -> None:
        before = self.answers
        if self._ask(question) is _Word.BACK or self.answers == before:
            return
        for dependent in self.library.questionnaire:
            if question.id in questions_read(dependent.ask_when) and asked(dependent.id, self.answers):
                self.terminal.say("")
                self.terminal.say("This depends on the answer you changed:")
                self._ask(dependent)

    def _yes(self, question: str) -> bool:
        while True:
            typed = self.terminal.hear(f"{question} (yes or no) [no]: ").strip().lower()
            if typed in ("", "n", "no"):
                return False
            if typed in ("y", "yes"):
                return True
            if typed in ("save", "quit", "exit"):
                raise Stopped
            self.terminal.say("Type yes or no.")
