"""Whose packs are believed: trust.yaml, which names public keys, and what a signature says about a pack."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policygen.errors import PolicygenError, Problem, ProblemsFound
from policygen.minisign import NotASignature, PublicKey, is_signed, read_public_key, read_signature
from policygen.strictyaml import read_yaml
from policygen.textfiles import read_text

SIGNATURE_ENDING = ".minisig"
"""What minisign adds to the name of the file that it signs."""


@dataclass(frozen=True, kw_only=True)
class TrustedKey:
    """A key and the name that trust.yaml gives to whoever holds it."""

    holder: str
    key: PublicKey


def load_trust(path: Path) -> tuple[TrustedKey, ...]:
    """Load trust.yaml, a table ``keys:`` of holder and public key; raise ProblemsFound with every mistake."""
    text = read_text(path, path.as_posix())
    if isinstance(text, Problem):
        raise ProblemsFound([text], "The trusted keys cannot be read.")
    keys, problems = read_trust(text, path.as_posix())
    if problems:
        raise ProblemsFound(problems, "The trusted keys have mistakes.")
    return keys


def read_trust(text: str, path: str) -> tuple[tuple[TrustedKey, ...], list[Problem]]:
    """Read the text of trust.yaml; wrong keys are left out and reported."""
    tree, problems = read_yaml(text, path)
    if tree is None:
        return (), problems
    table = tree.value.get("keys") if isinstance(tree.value, dict) else None
    if not isinstance(table, dict) or tree.value != {"keys": table}:
        return (), [
            *problems,
            tree.problem((), "This is not a table of keys.", "Write 'keys:', and below it 'who: key'."),
        ]
    found = []
    for holder, written in table.items():
        try:
            found.append(TrustedKey(holder=holder, key=read_public_key(written if isinstance(written, str) else "")))
        except NotASignature as error:
            problems.append(tree.problem(("keys", holder), str(error), "Copy it from the holder's minisign.pub."))
    return tuple(found), problems


def signer(path: Path, data: bytes, keys: tuple[TrustedKey, ...]) -> str:
    """Name who signed a file; empty when nobody did, or nobody who is trusted.

    The signature stands beside the file, as ``<file>.minisig``. Raises PolicygenError when it is by a trusted
    key and does not fit: then the file was altered.
    """
    beside = path.with_name(path.name + SIGNATURE_ENDING)
    if not beside.exists():
        return ""
    text = read_text(beside, beside.as_posix())
    if isinstance(text, Problem):
        raise ProblemsFound([text], "The signature cannot be read.")
    signature = read_signature(text)
    for trusted in keys:
        if trusted.key.name == signature.key_name:
            if not is_signed(data, signature, trusted.key):
                raise PolicygenError(
                    f"{path} is not what {trusted.holder} signed. Ask for it again, and do not use this one."
                )
            return trusted.holder
    return ""
