"""What changed answers do to a policy: the clauses they bring, take away and reword, and what speaks against them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from policygen.answers import Answers
from policygen.clauses import Caution, ClauseId
from policygen.filling import Filled, Filler
from policygen.languages import ENGLISH
from policygen.library import Library
from policygen.questions import QuestionId
from policygen.selection import Chosen, Selection, cautions_of, select


@dataclass(frozen=True, kw_only=True)
class Reworded:
    """A clause that says something else than before."""

    title: str
    before: Filled
    after: Filled


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What changed answers do; clauses are named by their titles, in reading order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    reworded: tuple[Reworded, ...]
    cautions: tuple[Caution, ...]
    """What speaks against the answers, by themselves or together with earlier ones."""


def effect_of(library: Library, before: Answers, after: Answers, questions: Collection[QuestionId], on: date) -> Effect:
    """Compare the policy of some answers with that of others, which differ in some questions."""
    old, new = select(library, before, on), select(library, after, on)
    earlier = cautions_of(library, before, on)
    pairs = tuple(_pairs(old, new))
    return Effect(
        added=tuple(now.clause.title for was, now in pairs if now and not was),
        removed=tuple(was.clause.title for was, now in pairs if was and not now),
        reworded=tuple(_reworded(pairs, _filler(library, old), _filler(library, new))),
        cautions=tuple(
            caution
            for caution in cautions_of(library, after, on)
            if caution.question in questions or caution not in earlier
        ),
    )


def _pairs(old: Selection, new: Selection) -> Iterator[tuple[Chosen | None, Chosen | None]]:
    """Pair the clauses before with those after: the same file, or another place's wording of the same clause."""
    were, are = _by_path(old), _by_path(new)
    gone = {path: chosen for path, chosen in were.items() if path not in are}
    for path, chosen in are.items():
        yield were.get(path) or _take(gone, chosen.clause.id), chosen
    yield from ((chosen, None) for chosen in gone.values())


def _take(gone: dict[str, Chosen], clause: ClauseId) -> Chosen | None:
    """Take a wording of a clause out of those that are gone."""
    path = next((path for path, chosen in gone.items() if chosen.clause.id == clause), None)
    return gone.pop(path) if path is not None else None


def _reworded(
    pairs: Iterable[tuple[Chosen | None, Chosen | None]], before: Filler, after: Filler
) -> Iterator[Reworded]:
    """Find the clauses whose text is another; one that would have printed a blank was no text yet."""
    for old, new in pairs:
        if old and new:
            was, now = before.fill(old.clause.body, old.places), after.fill(new.clause.body, new.places)
            if was != now and all(was.values):
                yield Reworded(title=new.clause.title, before=was, after=now)


def _by_path(selection: Selection) -> Mapping[str, Chosen]:
    return {chosen.clause.path: chosen for chosen in selection.clauses}


def _filler(library: Library, selection: Selection) -> Filler:
    return Filler(library, selection.answers, ENGLISH)
