"""Read what a policy is made of: the frame, the topics and the clauses."""

from __future__ import annotations

import re
from collections.abc import Mapping

from policygen.bodies import faults, read_body
from policygen.clauses import (
    GOOD_PRACTICE,
    AudienceId,
    Clause,
    ClauseId,
    Frame,
    Recommendation,
    Role,
    RoleId,
    Topic,
    TopicId,
)
from policygen.jurisdictions import PlaceId, Places
from policygen.lawfiles import read_bases
from policygen.questions import Questionnaire
from policygen.shapes import ClauseHeader, FrameFile, RecommendationsFile, TopicFile
from policygen.sources import Sources
from policygen.typos import did_you_mean

_CLAUSE_NAME = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)(?:\.(?P<place>[A-Za-z][A-Za-z-]*))?\.md")


def read_frame(sources: Sources, questionnaire: Questionnaire) -> Frame | None:
    """Read ``clauses/_library.yaml``."""
    read = sources.required("clauses/_library.yaml", FrameFile)
    if read is None:
        return None
    file, tree = read
    return Frame(
        name=file.name,
        version=file.version,
        updated=file.updated,
        parts=file.parts,
        audiences={AudienceId(name): label for name, label in file.audiences.items()},
        roles={
            RoleId(name): Role(
                id=RoleId(name),
                says=read_body(role.says),
                holds=role.holds,
                held_by=RoleId(role.held_by) if role.held_by else None,
            )
            for name, role in file.roles.items()
        },
        phrases=file.phrases,
        when_small=sources.when(tree, file.when_small, ("when_small",), questionnaire),
        remember=tuple(ClauseId(name) for name in file.remember),
        renamed={old: ClauseId(new) for old, new in file.renamed.items()},
    )


def read_topics(sources: Sources, frame: Frame) -> dict[TopicId, Topic]:
    """Read every ``_topic.yaml``, in the order of parts and topics."""
    topics = []
    for name in sources.names("clauses", "/_topic.yaml"):
        read = sources.shape(name, TopicFile)
        if read is not None:
            file, _ = read
            topics.append(
                Topic(
                    id=TopicId(name.split("/")[1]),
                    title=file.title,
                    part=_part(frame, file.part),
                    order=file.order,
                    owner=RoleId(file.owner) if file.owner else next(iter(frame.roles), RoleId("")),
                    priority=file.priority,
                    clauses=tuple(file.clauses),
                )
            )
    parts = {part: number for number, part in enumerate(frame.parts)}
    topics.sort(key=lambda topic: (parts.get(topic.part, len(parts)), topic.order, topic.id))
    return {topic.id: topic for topic in topics}


def _part(frame: Frame, named: str) -> str:
    """Give the key of a part, which may be named by its title."""
    return next((key for key, title in frame.parts.items() if title.lower() == named.lower()), named)


def read_clauses(
    sources: Sources, topics: Mapping[TopicId, Topic], places: Places, questionnaire: Questionnaire
) -> tuple[Clause, ...]:
    """Read every clause, in the order of topics and file names."""
    read = (
        _clause(sources, name, topics, places, questionnaire)
        for name in sources.names("clauses", ".md")
        if "@" not in name
    )
    order = {topic: number for number, topic in enumerate(topics)}
    found = [clause for clause in read if clause is not None]

    def place_in_policy(clause: Clause) -> tuple[int, int, str, str]:
        named, name = topics[clause.topic].clauses, clause.id.partition("/")[2]
        return order[clause.topic], named.index(name) if name in named else len(named), clause.id, clause.place or ""

    return tuple(sorted(found, key=place_in_policy))


def read_recommendations(sources: Sources, topics: Mapping[TopicId, Topic]) -> dict[str, Recommendation]:
    """Read the published advice; a library may have none."""
    name = "clauses/recommendations.yaml"
    read = sources.shape(name, RecommendationsFile) if name in sources else None
    if read is None:
        return {}
    file, tree = read
    for number, shape in file.recommendations.items():
        if shape.topic not in topics:
            at = ("recommendations", number, "topic")
            sources.mistake(tree, at, f"'{shape.topic}' is not a topic.", did_you_mean(shape.topic, topics))
    return {
        number: Recommendation(id=number, says=shape.says, topic=TopicId(shape.topic), settled=shape.settled)
        for number, shape in file.recommendations.items()
    }


def _clause(
    sources: Sources, name: str, topics: Mapping[TopicId, Topic], places: Places, questionnaire: Questionnaire
) -> Clause | None:
    folder, file_name = name.split("/")[1:]
    topic = topics.get(TopicId(folder))
    if topic is None:
        advice = did_you_mean(folder, topics) or "Add a _topic.yaml beside it."
        sources.problem(name, f"The folder '{folder}' is not a topic.", advice)
    named = _CLAUSE_NAME.fullmatch(file_name)
    if named is None:
        advice = "Use small letters, digits and hyphens: tell-the-person.us-ny.md."
        sources.problem(name, "This file name is not a clause's.", advice)
    found = sources.header_and_body(name)
    if found is None:
        return None
    tree, body, line = found
    written = tree.value.get("when") if isinstance(tree.value, dict) else None
    when = sources.when(tree, written, ("when",), questionnaire)
    place, known = _suffix(sources, name, named["place"] if named else None, places)
    read = sources.of_shape(tree, ClauseHeader)
    if read is None or topic is None or named is None or not known:
        return None
    header, _ = read
    for key, line_of_guide in (("do", header.do), ("dont", header.dont)):
        for _, says, advice in faults(read_body(line_of_guide)) if line_of_guide else ():
            sources.mistake(tree, (key,), says, advice)
    good_practice = header.rests_on == [GOOD_PRACTICE]
    return Clause(
        id=ClauseId(f"{topic.id}/{named['name']}"),
        topic=topic.id,
        place=place,
        title=header.title,
        applies_to=tuple(AudienceId(audience) for audience in header.applies_to),
        rests_on=() if good_practice else tuple(read_bases(sources, tree, header.rests_on, ("rests_on",))),
        body=body,
        path=tree.path,
        line=line,
        owner=RoleId(header.owner) if header.owner else topic.owner,
        when=when,
        starts=header.from_,
        ends=header.until,
        follows=tuple(header.follows),
        evidence=header.evidence,
        do=read_body(header.do) if header.do else None,
        dont=read_body(header.dont) if header.dont else None,
        reviewed=header.reviewed,
        leave_out=header.leave_out,
    )


def _suffix(sources: Sources, name: str, suffix: str | None, places: Places) -> tuple[PlaceId | None, bool]:
    """Read the place in a file name: the place, and whether it is one."""
    if suffix is None:
        return None, True
    place = places.find(suffix) if suffix == suffix.lower() else None
    if place is None:
        sources.problem(name, f"'{suffix}' is not a place.", places.suggest(suffix))
        return None, False
    return place.id, True
