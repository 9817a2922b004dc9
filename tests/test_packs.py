from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from policygen.errors import PolicygenError, ProblemsFound
from policygen.installing import RECORD, Consent, add_pack
from policygen.packs import LARGEST_PACK, MANIFEST, Manifest, Pack, PackRefused, build_pack, read_pack, write_pack
from policygen.trail import TRAIL, read_trail
from policygen.trust import load_trust, read_trust, signer
from tests.test_formats import OHIO, policygen
from tests.test_writing import tree
from tests.tools import TEA, clause_file, lay

DAY = date(2026, 11, 21)
CLAUSE = clause_file("Rinse the cup.", title="Rinse the cup", applies_to="[everyone]")
WORDS = {"clauses/personal-use/rinse-the-cup.us.md": CLAUSE}
"""A small library that lies over the shipped one."""


def pack_of(files: dict[str, bytes], version: str = "1.2", made: date = DAY, name: str = "tea") -> bytes:
    """Write a pack of any files, whether they may be in one or not."""
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    return write_pack(Manifest(name=name, version=version, made=made, files=digests), files)


def words(version: str = "1.2", made: date = DAY, text: str = CLAUSE) -> Pack:
    return read_pack(pack_of({"clauses/personal-use/rinse-the-cup.us.md": text.encode()}, version, made))


def consent(*, unsigned: bool = True) -> Consent:
    return Consent(who="kim", at=datetime(2026, 11, 21, 12, 0, tzinfo=UTC), unsigned=unsigned)


# building and reading


def test_a_pack_holds_the_clauses_and_the_law_of_a_folder_and_nothing_else(tmp_path: Path) -> None:
    lay(tmp_path, {**WORDS, "jurisdictions/us/law.yaml": "x: y", "templates/x.css": "", "notes.txt": "", "x.py": ""})
    pack = read_pack(build_pack(tmp_path, "tea", "1.2", DAY))
    assert list(pack.files) == ["clauses/personal-use/rinse-the-cup.us.md", "jurisdictions/us/law.yaml"]
    assert (pack.manifest.name, pack.manifest.version, pack.manifest.made) == ("tea", "1.2", DAY)


def test_the_same_folder_gives_the_same_bytes_wherever_it_is_and_whenever_it_was_written(tmp_path: Path) -> None:
    shutil.copytree(TEA, tmp_path / "here")
    for path in (tmp_path / "here").rglob("*.md"):
        os.utime(path, (0, 0))
        path.chmod(0o600)
    assert build_pack(tmp_path / "here", "tea", "1.2", DAY) == build_pack(TEA, "tea", "1.2", DAY)


def test_a_pack_read_and_written_again_is_the_same(tmp_path: Path) -> None:
    data = build_pack(lay(tmp_path, WORDS), "tea", "1.2", DAY)
    pack = read_pack(data)
    assert write_pack(pack.manifest, pack.files) == data


@pytest.mark.parametrize(
    ("files", "says"),
    [
        pytest.param({}, "holds no clauses/ or jurisdictions/", id="nothing"),
        pytest.param({"clauses/x.py": ""}, ".md and .yaml files only", id="a program"),
        pytest.param({"clauses/a/b/c/d/e.md": ""}, "more than 4 deep", id="folders in folders"),
        pytest.param({"clauses/a/Tea.md": ""}, "small letters", id="a capital"),
        pytest.param({f"clauses/a/{'x' * 90}.md": ""}, "too long", id="a long name"),
        pytest.param({"clauses/a/con.md": ""}, "Windows cannot hold", id="a name that Windows keeps for itself"),
        pytest.param({"clauses/a/b.md": "x" * 1_000_001}, "larger than 1,000,000 bytes", id="a large file"),
    ],
)
def test_a_folder_that_cannot_be_a_pack_is_refused_with_the_reason(
    tmp_path: Path, files: dict[str, str], says: str
) -> None:
    with pytest.raises(PackRefused, match=says):
        build_pack(lay(tmp_path, files), "tea", "1.2", DAY)


