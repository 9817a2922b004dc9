"""Read translations: ``<clause>@fr.md``, ``_library@fr.yaml`` and ``questionnaire@fr.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policygen.bodies import read_body
from policygen.clauses import AudienceId, Clause, ClauseId, RoleId, TopicId
from policygen.jurisdictions import AuthorityId, PlaceId
from policygen.lawfiles import read_wordings
from policygen.library import Library
from policygen.questions import AnswerValue, QuestionId
from policygen.shapes import (
    LanguageFile,
    QuestionnaireLanguageFile,
    QuestionTranslationShape,
    TranslationHeader,
)
from policygen.sources import Sources
from policygen.strictyaml import Tree
from policygen.translations import ClauseTranslation, LanguagePack, QuestionTranslation, Translation
from policygen.typos import did_you_mean
from policygen.values import NotAnAnswer, read_value

TRANSLATED = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)(?:\.(?P<place>[a-z-]+))?@(?P<language>[a-z]{2})\.md")


def read_translations(sources: Sources, library: Library) -> dict[str, Translation]:
    """Read every language that the library has a ``_library@xx.yaml`` or a translated clause of."""
    clauses: dict[str, dict[tuple[ClauseId, PlaceId | None], ClauseTranslation]] = {}
    by_key = {(clause.id, clause.place): clause for clause in library.clauses}
    for name in sources.names("clauses", ".md"):
        found = TRANSLATED.fullmatch(name.rpartition("/")[2])
        if found is None or sources.lies_below(name, name.replace(f"@{found['language']}", "")):
            continue  # a clause laid over the library's leaves the library's translation without a text
        read = _clause(sources, name, found["name"], PlaceId(found["place"]) if found["place"] else None)
        if read is not None:
            clauses.setdefault(found["language"], {})[(read.id, read.place)] = read
            _check(sources, name, read, by_key)
    return {
        language: Translation(language, _pack(sources, library, language), clauses.get(language, {}))
        for language in sorted({*clauses, *_languages(sources)})
    }


def _languages(sources: Sources) -> Iterator[str]:
    for name in sources.names("clauses", ".yaml"):
        found = re.fullmatch(r"clauses/_library@([a-z]{2})\.yaml", name)
        if found:
            yield found[1]


def _clause(sources: Sources, name: str, short: str, place: PlaceId | None) -> ClauseTranslation | None:
    found = sources.header_and_body(name)
    if found is None:
        return None
    tree, body, line = found
    read = sources.of_shape(tree, TranslationHeader)
    if read is None:
        return None
    header, _ = read
    return ClauseTranslation(
        id=ClauseId(f"{name.split('/')[1]}/{short}"),
        place=place,
        title=header.title,
        body=body,
        of=header.of,
        path=tree.path,
        line=line,
        do=read_body(header.do) if header.do else None,
        dont=read_body(header.dont) if header.dont else None,
    )


def _check(
    sources: Sources,
    name: str,
    translation: ClauseTranslation,
    clauses: Mapping[tuple[ClauseId, PlaceId | None], Clause],
) -> None:
    source = clauses.get((translation.id, translation.place))
    if source is None:
        advice = did_you_mean(translation.id, [each for each, _ in clauses]) or "Delete the translation."
        sources.problem(name, "There is no clause that this translates.", advice)
        return
    if translation.of != source.fingerprint:
        advice = f"Read the clause again, mend the words, and write 'of: {source.fingerprint}'."
        sources.problem(name, "This translates an older text.", advice)
    for piece in sorted(set(translation.body.names) ^ set(source.body.names)):
        where = "the clause" if piece in source.body.names else "the translation"
        sources.problem(name, f"Only {where} prints '{piece}'.", "Print the same names in both.", translation.line)
    for key, one, other in (("do", translation.do, source.do), ("dont", translation.dont, source.dont)):
        if (one is None) != (other is None):
            sources.problem(name, f"Only one of clause and translation has '{key}'.", "Give it to both.")


def _pack(sources: Sources, library: Library, language: str) -> LanguagePack:
    name = f"clauses/_library@{language}.yaml"
    read = sources.shape(name, LanguageFile) if name in sources else None
    asked = f"clauses/questionnaire@{language}.yaml"
    questions = sources.shape(asked, QuestionnaireLanguageFile) if asked in sources else None
    translated = (
        {}
        if questions is None
        else {
            QuestionId(each): _question(sources, library, questions[1], each, shape)
            for each, shape in questions[0].questions.items()
        }
    )
    if read is None:
        return LanguagePack()
    file, tree = read
    changes = [change for place in library.places.by_id.values() for change in place.changes]
    duties = [duty for authority in library.authorities.values() for duty in authority.duties.values()]
    known: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("parts", file.parts, library.frame.parts),
        ("audiences", file.audiences, {str(each): None for each in library.frame.audiences}),
        ("roles", file.roles, {str(each): None for each in library.frame.roles}),
        ("topics", file.topics, {str(each): None for each in library.topics}),
        ("cautions", file.cautions, {each.id: None for each in library.cautions}),
        ("phrases", file.phrases, library.frame.phrases),
        ("places", file.places, {str(each): None for each in library.places.by_id}),
        ("authorities", file.authorities, {str(each): None for each in library.authorities}),
        ("changes", file.changes, {each.name: None for each in changes}),
        ("pinpoints", file.pinpoints, {each.at: None for each in duties if each.at}),
    )
    for key, written, possible in known:
        for each in written:
            if each not in possible:
                sources.mistake(tree, (key, each), f"There is no '{each}' to translate.", did_you_mean(each, possible))
    return LanguagePack(
        reviewed_by=file.reviewed_by,
        parts=file.parts,
        audiences={AudienceId(each): label for each, label in file.audiences.items()},
        roles={RoleId(each): (read_body(role.says), role.holds) for each, role in file.roles.items()},
        topics={TopicId(each): title for each, title in file.topics.items()},
        cautions=file.cautions,
        phrases=file.phrases,
        places={PlaceId(each): label for each, label in file.places.items()},
        terms={
            PlaceId(place): {
                term: tuple(read_wordings(sources, tree, ("terms", place, term), value, library.questionnaire))
                for term, value in terms.items()
            }
            for place, terms in file.terms.items()
        },
        authorities={AuthorityId(each): (law.title, law.citation) for each, law in file.authorities.items()},
        changes=file.changes,
        pinpoints=file.pinpoints,
        units=file.units,
        sections=questions[0].sections if questions else {},
        questions=translated,
    )


def _question(
    sources: Sources, library: Library, tree: Tree, name: str, shape: QuestionTranslationShape
) -> QuestionTranslation:
    at = ("questions", name)
    default: AnswerValue | None = None
    if name not in library.questionnaire:
        advice = did_you_mean(name, library.questionnaire.questions)
        sources.mistake(tree, at, f"There is no question '{name}'.", advice)
    else:
        question = library.questionnaire[name]
        for choice in shape.choices:
            if choice not in question.choices:
                advice = did_you_mean(choice, question.choices)
                sources.mistake(tree, (*at, "choices", choice), f"'{choice}' is not a choice of '{name}'.", advice)
        try:
            default = None if shape.default is None else read_value(shape.default, question, library.places)
        except NotAnAnswer as error:
            sources.mistake(tree, (*at, "default"), str(error))
    return QuestionTranslation(ask=shape.ask, help=shape.help, choices=shape.choices, default=default)
