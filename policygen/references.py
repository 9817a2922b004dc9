"""Check that everything in a library that names something else names a thing that exists and may be used.

A clause that no answers can reach, that rests on law not in force, or that prints a word nobody sets
is a mistake like a misspelt key: it is found when the library is read, with its file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policygen.bodies import Body
from policygen.clauses import Basis, Clause, Role
from policygen.conditions import can_hold, questions_read
from policygen.errors import Problem
from policygen.jurisdictions import Authority, Place, PlaceId
from policygen.library import Library
from policygen.questions import Kind, QuestionId
from policygen.strictyaml import Position, Tree
from policygen.typos import did_you_mean

ROOT_PLACE = PlaceId("int")
"""The place whose authorities any clause may cite."""

PRINTED = (Kind.TEXT, Kind.EMAIL, Kind.NUMBER, Kind.DATE, Kind.LIST, Kind.MULTICHOICE)
"""The kinds of question whose answers a text may print."""
_FOLLOWED = re.compile(r"R\d\d")


def check_references(library: Library, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Find every reference that does not hold; ``trees`` gives the lines."""
    for clause in library.clauses:
        yield from _ClauseCheck(library, clause, trees[clause.path]).problems()
    for place in library.places.by_id.values():
        yield from _place_problems(library, place, trees)
    for authority in library.authorities.values():
        yield from _authority_problems(library, authority, trees)
    yield from _frame_problems(library, trees)
    yield from _question_problems(library, trees)


class _ClauseCheck:
    """The references of one clause."""

    def __init__(self, library: Library, clause: Clause, tree: Tree) -> None:
        self.library, self.clause, self.tree = library, clause, tree

    def problems(self) -> Iterator[Problem]:
        yield from self.header()
        yield from self.bases()
        yield from self.body()

    def header(self) -> Iterator[Problem]:
        clause, frame = self.clause, self.library.frame
        for number, audience in enumerate(clause.applies_to):
            if audience not in frame.audiences:
                at = self.entry("applies_to", number)
                yield self.problem(at, f"There is no audience '{audience}'.", did_you_mean(audience, frame.audiences))
        if clause.owner not in frame.roles and "owner" in self.keys():
            yield self.problem(
                ("owner",), f"There is no role '{clause.owner}'.", did_you_mean(clause.owner, frame.roles)
            )
        for followed in clause.follows:
            if not _FOLLOWED.fullmatch(followed):
                yield self.problem(("follows",), f"'{followed}' is not a recommendation.", "Write it as R07.")
            elif self.library.recommendations and followed not in self.library.recommendations:
                advice = "See clauses/recommendations.yaml."
                yield self.problem(("follows",), f"There is no recommendation {followed}.", advice)
        if clause.do and clause.dont:
            yield self.problem(("dont",), "The clause has both 'do' and 'dont'.", "Keep one.")
        if clause.starts and clause.ends and clause.starts >= clause.ends:
            yield self.problem(("until",), "The clause ends before it starts.", "Mend 'from' or 'until'.")
        if not can_hold(clause.when, self.library.questionnaire):
            advice = "Its 'when' asks for answers that cannot be given together; change or delete a row."
            yield self.problem(("when",), "This clause can never apply.", advice)

    def bases(self) -> Iterator[Problem]:
        if not self.clause.rests_on:
            return
        good = [basis for basis in self.clause.rests_on if basis.authority in self.library.authorities]
        for basis in self.clause.rests_on:
            yield from self.basis(basis)
        if good and not any(self.library.authorities[basis.authority].binds for basis in good):
            said = {f"{basis.authority} is {self.library.authorities[basis.authority].status}" for basis in good}
            advice = "Rest it on an authority that is in force, or delete the clause."
            yield self.problem(("rests_on",), f"No authority here is in force: {', '.join(sorted(said))}.", advice)

    def basis(self, basis: Basis) -> Iterator[Problem]:
        at = self.entry_starting("rests_on", basis.authority)
        authority = self.library.authorities.get(basis.authority)
        if authority is None:
            advice = did_you_mean(basis.authority, self.library.authorities) or "Add its file in jurisdictions/."
            yield self.problem(at, f"There is no authority '{basis.authority}'.", advice)
            return
        if basis.duty is not None and basis.duty not in authority.duties:
            numbers = ", ".join(map(str, authority.duties)) or "none"
            yield self.problem(at, f"{authority.id} has no duty {basis.duty}.", f"Its duties are: {numbers}.")
        if not self.may_cite(authority):
            advice = "Cite law of that place or of a place around it, or move the clause."
            yield self.problem(at, f"{authority.id} does not apply in {self.clause.place}.", advice)

    def may_cite(self, authority: Authority) -> bool:
        place, places = self.clause.place, self.library.places
        return place is None or authority.place == ROOT_PLACE or places.lies_within(place, authority.place)

    def body(self) -> Iterator[Problem]:
        for number, name in enumerate(self.clause.body.names):
            yield from self.printed(name, self.line_of_name(number))
        for key, line in (("do", self.clause.do), ("dont", self.clause.dont)):
            for name in line.names if line else ():
                yield from self.printed(name, self.tree.line(key))

    def printed(self, name: str, line: int) -> Iterator[Problem]:
        advice = self.unknown(name)
        if advice is not None:
            yield Problem(self.tree.path, line, f"There is no '{name}' to print.", advice)
        elif "." not in name and self.may_be_empty(QuestionId(name)):
            advice = f"Add '{name}: answered' to the clause's 'when'."
            yield Problem(self.tree.path, line, f"'{name}' may be empty.", advice)

    def unknown(self, name: str) -> str | None:
        kind, _, key = name.rpartition(".")
        known: set[str]
        if kind == "":
            known = {question.id for question in self.library.questionnaire if question.kind in PRINTED}
        elif kind == "role":
            known = set(self.library.frame.roles)
        elif kind == "term":
            known = {term for place in self.around() for term in place.terms}
        elif kind == "limit":
            known = {limit for place in self.around() for limit in place.limits}
        else:
            return "Write the name of a question, or term., limit. or role. and a name."
        if key in known:
            return None
        return (
            did_you_mean(key, known)
            or f"It is set nowhere that this clause applies ({self.clause.place or 'everywhere'})."
        )

    def around(self) -> tuple[Place, ...]:
        places = self.library.places
        if self.clause.place is not None:
            return places.lineage(self.clause.place)
        return tuple(place for place in places.by_id.values() if place.within is None)

    def may_be_empty(self, name: QuestionId) -> bool:
        question = self.library.questionnaire[name]
        if question.required or question.default not in (None, "", ()):
            return False
        return not all(
            any(each == name and test.answered for each, test in table) for table in self.clause.when or ((),)
        )

    def line_of_name(self, number: int) -> int:
        before = Body(self.clause.body.pieces[: 2 * number + 1]).text
        return self.clause.line + before.count("\n")

    def keys(self) -> tuple[str, ...]:
        return tuple(self.tree.value) if isinstance(self.tree.value, dict) else ()

    def entry(self, key: str, number: int) -> Position:
        return (key, number) if (key, number) in self.tree.lines else (key,)

    def entry_starting(self, key: str, word: str) -> Position:
        entries = self.tree.value.get(key) if isinstance(self.tree.value, dict) else None
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            if isinstance(entry, str) and entry.split(" ")[0] == word:
                return (key, number)
        return (key,)

    def problem(self, at: Position, says: str, advice: str) -> Problem:
        return self.tree.problem(at, says, advice)


