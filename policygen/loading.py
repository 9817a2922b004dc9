"""Load the library from its folders. All mistakes in all files are found in one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from policygen.counting import counted
from policygen.errors import Problem, ProblemsFound
from policygen.keeping import place_of_libraries
from policygen.library import Library
from policygen.librarycache import keep, sign, take
from policygen.memory import collector_at_rest
from policygen.outlinechecks import check_outlines
from policygen.questions import Questionnaire
from policygen.references import check_references
from policygen.sources import Sources


def shipped_library() -> Path:
    """Find the folder that holds the shipped clauses/, jurisdictions/ and templates/.

    A checkout is used as it stands; an installed wheel carries them as ``_data``.
    """
    checkout = Path(__file__).resolve().parent.parent
    return checkout if (checkout / "clauses" / "questionnaire.yaml").is_file() else Path(__file__).parent / "_data"


def load_library(*folders: Path) -> Library:
    """Load the shipped library with other folders laid over it, the last one uppermost.

    A file of a folder replaces the file of the same name below it; a new name adds.
    Raises ProblemsFound with every mistake in every file.
    """
    return load_again(shipped_library(), *folders)


def load_again(*folders: Path) -> Library:
    """Load a library from just these folders, from where it is kept if it is kept and is not stale."""
    place = place_of_libraries()
    if place is None:
        return load_folders(*folders)
    library = take(folders, place)
    if library is None:
        try:
            signature = sign(folders)
        except OSError:  # a file went meanwhile; reading the library tells whether it is missed
            return load_folders(*folders)
        library = load_folders(*folders)
        keep(library, signature, place)
    return library


def load_folders(*folders: Path) -> Library:
    """Load a library from just these folders, the last one uppermost."""
    with collector_at_rest():
        library, problems = read_library(folders)
    if library is None or problems:
        raise ProblemsFound(problems, f"The library has {counted(len(problems), 'mistake', 'mistakes')}.")
    return library


def read_library(folders: Sequence[Path]) -> tuple[Library | None, list[Problem]]:
    """Read folders, the last one uppermost; the library is None when a file it cannot do without is unreadable."""
    from policygen.translationfiles import read_translations  # as in sources.py

    sources = Sources(folders)
    library = _library(sources, folders)
    if library is not None:
        library = replace(library, translations=read_translations(sources, library))
    if library is None:
        return None, sorted(set(sources.problems))
    found = (*check_references(library, sources.trees), *check_outlines(library))
    return library, sorted({*sources.problems, *found})


def _library(sources: Sources, folders: Sequence[Path]) -> Library | None:
    from policygen.clausefiles import read_clauses, read_frame, read_recommendations, read_topics  # as in sources.py
    from policygen.lawfiles import read_authorities, read_places
    from policygen.outlinefiles import read_outlines
    from policygen.questionfiles import read_cautions, read_questionnaire, with_defaults

    asked = read_questionnaire(sources)
    frame = read_frame(sources, asked[0] if asked else Questionnaire(sections={}, questions={}))
    if asked is None or frame is None:
        return None
    questionnaire, file, tree = asked
    places = read_places(sources, questionnaire)
    questionnaire = with_defaults(sources, questionnaire, file, tree, places)
    topics = read_topics(sources, frame)
    return Library(
        frame=frame,
        questionnaire=questionnaire,
        places=places,
        authorities=read_authorities(sources, places),
        topics=topics,
        clauses=read_clauses(sources, topics, places, questionnaire),
        cautions=read_cautions(sources, questionnaire, places),
        recommendations=read_recommendations(sources, topics),
        translations={},
        outlines=read_outlines(sources, questionnaire),
        fingerprint=sources.fingerprint(),
        templates=tuple(folder / "templates" for folder in reversed(folders) if (folder / "templates").is_dir()),
        folders=tuple(folders),
    )
