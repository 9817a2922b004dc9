"""The interview in the browser saves what the terminal saves, refuses what it refuses, and loses no update."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policygen.library import Library
from policygen.starting import answers_so_far, begin, save_answer
from policygen.workspace import Workspace
from tests.club import make_club
from tests.health_system import OWN, make_mercy
from tests.served import Reply, Visitor, desk_of, served
from tests.test_web_gate import FIELDS, SAVE
from tests.tools import TEA

ASK = "/at/leaf/questions"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "leaf"


@pytest.fixture
def visitor(folder: Path) -> Iterator[Visitor]:
    with served(folder) as visitor:
        yield visitor.let_in()


def seen(visitor: Visitor, question: str) -> str:
    """Read the fingerprint that the form of a question carries."""
    found = re.search(r'name="seen" value="([^"]*)"', visitor.get(f"{ASK}/{question}").body)
    assert found is not None
    return found[1]


def say(visitor: Visitor, question: str, /, **fields: str | list[str]) -> Reply:
    """Answer a question's page as a browser does."""
    return visitor.post(f"{ASK}/{question}", {"seen": seen(visitor, question), **fields})


def answer_quickly(visitor: Visitor) -> Reply:
    """Answer everything that the tea club must answer."""
    say(visitor, "org_name", org_name="Leaf & Cup")
    say(visitor, "jurisdictions", jurisdictions=["tealand-east"])
    say(visitor, "headcount", headcount="12")
    say(visitor, "brewing", brewing="pot")
    say(visitor, "milk", milk="yes")
    say(visitor, "milks", milks=["cow", "oat"])
    return say(visitor, "effective_date", effective_date="2026-04-01")


def test_a_form_of_this_page_is_saved(visitor: Visitor, folder: Path) -> None:
    assert visitor.post(SAVE, FIELDS).status == 303
    assert 'org_name: "Leaf & Cup"' in (folder / "answers.yaml").read_text(encoding="utf-8")


def test_a_form_of_very_many_fields_is_refused(visitor: Visitor, folder: Path) -> None:
    assert visitor.post(SAVE, {"org_name": ["a"] * 1001}).status == 422
    assert not folder.exists()


def test_looking_at_every_page_makes_no_folder(visitor: Visitor, folder: Path) -> None:
    pages = ["", "questions", "questions/brewing", "policy", "policy/left-out", "checks", "documents"]
    assert {visitor.get(f"/at/leaf/{path}").status for path in pages} == {200}
    assert not folder.exists()


def test_the_file_is_byte_for_byte_what_the_terminal_saves(
    visitor: Visitor, folder: Path, tmp_path: Path, tea: Library
) -> None:
    answer_quickly(visitor)
    other = begin(tmp_path / "other")
    for question, said in answers_so_far(Workspace(folder), tea).given.items():
        save_answer(other, answers_so_far(other, tea).with_answer(question, said), question)
    assert (folder / "answers.yaml").read_bytes() == other.answers.read_bytes()


def test_comments_and_order_of_a_file_edited_by_hand_survive(visitor: Visitor, folder: Path) -> None:
    folder.mkdir()
    (folder / "answers.yaml").write_text("# ours\nmilk: no  # never\norg_name: Leaf\n", encoding="utf-8")
    say(visitor, "milk", milk="yes")
    assert (folder / "answers.yaml").read_text(encoding="utf-8") == "# ours\nmilk: yes  # never\norg_name: Leaf\n"


@pytest.mark.parametrize(
    ("question", "fields", "says"),
    [
        pytest.param("org_name", {"org_name": " "}, "This one needs an answer.", id="nothing where there must be"),
        pytest.param("headcount", {"headcount": "many"}, "is not a whole number", id="a word for a number"),
        pytest.param("effective_date", {"effective_date": "soon"}, "is not a date", id="a word for a date"),
        pytest.param("brewing", {"brewing": "kettle"}, "is not one of the choices", id="a choice that is not offered"),
        pytest.param("jurisdictions", {}, "This one needs an answer.", id="no place"),
        pytest.param("privacy_contact", {"privacy_contact": "us"}, "is not an email address", id="no address"),
        pytest.param("org_name", {"org_name": "a\u202eb"}, "This text holds", id="a text that turns others round"),
        pytest.param("org_name", {"org_name": "a" * 301}, "Keep it to 300", id="a very long text"),
        pytest.param("org_name", {"org_name-doubt": "yes"}, "cannot be left open", id="doubt where none is allowed"),
    ],
)
def test_what_is_no_answer_is_refused_beside_its_question(
    visitor: Visitor, folder: Path, question: str, fields: dict[str, str | list[str]], says: str
) -> None:
    reply = say(visitor, question, **fields)
    assert reply.status == 422
    assert says in html.unescape(reply.body)
    assert f'href="#{question}"' in reply.body
    assert not folder.exists()


