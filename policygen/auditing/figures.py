"""Give an audit as plain data, for programs."""

from __future__ import annotations

from policygen.auditing.audit import Audit, Lack, TopicCoverage
from policygen.auditing.mapping import Mapped
from policygen.coverage import name_with_place
from policygen.findings import Finding
from policygen.rendering.marks import to_markdown


def audit_as_data(audit: Audit) -> dict[str, object]:
    """Give an audit as plain data: figures, topics, findings, what is lacking, advice, and every statement."""
    return {
        "file": audit.policy.name,
        "institution": audit.document.institution,
        "as_of": audit.on.isoformat(),
        "library": audit.document.library,
        "places": list(audit.selection.places),
        "figures": {
            "statements": len(audit.policy.statements),
            "clauses": audit.clauses,
            "carried": audit.carried,
            "in_part": audit.in_part,
            "coverage": share(audit.carried, audit.clauses),
            "errors": audit.errors,
            "advice_followed": audit.advice_followed,
            "advice_lacking": len(audit.advice_lacking),
            "advice_settled_otherwise": audit.advice_settled,
        },
        "topics": [_topic(each) for each in audit.topics],
        "findings": [_finding(each) for each in audit.findings],
        "lacks": [_lack(each) for each in audit.lacks],
        "advice_lacking": [{"id": each.id, "topic": each.topic, "says": each.says} for each in audit.advice_lacking],
        "own": [each.number for each in audit.own],
        "statements": [_statement(each) for each in audit.mapped],
    }


def share(part: int, whole: int) -> float:
    """Give a part of a whole, rounded to hundredths; nothing of nothing is nothing."""
    return round(part / whole, 2) if whole else 0.0


def _topic(topic: TopicCoverage) -> dict[str, object]:
    return {
        "topic": topic.topic.id,
        "title": topic.topic.title,
        "must": topic.must,
        "clauses": topic.clauses,
        "carried": topic.carried,
        "in_part": topic.in_part,
        "coverage": share(topic.carried, topic.clauses),
        "statements": list(topic.statements),
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "statement": int(finding.number) if finding.number.isdigit() else None,
        "line": finding.line or None,
        "quote": finding.quote,
        "says": finding.says,
        "why": finding.why,
        "better": finding.better,
        "authorities": list(finding.authorities),
    }


def _lack(lack: Lack) -> dict[str, object]:
    return {
        "clause": name_with_place(lack.clause.clause),
        "topic": lack.clause.clause.topic,
        "must": lack.must,
        "severity": lack.severity.value,
        "title": lack.clause.title,
        "wording": to_markdown(lack.clause.text),
        "authorities": [
            {"authority": authority.id, "citation": authority.citation, "at": at} for authority, at in lack.authorities
        ],
        "said_in_part_by": lack.nearest.statement.number if lack.nearest else None,
    }


def _statement(mapped: Mapped) -> dict[str, object]:
    statement = mapped.statement
    return {
        "number": statement.number,
        "heading": statement.heading,
        "page": statement.page or None,
        "line": statement.line or None,
        "text": statement.whole,
        "clauses": [
            {
                "clause": name_with_place(match.clause),
                "topic": match.clause.topic,
                "score": match.score,
                "carries": match.carries,
                "shared_words": list(match.words),
                "left_out_because": match.left_out or None,
            }
            for match in mapped.matches
        ],
    }
