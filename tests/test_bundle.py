"""What is taken out of an institution's folder: the bundle for a policy system, and the handbook's files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from policygen.bundle import METADATA
from policygen.errors import WorkspaceError
from policygen.exporting import make_bundle
from policygen.outputs import Wanted
from policygen.workspace import Workspace, build
from tests.test_profiles import TODAY, shipped

EXAMPLE = Path(__file__).parent.parent / "docs/examples/ohio-practice.yaml"


@dataclass(frozen=True)
class Bundle:
    """A workspace that was built, and what its bundle holds."""

    workspace: Workspace
    files: dict[str, bytes]

    @property
    def rows(self) -> dict[str, dict[str, str]]:
        """Give the rows of metadata, by file."""
        text = self.files["metadata.csv"].decode("utf-8-sig")
        return {row["file"]: row for row in csv.DictReader(io.StringIO(text))}


def made(folder: Path) -> Workspace:
    workspace = Workspace(folder)
    table = EXAMPLE.read_text(encoding="utf-8").replace("answers:\n", "").replace("\n  ", "\n").removeprefix("  ")
    workspace.answers.write_text(table, encoding="utf-8")
    build(workspace, shipped(), TODAY, Wanted(formats=["md", "csv", "xlsx"]))
    return workspace


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    workspace = made(tmp_path_factory.mktemp("ohio"))
    with zipfile.ZipFile(make_bundle(workspace, shipped())) as archive:
        return Bundle(workspace, {name: archive.read(name) for name in archive.namelist()})


def test_it_holds_every_document_the_lock_metadata_and_manifest(bundle: Bundle) -> None:
    documents = {f"documents/{path.name}" for path in bundle.workspace.documents.iterdir()}
    assert len(documents) > 12
    assert set(bundle.files) == documents | {"policy.lock", "metadata.csv", "manifest.json"}


def test_each_document_has_a_row_with_the_fields_that_policy_systems_import(bundle: Bundle) -> None:
    assert set(bundle.rows) == {name for name in bundle.files if name.startswith("documents/")}
    row = bundle.rows["documents/quick-guide.md"]
    assert list(row) == list(METADATA)
    assert row["title"] == "Social media in one page"
    assert (row["type"], row["owner"], row["effective"], row["next review"]) == (
        "guide",
        "Practice Manager",
        "2027-02-01",
        "2028-02-01",
    )
    assert row["summary"] == "Post with pride. Keep patients out of it."
    assert "45 CFR 164.508" in row["references"]
    assert bundle.rows["documents/policy.md"]["type"] == "policy"
    assert bundle.rows["documents/authorization.md"]["type"] == "form"
    assert bundle.rows["documents/house-rules.md"]["type"] == "notice"


def test_fingerprints_are_those_of_the_files(bundle: Bundle) -> None:
    manifest = json.loads(bundle.files["manifest.json"])["sha256"]
    assert set(manifest) == set(bundle.files) - {"manifest.json"}
    for name, digest in manifest.items():
        assert hashlib.sha256(bundle.files[name]).hexdigest() == digest
    for name, row in bundle.rows.items():
        assert row["sha256"] == manifest[name]


def test_the_same_folder_gives_the_same_bytes(bundle: Bundle) -> None:
    first = make_bundle(bundle.workspace, shipped()).read_bytes()
    assert make_bundle(bundle.workspace, shipped()).read_bytes() == first


def test_nothing_is_packed_before_a_build(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("org_name: X\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="Nothing was built"):
        make_bundle(Workspace(tmp_path), shipped())


def test_nothing_is_packed_that_was_changed_since(tmp_path: Path) -> None:
    workspace = made(tmp_path)
    (workspace.documents / "quick-guide.md").write_text("Mine.", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"Changed or deleted since they were built: documents/quick-guide\.md"):
        make_bundle(workspace, shipped())
    assert not (tmp_path / "bundle.zip").exists()