def test_what_was_typed_is_still_there_when_it_is_refused(visitor: Visitor) -> None:
    assert 'value="many &lt;b&gt;"' in say(visitor, "headcount", headcount="many <b>").body


def test_doubt_is_saved_as_not_sure(visitor: Visitor, folder: Path) -> None:
    say(visitor, "brewing", brewing="not sure")
    assert "brewing: not sure" in (folder / "answers.yaml").read_text(encoding="utf-8")


def test_a_list_has_an_entry_a_line(visitor: Visitor, folder: Path) -> None:
    say(visitor, "review_months", review_months="12", platforms="The board\n\n the wall ")
    assert "platforms:\n  - The board\n  - the wall\n" in (folder / "answers.yaml").read_text(encoding="utf-8")


def test_an_emptied_text_takes_the_default(visitor: Visitor, folder: Path) -> None:
    say(visitor, "review_months", review_months="", privacy_contact="", platforms="")
    assert "review_months: 12" in (folder / "answers.yaml").read_text(encoding="utf-8")


def test_each_page_leads_to_the_next_and_the_draft_to_the_list(visitor: Visitor) -> None:
    assert say(visitor, "org_name", org_name="Leaf").headers["location"] == f"{ASK}/jurisdictions"
    assert answer_quickly(visitor).headers["location"] == ASK
    assert "That is enough for a draft." in visitor.get(ASK).body


def test_a_change_from_the_list_leads_back_to_it_or_to_what_depends_on_it(visitor: Visitor) -> None:
    assert say(visitor, "org_name", org_name="Leaf", to="review").headers["location"] == ASK
    assert say(visitor, "milk", milk="yes", to="review").headers["location"] == f"{ASK}/milks?to=review"


def test_the_next_page_shows_what_the_last_answer_changed(visitor: Visitor) -> None:
    say(visitor, "brewing", brewing="pot")
    assert "Warm the pot" in visitor.get(f"{ASK}/milk").body
    say(visitor, "milk", milk="no")
    assert "Your last answer changed no clause." in visitor.get(f"{ASK}/milk").body


def test_it_shows_nothing_once_somebody_edited_the_file(visitor: Visitor, folder: Path) -> None:
    say(visitor, "brewing", brewing="pot")
    (folder / "answers.yaml").write_text("brewing: cup\n", encoding="utf-8")
    assert "Warm the pot" not in visitor.get(f"{ASK}/milk").body


def test_a_preview_tells_the_change_and_saves_nothing(visitor: Visitor, folder: Path) -> None:
    part = visitor.post(f"{ASK}/brewing/preview", {"brewing": "pot", "part": "yes"})
    whole = visitor.post(f"{ASK}/brewing/preview", {"brewing": "pot"})
    assert "Warm the pot" in part.body
    assert "Warm the pot" in whole.body
    assert "<html" not in part.body
    assert "<html" in whole.body
    assert not folder.exists()


def test_a_preview_speaks_against_an_answer(visitor: Visitor) -> None:
    fields = {"org_name": "Leaf", "headcount": "0", "part": "yes"}
    assert "This cannot stand" in visitor.post(f"{ASK}/headcount/preview", fields).body


def test_the_second_of_two_tabs_is_told_and_both_texts_are_shown(visitor: Visitor, folder: Path) -> None:
    say(visitor, "org_name", org_name="Leaf")
    old = seen(visitor, "org_name")
    say(visitor, "org_name", org_name="Cup & Saucer")
    reply = visitor.post(SAVE, {"org_name": "Pot", "seen": old})
    assert reply.status == 409
    assert "Cup &amp; Saucer" in reply.body
    assert "Pot" in reply.body
    assert 'org_name: "Cup & Saucer"' in (folder / "answers.yaml").read_text(encoding="utf-8")


