"""Write a status and its changes for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policygen.changes import Change, Kind, audience_labels
from policygen.counting import counted
from policygen.findings import Finding
from policygen.library import Library
from policygen.redlining import in_marks
from policygen.rendering.words import Words
from policygen.status import Status

_KINDS = {Kind.NEW: "new clause", Kind.GONE: "clause gone", Kind.REWORDED: "reworded"}

_LOOK = ("theme.yaml, the logo or reference.docx is another than the documents were made with",)


def status_as_data(status: Status) -> dict[str, object]:
    """Give a status as plain data."""
    return {
        "folder": status.folder.as_posix(),
        "state": "stale" if status.stale else "current",
        "made": status.made,
        "new": list(status.new),
        "gone": list(status.gone),
        "reworded": [{"clause": each.clause, "substantive": each.substantive} for each in status.reworded],
        "authorities": list(status.authorities),
        "answers": list(status.answers),
        "system": list(status.system),
        "edited": list(status.edited),
        "behind": list(status.behind),
        "other_look": status.other_look,
        "beneath": list(status.beneath),
        "broken": [str(problem) for problem in status.broken],
        "findings": [finding_as_data(each) for each in status.findings],
        "waived": [finding_as_data(each) for each in status.waived],
        "expired": [{"clause": each.clause, "finding": each.finding, "by": each.by} for each in status.expired],
        "review_due": status.review_due.isoformat() if status.review_due else None,
        "coming": [{"on": each.on.isoformat(), "says": each.says} for each in status.coming],
        "unchecked": list(status.unchecked),
        "open_items": status.open_items,
    }


def finding_as_data(finding: Finding) -> dict[str, object]:
    """Give a finding as plain data."""
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "clause": finding.clause,
        "number": finding.number,
        "path": finding.path,
        "line": finding.line,
        "says": finding.says,
        "why": finding.why,
        "better": finding.better,
        "quote": finding.quote,
        "authorities": list(finding.authorities),
    }


def change_as_data(library: Library, change: Change, words: Words) -> dict[str, object]:
    """Give a change as plain data."""
    return {
        "clause": change.clause,
        "kind": change.kind.value,
        "number": change.number,
        "title": change.title,
        "substantive": change.substantive,
        "before": change.before.printed if change.before else None,
        "after": change.after.printed if change.after else None,
        "redline": redline_as_data(change),
        "since": change.since.isoformat() if change.since else None,
        "because": [
            {
                "says": each.said(words),
                "since": each.since.isoformat() if each.since else None,
                "authority": each.authority,
            }
            for each in change.reasons
        ],
        "audiences": audience_labels(library, change.applies_to),
        "acknowledge": change.substantive,
    }


def redline_as_data(change: Change) -> list[dict[str, str]]:
    """Give a redline as runs of words, each with what happened to it."""
    return [{"mark": mark.value, "text": text} for mark, text in change.redline.runs]


def status_in_words(status: Status, *, briefly: bool) -> Iterator[str]:
    """Write a status as lines: one in brief, or one for every finding."""
    yield f"{status.folder}: {state_in_words(status)}"
    if briefly:
        return
    for heading, names in (
        ("new clause", status.new),
        ("clause gone", status.gone),
        ("authority", status.authorities),
        ("answer changed", status.answers),
        ("changed by hand", status.edited),
        ("says what was before", status.behind),
        ("the look changed", _LOOK if status.other_look else ()),
        ("the library's text changed beneath", status.beneath),
        ("mistake in your own clause", status.broken),
    ):
        for name in names:
            yield f"  {heading}: {name}"
    for sentence in status.system:
        yield f"  {sentence}"
    for each in status.reworded:
        yield f"  {'reworded' if each.substantive else 'reworded in passing'}: {each.clause}"
    yield from _guarded(status)
    if status.review_due:
        yield f"  review due: {status.review_due}"
    for coming in status.coming:
        yield f"  from {coming.on}: {coming.says}"
    if status.unchecked:
        yield f"  not checked for a year: {len(status.unchecked)} authorities (policygen library review lists them)"
    yield from _advice(status)


def _guarded(status: Status) -> Iterator[str]:
    for finding in status.findings:
        whose = "your" if finding.path.startswith(f"{status.folder.as_posix()}/") else "the health system's"
        yield f"  {whose} wording of {finding.clause}, {finding.check}: {finding.says}"
    for waiver in status.expired:
        yield f"  waiver to delete or renew: {waiver.finding} of {waiver.clause}, until {waiver.until} ({waiver.by})"
    if status.waived:
        yield f"  waived: {', '.join(f'{each.check} of {each.clause}' for each in status.waived)}"
    if status.findings:
        yield "  Mend the wording, or waive a finding by name, reason and day in waivers.yaml."


def _advice(status: Status) -> Iterator[str]:
    if status.edited and any("missing" not in name for name in status.edited):
        yield f"  To keep what was changed by hand: policygen adopt {status.folder}"
    elif status.stale and status.made:
        yield f"  To see what would change: policygen changes {status.folder}"
        yield f"  To bring it up to date: policygen update {status.folder}"
        if status.behind:
            yield f"  A handbook is bound again with: policygen handbook {status.folder}"
            yield "  Another document that still says what was before is no longer asked for: delete it."
    elif status.stale:
        yield f"  To make it: policygen build {status.folder}"


def changes_in_words(library: Library, changes: Sequence[Change], words: Words) -> Iterator[str]:
    """Write changes for a terminal, each with its redline, its reasons and those it concerns."""
    for change in changes:
        weight = "" if change.substantive else ", in passing"
        yield f"{change.number} {change.title} ({_KINDS[change.kind]}{weight})"
        if change.before and change.after and change.before.title != change.after.title:
            yield f"  title before: {change.before.title}"
        for line in in_marks(change.redline).splitlines():
            yield f"  {line}" if line.strip() else ""
        for reason in change.reasons:
            yield f"  why: {reason.said(words)}" + (f" (since {reason.since})" if reason.since else "")
        again = "; they must acknowledge the policy again" if change.substantive else ""
        yield f"  for: {', '.join(audience_labels(library, change.applies_to))}{again}"
        yield ""


def state_in_words(status: Status) -> str:
    """Say how a policy stands, in a few words."""
    if not status.made:
        return "never made"
    if not status.stale:
        due = f", review due {status.review_due}" if status.review_due else ""
        guarded = f", {counted(len(status.findings), 'finding', 'findings')} of the guard" if status.findings else ""
        return f"current{due}{guarded}"
    parts = [
        counted(len(names), one, several)
        for one, several, names in (
            ("clause new", "clauses new", status.new),
            ("clause gone", "clauses gone", status.gone),
            ("clause reworded", "clauses reworded", status.reworded),
            ("authority changed", "authorities changed", status.authorities),
            ("answer changed", "answers changed", status.answers),
            ("document changed by hand", "documents changed by hand", status.edited),
            ("document left as it was", "documents left as they were", status.behind),
            ("own wording to look at", "own wordings to look at", status.beneath),
            ("mistake in own clauses", "mistakes in own clauses", status.broken),
        )
        if names
    ]
    if status.other_look:
        parts.append("another look")
    return f"out of date: {', '.join(parts)}"
