"""Write where sites differ from their health system, for people, for programs and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policygen.changes import Change, Kind
from policygen.counting import counted
from policygen.drift import Drift, Origin, OtherAnswer, OtherClause
from policygen.redlining import in_marks
from policygen.reporting import finding_as_data, redline_as_data
from policygen.tables import csv_table

_KINDS = {Kind.NEW: "added", Kind.GONE: "left out", Kind.REWORDED: "reworded"}
_EFFECTS = {Kind.NEW: "comes in", Kind.GONE: "falls out", Kind.REWORDED: "says something else"}
_HEADING = ("site", "what", "name", "title", "standard", "here", "difference", "since", "by", "version", "weaker")


def drift_in_words(drift: Drift) -> Iterator[str]:
    """Write where a site differs as lines; one line where it does not."""
    yield f"{drift.folder}: {_summary(drift)}"
    for answer in drift.answers:
        yield f"  answer {answer.question}: {answer.ask}"
        yield f"    standard: {answer.standard}; here: {answer.here}"
        yield f"    {_when(answer.origin)}"
    for clause in drift.clauses:
        yield f"  clause {clause.clause}: {clause.title} ({_what(clause)})"
        for line in in_marks(clause.change.redline).splitlines() if clause.change else ():
            yield f"    {line}".rstrip()
        yield f"    {_when(clause.origin)}"
        yield from _weaker(clause)
    for kind, happens in _EFFECTS.items():
        titles = [effect.title for effect in drift.effects if effect.kind is kind]
        if titles:
            yield f"  {happens} because of its answers: {'; '.join(titles)}"


def drift_as_data(drift: Drift) -> dict[str, object]:
    """Give where a site differs as plain data."""
    return {
        "folder": drift.folder.as_posix(),
        "system": drift.system,
        "differs": drift.differs,
        "weaker": drift.weaker,
        "failed": drift.failed,
        "answers": [
            {
                "question": each.question,
                "ask": each.ask,
                "standard": each.standard,
                "here": each.here,
                **_origin_as_data(each.origin),
            }
            for each in drift.answers
        ],
        "clauses": [_clause_as_data(each) for each in drift.clauses],
        "effects": [_change_as_data(each) for each in drift.effects],
    }


def drift_as_csv(several: Sequence[Drift]) -> str:
    """Write a table with a row for each difference, and one for each site that cannot be read."""
    return csv_table(_HEADING, (row for drift in several for row in _rows(drift)))


def _summary(drift: Drift) -> str:
    if drift.failed:
        return f"cannot be compared. {drift.failed}"
    if not drift.differs:
        return f"as the standard of {drift.system}"
    parts = [
        counted(len(found), one, several)
        for one, several, found in (
            ("answer", "answers", drift.answers),
            ("clause", "clauses", drift.clauses),
        )
        if found
    ]
    weaker = ", weaker than it" if drift.weaker else ""
    return f"differs from the standard of {drift.system} in {' and '.join(parts)}{weaker}"


def _what(clause: OtherClause) -> str:
    return _KINDS[clause.change.kind] if clause.change else "the same words, less behind them"


def _when(origin: Origin | None) -> str:
    if origin is None:
        return "not in its documents yet"
    since = f"since {origin.on}, by {origin.who}" if origin.on else "its audit trail does not tell since when"
    return f"{since}; issued since version {origin.version}" if origin.version else since


def _weaker(clause: OtherClause) -> Iterator[str]:
    for finding in clause.weaker:
        waiver = next((each for each in clause.waived if each.finding == finding.check), None)
        waived = f" Waived until {waiver.until} by {waiver.by}: {waiver.reason}" if waiver else ""
        yield f"    weaker ({finding.check}): {finding.says}{waived}"


def _origin_as_data(origin: Origin | None) -> dict[str, object]:
    return {
        "made": origin is not None,
        "since": origin.on.isoformat() if origin and origin.on else None,
        "by": origin.who if origin else "",
        "version": origin.version if origin else "",
    }


def _clause_as_data(each: OtherClause) -> dict[str, object]:
    return {
        "clause": each.clause,
        "title": each.title,
        **_origin_as_data(each.origin),
        "change": _change_as_data(each.change) if each.change else None,
        "weaker": [finding_as_data(finding) for finding in each.weaker],
        "waived": [waiver.finding for waiver in each.waived],
    }


def _change_as_data(change: Change) -> dict[str, object]:
    return {
        "clause": change.clause,
        "title": change.title,
        "what": _KINDS[change.kind],
        "standard": change.before.printed if change.before else None,
        "here": change.after.printed if change.after else None,
        "redline": redline_as_data(change),
    }


def _rows(drift: Drift) -> Iterator[tuple[str, ...]]:
    site = str(drift.folder)
    if drift.failed:
        yield (site, "cannot be compared", *[""] * 4, drift.failed, *[""] * 4)
    for answer in drift.answers:
        yield (site, "answer", *_answer_cells(answer), "", *_origin_cells(answer.origin), "")
    for clause in drift.clauses:
        change, weaker = clause.change, "\n".join(line.strip() for line in _weaker(clause))
        before, after = (side.printed if side else "" for side in (change.before, change.after)) if change else ("", "")
        words = in_marks(change.redline) if change else ""
        names = (f"clause {_what(clause)}", clause.clause, clause.title)
        yield (site, *names, before, after, words, *_origin_cells(clause.origin), weaker)


def _answer_cells(answer: OtherAnswer) -> tuple[str, str, str, str]:
    return answer.question, answer.ask, answer.standard, answer.here


def _origin_cells(origin: Origin | None) -> tuple[str, str, str]:
    if origin is None:
        return "not in its documents yet", "", ""
    return origin.on.isoformat() if origin.on else "", origin.who, origin.version