def test_after_a_conflict_the_same_form_can_be_sent_once_more(visitor: Visitor, folder: Path) -> None:
    say(visitor, "org_name", org_name="Leaf")
    refused = visitor.post(SAVE, {"org_name": "Pot", "seen": "", "to": "review"})
    hidden = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', refused.body))
    assert hidden["to"] == "review"
    assert visitor.post(SAVE, dict(hidden)).status == 303
    assert "org_name: Pot" in (folder / "answers.yaml").read_text(encoding="utf-8")


def test_a_preview_does_not_hide_that_the_file_was_changed(visitor: Visitor) -> None:
    old = seen(visitor, "org_name")
    say(visitor, "org_name", org_name="Leaf")
    shown = visitor.post(f"{SAVE}/preview", {"org_name": "Pot", "seen": old}).body
    assert 'name="seen" value=""' in shown
    assert visitor.post(SAVE, {"org_name": "Pot", "seen": ""}).status == 409


def test_mistakes_in_the_file_are_told_with_place_and_advice(visitor: Visitor, folder: Path) -> None:
    folder.mkdir()
    (folder / "answers.yaml").write_text("org_nam: Leaf\nmilk: maybe\n", encoding="utf-8")
    reply = visitor.get(ASK)
    assert reply.status == 422
    assert "line 1" in reply.body
    assert "Did you mean" in reply.body
    assert "line 2" in reply.body


@pytest.mark.parametrize("path", ["/at/other/", f"{ASK}/nothing", "/at/leaf/nothing", "/at/..%2fleaf/"])
def test_an_address_of_nothing_leads_nowhere(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status == 404


def test_hostile_answers_are_shown_letter_for_letter(visitor: Visitor) -> None:
    hostile = '"><script>alert(1)</script>{{ 7 * 7 }}'
    say(visitor, "org_name", org_name=hostile)
    for path in (ASK, f"{ASK}/org_name", "/at/leaf/"):
        body = visitor.get(path).body
        assert "<script>alert" not in body
        assert "49" not in body


def test_a_question_that_does_not_apply_is_not_asked(visitor: Visitor, folder: Path) -> None:
    assert visitor.get(f"{ASK}/milks").status == 404
    assert visitor.post(f"{ASK}/milks", {"milks": "cow"}).status == 404
    assert not folder.exists()


def test_several_institutions_are_listed_and_each_is_its_own(tmp_path: Path) -> None:
    for name in ("leaf", "cup & saucer"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "answers.yaml").write_text(f"org_name: {name.capitalize()}\n", encoding="utf-8")
    with served(tmp_path) as visitor:
        visitor.let_in()
        assert "cup &amp; saucer" in visitor.get("/").body
        assert "Cup &amp; saucer" in visitor.get("/at/cup%20%26%20saucer/questions").body


def test_a_site_follows_its_health_system_until_it_says_something_else(tmp_path: Path) -> None:
    mercy = make_mercy(tmp_path)
    site = mercy.site("leaf")
    with served(site.folder, (TEA, mercy.shared)) as visitor:
        visitor.let_in()
        assert "from Mercy Teas" in visitor.get(ASK).body
        assert "Mercy Teas answered <strong>yes</strong>" in visitor.get("/at/leaf/policy").body
        say(visitor, "brewing", brewing="pot")
        assert site.answers.read_text(encoding="utf-8") == OWN
        say(visitor, "brewing", brewing="cup")
        assert "brewing: cup" in site.answers.read_text(encoding="utf-8")
        assert "You answered <strong>In the cup</strong>" in visitor.get("/at/leaf/policy/left-out").body
        say(visitor, "brewing", **{"brewing": "cup", "brewing-standard": "yes"})
        assert site.answers.read_text(encoding="utf-8").strip() == OWN.strip()


def test_the_library_is_loaded_anew_only_when_a_file_of_it_changed(tmp_path: Path) -> None:
    club = make_club(tmp_path)
    desk = desk_of(club.workspace.folder, (club.library,))
    first = desk.library(club.workspace)
    assert desk.library(club.workspace) is first
    club.write("clauses/kettle/ours.md", "---\ntitle: Ours\napplies_to: members\nrests_on: good practice\n---\nOurs.\n")
    assert desk.library(club.workspace) is not first
