"""The policy in the browser says why each clause is there; its files are those that the command line makes."""

from __future__ import annotations

import html
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from policygen.answerfile import load_answers
from policygen.loading import shipped_library
from policygen.selection import select
from policygen.trail import Hand
from policygen.workspace import build, read_old_lock
from tests.club import DAY, Club, make_club
from tests.served import AT, SECONDS_TO_START, Reply, Visitor, served

AT_CLUB = "/at/leaf-and-cup"


@dataclass(frozen=True)
class Served:
    """A club whose pages are served."""

    club: Club
    visitor: Visitor

    def get(self, path: str) -> Reply:
        return self.visitor.get(f"{AT_CLUB}/{path}")

    def work(self, path: str) -> Reply:
        """Begin some work, and wait until it is done."""
        assert self.visitor.post(f"{AT_CLUB}/documents/{path}", {}).status == 303
        until = time.monotonic() + SECONDS_TO_START
        while self.get("documents/working").status == 200 and time.monotonic() < until:
            time.sleep(0.05)
        return self.get("documents")


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Served]:
    club = make_club(tmp_path)
    with served(club.workspace.folder, (club.library,)) as visitor:
        yield Served(club, visitor.let_in())


def test_every_clause_is_shown_with_its_number_words_and_reason(pages: Served) -> None:
    body = html.unescape(pages.get("policy").body)
    library = pages.club.load()
    selection = select(library, load_answers(pages.club.workspace.answers, library), DAY)
    assert body.count("Why is this here?") == len(selection.clauses)
    assert "You answered <strong>yes</strong>" in body
    assert "Do any of you take milk?" in body
    assert "<dd>Good practice.</dd>" in body
    assert "It applies to every institution." in body


def test_each_authority_is_named_with_its_status_and_date(pages: Served) -> None:
    assert "In force, as of" in pages.get("policy").body


def test_every_clause_left_out_has_its_reason(pages: Served) -> None:
    body = pages.get("policy/left-out").body
    assert "It is for West Tealand, which is not among the places." in body
    assert "How do you brew?" in body


def test_a_policy_in_two_languages_can_be_read_in_both(tmp_path: Path) -> None:
    folder = tmp_path / "clinique"
    folder.mkdir()
    said = "org_name: Clinique\nfacility_type: medical-practice\njurisdictions: [ca-qc]\nownership: physician-owned\n"
    said += "workforce_groups: [employees]\nunion_status: none\neffective_date: 2027-02-01\nlanguages: [fr, en]\n"
    said += "privacy_contact: vie-privee@clinique.example\npolicy_owner_role: Directrice\n"
    said += "patient_stories: never\nofficial_accounts: none\nreview_replies: 'no'\n"
    (folder / "answers.yaml").write_text(said, encoding="utf-8")
    with served(folder, (shipped_library(),)) as visitor:
        visitor.let_in()
        assert '<div class="policy" lang="fr-CA">' in visitor.get("/at/clinique/policy").body
        assert '<div class="policy" lang="en-CA">' in visitor.get("/at/clinique/policy?language=en-CA").body


def test_open_items_and_findings_lead_to_their_questions(pages: Served) -> None:
    pages.club.edit("answers.yaml", "brewing: pot", "brewing: samovar")
    body = pages.get("checks").body
    assert "Find out who owns the samovar." in body
    assert f'href="{AT_CLUB}/questions/brewing"' in body


def test_without_the_answers_that_a_policy_needs_it_asks_for_them(pages: Served) -> None:
    pages.club.edit("answers.yaml", "brewing: pot\n", "")
    for path in ("policy", "policy/left-out", "checks", "documents"):
        assert f'href="{AT_CLUB}/questions/brewing"' in pages.get(path).body


def test_answers_with_which_no_policy_may_be_made_are_told(pages: Served) -> None:
    pages.club.edit("answers.yaml", "headcount: 12", "headcount: 0")
    assert "A club of nobody has no rules." in pages.get("").body
    for path in ("policy", "checks", "documents"):
        body = pages.get(path).body
        assert "A club of nobody has no rules." in body
        assert f'href="{AT_CLUB}/questions/headcount"' in body


def test_the_files_are_byte_for_byte_what_the_command_line_makes(pages: Served, tmp_path: Path) -> None:
    other = make_club(tmp_path / "other")
    for club in (pages.club, other):
        club.edit("answers.yaml", "milk: yes", "milk: no")
    build(other.workspace, other.load(), DAY, hand=Hand("Ada", AT))
    assert "Up to date" in pages.work("build").body
    assert files_of(pages.club) == files_of(other)


def test_every_format_the_handbook_and_the_bundle_can_be_downloaded(pages: Served) -> None:
    pages.work("build")
    pages.work("handbook")
    body = pages.work("bundle").body
    for name in (
        "policy.pdf",
        "policy.docx",
        "policy.html",
        "policy.md",
        "handbook.pdf",
        "handbook.html",
        "bundle.zip",
    ):
        assert f'href="{AT_CLUB}/documents/file/{name}"' in body
        reply = pages.get(f"documents/file/{name}")
        assert reply.status == 200
        assert reply.headers["content-disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("..%2fanswers.yaml", id="the folder above"),
        pytest.param("..%2f..%2f..%2fetc%2fpasswd", id="far above"),
        pytest.param("%2fetc%2fpasswd", id="from the root"),
        pytest.param("..%5canswers.yaml", id="as Windows writes it"),
        pytest.param("answers.yaml", id="a file that is no document"),
        pytest.param("notes.txt", id="a file that somebody put among the documents"),
        pytest.param("handbook.pdf", id="a link"),
        pytest.param("secret.md", id="what a forged lock names"),
        pytest.param("policy.md%00.pdf", id="a name that ends early"),
    ],
)
def test_nothing_but_what_was_made_is_handed_out(pages: Served, name: str) -> None:
    folder = pages.club.workspace.folder
    (folder / "secret.md").write_text("secret", encoding="utf-8")
    (folder / "documents" / "notes.txt").write_text("secret", encoding="utf-8")
    (folder / "documents" / "handbook.pdf").symlink_to(folder / "secret.md")
    lock = folder / "policy.lock"
    forged = lock.read_text(encoding="utf-8").replace('"documents/policy.md"', '"documents/../secret.md"')
    forged = forged.replace('"documents/../secret.md"', '"documents/notes.txt": "", "documents/../secret.md"', 1)
    lock.write_text(forged, encoding="utf-8")
    assert {"documents/notes.txt", "documents/../secret.md"} <= set(read_old_lock(pages.club.workspace).outputs)
    reply = pages.get(f"documents/file/{name}")
    assert reply.status == 404
    assert "secret" not in reply.body.replace("secret.md", "")


def test_a_document_edited_by_hand_is_not_overwritten(pages: Served) -> None:
    policy = pages.club.workspace.documents / "policy.md"
    policy.write_text("Ours.", encoding="utf-8")
    reply = pages.work("build")
    assert reply.status == 422
    assert "Edited by hand" in reply.body
    assert policy.read_text(encoding="utf-8") == "Ours."
    assert pages.get("documents").status == 200


def test_what_stops_a_build_is_told(pages: Served) -> None:
    pages.club.write("theme.yaml", "logo: nothing.png\n")
    assert "nothing.png" in html.unescape(pages.work("build").body)


def files_of(club: Club) -> dict[str, bytes]:
    """Read every file of a club's folder, by path within it."""
    folder = club.workspace.folder
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