def _place_problems(library: Library, place: Place, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    tree = _tree(trees, f"jurisdictions/{place.id}/_place.yaml")
    if place.within is not None and place.within not in library.places.by_id:
        advice = library.places.suggest(place.within)
        yield tree.problem(("within",), f"'{place.within}' is not a place.", advice)
    elif place.within is not None and library.places.lineage(place.id)[-1].within is not None:
        yield tree.problem(("within",), f"{place.id} lies within itself.", "Name the place around it.")
    for name, limit in place.limits.items():
        at = ("limits", name, "authority")
        yield from _cited(library, tree, at, Basis(limit.authority, limit.duty))
    for number, change in enumerate(place.changes):
        yield from _cited(library, tree, ("changes", number, "authority"), Basis(change.authority, None))
    for (authority, duty), _ in place.not_carried.items():
        yield from _cited(library, tree, ("not_carried",), Basis(authority, duty))


def _cited(library: Library, tree: Tree, at: Position, basis: Basis) -> Iterator[Problem]:
    authority = library.authorities.get(basis.authority)
    if authority is None:
        advice = did_you_mean(basis.authority, library.authorities)
        yield tree.problem(at, f"There is no authority '{basis.authority}'.", advice)
    elif basis.duty and basis.duty not in authority.duties:
        yield tree.problem(at, f"{authority.id} has no duty {basis.duty}.", "Count its duties.")


def _authority_problems(library: Library, authority: Authority, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    tree = _tree(trees, f"jurisdictions/{authority.place}/{authority.id}.yaml")
    replaced = authority.superseded_by
    if replaced and replaced not in library.authorities:
        advice = did_you_mean(replaced, library.authorities)
        yield tree.problem(("superseded_by",), f"There is no authority '{replaced}'.", advice)


def _frame_problems(library: Library, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    frame_tree = _tree(trees, "clauses/_library.yaml")
    yield from _renamed_problems(library, frame_tree)
    roles, parts = library.frame.roles, library.frame.parts
    for role in roles.values():
        yield from _role_problems(library, role, frame_tree)
        if role.held_by is not None and role.held_by not in roles:
            yield frame_tree.problem(
                ("roles", role.id, "held_by"), f"There is no role '{role.held_by}'.", did_you_mean(role.held_by, roles)
            )
        seen, holder = {role.id}, role.held_by
        while holder in roles and holder is not None and holder not in seen:
            seen.add(holder)
            holder = roles[holder].held_by
        if holder == role.id:
            yield frame_tree.problem(
                ("roles", role.id, "held_by"), f"'{role.id}' is held by itself.", "Break the circle."
            )
    ids = {clause.id for clause in library.clauses}
    for number, name in enumerate(library.frame.remember):
        if name not in ids:
            yield frame_tree.problem(("remember", number), f"There is no clause '{name}'.", did_you_mean(name, ids))
    for topic in library.topics.values():
        tree = _tree(trees, f"clauses/{topic.id}/_topic.yaml")
        if topic.part not in parts:
            yield tree.problem(("part",), f"There is no part '{topic.part}'.", did_you_mean(topic.part, parts))
        names = {clause.id.partition("/")[2] for clause in library.clauses if clause.topic == topic.id}
        for number, short in enumerate(topic.clauses):
            if short not in names:
                yield tree.problem(
                    ("clauses", number), f"There is no clause '{short}' here.", did_you_mean(short, names)
                )
        if topic.owner not in roles:
            yield tree.problem(("owner",), f"There is no role '{topic.owner}'.", did_you_mean(topic.owner, roles))
    for caution in library.cautions:
        tree = _tree(trees, "clauses/cautions.yaml")
        for authority in caution.authorities:
            yield from _cited(library, tree, ("cautions", caution.id, "authorities"), Basis(authority, None))
        choices = library.questionnaire[caution.question].choices
        for choice in caution.drops:
            if choice not in choices:
                yield tree.problem(
                    ("cautions", caution.id, "drops"),
                    f"'{choice}' is not an answer to '{caution.question}'.",
                    did_you_mean(choice, choices),
                )


def _role_problems(library: Library, role: Role, tree: Tree) -> Iterator[Problem]:
    """Find what the name of a role prints and nobody sets."""
    known_of: dict[str, set[str]] = {
        "": {question.id for question in library.questionnaire if question.kind in PRINTED},
        "term": {term for place in library.places.by_id.values() for term in place.terms},
        "role": set(library.frame.roles),
    }
    for name in role.says.names:
        kind, _, key = name.rpartition(".")
        known = known_of.get(kind, set())
        if key not in known:
            at = ("roles", role.id, "says")
            advice = did_you_mean(key, known) or "Write the name of a question, or term. and a name."
            yield tree.problem(at, f"There is no '{name}' to print.", advice)


def _renamed_problems(library: Library, tree: Tree) -> Iterator[Problem]:
    known = {clause.id for clause in library.clauses}
    for old, new in library.frame.renamed.items():
        if new not in known:
            yield tree.problem(("renamed", old), f"There is no clause '{new}'.", did_you_mean(new, known))


def _question_problems(library: Library, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    tree = _tree(trees, "clauses/questionnaire.yaml")
    for question in library.questionnaire:
        at = ("questions", question.id)
        if question.kind in (Kind.CHOICE, Kind.MULTICHOICE) and not question.choices:
            yield tree.problem(at, f"'{question.id}' has no choices.", "Add 'choices:' with a value and a label each.")
        if question.id in questions_read(question.ask_when):
            yield tree.problem((*at, "ask_when"), f"'{question.id}' waits for itself.", "Name an earlier question.")
        if not can_hold(question.ask_when, library.questionnaire):
            yield tree.problem((*at, "ask_when"), f"'{question.id}' is never asked.", "Change its 'ask_when'.")


def _tree(trees: Mapping[str, Tree], name: str) -> Tree:
    """Find the tree of a file, which an upper folder shows under a longer path."""
    if name in trees:
        return trees[name]
    return next((trees[path] for path in reversed(list(trees)) if path.endswith(f"/{name}")), Tree(name, {}, {}))
