"""Assemble a document from a selection: number the clauses, and gather roles, facts and open items."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from policygen.answers import Answers
from policygen.clauses import ClauseId, RoleId, Topic, TopicId
from policygen.conditions import asked
from policygen.coverage import name_with_place
from policygen.document import (
    Control,
    Document,
    Fact,
    NumberedClause,
    Part,
    RoleRow,
    Section,
    Standing,
)
from policygen.filling import Filled, Filler, joined, long_date
from policygen.jurisdictions import PlaceId
from policygen.lawrows import authority_rows, place_rows
from policygen.library import Library
from policygen.numbering import by_number, give_numbers
from policygen.questions import QuestionId
from policygen.selection import Chosen, Selection, uncovered

FACTS = tuple(
    QuestionId(name)
    for name in (
        "privacy_contact",
        "urgent_phone",
        "communications_contact",
        "patient_relations_contact",
        "speak_up_route",
        "platforms",
        "approved_tools",
        "vendors_used",
        "related_policies",
    )
)
"""The questions whose answers stand in the annex that changes on its own; a library may lack any."""


SEALED = 12
"""Digits of the trail's hash that a document prints; enough to name one line."""


def assemble(
    library: Library, selection: Selection, *, language: str = "", standing: Standing | None = None
) -> Document:
    """Assemble the policy from the clauses selected.

    ``language`` is a tag such as fr-CA, and the library must be in that language; empty takes the
    English of the first place. ``standing`` says which version this is; without it, the first.
    """
    return _Assembler(library, selection, language, standing or Standing()).document()


