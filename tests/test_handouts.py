"""The hand-outs: each rule in them is one of the policy's statements, and each fact stands in one place."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from policygen.errors import UsageError
from policygen.loading import load_folders
from policygen.outlines import Outline, texts_of
from policygen.outputs import papers_of
from policygen.paper import Box, Field, Listing, Paragraph, Statement, statements_of, without_numbers
from policygen.papers.material import StaffChange, Told
from tests.sets import (
    NEVER,
    NURSING_HOME,
    QUEBEC,
    SETS,
    edition,
    every_block,
    fields_of,
    papers,
    papers_with,
    words_of,
)
from tests.test_profiles import shipped

each_set = pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in SETS])


@each_set
def test_every_statement_number_of_a_hand_out_is_one_of_the_policy(name: str) -> None:
    known = {clause.number for clause in edition(name).document.clauses}
    for stem, paper in papers(name).items():
        assert set(statements_of(paper.blocks)) <= known, stem


@each_set
def test_a_statement_is_repeated_word_for_word(name: str) -> None:
    policy = {clause.number: (clause.title, str(clause.text)) for clause in edition(name).document.clauses}
    for stem, paper in papers(name).items():
        for block in every_block(paper):
            if isinstance(block, Statement):
                assert policy[block.number] == (block.title, str(block.text)), stem


@each_set
def test_no_hand_out_has_an_empty_box_list_or_gap_for_a_name(name: str) -> None:
    for stem, paper in papers(name).items():
        assert "{{" not in words_of(paper), stem
        for block in every_block(paper):
            if isinstance(block, Box):
                assert block.blocks, stem
            if isinstance(block, Listing):
                assert block.items, stem
            if isinstance(block, Paragraph) and not isinstance(block.text, str):
                assert "  " not in str(block.text), (stem, str(block.text))


def test_the_answers_choose_the_documents() -> None:
    chosen = papers_with(shipped(), "p1-ohio-family-practice", outputs=["full-policy", "incident-checklist"])
    assert list(chosen) == ["policy", "incident-checklist"]


def test_a_document_that_does_not_apply_is_not_made() -> None:
    gone = {"authorization", "house-rules", "acknowledgement", "account-request", "account-register"}
    assert not gone & set(papers(NEVER))
    assert gone <= set(papers("p1-ohio-family-practice"))


@pytest.mark.parametrize(
    ("document", "says"),
    [
        pytest.param("quick-gide", "'quick-gide' is not a document. Did you mean 'quick-guide'?", id="a misspelt one"),
        pytest.param("authorization", "'authorization' does not apply to these answers.", id="one that cannot be"),
    ],
)
def test_a_document_asked_for_by_name_is_refused(document: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        papers_of(shipped(), edition(NEVER), [document])


def test_a_change_summary_is_made_only_where_there_was_an_earlier_issue() -> None:
    ohio = edition("p1-ohio-family-practice")
    number = ohio.document.clauses[0].number
    change = StaffChange(kind="new", title="A rule", number=number, after="Do this.", why="A new law.")
    made = papers_of(shipped(), ohio, ["change-summary"], Told(changes=(change,)))
    assert "Now: Do this." in words_of(made[1])
    assert f"New: {number} A rule" in words_of(made[1])
    assert number in set(statements_of(made[1].blocks))
    assert len(papers_of(shipped(), ohio, ["change-summary"])) == 1
    assert "Nothing has changed" in words_of(papers_of(shipped(), ohio, ["change-summary"], Told(changes=()))[1])


def test_a_contact_stands_in_one_place() -> None:
    old, new = "privacy@maplehollow.example", "other@maplehollow.example"
    before = papers("p1-ohio-family-practice")
    after = papers_with(shipped(), "p1-ohio-family-practice", privacy_contact=new)
    printing = [stem for stem, paper in before.items() if old in words_of(paper)]
    assert len(printing) >= 9
    assert [stem for stem, paper in after.items() if new in words_of(paper)] == printing
    assert [stem for stem, paper in after.items() if old in words_of(paper)] == []


def test_a_limit_stands_in_one_place(tmp_path: Path) -> None:
    root = Path(shipped().templates[0]).parent
    for folder in ("clauses", "jurisdictions", "templates"):
        shutil.copytree(root / folder, tmp_path / folder)
    place = tmp_path / "jurisdictions/us/_place.yaml"
    place.write_text(place.read_text(encoding="utf-8").replace("at_most: 60 days", "at_most: 41 days"), "utf-8")
    sixty = "within\n60 days of discovery"
    before = papers("p1-ohio-family-practice")
    after = papers_with(load_folders(tmp_path), "p1-ohio-family-practice")
    printing = [stem for stem, paper in before.items() if sixty in words_of(paper)]
    assert {"policy", "incident-checklist", "managers-guide"} <= set(printing)
    assert [stem for stem, paper in after.items() if sixty.replace("60", "41") in words_of(paper)] == printing
    assert [stem for stem, paper in after.items() if sixty in words_of(paper)] == []
    assert any("41 days" in row for row in clock_rows(after["incident-checklist"].blocks))


def clock_rows(blocks: object) -> list[str]:
    from policygen.paper import Table

    assert isinstance(blocks, tuple)
    tables = [block for block in blocks if isinstance(block, Table) and block.caption]
    return [" | ".join(map(str, row)) for table in tables for row in table.rows]


def test_clocks_run_from_the_shortest_to_the_longest_with_their_law() -> None:
    rows = clock_rows(papers(NURSING_HOME)["incident-checklist"].blocks)
    assert [row.split(" | ")[0] for row in rows] == ["2 hours", "24 hours", "30 days", "60 days"]
    assert "45 CFR" in rows[-1]
    assert all(row.split(" | ")[3] for row in rows)


def test_a_place_without_a_clock_gets_no_table_of_clocks() -> None:
    assert clock_rows(papers("p5-ontario-community-hospital")["incident-checklist"].blocks) == []


@each_set
def test_the_quick_guide_leaves_no_rule_out_in_silence(name: str) -> None:
    document = edition(name).document
    guide = papers(name)["quick-guide"]
    given = set(statements_of(guide.blocks))
    note = next(str(block.text) for block in guide.blocks if isinstance(block, Paragraph) and block.style == "note")
    for part in document.parts:
        for section in part.sections:
            for each in section.clauses:
                if "everyone" in each.clause.applies_to and (each.clause.do or each.clause.dont):
                    assert each.number in given or section.number in re.findall(r"\d+\.\d+", note), each.number


def test_the_most_important_lines_of_the_quick_guide_stay() -> None:
    said = words_of(papers("p1-ohio-family-practice")["quick-guide"])
    for line in ("Talk freely about pay", "Never confirm or deny", "Save a screenshot", "Own up early"):
        assert (line in said) == (line != "Own up early")


def test_a_variant_has_lines_of_its_own_and_the_others_do_not() -> None:
    made = papers("p2-california-academic")
    line = "Do not keep clinical pictures on your own phone."
    assert line in words_of(made["quick-guide-clinicians"])
    assert line not in words_of(made["quick-guide"])
    assert "quick-guide-students" not in papers("p1-ohio-family-practice")


def test_the_acknowledgement_holds_the_rights_in_full_and_takes_none() -> None:
    form = papers("p1-ohio-family-practice")["acknowledgement"]
    rights = next(
        each
        for each in edition("p1-ohio-family-practice").document.clauses
        if each.clause.id == "protected-employee-speech/freedom-to-talk-about-work"
    )
    said = words_of(form)
    assert str(rights.text) in said
    assert form.form
    assert sum(field.kind.value == "tick" for field in fields_of(form).values()) == 4
    for word in ("I agree", "waive", "consent to", "terminat"):
        assert word not in said


@each_set
def test_house_rules_keep_to_their_length(name: str) -> None:
    outline = shipped().outlines["house-rules"]
    paper = papers(name).get("house-rules")
    assert outline.most_words == 700
    assert paper is None or len(words_of(paper).split()) <= outline.most_words


def test_a_public_body_says_that_it_is_neutral_and_a_private_one_may_hide_hate() -> None:
    public = words_of(papers("p2-california-academic")["house-rules"])
    private = words_of(papers("p1-ohio-family-practice")["house-rules"])
    assert "As a public body we stay neutral" in public
    assert "attacks on people" not in public
    assert "attacks on people" in private
    assert "As a public body" not in private


@each_set
def test_scripts_for_reviews_confirm_nobody_as_a_patient(name: str) -> None:
    scripts = [
        str(block.text).lower()
        for block in every_block(papers(name)["review-playbook"])
        if isinstance(block, Paragraph) and block.style == "script"
    ]
    assert scripts or name == NEVER
    for word in ("visit", "your care", "your treatment", "appointment", "patient", "soins ici", "votre visite"):
        assert not any(word in script for script in scripts), word


def test_who_answers_nobody_gets_only_the_script_for_danger() -> None:
    scripts = [
        block
        for block in papers_with(shipped(), "p1-ohio-family-practice", review_replies="no")["review-playbook"].blocks
        if isinstance(block, Paragraph) and block.style == "script"
    ]
    assert len(scripts) == 1
    assert "911" in str(scripts[0].text)


def test_what_the_public_gets_is_printed_without_numbers() -> None:
    rules = papers("p1-ohio-family-practice")["house-rules"]
    assert list(statements_of(rules.blocks))
    assert list(statements_of(without_numbers(rules).blocks)) == []
    assert rules.for_public
    assert not papers("p1-ohio-family-practice")["quick-guide"].for_public


def test_a_french_set_speaks_french_only() -> None:
    """Titles of law keep their own language; the matrix says itself that the proof to keep is in English."""
    for paper in papers(QUEBEC).values():
        assert paper.language == "fr-CA"
    said = "\n".join(
        words_of(paper) for stem, paper in papers(QUEBEC).items() if stem not in ("policy", "evidence-matrix")
    )
    for word in (" the ", "Never ", "Save proof", "You may"):
        assert word not in said, word


@pytest.mark.parametrize("outline", [pytest.param(each, id=name) for name, each in shipped().outlines.items()])
def test_every_text_is_in_every_language_and_says_something_else(outline: Outline) -> None:
    for words, _ in texts_of(outline):
        if words:
            assert set(words) == {"en", "fr"}
            french = words["fr"].text
            assert french != words["en"].text or len(french.split()) <= 3 or set(french) <= set("{}_ monitored_hours")


@each_set
def test_a_field_has_a_name_that_no_other_has(name: str) -> None:
    for stem, paper in papers(name).items():
        names = [block.name for block in every_block(paper) if isinstance(block, Field)]
        assert len(names) == len(set(names)), stem
        assert bool(names) == paper.form, stem