def test_a_link_in_a_folder_is_refused_and_not_followed(tmp_path: Path) -> None:
    (lay(tmp_path, WORDS) / "clauses" / "secret.md").symlink_to("/etc/hostname")
    with pytest.raises(PackRefused, match=r"clauses/secret\.md:1: This is a link"):
        build_pack(tmp_path, "tea", "1.2", DAY)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        pytest.param("../tea", "1.2", id="a name that leaves the folder"),
        pytest.param("Tea", "1.2", id="a capital"),
        pytest.param("con", "1.2", id="a name that Windows keeps for itself"),
        pytest.param("", "1.2", id="no name"),
        pytest.param("tea", "1.2/../..", id="a version that leaves the folder"),
        pytest.param("tea", "v1", id="a version with letters"),
        pytest.param("tea", "", id="no version"),
    ],
)
def test_a_name_or_version_that_is_none_is_refused(tmp_path: Path, name: str, version: str) -> None:
    with pytest.raises(PackRefused, match="is not one"):
        build_pack(lay(tmp_path, WORDS), name, version, DAY)
    with pytest.raises(PackRefused, match="is not one"):
        read_pack(pack_of({"clauses/a/b.md": b"x"}, version, name=name))


# hostile packs


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, data in entries:
            packed.writestr(name, data)
    return out.getvalue()


