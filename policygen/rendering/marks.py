"""Turn filled texts into Markdown and HTML, so that a value never becomes markup.

A clause's own words are parsed as Markdown once, with private-use sentinels where values stand; the
values are escaped and put in afterwards. No answer ever passes through a Markdown parser.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

import markdown
import nh3

from policygen.errors import RenderFailed
from policygen.filling import Filled

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "table", "thead", "tbody", "tr", "th", "td", "blockquote"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"style"}, "td": {"style"}}
_ADDRESS = re.compile(r"^(https://|mailto:)")

_SENTINEL = re.compile("\ue000(\\d+)\ue001")
_MARKS = re.compile(r"([\\`*_\[\]|]|\{(?= *[:.#]))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BLOCK_MARK = re.compile(r"^(\s*|\s*\d+)([#>=.)-]|\+(?=\s|$)|:(?=\s)|!(?=!!))")
_OPENS_A_BLOCK = re.compile(r"(?:^|\n)[ ]*(?:(?:[-*+>]|\d+[.)])[ ]+)*$")


def to_html(text: Filled) -> str:
    """Give the HTML of a filled text: its words as Markdown, its values escaped."""
    return _put_in(_parsed(_with_sentinels(text)), text.values)


def to_markdown(text: Filled) -> str:
    """Give the Markdown of a filled text, with marks in its values escaped."""
    written = ""
    for number, piece in enumerate(text.pieces):
        if number % 2 == 0:
            written += piece
            continue
        opens = bool(_OPENS_A_BLOCK.search(written))
        before_link = text.pieces[number + 1].startswith("[")
        escaped = escape_markdown(piece, opens_a_block=opens)
        written += f"{escaped[:-1]}&#33;" if before_link and escaped.endswith("!") else escaped
    return written


def escape_markdown(value: str, *, opens_a_block: bool = False) -> str:
    """Escape a plain text so that Markdown shows it letter for letter; escapes only what would be read as a mark."""
    escaped = _MARKS.sub(r"\\\1", _ENTITY.sub("&amp;", value)).replace("<", "&lt;").replace("~~", "~&#126;")
    return _BLOCK_MARK.sub(lambda found: f"{found[1]}&#{ord(found[2])};", escaped) if opens_a_block else escaped


def _with_sentinels(text: Filled) -> str:
    return "".join(f"\ue000{number // 2}\ue001" if number % 2 else piece for number, piece in enumerate(text.pieces))


@lru_cache(maxsize=8192)
def _parsed(text: str) -> str:
    """Parse clause words once, however many institutions use them; refuse what the sanitiser would change."""
    try:
        parsed = markdown.markdown(text, extensions=["sane_lists", "tables"], output_format="html")
    except RecursionError:
        raise RenderFailed(f"A clause is nested too deep: {text[:80]!r}. Run: policygen lint") from None
    clean = nh3.clean(
        parsed,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=lambda tag, name, value: (
            value if (tag, name) != ("a", "href") or _ADDRESS.match(value) else None
        ),
        url_schemes={"https", "mailto"},
        link_rel=None,
    )
    if _plain(clean) != _plain(parsed):
        raise RenderFailed(f"A clause holds markup that is not allowed: {text[:80]!r}. Run: policygen lint")
    return clean


def _plain(markup: str) -> str:
    """Bring markup to one spelling, so that only real differences count."""
    return html.unescape(markup).replace("<br />", "<br>").replace("\n", "").strip()


def _put_in(markup: str, values: tuple[str, ...]) -> str:
    return _SENTINEL.sub(lambda found: html.escape(values[int(found[1])]), markup)
