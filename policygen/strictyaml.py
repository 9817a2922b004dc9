"""Read YAML strictly: every scalar is text, nothing is guessed, and every value knows its line.

Anchors, aliases, tags, merge keys, repeated keys and deep nesting are refused, because a person who
writes a clause never needs them and a stranger who sends one may. ``no`` stays "no" and 1.10 stays "1.10".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

import yaml

from policygen.errors import Problem

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Position: TypeAlias = tuple[str | int, ...]

DEEPEST = 20

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Tree:
    """The values of one YAML text, and the line on which each of them stands."""

    path: str
    value: Value
    lines: dict[Position, int] = field(repr=False)

    def line(self, *position: str | int) -> int:
        """Give the line of a value, or of the nearest value around it."""
        while position and position not in self.lines:
            position = position[:-1]
        return self.lines.get(position, 1)

    def problem(self, position: Position, says: str, advice: str = "") -> Problem:
        """Say what is wrong with the value at a position."""
        return Problem(self.path, self.line(*position), says, advice)


class _Refused(Exception):
    def __init__(self, line: int, says: str, advice: str) -> None:
        super().__init__(says)
        self.line, self.says, self.advice = line, says, advice


def read_yaml(text: str, path: str, *, lines_before: int = 0) -> tuple[Tree | None, list[Problem]]:
    """Read one YAML text; an empty one is an empty table.

    ``lines_before`` is the number of lines that precede the text in its file, so that problems
    name the line of the file. Repeated keys are all reported; anything else ends the reading.
    """
    reader = _Reader(path, lines_before)
    try:
        parser = _PARSER(text)
        value = reader.document(iter(parser.get_event, None))
    except _Refused as refused:
        return None, [*reader.problems, Problem(path, refused.line, refused.says, refused.advice)]
    except yaml.MarkedYAMLError as error:
        return None, [*reader.problems, _syntax_problem(error, text, path, lines_before)]
    except yaml.YAMLError:
        return None, [Problem(path, 1 + lines_before, "This is not readable YAML.", "Compare it with another file.")]
    return Tree(path, value, reader.lines), reader.problems


class _Reader:
    """Turns the parser's events into values; one instance a text."""

    def __init__(self, path: str, lines_before: int) -> None:
        self.path = path
        self.first = lines_before + 1
        self.lines: dict[Position, int] = {}
        self.problems: list[Problem] = []

    def document(self, events: Iterator[yaml.Event]) -> Value:
        value: Value = {}
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(event, "A second document begins here.", "Keep one document in a file.")
            elif isinstance(event, yaml.NodeEvent):
                self.lines[()] = self.line(event)
                value = self.value(event, events, ())
        return {} if value == "" else value

    def value(self, event: yaml.Event, events: Iterator[yaml.Event], at: Position) -> Value:
        self.check(event, at)
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, at)
        return self.mapping(events, at)

    def sequence(self, events: Iterator[yaml.Event], at: Position) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            within = (*at, len(items))
            self.lines[within] = self.line(event)
            items.append(self.value(event, events, within))
        return items

    def mapping(self, events: Iterator[yaml.Event], at: Position) -> dict[str, Value]:
        table: dict[str, Value] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            self.check(event, at)
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse(event, "A key is a list or a table.", "Write one word before the colon.")
            key = str(event.value)
            if key == "<<":
                self.refuse(event, "Merge keys (<<) are not used here.", "Write the keys out.")
            within = (*at, key)
            if key in table:
                self.pass_by(key, event, events, within)
                continue
            self.lines[within] = self.line(event)
            table[key] = self.value(next(events), events, within)
        return table

    def pass_by(self, key: str, event: yaml.Event, events: Iterator[yaml.Event], at: Position) -> None:
        """Report a key that stands again, and read past its value, whose lines count for nothing."""
        says, advice = f"The key '{key}' stands here again.", f"Keep this one or line {self.lines[at]}."
        self.problems.append(Problem(self.path, self.line(event), says, advice))
        lines, self.lines = self.lines, {}
        self.value(next(events), events, at)
        self.lines = lines

    def check(self, event: yaml.Event, at: Position) -> None:
        if getattr(event, "anchor", None):
            self.refuse(event, "Anchors and aliases (& and *) are not used here.", "Write the value out, or quote it.")
        if getattr(event, "tag", None):
            self.refuse(event, "Tags (!) are not used here.", "Delete the tag, or quote the value.")
        if len(at) > DEEPEST:
            self.refuse(event, f"Values are nested more than {DEEPEST} deep.", "Write them flat.")

    def line(self, event: yaml.Event) -> int:
        return self.first + (event.start_mark.line if event.start_mark else 0)

    def refuse(self, event: yaml.Event, says: str, advice: str) -> NoReturn:
        raise _Refused(self.line(event), says, advice)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str, lines_before: int) -> Problem:
    mark = (error.context_mark if "':'" in str(error.problem) else None) or error.problem_mark or error.context_mark
    at = text.splitlines()[mark.line : mark.line + 1] if mark else []
    line = (mark.line if mark else 0) + 1 + lines_before
    found = error.problem or ""
    if at and "\t" in at[0][: len(at[0]) - len(at[0].lstrip()) + 1]:
        return Problem(path, line, "A tab stands here.", "Indent with spaces.")
    if "mapping values are not allowed" in found:
        return Problem(path, line, "This value holds a colon.", "Put the value in single quotes.")
    if "could not find expected ':'" in found:
        return Problem(path, line, "A key here lacks its colon.", "Write 'key: value'.")
    return Problem(path, line, f"This is not readable YAML: {found}.", "Compare it with another file of its kind.")
