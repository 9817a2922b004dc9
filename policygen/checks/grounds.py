"""What the checks of words rest on: authorities of the register, by place and kind of owner.

What each of them says stands in the register and nowhere else; here are only their ids.
"""

from __future__ import annotations

from enum import StrEnum

from policygen.checks.passages import Setting


class Owner(StrEnum):
    """For whom an authority counts."""

    ANY = "any"
    PUBLIC = "public"
    PRIVATE = "private"


Ground = tuple[str, Owner, str]
"""A place, the kind of owner, and the id of an authority."""

_PASSWORD_PLACES = (
    *("us-ar", "us-ca", "us-co", "us-ct", "us-de", "us-il", "us-la", "us-md", "us-me", "us-mi", "us-mt", "us-ne"),
    *("us-nh", "us-nj", "us-nm", "us-nv", "us-ny", "us-ok", "us-or", "us-ri", "us-tn", "us-ut", "us-va", "us-vt"),
    *("us-wa", "us-wi", "us-wv"),
)
"""States whose law on personal passwords the register holds."""

SPEECH: tuple[Ground, ...] = (
    ("us", Owner.PRIVATE, "us-nlra-7-8a1"),
    ("us", Owner.PRIVATE, "us-nlrb-stericycle-2023"),
    ("us", Owner.PUBLIC, "us-pickering-garcetti"),
    ("us-ca", Owner.ANY, "us-ca-labor-speech"),
    ("us-ny", Owner.ANY, "us-ny-labor-741"),
    ("us-ct", Owner.ANY, "us-ct-31-51q"),
    ("ca-on", Owner.PUBLIC, "ca-charter-s2b"),
    ("ca-qc", Owner.PUBLIC, "ca-charter-s2b"),
    ("ca-sk", Owner.ANY, "ca-strom-2020"),
)
"""Talk about work, and criticism."""

RIGHTS: tuple[Ground, ...] = (
    ("us", Owner.PRIVATE, "us-nlra-7-8a1"),
    ("us", Owner.PUBLIC, "us-pickering-garcetti"),
    ("us", Owner.ANY, "us-hipaa-164-502j"),
    ("us-ca", Owner.ANY, "us-ca-labor-speech"),
    ("us-ny", Owner.ANY, "us-ny-labor-741"),
    ("ca-on", Owner.ANY, "ca-charter-s2b"),
    ("ca-qc", Owner.ANY, "ca-charter-s2b"),
    ("ca-sk", Owner.ANY, "ca-strom-2020"),
)
"""What the rights section must rest on, by place and owner; the rest of a place's law hangs on its own conditions."""

RIGHTS_OF_OTHERS: tuple[Ground, ...] = (
    ("us", Owner.PUBLIC, "us-nlra-7-8a1"),
    ("us", Owner.PRIVATE, "us-pickering-garcetti"),
)
"""What it must not rest on: law for another kind of employer."""

REPORTS: tuple[Ground, ...] = (
    ("us", Owner.ANY, "us-hipaa-164-502j"),
    ("us", Owner.ANY, "us-osh-11c"),
    ("us-ca", Owner.ANY, "us-ca-hsc-1278-5"),
    ("us-ny", Owner.ANY, "us-ny-labor-740"),
    ("us-ny", Owner.ANY, "us-ny-labor-741"),
)
"""Reports to regulators, lawyers and accrediting bodies."""

VAGUE: tuple[Ground, ...] = (("us", Owner.PRIVATE, "us-nlrb-stericycle-2023"),)
"""Bans whose words anybody may read as they like."""

PASSWORDS: tuple[Ground, ...] = (
    ("us", Owner.ANY, "us-sca"),
    *((place, Owner.ANY, f"{place}-password-law") for place in _PASSWORD_PLACES),
)
"""Personal passwords and accounts."""

MODERATION: tuple[Ground, ...] = (("us", Owner.PUBLIC, "us-lindke-v-freed-2024"),)
"""What a public body may do with comments."""

REVIEWS: tuple[Ground, ...] = (
    ("us", Owner.ANY, "us-hipaa-164-502a"),
    ("us", Owner.ANY, "us-ocr-elite-dental-2019"),
    ("us", Owner.ANY, "us-ocr-manasa-2023"),
    ("ca-on", Owner.ANY, "ca-on-phipa"),
    ("ca-qc", Owner.ANY, "ca-qc-hssi-act"),
)
"""Replies that show that somebody is a patient."""


def grounds(table: tuple[Ground, ...], setting: Setting) -> tuple[str, ...]:
    """Name the authorities of a table that hold in a setting."""
    kinds = {Owner.ANY, Owner.PUBLIC if setting.public else Owner.PRIVATE}
    return tuple(
        dict.fromkeys(authority for place, owner, authority in table if place in setting.places and owner in kinds)
    )