def special(name: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    return entry


def twice(name: str) -> bytes:
    """Write a name twice, which the library that writes ZIP files warns of."""
    other = name[:-1] + "~"
    return zipped((name, b"one"), (other, b"two")).replace(other.encode(), name.encode())


GOOD = pack_of({"clauses/a/b.md": b"tea", "clauses/a/c.md": b"cup"})
LISTED = (MANIFEST, zipfile.ZipFile(io.BytesIO(GOOD)).read(MANIFEST))
FILES: tuple[tuple[str, bytes], ...] = (LISTED, ("clauses/a/b.md", b"tea"), ("clauses/a/c.md", b"cup"))


@pytest.mark.parametrize(
    ("path", "says"),
    [
        pytest.param("../x.md", "leaves the pack", id="up and out"),
        pytest.param("clauses/../../x.md", "leaves the pack", id="up and out later"),
        pytest.param("clauses/./x.md", "leaves the pack", id="a dot"),
        pytest.param("clauses//x.md", "leaves the pack", id="an empty part"),
        pytest.param("/etc/x.md", "does not lie within", id="absolute"),
        pytest.param("C:/x.md", "does not lie within", id="a drive"),
        pytest.param("clauses/C:x.md", "Windows cannot hold", id="a drive within"),
        pytest.param("\\\\host\\share\\x.md", "does not lie within", id="another machine"),
        pytest.param("clauses/a\\..\\..\\x.md", "Windows cannot hold", id="backslashes"),
        pytest.param("clauses/a:b.md", "Windows cannot hold", id="a colon"),
        pytest.param("clauses/nul.md", "Windows cannot hold", id="NUL"),
        pytest.param("clauses/aux/x.md", "Windows cannot hold", id="a folder called AUX"),
        pytest.param("clauses/COM1.md", "Windows cannot hold", id="COM1"),
        pytest.param("clauses/x.md.", "Windows cannot hold", id="a trailing dot"),
        pytest.param("clauses/x /y.md", "Windows cannot hold", id="a trailing space"),
        pytest.param("clauses/\u202ex.md", "hides or reorders", id="text that runs backwards"),
        pytest.param("clauses/x\x1b[2J.md", "hides or reorders", id="an order to the terminal"),
        pytest.param("clauses/" + "x" * 300 + ".md", "too long", id="300 characters"),
        pytest.param("clauses/" + "a/" * 30 + "x.md", "more than 4 deep", id="30 deep"),
        pytest.param("clauses/ünïcode.md", "small letters", id="letters with accents"),
        pytest.param("x.md", "clauses/ and jurisdictions/ only", id="beside the folders"),
        pytest.param("templates/words/en.yaml", "clauses/ and jurisdictions/ only", id="a template"),
        pytest.param("policygen/cli.py", "clauses/ and jurisdictions/ only", id="the program"),
        pytest.param("clauses/x.py", ".md and .yaml files only", id="a program"),
        pytest.param("clauses/a/.md", "small letters", id="a hidden file"),
    ],
)
def test_a_path_that_would_leave_the_folder_or_trouble_a_system_is_refused(path: str, says: str) -> None:
    with pytest.raises(PackRefused, match=says):
        read_pack(pack_of({path: b"tea"}))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "not a whole ZIP", id="nothing"),
        pytest.param(b"tea", "not a whole ZIP", id="words"),
        pytest.param(GOOD[: len(GOOD) // 2], "not a whole ZIP", id="half of one"),
        pytest.param(GOOD.replace(b"tea", b"TEA"), "not a whole ZIP", id="a file altered, its sum not"),
        pytest.param(zipped(*FILES[1:]), "holds no policygen-pack", id="no manifest"),
        pytest.param(zipped((MANIFEST, b"{"), *FILES[1:]), "cannot be read", id="half a manifest"),
        pytest.param(zipped((MANIFEST, b"[" * 99_999), *FILES[1:]), "cannot be read", id="a deep manifest"),
        pytest.param(
            zipped((MANIFEST, LISTED[1].replace(b'"format": 1', b'"format": 9')), *FILES[1:]),
            "A newer policygen",
            id="a later format",
        ),
        pytest.param(
            zipped(LISTED, ("clauses/a/b.md", b"TEA"), FILES[2]), "altered since", id="a file altered, its sum too"
        ),
        pytest.param(zipped(*FILES[:2]), "the pack lacks it", id="a file taken out"),
        pytest.param(zipped(*FILES, ("clauses/a/d.md", b"x")), "does not list", id="a file put in"),
        pytest.param(GOOD + b"x", "something beside its files", id="bytes after the end"),
        pytest.param(b"x" + GOOD, "something beside its files|not a whole ZIP", id="bytes before the beginning"),
        pytest.param(zipped(*FILES), "another program packed it", id="dates of another program"),
        pytest.param(twice("clauses/a/b.md"), "stands in the pack twice", id="a name twice"),
        pytest.param(
            zipped(LISTED, (special("clauses/a/b.md", 0o120777), b"/etc/passwd")), "a link or a device", id="a link"
        ),
        pytest.param(zipped(LISTED, (special("clauses/a/b.md", 0o020666), b"")), "a link or a device", id="a device"),
        pytest.param(
            zipped((MANIFEST, b"0" * 9_000_000), compression=zipfile.ZIP_DEFLATED), "is compressed", id="a bomb"
        ),
        pytest.param(
            zipped(*FILES, ("clauses/x.md", b"0" * 1_100_000)), "larger than 1,000,000 bytes", id="a large file"
        ),
        pytest.param(zipped(*[(f"clauses/{n}.md", b"") for n in range(10_001)]), "more than 10,000 files", id="many"),
    ],
)
def test_a_pack_that_is_not_what_pack_build_makes_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(PackRefused, match=says):
        read_pack(data)


def test_names_that_differ_in_capitals_only_are_refused() -> None:
    with pytest.raises(PackRefused, match="differs in capitals only"):
        read_pack(pack_of({"clauses/a/tea.md": b"tea", "clauses/a/Tea.md": b"tea"}))


def test_everything_wrong_with_a_pack_is_said_at_once() -> None:
    with pytest.raises(PackRefused) as refused:
        read_pack(pack_of({"../x.md": b"", "clauses/nul.md": b"", "clauses/a/b.md": b""}))
    assert len(refused.value.problems) == 2


