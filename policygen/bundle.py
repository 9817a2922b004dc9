"""Pack an institution's documents for a policy system: all files, their metadata and a manifest of fingerprints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from policygen.assembling import add_months
from policygen.editions import Edition
from policygen.lock import fingerprint
from policygen.paper import Paper, Paragraph
from policygen.questions import QuestionId
from policygen.tables import csv_table, zip_of

METADATA = (
    *("number", "title", "type", "department", "owner", "approver", "version", "effective", "next review", "expires"),
    *("applies to", "keywords", "references", "supersedes", "summary", "file", "sha256"),
)
"""The fields that policy systems import. What the answers do not say, such as the department, stays empty."""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One edition and its papers, to describe its files."""

    edition: Edition
    papers: tuple[Paper, ...]


def pack(shelves: Iterable[Shelf], files: Mapping[str, bytes], lock: bytes) -> bytes:
    """Pack files, by path within the institution's folder, with their metadata; the same files give the same bytes."""
    described = {path: row for shelf in shelves for path, row in _rows(shelf, files)}
    metadata = csv_table(METADATA, (described[path] for path in sorted(described))).encode("utf-8-sig")
    content = {**files, "policy.lock": lock, "metadata.csv": metadata}
    manifest = {path: fingerprint(data) for path, data in sorted(content.items())}
    content["manifest.json"] = (json.dumps({"sha256": manifest}, indent=1, ensure_ascii=False) + "\n").encode()
    return zip_of(sorted(content.items()))


def _rows(shelf: Shelf, files: Mapping[str, bytes]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for paper in shelf.papers:
        for path, data in files.items():
            if PurePosixPath(path).stem == f"{paper.stem}{shelf.edition.suffix}":
                yield path, _row(shelf.edition, paper, path, data)


def _row(edition: Edition, paper: Paper, path: str, data: bytes) -> tuple[str, ...]:
    document, control = edition.document, edition.document.control
    effective, review = _dates(edition)
    fields = {
        "number": control.number,
        "title": paper.title,
        "type": _type(paper),
        "owner": control.owner,
        "approver": control.approver,
        "version": control.version,
        "effective": effective,
        "next review": review,
        "applies to": control.audience,
        "keywords": "; ".join(section.title for part in document.parts for section in part.sections),
        "references": "; ".join(row.authority.citation for row in document.authorities),
        "supersedes": "; ".join(control.supersedes),
        "summary": _summary(edition, paper),
        "file": path,
        "sha256": fingerprint(data),
    }
    return tuple(fields.get(name, "") for name in METADATA)


def _type(paper: Paper) -> str:
    if paper.name == "policy":
        return "policy"
    return "form" if paper.form else "notice" if paper.for_public else "guide"


def _summary(edition: Edition, paper: Paper) -> str:
    """Give the paragraph that leads a hand-out, or what the policy asks its readers to remember."""
    leads = (str(block.text) for block in paper.blocks if isinstance(block, Paragraph) and block.style == "lead")
    return next(leads, " ".join(str(line) for line, _ in edition.document.remember))


def _dates(edition: Edition) -> tuple[str, str]:
    """Give the first day and the next review in ISO form; empty where they were not said."""
    answers = edition.selection.answers
    asked = answers.questionnaire
    effective = answers.value(QuestionId("effective_date")) if "effective_date" in asked else None
    months = answers.value(QuestionId("review_months")) if "review_months" in asked else None
    if not isinstance(effective, date):
        return "", ""
    return effective.isoformat(), add_months(effective, months).isoformat() if isinstance(months, int) else ""
