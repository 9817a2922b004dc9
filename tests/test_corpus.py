"""The sentences of tests/corpus: what the checks of words find in them, as precision and recall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from policygen.checklist import text_checks
from policygen.checks.passages import Genre, Passage, Setting

CORPUS = Path(__file__).parent / "corpus" / "sentences.yaml"

NOT_JUDGED = frozenset({"L09", "L10", "L11", "L17", "L22", "L39"})
"""Checks of whole texts, which say nothing of one sentence."""

PRECISION = 0.95
RECALL = 0.90
"""Floors, a little below what is reached."""


@dataclass(frozen=True)
class Sentence:
    """A sentence and the checks that must find something in it."""

    passage: Passage
    setting: Setting
    finds: frozenset[str]


def sentences() -> Iterator[Sentence]:
    for row in yaml.safe_load(CORPUS.read_text(encoding="utf-8")):
        places = row.get("places", ["us-oh"])
        around = {part for place in places for part in (place, place.split("-")[0], "int")}
        yield Sentence(
            passage=Passage(
                text=row["text"], lead=row.get("lead", ""), genre=Genre(row.get("genre", "policy")), number=row["text"]
            ),
            setting=Setting(
                language=row.get("language", "en"), places=frozenset(around), public=row.get("public", False)
            ),
            finds=frozenset(row["finds"]),
        )


def found(sentence: Sentence) -> frozenset[str]:
    findings = text_checks([sentence.passage], sentence.setting)
    return frozenset(finding.check for finding in findings) - NOT_JUDGED


ALL = tuple(sentences())


def test_precision_and_recall_stay_above_their_floors() -> None:
    right = sum(len(found(each) & each.finds) for each in ALL)
    false = [(each.passage.text, sorted(found(each) - each.finds)) for each in ALL if found(each) - each.finds]
    missed = [(each.passage.text, sorted(each.finds - found(each))) for each in ALL if each.finds - found(each)]
    precision = right / (right + sum(len(ids) for _, ids in false))
    recall = right / (right + sum(len(ids) for _, ids in missed))
    print(f"\n{len(ALL)} sentences: precision {precision:.3f}, recall {recall:.3f}")
    for name, rows in (("false", false), ("missed", missed)):
        for text, ids in rows:
            print(f"  {name}: {', '.join(ids)}: {text}")
    assert precision >= PRECISION
    assert recall >= RECALL


@pytest.mark.parametrize("sentence", [each for each in ALL if not each.finds], ids=lambda each: each.passage.text[:60])
def test_no_lawful_sentence_is_called_an_error(sentence: Sentence) -> None:
    findings = text_checks([sentence.passage], sentence.setting)
    assert [str(finding) for finding in findings if finding.severity == "error"] == []


def test_the_corpus_holds_enough_of_both_sides() -> None:
    assert len(ALL) >= 60
    assert sum(1 for each in ALL if not each.finds) >= 30
    assert sum(1 for each in ALL if "L24" in each.finds) >= 25
