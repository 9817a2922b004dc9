"""The editions of one policy: the same selection in the languages that its places and answers ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from policygen.answers import Answers
from policygen.assembling import assemble
from policygen.coverage import name_with_place
from policygen.document import Document, Standing
from policygen.errors import PolicygenError, Problem, ProblemsFound
from policygen.jurisdictions import PlaceId
from policygen.languages import ENGLISH, in_language
from policygen.library import Library
from policygen.questions import QuestionId
from policygen.selection import Selection, chosen_places, select

LANGUAGES = QuestionId("languages")


class Barred(PolicygenError):
    """With these answers no policy may be made; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A policy in one language."""

    language: str
    """The language tag, such as fr-CA."""
    suffix: str
    """What stands in its file names after ``policy``; empty for the edition that prevails."""
    selection: Selection
    document: Document


def make_editions(
    library: Library, answers: Answers, on: date, standing: Standing | None = None
) -> tuple[Edition, ...]:
    """Make the policy in each language it needs, the one that prevails first.

    Raises Barred when an answer forbids it, ProblemsFound when a clause is not translated.
    """
    selection = select(library, answers, on)
    if selection.barred:
        raise Barred("No policy was made. " + " ".join(item.says for item in selection.barred))
    tags = _tags(library, answers)
    return tuple(
        _edition(library, _selected(library, selection, answers, tag), tag, f"-{tag[:2]}" if number else "", standing)
        for number, tag in enumerate(tags)
    )


def _tags(library: Library, answers: Answers) -> list[str]:
    """List the language tags: the language of all places first, then English where it was asked for too."""
    places = chosen_places(library, answers)
    spoken = {_language(library, place) for place in places}
    tag = spoken.pop() if len(spoken) == 1 else ENGLISH
    if tag[:2] == ENGLISH or tag[:2] not in library.translations:
        return [""]
    wanted = answers.given.get(LANGUAGES, ())
    return [tag, f"{ENGLISH}{tag[2:]}"] if isinstance(wanted, tuple) and ENGLISH in wanted else [tag]


def _language(library: Library, place: PlaceId) -> str:
    return next((each.language for each in library.places.lineage(place) if each.language), ENGLISH)


def _selected(library: Library, english: Selection, answers: Answers, tag: str) -> Selection:
    """Give the selection in the language of a tag; ``english`` is that of the library's own words."""
    base = tag[:2] or ENGLISH
    if base == ENGLISH:
        return english
    spoken = in_language(library, base)
    selection = select(spoken, replace(answers, questionnaire=spoken.questionnaire), english.on)
    _require_translated(library, selection, base)
    return selection


def _edition(library: Library, selection: Selection, tag: str, suffix: str, standing: Standing | None) -> Edition:
    document = assemble(in_language(library, tag[:2] or ENGLISH), selection, language=tag, standing=standing)
    return Edition(language=document.language, suffix=suffix, selection=selection, document=document)


def _require_translated(library: Library, selection: Selection, language: str) -> None:
    lacking = [chosen.clause for chosen in selection.clauses if library.translations[language].lacks(chosen.clause)]
    if lacking:
        problems = [
            Problem(
                clause.path,
                1,
                f"This clause has no '{language}' translation.",
                f"Add {name_with_place(clause)}@{language}.md.",
            )
            for clause in lacking
        ]
        raise ProblemsFound(problems, "The policy cannot be made in this language yet.")
