"""Audit an old policy: what it covers, what it lacks, what is risky or out of date in it, and what is its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from policygen.answers import Answers
from policygen.auditing.mapping import Mapped, Mapper, carried_by
from policygen.auditing.oldpolicy import OldPolicy, OldStatement
from policygen.auditing.outdated import outdated
from policygen.auditing.similarity import language_of
from policygen.checklist import TEXT_CHECKS
from policygen.checks.passages import Genre, Passage, Passages, Setting
from policygen.checks.settings import setting_of
from policygen.clauses import Recommendation, Topic
from policygen.document import Document, NumberedClause
from policygen.editions import Edition, make_editions
from policygen.findings import Finding, Severity
from policygen.jurisdictions import Authority, AuthorityId
from policygen.languages import in_language
from policygen.library import Library
from policygen.selection import Selection

LAW = frozenset({"statute", "regulation", "case", "enforcement"})
"""Kinds of authority that bind; without the others a policy is poorer but not unlawful."""
READING = frozenset({"L07", "L08", "L09", "L10", "L11", "L16", "L17", "L39"})
"""Checks of how the policy reads, which are run section by section; what it says is not wrong by them."""
MUST = "must"
"""The priority of a topic that every policy needs."""

_GENRES = (
    ("acknowledg", Genre.ACKNOWLEDGEMENT),
    ("accusé de réception", Genre.ACKNOWLEDGEMENT),
    ("house rules", Genre.HOUSE_RULES),
    ("community guidelines", Genre.HOUSE_RULES),
    ("comment policy", Genre.HOUSE_RULES),
)


@dataclass(frozen=True, kw_only=True)
class TopicCoverage:
    """How much of one topic the old policy carries."""

    topic: Topic
    clauses: int
    """Clauses of the topic that apply to the institution."""
    carried: int
    """Those of them that a sound statement carries."""
    in_part: int
    """Those of them of which a sound statement says something, and that none carries."""
    statements: tuple[int, ...]
    """Numbers of the statements that say something of the topic."""

    @property
    def must(self) -> bool:
        """Tell whether every policy needs this topic."""
        return self.topic.priority == MUST


@dataclass(frozen=True, kw_only=True)
class Lack:
    """A clause that rests on law or guidance of the institution's places and that no sound statement carries."""

    clause: NumberedClause
    authorities: tuple[tuple[Authority, str], ...]
    """Each with the pinpoints of the duties."""
    must: bool
    nearest: Mapped | None
    """The sound statement that says something of it, where there is one."""

    @property
    def severity(self) -> Severity:
        """Weigh it: law of which the policy says nothing is an error; what it says in part a person must judge."""
        binds = any(each.kind in LAW for each, _ in self.authorities)
        return Severity.ERROR if binds and self.nearest is None else Severity.WARNING


@dataclass(frozen=True, kw_only=True)
class Audit:
    """All that an audit of one old policy found."""

    policy: OldPolicy
    on: date
    document: Document
    """The policy that the library would make for the institution, against which the old one was held."""
    selection: Selection
    mapped: tuple[Mapped, ...]
    """Every statement, in reading order."""
    findings: tuple[Finding, ...]
    """What is risky, out of date or hard to read, in reading order; ``number`` is that of the statement."""
    topics: tuple[TopicCoverage, ...]
    lacks: tuple[Lack, ...]
    advice_lacking: tuple[Recommendation, ...]
    """Published recommendations that it does not follow."""
    advice_followed: int
    advice_settled: int
    """Recommendations that the library itself settles otherwise."""

    @property
    def own(self) -> tuple[OldStatement, ...]:
        """List what the old policy says and the library does not."""
        return tuple(each.statement for each in self.mapped if not each.matches)

    @property
    def carried(self) -> int:
        """Count the clauses that it carries."""
        return sum(topic.carried for topic in self.topics)

    @property
    def in_part(self) -> int:
        """Count the clauses of which it says something."""
        return sum(topic.in_part for topic in self.topics)

    @property
    def clauses(self) -> int:
        """Count the clauses that apply to the institution."""
        return sum(topic.clauses for topic in self.topics)

    @property
    def errors(self) -> int:
        """Count the errors: findings, and law that is not followed."""
        weights = [each.severity for each in self.findings] + [each.severity for each in self.lacks]
        return weights.count(Severity.ERROR)

    def findings_at(self, statement: int) -> tuple[Finding, ...]:
        """List the findings of one statement."""
        return tuple(each for each in self.findings if each.number == str(statement))


