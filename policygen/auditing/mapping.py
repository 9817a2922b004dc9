"""Map each statement of an old policy to the clauses of the library that say the same, with the words that show it.

A clause is met whole and sentence by sentence, because a statement of an old policy often says one thing of
several. What is less alike than ``MAPPED`` is the institution's own; what is at least as alike as ``CARRIED``
says what the clause says. Both were chosen on the policies in tests/old-policies: see tests/test_mapping.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policygen.auditing.oldpolicy import OldStatement
from policygen.auditing.similarity import Measure, Vector, cosine, shared
from policygen.auditing.splitting import sentences_of
from policygen.bodies import Body
from policygen.clauses import Clause
from policygen.library import Library
from policygen.selection import Selection

MAPPED = 0.28
"""Likeness from which a statement counts as saying something of a clause."""
CARRIED = 0.40
"""Likeness from which a statement counts as carrying a clause."""
SENTENCE = 0.85
"""What a likeness to one sentence of a clause counts for, beside a likeness to the whole of it."""
SHORTEST_SENTENCE = 5
"""Stems of a sentence that can be met by itself; fewer are alike to too much."""
FEWEST_SHARED = 2
"""Stems that a statement and a clause must share, however rare one is; to carry it takes one more."""
MOST_MATCHES = 3


@dataclass(frozen=True, kw_only=True)
class Match:
    """A clause that says something of what a statement says."""

    clause: Clause
    score: float
    """From 0 to 1."""
    words: tuple[str, ...]
    """The words of the statement that the clause has too, the weightiest first."""
    left_out: str = ""
    """Why the clause does not apply to this institution; empty when it does."""

    @property
    def carries(self) -> bool:
        """Tell whether the statement says what the clause says."""
        return self.score >= CARRIED and len(self.words) > FEWEST_SHARED


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """A statement and the clauses nearest to it, the nearest first; none when it is the institution's own."""

    statement: OldStatement
    matches: tuple[Match, ...]

    @property
    def best(self) -> Match | None:
        """Give the clause nearest to the statement."""
        return self.matches[0] if self.matches else None


@dataclass(frozen=True)
class _Face:
    """One text that stands for a clause: the whole of it, or one sentence."""

    number: int
    """Of the clause, in the order met."""
    vector: Vector
    counts: float


class Mapper:
    """Maps statements to the clauses that apply to an institution, and to those that its answers left out."""

    def __init__(self, library: Library, selection: Selection, language: str) -> None:
        """Weigh the words of all clauses; ``language`` is that of the library's words, such as en."""
        self.measure = Measure((f"{clause.title} {words_of(clause.body)}" for clause in library.clauses), language)
        applies = {chosen.clause.id for chosen in selection.clauses}
        around = library.places.all_around(selection.places)
        self.candidates: list[tuple[Clause, str]] = [(chosen.clause, "") for chosen in selection.clauses]
        self.candidates += [
            (omission.clause, omission.reason)
            for omission in selection.omissions
            if omission.clause.id not in applies and (omission.clause.place is None or omission.clause.place in around)
        ]
        self.faces = [
            face for number, (clause, _) in enumerate(self.candidates) for face in self._faces(number, clause)
        ]
        self.postings: dict[str, list[tuple[int, float]]] = {}
        for number, face in enumerate(self.faces):
            for stem, weight in face.vector.items():
                self.postings.setdefault(stem, []).append((number, weight))

    def map(self, statement: OldStatement) -> Mapped:
        """Find the clauses nearest to a statement; those left out count only where none that applies is near."""
        found = [self._match(statement, number, score, face) for number, score, face in self._nearest(statement.whole)]
        applying = [match for match in found if not match.left_out]
        return Mapped(statement=statement, matches=tuple((applying or found)[:MOST_MATCHES]))

    def meets_all(self, text: str, clause: Clause) -> bool:
        """Tell whether a text carries a clause as a whole, and says something of each of its sentences."""
        vector = self.measure.vector(text)
        whole, *parts = self._faces(0, clause, with_guide=False)
        return cosine(vector, whole.vector) >= CARRIED and all(cosine(vector, part.vector) >= MAPPED for part in parts)

    def says(self, text: str, statements: Iterable[OldStatement]) -> bool:
        """Tell whether one of the statements says what a text says."""
        vector = self.measure.vector(text)
        return any(
            len(parts) > FEWEST_SHARED and sum(parts.values()) >= CARRIED
            for statement in statements
            if (parts := shared(vector, self.measure.vector(statement.whole)))
        )

    def _nearest(self, text: str) -> list[tuple[int, float, _Face]]:
        """Give the candidates that are at least ``MAPPED`` alike to a text, each with its nearest face."""
        best: dict[int, tuple[float, _Face]] = {}
        for number, score in self._scores(self.measure.vector(text)).items():
            face = self.faces[number]
            counted = score * face.counts
            if counted >= MAPPED and counted > best.get(face.number, (0.0, face))[0]:
                best[face.number] = (counted, face)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        return [(number, score, face) for number, (score, face) in ranked]

    def _scores(self, vector: Vector) -> dict[int, float]:
        """Give the likeness of a text to each face that shares enough stems with it."""
        scores: dict[int, float] = {}
        shares: dict[int, int] = {}
        for stem, weight in vector.items():
            for number, other in self.postings.get(stem, ()):
                scores[number] = scores.get(number, 0.0) + weight * other
                shares[number] = shares.get(number, 0) + 1
        return {number: score for number, score in scores.items() if shares[number] >= FEWEST_SHARED}

    def _match(self, statement: OldStatement, number: int, score: float, face: _Face) -> Match:
        clause, left_out = self.candidates[number]
        parts = shared(self.measure.vector(statement.whole), face.vector)
        spelled = self.measure.stems(statement.whole)
        words = tuple(dict.fromkeys(spelled[stem][0] for stem in parts))
        return Match(clause=clause, score=round(score, 3), words=words, left_out=left_out)

    def _faces(self, number: int, clause: Clause, *, with_guide: bool = True) -> Iterator[_Face]:
        body = words_of(clause.body)
        yield _Face(number, self.measure.vector(f"{clause.title} {clause.title} {body}"), 1.0)
        lines = [words_of(line) for line in (clause.do, clause.dont) if line and with_guide]
        for sentence in (*sentences_of(body), *lines):
            vector = self.measure.vector(sentence)
            if len(vector) >= SHORTEST_SENTENCE:
                yield _Face(number, vector, SENTENCE)


def words_of(body: Body) -> str:
    """Give the words of a clause's text; for a name in it stands what the name says (``term.patient``: patient)."""
    pieces = (
        piece.rpartition(".")[2].replace("_", " ") if number % 2 else piece for number, piece in enumerate(body.pieces)
    )
    return " ".join("".join(pieces).split())


def carried_by(mapped: Iterable[Mapped]) -> dict[str, Mapped]:
    """Give, by the path of each clause that is carried, the statement that carries it best."""
    found: dict[str, tuple[float, Mapped]] = {}
    for each in mapped:
        for match in each.matches:
            path = match.clause.path
            if match.carries and match.score > found.get(path, (0.0, each))[0]:
                found[path] = (match.score, each)
    return {path: each for path, (_, each) in found.items()}