def test_a_pack_larger_than_any_library_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.zip").open("wb") as file:
        file.truncate(LARGEST_PACK + 1)
    done = policygen("pack", "verify", "big.zip", where=tmp_path)
    assert (done.returncode, "larger than 40,000,000 bytes" in done.stderr) == (1, True)


# signatures


class Signer:
    """Signs as minisign does, with a key of its own."""

    def __init__(self, seed: int) -> None:
        self.secret = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.name = bytes([seed]) * 8

    @property
    def public(self) -> str:
        return base64.b64encode(b"Ed" + self.name + self.secret.public_key().public_bytes_raw()).decode()

    def sign(self, data: bytes, comment: str = "timestamp:1\tfile:tea.zip\thashed") -> str:
        signature = self.secret.sign(hashlib.blake2b(data).digest())
        lines = (
            "untrusted comment: signature from minisign secret key",
            base64.b64encode(b"ED" + self.name + signature).decode(),
            f"trusted comment: {comment}",
            base64.b64encode(self.secret.sign(signature + comment.encode())).decode(),
        )
        return "".join(f"{line}\n" for line in lines)


KIM = Signer(1)
TRUST = f"keys:\n  Kim: {KIM.public}\n"

JEDISCT1 = "keys:\n  minisign: RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n"
HASHED = (
    "untrusted comment: signature from minisign secret key\n"
    "RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n"
    "trusted comment: timestamp:1556193335\tfile:test\n"
    "y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==\n"
)
LEGACY = (
    "untrusted comment: signature from minisign secret key\n"
    "RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=\n"
    "trusted comment: timestamp:1555779966\tfile:test\n"
    "QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==\n"
)
"""Signatures of the word "test" that minisign itself made, as its author publishes them."""


def signed_by(folder: Path, data: bytes, signature: str, trust: str = TRUST) -> str:
    (folder / "tea.zip.minisig").write_bytes(signature.encode())
    keys, problems = read_trust(trust, "trust.yaml")
    assert problems == []
    return signer(folder / "tea.zip", data, keys)


@pytest.mark.parametrize(
    "signature", [pytest.param(HASHED, id="over the hash"), pytest.param(LEGACY, id="over the data")]
)
def test_signatures_that_minisign_made_are_believed(tmp_path: Path, signature: str) -> None:
    assert signed_by(tmp_path, b"test", signature, JEDISCT1) == "minisign"
    assert signed_by(tmp_path, b"test", signature.replace("\n", "\r\n"), JEDISCT1) == "minisign"
    with pytest.raises(PolicygenError, match="is not what minisign signed"):
        signed_by(tmp_path, b"Test", signature, JEDISCT1)


@pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not installed here")
def test_the_program_minisign_signs_and_its_signature_is_believed(tmp_path: Path) -> None:
    (tmp_path / "tea.zip").write_bytes(GOOD)
    for words_ in (("-G", "-W", "-p", "k.pub", "-s", "k.sec"), ("-S", "-m", "tea.zip", "-s", "k.sec")):
        subprocess.run(["minisign", *words_], cwd=tmp_path, input=b"\n", check=True, capture_output=True)
    trust = f"keys:\n  Kim: {(tmp_path / 'k.pub').read_text().splitlines()[1]}\n"
    assert signed_by(tmp_path, GOOD, (tmp_path / "tea.zip.minisig").read_text(), trust) == "Kim"


def test_a_trusted_signature_names_its_holder(tmp_path: Path) -> None:
    assert signed_by(tmp_path, GOOD, KIM.sign(GOOD)) == "Kim"


