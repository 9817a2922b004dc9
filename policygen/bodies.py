"""The text of a clause: Markdown with ``{{ names }}`` in it and nothing else.

A body is cut at its names once. What stands between the names is the clause's own text, which may be
respelled for a place; what stands for a name is filled in later and never read as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

LONGEST_BODY = 8_000
"""Characters; hostile Markdown grows its cost with length."""

_NAME = re.compile(r"\{\{ *([a-z_]+(?:\.[a-z_]+)?) *\}\}")
_SENTENCE_START = re.compile(r"(?:^|\n\s*\n|(?<!\b[A-Za-z]\.[A-Za-z])[.?!]\s+|(?:^|\n)\s*(?:[-*]|\d+\.)\s+)[*_]*$")

_FORBIDDEN: tuple[tuple[tuple[str, ...], re.Pattern[str], str, str], ...] = (
    (
        ("{%",),
        re.compile(r"\{%"),
        "a template instruction ({% ... %})",
        "Write a clause of its own with a 'when' instead.",
    ),
    (("{#",), re.compile(r"\{#"), "a template comment ({# ... #})", "Delete it."),
    (("{",), re.compile(r"\{:|\{ *[.#][a-z]"), "an attribute list ({: ... })", "Delete it; looks live in templates/."),
    (("<",), re.compile(r"<[A-Za-z/!?]"), "HTML", "Write plain Markdown."),
    (("![",), re.compile(r"!\["), "an image", "Put it in a template."),
    (("#",), re.compile(r"(?m)^ {0,3}#{1,6}\s"), "a heading", "Make the text a clause with its own title."),
    (("=", "--"), re.compile(r"(?m)^(?:=+|-{2,})\s*$"), "an underlined heading or a rule", "Delete the line."),
    (
        ("*", "_", "-"),
        re.compile(r"(?m)^ {0,3}(?:(?:\* *){3,}|(?:_ *){3,}|(?:- +){2,}-?)\s*$"),
        "a rule",
        "Delete the line.",
    ),
    (
        ("    ", "\t"),
        re.compile(r"(?:\A|\n *\n)(?: {4}|\t)\s*[^\s]"),
        "a code block",
        "Begin the line at the margin.",
    ),
    (("`",), re.compile(r"`"), "a code mark (`)", "Use quotation marks."),
    (("[",), re.compile(r"\[\^|\[TOC\]", re.IGNORECASE), "a footnote or a contents mark", "Write the text out."),
    (
        ("[[", "((", "**", "__", ">"),
        re.compile(r"\[{6}|\({6}|\*{6}|_{6}|(?:> ?){3}"),
        "a long run of one mark",
        "Write plain words.",
    ),
    (
        ("- ", "* ", "+ ", ". ", ") "),
        re.compile(r"(?m)^ *(?:(?:[-*+]|\d+[.)]) +){3}"),
        "a long run of one mark",
        "Begin one list a line.",
    ),
    (("[",), re.compile(r"\A(?:[^\[]*\[){100}"), "more than a hundred brackets", "Write plain words."),
    (
        ("]:",),
        re.compile(r"(?m)^[ >*+-]*\[[^\]\n]+\]:"),
        "a link reference ([x]: ...)",
        "Write [words](https://...) instead.",
    ),
    (("](",), re.compile(r"\]\((?!https://|mailto:)"), "a link that is not https", "Link to an https address."),
    (
        (":",),
        re.compile(r"(?i)\b(?:javascript|vbscript):|\b(?:file|data):\S"),
        "an address that is not https",
        "Delete it.",
    ),
)
"""Signs of which one stands wherever the pattern does, for a quick look; the pattern, what it finds, and advice."""
_MARKS = ("{", "}", "<", "[", "](", "`", "((", "**", "__", ">", "    ", "\t", ":")
_LINE_MARK = re.compile(r"\n *[-*+#=_\d]")
"""Where neither stands in the words of a body, nothing forbidden does; most bodies are looked at no further."""


@dataclass(frozen=True)
class Body:
    """A clause's text, cut at its names: literal, name, literal, ..., literal."""

    pieces: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """List the names in the order in which they stand."""
        return self.pieces[1::2]

    @cached_property
    def text(self) -> str:
        """Give the text as it was written."""
        return "".join(f"{{{{ {piece} }}}}" if number % 2 else piece for number, piece in enumerate(self.pieces))

    def opens_sentence(self, number: int) -> bool:
        """Tell whether the name of this number (from 0) begins a sentence."""
        return self._opening[number]

    @cached_property
    def _opening(self) -> tuple[bool, ...]:
        bare = ["x" if place % 2 else piece for place, piece in enumerate(self.pieces)]
        before = ("".join(bare[: 2 * number + 1]) for number in range(len(self.names)))
        return tuple(bool(_SENTENCE_START.search(each)) for each in before)


def read_body(text: str) -> Body:
    """Cut a text at its names; text that is not allowed stays literal and is found by ``faults``."""
    return Body(tuple(_NAME.split(text)))


def faults(body: Body) -> Iterator[tuple[int, str, str]]:
    """Find what a body may not hold: the line within the body (from 0), what is there, and advice."""
    text = body.text
    if not text.strip():
        yield 0, "The clause has no text.", "Write it below the second ---."
    if len(text) > LONGEST_BODY:
        yield 0, f"The text is longer than {LONGEST_BODY:,} characters.", "Make several clauses of it."
    if not bears_marks(body):
        return
    for signs, pattern, what, advice in _FORBIDDEN:
        for found in pattern.finditer(text) if any(sign in text for sign in signs) else ():
            yield text.count("\n", 0, found.start()), f"The text holds {what}.", advice
    for number, literal in enumerate(body.pieces[::2]):
        for found in () if "{{" not in literal and "}}" not in literal else re.finditer(r"\{\{|\}\}", literal):
            before = Body(body.pieces[: 2 * number + 1]).text if number else literal
            offset = len(before) - len(literal) + found.start()
            line = (before if number else literal).count("\n", 0, offset)
            yield line, "Something other than a name stands in {{ }}.", "Write {{ name }}: no filters, no sums."
            break


def bears_marks(body: Body) -> bool:
    """Tell whether a mark stands between the names of a body, or opens a line."""
    words = "\n" + "x".join(body.pieces[::2])
    return any(map(words.__contains__, _MARKS)) or bool(_LINE_MARK.search(words))
