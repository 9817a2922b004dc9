"""Write a local clause: the header of the library's clause with the institution's own words below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policygen.clauses import GOOD_PRACTICE, Basis, Clause
from policygen.questions import Test, When


def clause_path(clause: Clause, name: str = "") -> str:
    """Give the path of a clause's file within a folder, such as ``clauses/topic/name.us-ny.md``.

    ``name`` stands instead of the clause's own name, for a clause beside it.
    """
    own = clause.id.partition("/")[2]
    return f"clauses/{clause.topic}/{name or own}{f'.{clause.place}' if clause.place else ''}.md"


def clause_file(clause: Clause, body: str, rests_on: Sequence[Basis] | None = None) -> str:
    """Write the file of a local clause that stands for the library's clause.

    ``body`` is Markdown. ``rests_on`` are the duties it carries: None for those of the library's clause, empty
    for good practice. The lines for the staff guide go with the duties: other words need lines of their own.
    """
    bases = clause.rests_on if rests_on is None else tuple(rests_on)
    lines = ["---", *_header(clause, bases, with_guide=rests_on is None), "---", body.strip(), ""]
    return "\n".join(lines)


def _header(clause: Clause, bases: Sequence[Basis], *, with_guide: bool) -> Iterator[str]:
    yield f"title: {_quoted(clause.title)}"
    yield f"applies_to: [{', '.join(clause.applies_to)}]"
    yield from _when(clause.when)
    yield from _rests_on(bases)
    if clause.follows:
        yield f"follows: [{', '.join(clause.follows)}]"
    yield f"owner: {clause.owner}"
    if clause.evidence:
        yield f"evidence: {_quoted(clause.evidence)}"
    if with_guide:
        yield from (f"{key}: {_quoted(line.text)}" for key, line in (("do", clause.do), ("dont", clause.dont)) if line)
    yield from (f"{key}: {day.isoformat()}" for key, day in (("from", clause.starts), ("until", clause.ends)) if day)


def _when(when: When) -> Iterator[str]:
    if not when:
        return
    yield "when:"
    for table in when:
        for number, (question, test) in enumerate(table):
            mark = "  " if len(when) == 1 else "  - " if number == 0 else "    "
            yield f"{mark}{question}: {_test(test)}"


def _test(test: Test) -> str:
    """Write a test as it was written: a list of answers as a list, all else as text."""
    return f"[{test.words}]" if len(test.any_of) > 1 else _quoted(test.words)


def _rests_on(bases: Sequence[Basis]) -> Iterator[str]:
    if not bases:
        yield f"rests_on: {GOOD_PRACTICE}"
        return
    yield "rests_on:"
    for authority in dict.fromkeys(basis.authority for basis in bases):
        numbers = [str(basis.duty) for basis in bases if basis.authority == authority and basis.duty is not None]
        yield f"  - {authority}" + (f" {', '.join(numbers)}" if numbers else "")


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
