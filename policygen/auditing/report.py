"""Write an audit as a paper: the verdict first, then what to mend, then what is lacking, then how it was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from policygen.auditing.audit import READING, Audit, Lack
from policygen.auditing.figures import audit_as_data, share
from policygen.auditing.mapping import CARRIED, MAPPED, Mapped
from policygen.auditing.oldpolicy import OldStatement
from policygen.counting import counted
from policygen.findings import Finding, Severity
from policygen.formats import render_paper
from policygen.paper import Block, Box, Heading, Item, Listing, Paper, Paragraph, Statement, Table

_OUT_OF_DATE = frozenset({"O01", "O02", "O03", "L12"})


def audit_paper(audit: Audit) -> Paper:
    """Write the report of an audit."""
    document = audit.document
    return Paper(
        name="audit",
        title=f"Audit of {audit.policy.name}",
        institution=document.institution,
        language=f"en{document.language[2:]}",
        paper=document.paper,
        as_of=audit.on,
        issue=f"Audited by the law of {audit.on.isoformat()}. Library {document.library}.",
        blocks=tuple(_blocks(audit)),
        contents=True,
    )


def render_report(audit: Audit, format_name: str, templates: tuple[Path, ...]) -> bytes:
    """Render the report of an audit as json or in a format of papers."""
    if format_name == "json":
        return (json.dumps(audit_as_data(audit), ensure_ascii=False, indent=2) + "\n").encode()
    return render_paper(audit_paper(audit), format_name, templates)


def verdict(audit: Audit) -> str:
    """Say in a sentence or two how the old policy stands."""
    errors = sum(each.severity is Severity.ERROR for each in audit.findings)
    lacking = sum(each.severity is Severity.ERROR for each in audit.lacks)
    missing = [each for each in audit.topics if each.must and not each.carried]
    share_carried = _percent(audit.carried, audit.clauses)
    needed = "topic that every policy needs is" if len(missing) == 1 else "topics that every policy needs are"
    return (
        f"The policy carries {audit.carried} of the {audit.clauses} clauses that apply to this institution "
        f"({share_carried}) and says something of {audit.in_part} more. "
        f"{counted(errors, 'error was', 'errors were')} found in what it says. "
        f"It says nothing of {counted(lacking, 'rule', 'rules')} that the law asks for. "
        f"{len(missing)} {needed} not covered."
    )


def _blocks(audit: Audit) -> Iterator[Block]:
    yield Paragraph(text=verdict(audit), style="lead")
    yield Box(
        style="caution",
        title="How far to trust this",
        blocks=(
            Paragraph(
                text="A program compared words. It does not understand them, and it gives no legal advice. "
                f"A likeness of {CARRIED:.2f} or more counts as saying the same; from {MAPPED:.2f} on a statement "
                "counts as saying it in part. Read what is marked as said in part yourself. Counsel for each place "
                "decides what must change."
            ),
        ),
    )
    yield from _findings(
        "What is risky", [each for each in audit.findings if each.check not in READING | _OUT_OF_DATE], audit
    )
    yield from _findings("What is out of date", [each for each in audit.findings if each.check in _OUT_OF_DATE], audit)
    yield from _lacking(audit)
    yield from _coverage(audit)
    yield from _advice(audit)
    yield from _own(audit)
    yield from _findings("How it reads", [each for each in audit.findings if each.check in READING], audit)
    yield from _every_statement(audit)


def _findings(title: str, found: list[Finding], audit: Audit) -> Iterator[Block]:
    yield Heading(text=title)
    if not found:
        yield Paragraph(text="Nothing was found.")
        return
    statements = {str(each.number): each for each in audit.policy.statements}
    ranked = sorted(found, key=lambda each: list(Severity).index(each.severity))
    rows = tuple(_finding_row(finding, statements.get(finding.number)) for finding in ranked)
    yield Table(head=("No.", "What it says", "What is wrong and why", "Better"), rows=rows, widths=(8, 34, 34, 24))


def _finding_row(finding: Finding, statement: OldStatement | None) -> tuple[str, str, str, str]:
    quote = f"{statement.whole} ({_at(statement)})" if statement else "The whole policy"
    judged = (f"{finding.severity.value.capitalize()} {finding.check}.", finding.says, finding.why)
    return finding.number, quote, " ".join(filter(None, judged)), finding.better


def _at(statement: OldStatement) -> str:
    """Say where a statement stands, without its number."""
    return statement.where.partition(", ")[2] or f"statement {statement.number}"


def _lacking(audit: Audit) -> Iterator[Block]:
    yield Heading(text="What the law and guidance of its places ask for and the policy lacks")
    absent = [each for each in audit.lacks if each.nearest is None]
    in_part = [each for each in audit.lacks if each.nearest is not None]
    yield Paragraph(
        text=f"{len(absent)} clauses that rest on law or guidance are not in the policy, and {len(in_part)} may be in "
        "it in part. Our wording follows, with the law that it carries."
    )
    yield Heading(text="Not in the policy: law, in topics that every policy needs", level=2)
    yield from _wordings([each for each in absent if each.must and each.severity is Severity.ERROR], audit)
    yield Heading(text="Not in the policy: law, in other topics", level=2)
    yield from _wordings([each for each in absent if not each.must and each.severity is Severity.ERROR], audit)
    yield Heading(text="Not in the policy: guidance", level=2)
    yield from _wordings([each for each in absent if each.severity is not Severity.ERROR], audit)
    yield Heading(text="Perhaps in the policy in part: compare", level=2)
    yield from _wordings(in_part, audit)


def _wordings(lacks: list[Lack], audit: Audit) -> Iterator[Block]:
    if not lacks:
        yield Paragraph(text="None.")
    for lack in lacks:
        clause = lack.clause
        yield Statement(
            number=clause.number,
            title=clause.title,
            text=clause.text,
            label=clause.label,
            language=audit.document.language if not audit.document.language.startswith("en") else "",
        )
        law = "; ".join(f"{authority.title}, {at or authority.citation}" for authority, at in lack.authorities)
        near = f" Compare {lack.nearest.statement.where}: {lack.nearest.statement.whole}" if lack.nearest else ""
        yield Paragraph(text=f"Rests on: {law}.{near}", style="note")


def _coverage(audit: Audit) -> Iterator[Block]:
    yield Heading(text="Coverage by topic")
    rows = [
        (
            topic.topic.title,
            "must" if topic.must else "",
            f"{topic.carried} of {topic.clauses}",
            str(topic.in_part),
            _percent(topic.carried, topic.clauses),
            ", ".join(map(str, topic.statements)),
        )
        for topic in audit.topics
    ]
    figures = (f"{audit.carried} of {audit.clauses}", str(audit.in_part), _percent(audit.carried, audit.clauses))
    whole = ("All topics", "", *figures, "")
    head = ("Topic", "Needed", "Clauses carried", "In part", "Coverage", "Statements on it")
    yield Table(head=head, rows=(*rows, whole), widths=(36, 10, 14, 9, 12, 19))


def _advice(audit: Audit) -> Iterator[Block]:
    whole = audit.advice_followed + len(audit.advice_lacking) + audit.advice_settled
    yield Heading(text="Published advice that it does not follow")
    yield Paragraph(
        text=f"Of {whole} published recommendations it follows {audit.advice_followed} and lacks "
        f"{len(audit.advice_lacking)}. The library itself settles {audit.advice_settled} otherwise."
    )
    yield Listing(items=tuple(Item(text=f"{each.id}: {each.says}") for each in audit.advice_lacking))


def _own(audit: Audit) -> Iterator[Block]:
    yield Heading(text="What it says that the library does not")
    if not audit.own:
        yield Paragraph(text="Nothing.")
        return
    yield Paragraph(text="These statements are the institution's own. Nothing here says that they are wrong.")
    yield Listing(items=tuple(Item(text=f"{each.whole} ({each.where})") for each in audit.own))


def _every_statement(audit: Audit) -> Iterator[Block]:
    yield Heading(text="Every statement, and the clause nearest to it")
    head = ("No.", "Statement", "Nearest clause", "Likeness", "Shared words")
    yield Table(head=head, rows=tuple(_rows(audit.mapped)), widths=(6, 40, 24, 10, 20))


def _rows(mapped: Iterable[Mapped]) -> Iterator[tuple[str, ...]]:
    for each in mapped:
        best = each.best
        title = "its own" if best is None else best.clause.title
        if best is not None and best.left_out:
            title += f" (does not apply: {best.left_out})"
        score, words = (f"{best.score:.2f}", ", ".join(best.words[:6])) if best else ("", "")
        yield str(each.statement.number), each.statement.whole, title, score, words


def _percent(part: int, whole: int) -> str:
    return f"{share(part, whole):.0%}"
