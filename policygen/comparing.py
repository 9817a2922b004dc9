"""Compare a policy as it was made with what would be made now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from policygen.answers import in_words
from policygen.bodies import read_body
from policygen.changes import AnswerChange, AuthorityChange, Change, Changes, Kind, Reason
from policygen.clauses import AudienceId, Clause
from policygen.coverage import name_with_place
from policygen.jurisdictions import AuthorityId
from policygen.library import Library
from policygen.lock import Lock, LockedClause, law_until
from policygen.questions import QuestionId
from policygen.selection import Selection

_WORD = re.compile(r"\w+")
_WEIGHTY = re.compile(
    r"\b(?:must|should|may|not|never|no|only|unless|except|all|any|doit|devez|devriez|pouvez|ne|sauf|\d+)\b"
    r"|\{\{[^}]*\}\}"
)


def compare(library: Library, old: Lock, new: Lock, selection: Selection) -> Changes:
    """Compare two locks of one policy; the library and the selection are those of the new one."""
    return _Comparison(library, old, new, selection).changes()


def is_substantive(before: str, after: str) -> bool:
    """Tell whether a rewording changes what is asked: its duty words, numbers or names, or many of its words."""
    if _WEIGHTY.findall(before.lower()) != _WEIGHTY.findall(after.lower()):
        return True
    old, new = set(_WORD.findall(before.lower())), set(_WORD.findall(after.lower()))
    return len(old ^ new) > max(2, len(old | new) // 10)


class _Comparison:
    def __init__(self, library: Library, old: Lock, new: Lock, selection: Selection) -> None:
        self.library, self.old, self.new, self.selection = library, old, new, selection
        happened = law_until(library, selection, selection.on)
        self.law = tuple(sorted((each for each in happened if each.name not in old.law), key=lambda each: each.date))
        self.authorities = tuple(self.authority_changes())
        self.answers = tuple(self.answer_changes())
        self.by_name = {name_with_place(clause): clause for clause in library.clauses}

    def changes(self) -> Changes:
        return Changes(
            since=self.old.as_of,
            on=self.selection.on,
            clauses=tuple(self.clause_changes()),
            authorities=self.authorities,
            answers=self.answers,
            law=self.law,
        )

    def clause_changes(self) -> Iterator[Change]:
        gone = [name for name in self.old.clauses if name not in self.new.clauses]
        for name, after in self.new.clauses.items():
            before = self.old.clauses.get(name)
            if before is None:
                yield self.change(name, Kind.NEW, None, after, self.why_new(name, after))
            elif (before.title, before.printed) != (after.title, after.printed):
                yield self.change(name, Kind.REWORDED, before, after, self.why_reworded(before, after))
        for name in gone:
            before = self.old.clauses[name]
            yield self.change(name, Kind.GONE, before, None, self.why_gone(name, before))

    def change(
        self,
        name: str,
        kind: Kind,
        before: LockedClause | None,
        after: LockedClause | None,
        reasons: Iterable[Reason],
    ) -> Change:
        audiences = dict.fromkeys(each for side in (after, before) if side for each in side.applies_to)
        return Change(
            clause=name,
            kind=kind,
            before=before,
            after=after,
            substantive=before is None
            or after is None
            or is_substantive(f"{before.title}\n{before.printed}", f"{after.title}\n{after.printed}"),
            reasons=tuple(reasons),
            applies_to=tuple(AudienceId(each) for each in audiences),
        )

    def why_new(self, name: str, after: LockedClause) -> Iterator[Reason]:
        clause = self.by_name.get(name)
        reasons = list(self.law_behind(after.authorities))
        if clause is not None and clause.starts is not None and self.is_since(clause.starts):
            reasons.append(Reason(key="starts", since=clause.starts))
        reasons += self.answers_behind(clause)
        if after.local:
            reasons.append(Reason(key="own"))
        elif after.inherited:
            reasons.append(Reason(key="system_new", values=(self.new.system,)))
        yield from reasons or [self.by_library("library_new")]

    def why_gone(self, name: str, before: LockedClause) -> Iterator[Reason]:
        clause = self.by_name.get(name)
        reasons = list(self.law_behind(before.authorities))
        if clause is None and before.inherited:
            reasons.append(Reason(key="system_gone", values=(self.old.system,)))
        if clause is None:
            yield from reasons or [self.by_library("library_gone")]
            return
        if clause.ends is not None and self.is_since(clause.ends):
            reasons.append(Reason(key="ends", since=clause.ends))
        reasons += self.answers_behind(clause)
        omitted = {name_with_place(each.clause): each.reason for each in self.selection.omissions}
        yield from reasons or [Reason(key="omitted", values=(omitted.get(name, "-"),))]

    def why_reworded(self, before: LockedClause, after: LockedClause) -> Iterator[Reason]:
        reasons = list(self.values_behind(before, after))
        if before.text != after.text or before.title != after.title:
            if after.local or after.inherited or before.local or before.inherited:
                reasons.append(self.by_wording(before, after))
            else:
                law = list(self.law_behind(before.authorities | after.authorities))
                reasons += law or [self.by_library("library_reworded")]
        yield from dict.fromkeys(reasons)

    def by_wording(self, before: LockedClause, after: LockedClause) -> Reason:
        """Say who gave a clause its words, where that is or was not the library."""
        if after.local:
            return Reason(key="own_reworded")
        if after.inherited:
            return Reason(key="system_taken" if before.local else "system_reworded", values=(self.new.system,))
        return Reason(key="own_gone") if before.local else Reason(key="system_withdrew", values=(self.old.system,))

    def law_behind(self, authorities: frozenset[str]) -> Iterator[Reason]:
        """Find the changes of law and of standing behind some authorities."""
        changed = [each for each in self.law if each.authority in authorities]
        for each in changed:
            yield Reason(key="law", values=(each.says,), since=each.date, authority=each.authority)
        for authority in self.authorities:
            if authority.standing and authority.authority in authorities:
                yield Reason(key="authority", values=(authority.says,), authority=authority.authority)

    def answers_behind(self, clause: Clause | None) -> Iterator[Reason]:
        """Find the answers that changed among those that decide whether a clause applies."""
        read = {question for table in clause.when for question, _ in table} if clause else set()
        if clause is not None and clause.place is not None:
            read.add(QuestionId("jurisdictions"))
        return (self.by_answer(each) for each in self.answers if each.question in read)

    def values_behind(self, before: LockedClause, after: LockedClause) -> Iterator[Reason]:
        """Find why the values that a clause prints are not what they were."""
        old = dict(zip(read_body(before.text).names, before.filled.values, strict=False))
        for name, value in zip(read_body(after.text).names, after.filled.values, strict=False):
            if name not in old or old[name] == value:
                continue
            kind, _, key = name.rpartition(".")
            changed = {each.question: each for each in self.answers}
            if kind == "limit":
                yield from self.limit_behind(key, old[name], value)
            elif QuestionId(key) in changed:
                yield self.by_answer(changed[QuestionId(key)])
            else:
                yield Reason(key="term", values=(old[name], value))

    def limit_behind(self, name: str, before: str, after: str) -> Iterator[Reason]:
        """Say which law set a limit that is printed, and since when."""
        limits = self.library.limits(name, frozenset(self.selection.places))
        authorities = frozenset(str(limit.authority) for limit in limits[:1])
        law = list(self.law_behind(authorities))
        cited = ", ".join(self.library.authorities[limit.authority].citation for limit in limits[:1])
        yield from law or [Reason(key="limit", values=(before, after, cited))]

    def by_answer(self, change: AnswerChange) -> Reason:
        ask = self.library.questionnaire[change.question].ask if change.question in self.library.questionnaire else ""
        said = (ask or change.question, change.after)
        if change.system:
            return Reason(key="system_answer", values=(change.system, *said))
        return Reason(key="answer", values=said)

    def by_library(self, key: str) -> Reason:
        frame = self.library.frame
        return Reason(key=key, values=(frame.name, frame.version, str(frame.updated)))

    def is_since(self, day: date) -> bool:
        """Tell whether a day lies between the making of the policy and now."""
        return (self.old.as_of is None or self.old.as_of < day) and day <= self.selection.on

    def authority_changes(self) -> Iterator[AuthorityChange]:
        cited = {basis.authority for chosen in self.selection.clauses for basis in chosen.rests_on}
        for name, (status, as_of) in self.old.authorities.items():
            known = self.library.authorities.get(AuthorityId(name))
            if known is None:
                yield AuthorityChange(
                    authority=AuthorityId(name), says=f"{name} is no longer in the register", standing=True
                )
            elif known.status.value != status:
                replaced = f", replaced by {known.superseded_by}" if known.superseded_by else ""
                says = f"{name} was {status} and is {known.status.value}{replaced}"
                yield AuthorityChange(authority=known.id, says=says, standing=True)
            elif known.as_of != as_of and known.id in cited:
                says = f"{name} was checked as of {known.as_of or 'no date'}, before as of {as_of or 'no date'}"
                yield AuthorityChange(authority=known.id, says=says, standing=False)

    def answer_changes(self) -> Iterator[AnswerChange]:
        for name in sorted({*self.new.answers, *self.old.answers}):
            before, after = self.old.answers.get(name), self.new.answers.get(name)
            if before != after:
                system = self.new.system if name in self.new.inherited else ""
                if name in self.old.inherited and name not in self.new.answers:
                    system = self.old.system
                yield AnswerChange(question=QuestionId(name), before=_said(before), after=_said(after), system=system)


def _said(value: object) -> str:
    """Write an answer from a lock in words."""
    if value is None:
        return "no answer"
    if isinstance(value, bool):
        return in_words(value)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return str(value) or "nothing"
