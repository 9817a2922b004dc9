"""Find in an answer the address that a person's telephone can open."""

from __future__ import annotations

import re

OPENS = re.compile(r"(?:https://|mailto:|tel:)[A-Za-z0-9@:/?#&=%+~._,;-]+")
"""The addresses that a document may lead to, written with no letter that is a mark in any format."""

_MAIL = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"(?<!\w)\+?\(?\d[\d() ./-]{5,}\d(?!\w)")


def address_of(contact: str) -> str:
    """Give the address in a contact: of a page, else of mail, else of a telephone; empty when there is none."""
    if found := re.search(r"https://\S+", contact):
        page = found[0].rstrip(".,;")
        return page if OPENS.fullmatch(page) else ""
    if found := _MAIL.search(contact):
        return f"mailto:{found[0]}"
    if found := _PHONE.search(contact):
        plus = "+" if found[0].startswith("+") else ""
        return f"tel:{plus}{re.sub(r'[^0-9]', '', found[0])}"
    return ""


def shown(address: str) -> str:
    """Give an address as people read it."""
    return address.removeprefix("mailto:").removeprefix("tel:")