def test_a_signature_by_a_stranger_and_no_signature_name_nobody(tmp_path: Path) -> None:
    assert signed_by(tmp_path, GOOD, Signer(2).sign(GOOD)) == ""
    assert signer(tmp_path / "other.zip", GOOD, ()) == ""


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda _: KIM.sign(b"something else"), id="of something else"),
        pytest.param(lambda text: text.replace("timestamp:1", "timestamp:2"), id="with another trusted comment"),
        pytest.param(lambda text: KIM.sign(GOOD, "x")[:-90] + text[-90:], id="with the seal of another comment"),
    ],
)
def test_a_signature_by_a_trusted_key_that_does_not_fit_is_refused(tmp_path: Path, forge: Callable[[str], str]) -> None:
    with pytest.raises(PolicygenError, match=r"is not what Kim signed\. Ask for it again"):
        signed_by(tmp_path, GOOD, forge(KIM.sign(GOOD)))


def test_a_stranger_who_takes_the_name_of_a_trusted_key_is_refused(tmp_path: Path) -> None:
    stranger = Signer(2)
    stranger.name = KIM.name
    with pytest.raises(PolicygenError, match="is not what Kim signed"):
        signed_by(tmp_path, GOOD, stranger.sign(GOOD))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("tea", id="a word"),
        pytest.param(KIM.sign(GOOD).replace("trusted", "distrusted"), id="without its comments"),
        pytest.param("\n".join(KIM.sign(GOOD).splitlines()[:3]), id="cut off"),
        pytest.param(KIM.sign(GOOD) + "more\n", id="with a line more"),
        pytest.param(KIM.sign(GOOD).replace("RU", "**", 1), id="not base64"),
        pytest.param(KIM.sign(GOOD).replace("RU", "QU", 1), id="of another kind"),
    ],
)
def test_a_file_that_is_no_signature_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(PolicygenError, match="signature"):
        signed_by(tmp_path, GOOD, text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("keys:\n  Kim: tea\n", 2, id="a key that is none"),
        pytest.param("keys:\n  Kim: [a]\n", 2, id="a list in place of a key"),
        pytest.param("Kim: tea\n", 1, id="no table of keys"),
        pytest.param(f"{TRUST}more: x\n", 1, id="something beside the keys"),
        pytest.param("keys: &a\n", 1, id="an anchor"),
        pytest.param("", 1, id="empty"),
    ],
)
def test_a_file_of_keys_with_mistakes_is_refused_with_the_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "trust.yaml").write_text(text)
    with pytest.raises(ProblemsFound) as refused:
        load_trust(tmp_path / "trust.yaml")
    assert refused.value.problems[0].line == line


# adding


def test_a_signed_pack_is_added_to_a_folder_of_its_own_that_library_can_name(tmp_path: Path) -> None:
    added = add_pack(words(), tmp_path / "shelf", "Kim", consent(unsigned=False))
    assert added.folder == tmp_path / "shelf" / "tea-1.2"
    assert (added.folder / "clauses/personal-use/rinse-the-cup.us.md").read_text() == CLAUSE
    record = json.loads((added.folder / RECORD).read_text())
    assert (record["signed_by"], record["accepted_unsigned"], record["added_by"]) == ("Kim", False, "kim")
    assert sorted(path.name for path in (tmp_path / "shelf").iterdir() if "lock" not in path.name) == ["tea-1.2"]


def test_an_unsigned_pack_is_not_added_without_consent(tmp_path: Path) -> None:
    with pytest.raises(PolicygenError, match=r"Nobody whom you trust signed tea-1\.2"):
        add_pack(words(), tmp_path / "shelf", "", consent(unsigned=False))
    assert not (tmp_path / "shelf").exists()


def test_consent_to_an_unsigned_pack_is_recorded(tmp_path: Path) -> None:
    added = add_pack(words(), tmp_path, "", consent())
    record = json.loads((added.folder / RECORD).read_text())
    assert (record["signed_by"], record["accepted_unsigned"]) == ("", True)
    assert added.entry.details["signed by"] == "nobody trusted; accepted unsigned"


