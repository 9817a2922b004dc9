"""What several tests share: the toy library's folder, answers to it, and folders laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from policygen.answers import Answers
from policygen.answertables import read_table
from policygen.assembling import assemble
from policygen.clauses import Clause
from policygen.document import Document
from policygen.errors import Problem
from policygen.library import Library
from policygen.loading import load_folders, read_library
from policygen.questions import AnswerValue, Kind, Question, QuestionId
from policygen.selection import Chosen, Selection, select
from policygen.strictyaml import Value
from policygen.values import NotAnAnswer, read_value

TEA = Path(__file__).parent / "tea-club"

PATIENCE = 300
"""Seconds that a test waits for a process before it fails; a busy machine is slow, not wrong."""

ON = date(2026, 3, 1)
"""The day on which the tests select, unless a test is about days."""

REQUIRED: Mapping[str, Value] = {
    "org_name": "Leaf & Cup",
    "jurisdictions": "tealand-east",
    "headcount": "12",
    "brewing": "pot",
    "effective_date": "2026-04-01",
}
"""One answer to each question that the tea club must answer."""


def answers_of(library: Library, **values: Value) -> Answers:
    """Read answers as a file gives them; all of them must be right."""
    answers, mistakes = read_table(values, library.questionnaire, library.places)
    assert mistakes == []
    return answers


def tea_answers(tea: Library, **values: Value) -> Answers:
    """Answer what the tea club must answer, with some answers of the test's own."""
    return answers_of(tea, **{**REQUIRED, **values})


def select_tea(tea: Library, on: date = ON, /, **values: Value) -> Selection:
    """Select the clauses for some answers."""
    return select(tea, tea_answers(tea, **values), on)


def assemble_tea(tea: Library, on: date = ON, /, **values: Value) -> Document:
    """Assemble the policy for some answers."""
    return assemble(tea, select_tea(tea, on, **values))


def name_of(clause: Clause) -> str:
    """Name a clause and the place whose wording it is."""
    return f"{clause.id}.{clause.place}" if clause.place else clause.id


def chosen_names(selection: Selection) -> list[str]:
    """Name the clauses chosen, in reading order."""
    return [name_of(chosen.clause) for chosen in selection.clauses]


def chosen(selection: Selection, name: str) -> Chosen:
    """Find a clause that was chosen."""
    return next(each for each in selection.clauses if name_of(each.clause) == name)


def reason_against(selection: Selection, name: str) -> str:
    """Give the reason for which a clause was left out."""
    return next(omission.reason for omission in selection.omissions if name_of(omission.clause) == name)


def lay(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files under a folder, by their names within it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def tea_with(folder: Path, files: Mapping[str, str]) -> Library:
    """Load the tea club with some files replaced or added."""
    return load_folders(TEA, lay(folder, files))


def mistakes_with(folder: Path, files: Mapping[str, str]) -> list[Problem]:
    """List the mistakes that some files bring into the tea club."""
    return read_library([TEA, lay(folder, files)])[1]


def clause_file(text: str, **header: str) -> str:
    """Write a clause file of good practice for all members."""
    keys = {"title": "A clause", "applies_to": "members", "rests_on": "good practice", **header}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + f"---\n{text}\n"


PRINTABLE = st.characters(exclude_categories=["Cs", "Cn", "Co"])
"""Every character that Unicode assigns a meaning to."""


def texts(question: Question, characters: st.SearchStrategy[str] = PRINTABLE) -> st.SearchStrategy[str]:
    """Give texts that a question takes, as they are kept."""
    return (
        st.text(characters, max_size=30)
        .map(lambda text: _read_or_nothing(text, question))
        .filter(lambda text: text not in ("", "not sure", "not-sure"))
    )


def values(question: Question) -> st.SearchStrategy[AnswerValue]:
    """Give answers to a question of any kind."""
    match question.kind:
        case Kind.CHOICE:
            return st.sampled_from(list(question.choices))
        case Kind.MULTICHOICE:
            return st.sets(st.sampled_from(list(question.choices)), min_size=1).map(
                lambda several: tuple(choice for choice in question.choices if choice in several)
            )
        case Kind.BOOL:
            return st.booleans()
        case Kind.NUMBER:
            return st.integers(0, 240)
        case Kind.DATE:
            return st.dates(date(1900, 1, 1), date(2900, 12, 31))
        case Kind.EMAIL:
            return st.sampled_from(["cup@tea.example", "a.b+c@pot.tea.example", "o'pot@tea.example"])
        case Kind.LIST:
            return st.lists(texts(question), max_size=4, unique=True).map(tuple)
        case Kind.TEXT:
            return texts(question)


@st.composite
def any_answers(draw: st.DrawFn, library: Library, *, complete: bool = True) -> Answers:
    """Give answers to a questionnaire: all that are required, and any of the others; some in doubt."""
    given: dict[QuestionId, AnswerValue] = {}
    unsure: set[QuestionId] = set()
    for question in library.questionnaire:
        if draw(st.booleans()) or (complete and question.required):
            if question.unsure is not None and draw(st.booleans()):
                unsure.add(question.id)
            else:
                given[question.id] = draw(values(question))
    return Answers(questionnaire=library.questionnaire, given=given, unsure=frozenset(unsure))


def _read_or_nothing(text: str, question: Question) -> str:
    try:
        read = read_value([text] if question.takes_several else text, question)
    except NotAnAnswer:
        return ""
    return "".join(read) if isinstance(read, tuple) else str(read)
