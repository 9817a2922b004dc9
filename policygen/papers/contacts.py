"""Who can be reached, and who holds which duties."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.outlines import PartEntry
from policygen.paper import Block, QrCode, Table
from policygen.papers.material import Material
from policygen.questions import QuestionId

CONTACTS = {
    "privacy": "privacy_contact",
    "urgent": "urgent_phone",
    "communications": "communications_contact",
    "patients": "patient_relations_contact",
}
"""The labels of the part, each with the question whose answer stands beside it."""


def contacts(material: Material, entry: PartEntry) -> Iterator[Block]:
    """Make a table of the contacts that the institution gave; one it did not give is left out."""
    rows = [
        (material.plain(entry.labels[label]), material.value(question))
        for label, question in CONTACTS.items()
        if label in entry.labels and material.value(question)
    ]
    if rows:
        yield Table(head=(), rows=tuple(rows), widths=(40, 60))


def code(material: Material, entry: PartEntry) -> Iterator[Block]:
    """Draw a code that opens a message to the privacy contact."""
    address = material.value("privacy_contact")
    if address:
        yield QrCode(address=f"mailto:{address}", label=material.plain(entry.labels["label"]))


def roles(material: Material, entry: PartEntry) -> Iterator[Block]:
    """Make a table of the roles and what each answers for."""
    rows = tuple((role.title, " ".join(role.holds)) for role in material.document.roles)
    if rows:
        yield Table(head=_head(material, entry, "role", "holds"), rows=rows, widths=(30, 70))


def people(material: Material, entry: PartEntry) -> Iterator[Block]:
    """Make a call list of the incident team, with room for names and phone numbers."""
    team = QuestionId("incident_team")
    said = material.selection.answers.value(team) if team in material.library.questionnaire else ()
    small = material.filler.is_small and team not in material.selection.answers.given
    roles = [role.title for role in material.document.roles] if small or not isinstance(said, tuple) else list(said)
    rows = tuple((role[:1].upper() + role[1:], "", "") for role in roles)
    if rows:
        yield Table(head=_head(material, entry, "role", "name", "phone"), rows=rows, widths=(40, 35, 25))


def _head(material: Material, entry: PartEntry, *labels: str) -> tuple[str, ...]:
    return tuple(material.plain(entry.labels[label]) for label in labels)