def audit(policy: OldPolicy, library: Library, answers: Answers, on: date) -> Audit:
    """Audit an old policy for the institution of these answers, by the law of a day."""
    language = language_of(" ".join(statement.text for statement in policy.statements[:500]))
    edition = _edition(make_editions(library, answers, on), language)
    spoken = in_language(library, edition.language[:2])
    mapper = Mapper(spoken, edition.selection, edition.language[:2])
    mapped = tuple(mapper.map(statement) for statement in policy.statements)
    setting = setting_of(spoken, edition.selection.answers, edition.language)
    findings = (
        *_held(map(_passage, policy.statements), setting, reading=False),
        *_held(_sections(policy.statements), setting, reading=True),
        *outdated(policy.statements, spoken, edition.selection, mapper.measure),
    )
    faulty = {int(each.number) for each in findings if each.severity is Severity.ERROR and each.number.isdigit()}
    sound = [each for each in mapped if each.statement.number not in faulty]
    carried = carried_by(sound)
    missing = tuple(_missing(spoken, carried, mapper, policy.statements))
    return Audit(
        policy=policy,
        on=on,
        document=edition.document,
        selection=edition.selection,
        mapped=mapped,
        findings=tuple(sorted(findings, key=_place_in_policy)),
        topics=tuple(_topics(spoken, edition.selection, carried, mapped, sound)),
        lacks=tuple(_lacks(spoken, edition.document, carried, sound)),
        advice_lacking=missing,
        advice_settled=sum(bool(each.settled) for each in spoken.recommendations.values()),
        advice_followed=sum(not each.settled for each in spoken.recommendations.values()) - len(missing),
    )


def _edition(editions: Sequence[Edition], language: str) -> Edition:
    """Take the edition in the language of the old policy, or the one that prevails."""
    return next((each for each in editions if each.language[:2] == language), editions[0])


def _passage(statement: OldStatement) -> Passage:
    heading = statement.heading.lower()
    genre = next((genre for words, genre in _GENRES if words in heading), Genre.POLICY)
    lead = statement.lead
    return Passage(text=statement.text, lead=lead, number=str(statement.number), line=statement.line, genre=genre)


def _held(passages: Iterable[Passage], setting: Setting, *, reading: bool) -> Iterator[Finding]:
    """Hold passages to the checks of how a text reads, or to the others that need only words."""
    text = Passages(tuple(passages), setting)
    return (finding for check in TEXT_CHECKS if (check.id in READING) is reading for finding in check.run(text))


def _sections(statements: Iterable[OldStatement]) -> Iterator[Passage]:
    """Give the text under each heading as one passage, which bears the number of its first statement."""
    for _, under in groupby(statements, key=lambda statement: statement.heading):
        first, *more = under
        words = " ".join(
            each.whole if each.whole.endswith((".", "?", "!")) else f"{each.whole}." for each in (first, *more)
        )
        yield Passage(text=words, number=str(first.number), line=first.line)


def _place_in_policy(finding: Finding) -> tuple[int, str]:
    return (int(finding.number) if finding.number.isdigit() else 0, finding.check)


def _topics(
    library: Library,
    selection: Selection,
    carried: dict[str, Mapped],
    mapped: Iterable[Mapped],
    sound: Iterable[Mapped],
) -> Iterator[TopicCoverage]:
    touched = {match.clause.path for each in sound for match in each.matches} - set(carried)
    spoken: dict[str, list[int]] = {}
    for each in mapped:
        for match in each.matches[:1]:
            spoken.setdefault(match.clause.topic, []).append(each.statement.number)
    for topic in library.topics.values():
        paths = [chosen.clause.path for chosen in selection.clauses if chosen.clause.topic == topic.id]
        if paths:
            yield TopicCoverage(
                topic=topic,
                clauses=len(paths),
                carried=sum(path in carried for path in paths),
                in_part=sum(path in touched for path in paths),
                statements=tuple(spoken.get(topic.id, ())),
            )


def _lacks(
    library: Library, document: Document, carried: dict[str, Mapped], mapped: Sequence[Mapped]
) -> Iterator[Lack]:
    """Find the clauses that rest on an authority and are not carried, those of must-topics and of law first."""
    found = [
        Lack(
            clause=numbered,
            authorities=tuple(_authorities(library, numbered)),
            must=library.topics[numbered.clause.topic].priority == MUST,
            nearest=_nearest(numbered.clause.path, mapped),
        )
        for numbered in document.clauses
        if numbered.chosen.rests_on and numbered.clause.path not in carried
    ]
    return iter(sorted(found, key=lambda lack: (lack.severity is not Severity.ERROR, not lack.must)))


def _authorities(library: Library, numbered: NumberedClause) -> Iterator[tuple[Authority, str]]:
    """Give each authority that a clause rests on, with the pinpoints of the duties it carries."""
    pinpoints: dict[AuthorityId, dict[str, None]] = {}
    for basis in numbered.chosen.rests_on:
        duty = library.authorities[basis.authority].duties.get(basis.duty) if basis.duty is not None else None
        pinpoints.setdefault(basis.authority, {}).update({duty.at: None} if duty and duty.at else {})
    for authority, at in pinpoints.items():
        yield library.authorities[authority], ", ".join(at)


def _nearest(path: str, mapped: Iterable[Mapped]) -> Mapped | None:
    near = [
        (match.score, -each.statement.number, each)
        for each in mapped
        for match in each.matches
        if match.clause.path == path
    ]
    return max(near, key=lambda each: each[:2])[2] if near else None


def _missing(
    library: Library, carried: dict[str, Mapped], mapper: Mapper, statements: Sequence[OldStatement]
) -> Iterator[Recommendation]:
    """Find the recommendations that no carried clause follows and no statement says."""
    followed = {name for clause in library.clauses if clause.path in carried for name in clause.follows}
    for recommendation in library.recommendations.values():
        said = recommendation.id in followed or mapper.says(recommendation.says, statements)
        if not recommendation.settled and not said:
            yield recommendation