class _Assembler:
    def __init__(self, library: Library, selection: Selection, language: str, standing: Standing) -> None:
        self.library, self.selection, self.standing = library, selection, standing
        self.answers: Answers = selection.answers
        self.places = selection.places
        self.language = language or english_of(self.of_place("language"))
        self.filler = Filler(library, self.answers, self.language)
        self.parts = self.numbered_parts()
        self.numbered = [clause for part in self.parts for section in part.sections for clause in section.clauses]

    def document(self) -> Document:
        return Document(
            institution=self.text("org_name"),
            language=self.language,
            paper=self.of_place("paper") or "a4",
            as_of=self.selection.on,
            as_of_words=long_date(self.selection.on, self.language),
            library=f"{self.library.frame.name} {self.library.frame.version}",
            control=self.control(),
            draft=self.draft(),
            uncovered=uncovered(self.library, self.places),
            remember=tuple(self.remember()),
            parts=self.parts,
            roles=tuple(self.roles()),
            merged=self.filler.is_small,
            facts=tuple(self.facts()),
            authorities=tuple(authority_rows(self.library, self.numbered, self.language)),
            places=tuple(place_rows(self.library, self.places, self.numbered, self.filler)),
            open_items=self.selection.open_items,
            refused=tuple(
                (joined([self.label(refusal.question, each) for each in refusal.answer], self.language), refusal.reason)
                for refusal in self.selection.refused
            ),
            advice=self.selection.advice,
            revisions=self.standing.revisions,
            sealed="" if self.standing.changed else self.standing.sealed[:SEALED],
        )

    def of_place(self, what: str) -> str:
        """Take a setting from the first place, or from the nearest place around it that has one."""
        for place in self.library.places.lineage(self.places[0]) if self.places else ():
            if found := getattr(place, what):
                return str(found)
        return ""

    def text(self, question: str) -> str:
        return self.filler.answer(QuestionId(question)) if question in self.library.questionnaire else ""

    def label(self, question: QuestionId, choice: str) -> str:
        return self.library.questionnaire[question].choices.get(choice, choice)

    def numbered_parts(self) -> tuple[Part, ...]:
        by_topic: dict[TopicId, list[Chosen]] = {}
        for chosen in self.selection.clauses:
            by_topic.setdefault(chosen.clause.topic, []).append(chosen)
        topics: dict[str, list[Topic]] = {}
        for topic in self.library.topics.values():
            if topic.id in by_topic:
                topics.setdefault(topic.part, []).append(topic)
        parts = self.numbers([part for part in self.library.frame.parts if part in topics], "", _part_of(self.library))
        return tuple(
            Part(
                number=number,
                title=self.spelled(self.library.frame.parts[part]),
                sections=tuple(self.sections(number, topics[part], by_topic)),
            )
            for part, number in parts.items()
        )

    def sections(self, part: str, topics: list[Topic], by_topic: dict[TopicId, list[Chosen]]) -> Iterable[Section]:
        numbers = self.numbers([topic.id for topic in topics], part, _topic_of)
        for topic in topics:
            title = self.spelled(topic.title)
            yield self.section(numbers[topic.id], topic.id, title, by_topic[topic.id])

    def numbers(self, keys: Sequence[str], within: str, key_of: Callable[[str], str]) -> dict[str, str]:
        """Give numbers within a part or section; what was issued under a number keeps it."""
        depth = within.count(".") + 1 if within else 0
        before: dict[str, str] = {}
        used: set[str] = set()
        for name, number in self.standing.numbers.items():
            steps = number.split(".")
            if ".".join(steps[:depth]) == within:
                used.add(steps[depth])
                if key_of(name) in keys:
                    before.setdefault(key_of(name), steps[depth])
        given = give_numbers(keys, before, frozenset(used))
        return {key: f"{within}.{step}" if within else step for key, step in given.items()}

    def section(self, number: str, topic: TopicId, title: str, chosen: list[Chosen]) -> Section:
        numbers = self.numbers([name_with_place(each.clause) for each in chosen], number, str)
        clauses = tuple(
            NumberedClause(
                number=numbers[name_with_place(each.clause)],
                chosen=each,
                title=self.filler.respell(each.clause.title, each.places),
                text=self.filler.fill(each.clause.body, each.places),
                label="" if each.shared else self.names(each.places),
            )
            for each in chosen
        )
        return Section(number=number, topic=topic, title=title, clauses=clauses)

    def spelled(self, title: str) -> str:
        return self.filler.respell(title, self.places)

    def names(self, places: Iterable[PlaceId]) -> str:
        return joined([self.library.places.by_id[place].name for place in places], self.language)

    def control(self) -> Control:
        effective = self.answers.value(QuestionId("effective_date")) if self.has("effective_date") else None
        months = self.answers.value(QuestionId("review_months")) if self.has("review_months") else None
        review = add_months(effective, months) if isinstance(effective, date) and isinstance(months, int) else None
        supersedes = self.answers.value(QuestionId("supersedes")) if self.has("supersedes") else ()
        return Control(
            number=self.text("policy_number"),
            version=f"{self.standing.version}+" if self.standing.changed else self.standing.version,
            owner=self.text("policy_owner_role"),
            approver=self.text("approver"),
            effective=self.text("effective_date"),
            review=long_date(review, self.language) if review else "",
            approval="" if self.standing.changed else self.standing.approval,
            supersedes=supersedes if isinstance(supersedes, tuple) else (),
            audience=_capital(self.text("workforce_groups")),
            places=self.names(self.places),
            contact=self.text("privacy_contact"),
        )

    def has(self, question: str) -> bool:
        return question in self.library.questionnaire

    def draft(self) -> tuple[str, ...]:
        reasons = {
            "legal_review": self.has("legal_review") and self.answers.value(QuestionId("legal_review")) != "done",
            "open_items": bool(self.selection.open_items),
            "uncovered": bool(uncovered(self.library, self.places)),
            "translation": self.awaits_review(),
            "changed": self.standing.changed,
        }
        return tuple(reason for reason, holds in reasons.items() if holds)

    def awaits_review(self) -> bool:
        """Tell whether the words are a translation that nobody competent has reviewed yet."""
        translation = self.library.translations.get(self.language.partition("-")[0])
        return translation is not None and not translation.pack.reviewed_by

    def remember(self) -> Iterable[tuple[Filled, str]]:
        lines: dict[ClauseId, tuple[Filled, str]] = {}
        for numbered in self.numbered:
            line = numbered.clause.do or numbered.clause.dont
            if line is not None and numbered.clause.id in self.library.frame.remember:
                lines.setdefault(numbered.clause.id, (self.filler.fill(line, numbered.chosen.places), numbered.number))
        return (lines[wanted] for wanted in self.library.frame.remember if wanted in lines)

    def roles(self) -> Iterable[RoleRow]:
        """Give every role that owns a clause or is named in one, merged where one person holds several."""
        sections: dict[RoleId, dict[str, None]] = {}
        for part in self.parts:
            for section in part.sections:
                for numbered in section.clauses:
                    sections.setdefault(numbered.clause.owner, {})[section.number] = None
                    for name in numbered.clause.body.names:
                        if name.startswith("role."):
                            sections.setdefault(RoleId(name.removeprefix("role.")), {})
        holders: dict[RoleId, list[RoleId]] = {}
        for role in self.library.frame.roles:
            if role in sections:
                holders.setdefault(self.filler.holder(role).id, []).append(role)
        for holder, held in holders.items():
            says = self.filler.fill(self.library.frame.roles[holder].says, self.places)
            numbers = dict.fromkeys(number for role in held for number in sections[role])
            yield RoleRow(
                title=_title(str(says)),
                holds=tuple(self.library.frame.roles[role].holds for role in held),
                sections=tuple(sorted(numbers, key=by_number)),
            )

    def facts(self) -> Iterable[Fact]:
        for name in FACTS:
            if (
                name not in self.library.questionnaire
                or name not in self.answers.given
                or not asked(name, self.answers)
            ):
                continue  # a default would state what nobody said
            value = self.answers.value(name)
            values = value if isinstance(value, tuple) else (self.text(name),) if value else ()
            if values:
                yield Fact(question=name, values=tuple(self.label(name, each) for each in values))


def _topic_of(name: str) -> str:
    return name.partition("/")[0]


def _part_of(library: Library) -> Callable[[str], str]:
    """Give the function that finds the part of a clause by its name."""

    def part(name: str) -> str:
        topic = library.topics.get(TopicId(_topic_of(name)))
        return topic.part if topic else ""

    return part


def english_of(language: str) -> str:
    """Give the English that is written where a language is spoken: fr-CA becomes en-CA."""
    return f"en{language[2:]}" if language else "en"


def add_months(day: date, months: int) -> date:
    """Give the same day of a later month, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _title(says: str) -> str:
    return _capital(says.removeprefix("the ").removeprefix("The "))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