def test_a_pack_whose_clauses_have_mistakes_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(PackRefused) as refused:
        add_pack(words(text=CLAUSE.replace("everyone", "evryone")), tmp_path, "Kim", consent())
    assert str(refused.value).startswith("tea-1.2 has mistakes, so it was not added.\nclauses/personal-use/rinse")
    assert [path for path in tmp_path.rglob("*") if "lock" not in path.name] == []


@pytest.mark.parametrize(
    ("version", "made"),
    [
        pytest.param("1.1", date(2026, 12, 1), id="an earlier version"),
        pytest.param("1", date(2026, 12, 1), id="a shorter version"),
        pytest.param("0.99", date(2026, 12, 1), id="a version with larger digits"),
        pytest.param("1.3", date(2026, 11, 20), id="an earlier day"),
    ],
)
def test_a_pack_older_than_the_one_in_use_is_refused(tmp_path: Path, version: str, made: date) -> None:
    add_pack(words(), tmp_path, "Kim", consent())
    before = tree(tmp_path)
    with pytest.raises(PackRefused, match=r"tea-1\.2 of 2026-11-21 is there, which is newer"):
        add_pack(words(version, made), tmp_path, "Kim", consent())
    assert tree(tmp_path) == before


def test_a_newer_pack_stands_beside_the_old_one_until_somebody_names_it(tmp_path: Path) -> None:
    for version in ("1.2", "1.10"):
        add_pack(words(version), tmp_path, "Kim", consent())
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["tea-1.10", "tea-1.2"]


def test_the_same_pack_may_be_added_again_and_another_of_its_version_may_not(tmp_path: Path) -> None:
    assert not add_pack(words(), tmp_path, "Kim", consent()).already
    assert add_pack(words(), tmp_path, "Kim", consent()).already
    with pytest.raises(PackRefused, match="with other content, under the same version"):
        add_pack(words(text=CLAUSE.replace("Rinse the cup.", "Break the cup.")), tmp_path, "Kim", consent())


def test_what_a_killed_run_left_of_a_pack_does_not_hinder_the_next(tmp_path: Path) -> None:
    lay(tmp_path, {".tea-1.2.policygen-new/clauses/personal-use/half.md": "---\n"})
    assert add_pack(words(), tmp_path, "Kim", consent()).folder.is_dir()
    assert not (tmp_path / ".tea-1.2.policygen-new").exists()


def test_a_pack_goes_from_one_institution_to_another_by_the_commands(tmp_path: Path) -> None:
    lay(tmp_path, {f"words/{path}": text for path, text in WORDS.items()})
    lay(tmp_path, {"clinic/answers.yaml": OHIO.read_text(encoding="utf-8"), "shelf/trust.yaml": TRUST})
    built = policygen(
        "pack", "build", "words", "--name", "tea", "--version", "1.2", "--as-of", "2026-11-21", where=tmp_path
    )
    assert built.returncode == 0, built.stderr
    add = ("pack", "add", "tea-1.2.zip", "--to", "shelf", "--workspace", "clinic")
    refused = policygen(*add, where=tmp_path)
    assert (refused.returncode, "--accept-unsigned" in refused.stderr) == (1, True)
    (tmp_path / "tea-1.2.zip.minisig").write_text(KIM.sign((tmp_path / "tea-1.2.zip").read_bytes()))
    added = policygen(*add, where=tmp_path)
    assert added.returncode == 0, added.stderr
    assert "Use it with: --library shelf/tea-1.2" in added.stdout
    line = read_trail((tmp_path / "clinic" / TRAIL).read_text(encoding="utf-8"))[0]
    assert (line.entry.deed.value, line.entry.details["signed by"]) == ("added", "Kim")
    chosen = policygen("selection", "clinic", "--library", "shelf/tea-1.2", where=tmp_path)
    assert "+ personal-use/rinse-the-cup [us]" in chosen.stdout
