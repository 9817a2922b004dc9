"""What documents were made from, in one fingerprint that policy.lock keeps, and until when they are right.

The lock is sealed with it: a lock that anything else changed says nothing, so its documents are made again.
It can be read without reading the whole lock, which makes looking at a thousand folders quick.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

_BEGINS, _ENDS, _SEAL = b'\n "inputs": {', b"\n }", b'\n  "seal": "'
"""Where the inputs stand in the text of a lock: a value never holds a line end, so these are found nowhere else."""
_DIGITS = 64


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What some documents were made from."""

    fingerprint: str
    """SHA-256 over everything but the day."""
    as_of: date
    until: date | None
    """The first later day that may make other documents; None when there is none."""
    outputs: Mapping[str, str]
    """Fingerprints of the files made from just this, by path within the institution's folder."""
    open_items: tuple[str, ...]
    """What was to be settled before approval."""
    used: tuple[str, ...]
    """The wordings whose text was read, such as a/b.us; no other text of the library says anything in the files."""

    def right_on(self, on: date) -> bool:
        """Tell whether a day makes the same statements as the day of the documents."""
        return self.as_of <= on and (self.until is None or on < self.until)

    def with_outputs_of(self, old: Inputs | None) -> Inputs:
        """Take over the outputs that an earlier run made from the same inputs, in other formats."""
        if old is None or (old.fingerprint, old.as_of) != (self.fingerprint, self.as_of):
            return self
        return Inputs(**{**vars(self), "outputs": {**old.outputs, **self.outputs}})


def inputs_as_data(inputs: Inputs) -> dict[str, object]:
    """Give inputs as plain data, with room for the seal."""
    return {
        "fingerprint": inputs.fingerprint,
        "as_of": inputs.as_of.isoformat(),
        "until": inputs.until.isoformat() if inputs.until else None,
        "outputs": dict(inputs.outputs),
        "open_items": list(inputs.open_items),
        "used": list(inputs.used),
        "seal": "",
    }


def seal(lock: bytes) -> bytes:
    """Seal the text of a lock that holds inputs; one without comes back as it is."""
    at = _place_of_seal(lock)
    return lock[:at] + hashlib.sha256(lock).hexdigest().encode() + lock[at:] if at else lock


def read_inputs(lock: bytes) -> Inputs | None:
    """Read the inputs of a sealed lock; None when it holds none, or anything in it was altered since."""
    at = _place_of_seal(lock)
    unsealed = lock[:at] + lock[at + _DIGITS :]
    if not at or lock[at : at + _DIGITS] != hashlib.sha256(unsealed).hexdigest().encode():
        return None
    begins = lock.find(_BEGINS)
    try:
        content = json.loads(lock[begins + len(_BEGINS) - 1 : lock.find(_ENDS, begins) + len(_ENDS)])
        return Inputs(
            fingerprint=str(content["fingerprint"]),
            as_of=date.fromisoformat(content["as_of"]),
            until=date.fromisoformat(content["until"]) if content["until"] else None,
            outputs={str(path): str(digest) for path, digest in content["outputs"].items()},
            open_items=tuple(map(str, content["open_items"])),
            used=tuple(map(str, content["used"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _place_of_seal(lock: bytes) -> int:
    """Find where the digits of the seal stand; 0 for nowhere."""
    begins = lock.find(_BEGINS)
    at = lock.find(_SEAL, begins, lock.find(_ENDS, begins)) if begins >= 0 else -1
    return at + len(_SEAL) if at >= 0 else 0
