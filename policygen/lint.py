"""Find what is wrong with a library: mistakes in its files, and what a good library must not lack.

A library that loads can still be badly written, leave a duty uncarried or ask a question that nothing reads.
Those are found here; they stop a release of the library, not an institution's build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from policygen.assembling import FACTS
from policygen.coverage import coverage, name_with_place
from policygen.errors import Problem
from policygen.jurisdictions import Place
from policygen.languages import ENGLISH
from policygen.library import Library
from policygen.loading import read_library
from policygen.outlineprose import examine_outlines
from policygen.prose import examine_prose, unread_questions
from policygen.translations import LanguagePack

USED_BY_THE_PROGRAM = frozenset(
    {
        "jurisdictions",
        "org_name",
        "org_short_name",
        "policy_number",
        "policy_owner_role",
        "approver",
        "effective_date",
        "review_months",
        "supersedes",
        "legal_review",
        "languages",
        "outputs",
        "workforce_groups",
        *FACTS,
    }
)
"""Questions that the control block, the annexes and the choice of documents read."""
_WORD = re.compile(r"[^\W\d_]{2}")


def lint(folders: Sequence[Path]) -> tuple[Library | None, list[Problem]]:
    """Examine a library from its folders, the last one uppermost.

    While files have mistakes only those are named: a clause that cannot be read would seem to carry nothing.
    """
    library, problems = read_library(folders)
    if library is None or problems:
        return library, problems
    found = (
        *examine_prose(library),
        *examine_outlines(library),
        *_uncarried(library),
        *_unread(library),
        *_not_followed(library),
        *_untranslated(library),
    )
    return library, sorted(set(found))


def _uncarried(library: Library) -> Iterator[Problem]:
    for each in coverage(library):
        if each.clauses and each.not_carried is not None:
            says = f"{each.authority} {each.duty} is carried after all."
            yield Problem(f"jurisdictions/{each.place}/_place.yaml", 1, says, "Delete it from 'not_carried'.")
        if not each.settled:
            says = f"No clause carries duty {each.duty}: {each.says}"
            advice = f"Rest a clause on it, or give the reason under 'not_carried' in {each.place}/_place.yaml."
            yield Problem(f"jurisdictions/{each.place}/{each.authority}.yaml", 1, says, advice)


def _untranslated(library: Library) -> Iterator[Problem]:
    """Find what an institution in a place of another language can get, and that is not translated."""
    for place in library.places.by_id.values():
        language = place.language.partition("-")[0]
        if language not in ("", ENGLISH):
            yield from _wordings_lacking(library, place, language)
            yield from _law_lacking(library, place, language)


def _wordings_lacking(library: Library, place: Place, language: str) -> Iterator[Problem]:
    translation = library.translations.get(language)
    ladder = [*(each.id for each in library.places.lineage(place.id)), None]
    for wordings in library.wordings.values():
        clause = next((wordings[step] for step in ladder if step in wordings), None)
        if clause is not None and (translation is None or translation.lacks(clause)):
            advice = f"Add {name_with_place(clause)}@{language}.md."
            yield Problem(clause.path, 1, f"{place.name} needs this clause in '{language}'.", advice)


def _law_lacking(library: Library, place: Place, language: str) -> Iterator[Problem]:
    """Find titles, pinpoints and changes of a place's law, or of law around it, that have no other words."""
    translation = library.translations.get(language)
    pack = translation.pack if translation else LanguagePack()
    around = {each.id: each for each in library.places.lineage(place.id)}
    for authority in library.authorities.values():
        if authority.place not in around:
            continue
        wanted: dict[tuple[str, str], bool] = {("authorities", authority.id): authority.id in pack.authorities}
        pinpoints = [duty.at for duty in authority.duties.values() if _WORD.search(duty.at)]
        wanted |= {("pinpoints", each): each in pack.pinpoints for each in pinpoints}
        yield from _lacking(wanted, f"jurisdictions/{authority.place}/{authority.id}.yaml", place, language)
    for each in around.values():
        wanted = {("changes", change.name): change.name in pack.changes for change in each.changes}
        yield from _lacking(wanted, f"jurisdictions/{each.id}/_place.yaml", place, language)


def _lacking(wanted: Mapping[tuple[str, str], bool], path: str, place: Place, language: str) -> Iterator[Problem]:
    for (key, name), there in wanted.items():
        if not there:
            says = f"{place.name} needs '{name}' in '{language}'."
            yield Problem(path, 1, says, f"Add it under '{key}' in clauses/_library@{language}.yaml.")


def _unread(library: Library) -> Iterator[Problem]:
    for name in unread_questions(library, USED_BY_THE_PROGRAM):
        says = f"No clause reads the question '{name}'."
        yield Problem("clauses/questionnaire.yaml", 1, says, "Use it in a clause's 'when', or do not ask it.")


def _not_followed(library: Library) -> Iterator[Problem]:
    followed = {each for clause in library.clauses for each in clause.follows}
    for name, recommendation in library.recommendations.items():
        if name not in followed and not recommendation.settled:
            says = f"No clause follows {name}: {recommendation.says}"
            yield Problem(
                "clauses/recommendations.yaml", 1, says, "Name it under 'follows', or say how it is 'settled'."
            )
        if name in followed and recommendation.settled:
            says = f"{name} is settled, and a clause follows it too."
            yield Problem("clauses/recommendations.yaml", 1, says, "Delete one of the two.")
