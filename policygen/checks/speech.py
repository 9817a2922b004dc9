"""How a language bans, permits and speaks of work: what the check of gags knows of it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, eq=False)
class Speech:
    """The patterns of one language."""

    turn: re.Pattern[str]
    """Where the meaning of a sentence turns: "but", "except"."""
    aside: re.Pattern[str]
    """Words that only look like a subject of talk, such as "during working hours"."""
    free: re.Pattern[str]
    """What makes a sentence a permission, or a rule for others than staff."""
    staff_ban: re.Pattern[str]
    """A ban on talk, spoken to staff."""
    flat_ban: re.Pattern[str]
    """Talk that is called forbidden, secret or punished, whoever talks."""
    permission: re.Pattern[str]
    """A duty to ask before talk."""
    subject: re.Pattern[str]
    """What staff may talk about, or with whom; the first group names it."""
    report: re.Pattern[str]
    """Those to whom staff may report."""
    patient: re.Pattern[str]
    """What a ban may well be about: patient information, trade secrets, passwords."""
    behalf: re.Pattern[str]
    """Speaking in the institution's name."""
    always: tuple[tuple[re.Pattern[str], str], ...]
    """Rules that gag whatever they are about, each with its name."""
    savings: re.Pattern[str]
    """A savings sentence."""
    better: str
    """What to write instead of a gag."""
