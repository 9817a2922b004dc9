"""Read and check signatures as the program minisign makes them.

A public key is one line of base64: ``Ed``, 8 bytes that name the key, 32 bytes of the key. A signature is
four lines: a comment that nothing vouches for; ``Ed`` (over the data) or ``ED`` (over its BLAKE2b-512), the
name of the key and 64 bytes; a trusted comment; and 64 bytes over the signature and that comment.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from policygen.errors import PolicygenError

_UNTRUSTED = "untrusted comment: "
_TRUSTED = "trusted comment: "


class NotASignature(PolicygenError):
    """A text is not a signature or a public key of minisign."""


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """Whom to believe."""

    name: bytes
    """8 bytes that a signature repeats."""
    key: bytes

    def __str__(self) -> str:
        """Give the name of the key as minisign prints it."""
        return f"{int.from_bytes(self.name, 'little'):016X}"


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What somebody signed."""

    key_name: bytes
    over_hash: bool
    """Whether the BLAKE2b-512 of the data was signed, and not the data."""
    signature: bytes
    comment: str
    """The trusted comment."""
    comment_signature: bytes


def read_public_key(text: str) -> PublicKey:
    """Read a public key: its line of base64, with or without the comment line above it."""
    lines = [line.strip() for line in text.strip().splitlines()]
    if lines and lines[0].startswith(_UNTRUSTED):
        lines = lines[1:]
    data = _base64(lines[0], 42) if len(lines) == 1 else b""
    if data[:2] != b"Ed":
        raise NotASignature("This is not a public key of minisign, which begins with RW.")
    return PublicKey(name=data[2:10], key=data[10:])


def read_signature(text: str) -> Signature:
    """Read the four lines of a signature file."""
    lines = [line.rstrip("\r") for line in text.rstrip("\r\n").split("\n")]
    if len(lines) != 4 or not lines[0].startswith(_UNTRUSTED) or not lines[2].startswith(_TRUSTED):
        raise NotASignature("This is not a signature of minisign, which has four lines.")
    data = _base64(lines[1], 74)
    if data[:2] not in (b"Ed", b"ED"):
        raise NotASignature("This signature is of a kind that minisign does not make.")
    return Signature(
        key_name=data[2:10],
        over_hash=data[:2] == b"ED",
        signature=data[10:],
        comment=lines[2].removeprefix(_TRUSTED),
        comment_signature=_base64(lines[3], 64),
    )


def is_signed(data: bytes, signature: Signature, key: PublicKey) -> bool:
    """Tell whether a key signed some data and the trusted comment; raise PolicygenError without the library for it."""
    try:
        from cryptography.exceptions import InvalidSignature  # optional, and slow to import
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        says = "Signatures cannot be checked here. Run: python -m pip install 'policygen[signing]'"
        raise PolicygenError(says) from None
    if signature.key_name != key.name:
        return False
    signed = hashlib.blake2b(data).digest() if signature.over_hash else data
    try:
        public = Ed25519PublicKey.from_public_bytes(key.key)
        public.verify(signature.signature, signed)
        public.verify(signature.comment_signature, signature.signature + signature.comment.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _base64(line: str, length: int) -> bytes:
    try:
        data = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if len(data) != length:
        raise NotASignature("A line of this signature or key was cut or altered.")
    return data
