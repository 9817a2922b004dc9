"""L28 and L32: house rules claim no more than the body may, and no reply shows that somebody is a patient."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.grounds import MODERATION, REVIEWS, grounds
from policygen.checks.passages import Genre, Passages, start
from policygen.checks.patterns import either
from policygen.findings import Severity

_CLAIMS = {
    "en": (
        (r"\b(?:for )?any reason\b(?! (?:you|they) (?:can|may) explain)|\bfor no reason\b", "any reason"),
        (r"\b(?:sole|absolute|full|complete) discretion\b", "sole discretion"),
        (
            r"\bindemnif\w+|\bhold (?:us|the \w+) harmless\b|\bpay (?:our|the \w+['\u2019]s) (?:legal|attorney)",
            "an indemnity",
        ),
        (
            r"\b(?:perpetual|irrevocable|royalty-free|worldwide)\b[^.;]*\b(?:licen[cs]e|right)|\b(?:becomes?|is"
            r"|are) (?:the |our )?property\b",
            "an endless licence",
        ),
        (
            r"\b(?:may|can|will|reserves? the right to) (?:block|ban|remove|delete) (?:anyone|any (?:user|person"
            r"|comment)s?)\b(?![^.;]*\b(?:that|who|which|if|when|after|because)\b)",
            "a right to block anyone",
        ),
        (
            r"\bwithout (?:notice|warning|explanation)\b[^.;]*\b(?:remove|delete|block|ban)\w*|\b(?:remove|delete|block"
            r"|ban)\w*\b[^.;]*\bwithout (?:notice|warning|explanation)",
            "removal without a word",
        ),
    ),
    "fr": (
        (r"\bpour (?:quelque|n['\u2019]importe quelle|toute) raison\b|\bsans (?:motif|raison)\b", "any reason"),
        (r"\b(?:seule|entière|absolue) discrétion\b", "sole discretion"),
        (r"\bindemnis\w+", "an indemnity"),
        (r"\blicence\b[^.;]*\b(?:perpétuelle|irrévocable|mondiale)", "an endless licence"),
        (r"\b(?:supprim|bloqu|retir)\w*\b[^.;]*\bsans (?:préavis|avis|avertissement)", "removal without a word"),
    ),
}
_DENIED = either(
    r"\b(?:do(?:es)? not|must not|may not|never|cannot|no|nobody|not|ne|n['\u2019]|jamais"
    r"|aucun\w*)\b[^.;]*$",
)
_ABOUT_COMMENTS = either(
    r"\b(?:comments?|posts?|pages?|users?|visitors?|followers?|block|remove|delete|content|anyone"
    r"|commentaires?|publications?|page|bloquer|supprimer|retirer)\b",
)

_CARE = {
    "en": either(
        r"\b(?:your (?:recent |last )?(?:visit|appointment|treatment|stay|surgery|procedure|care team|doctor|nurse"
        r"|chart|bill|record|results?|test|therapy|prescription|diagnosis|experience (?:with|at|in) (?:us|our|the))",
        r"see(?:ing)? you (?:in|at|here)|your file|the (?:treatment|procedure|surgery) (?:was|went|you)",
        r"(?:our|the) records show|(?:missed|booked|had|next) (?:an |your )?appointment",
        r"our patients?\b(?! relations| advocates?| experience| information| care)|as (?:a|our) patient",
        r"when you (?:came|visited|were (?:here|treated|seen))|you were (?:seen|treated|admitted|discharged)",
        r"we (?:treated|saw|cared for) you|caring for you|your time with us|(?:choosing|chose|visiting) us",
        r"hope you(?:['\u2019]re| are) (?:feeling|recovering)|(?:feel|get) (?:better|well) soon",
        r"thank you for (?:coming|visiting|choosing)|look(?:ing)? forward to seeing you again)",
    ),
    "fr": either(
        r"\b(?:votre (?:dernière |récente )?(?:visite|rendez-vous|traitement|séjour|chirurgie|médecin|dossier|facture"
        r"|ordonnance|diagnostic)|nos (?:patients?|usagers)|notre patiente?|en tant que patiente?",
        r"vous avez été (?:soign|trait|admis|vu)\w*|prompt rétablissement|nous avoir choisis?)",
    ),
}
_BETTER_REPLY = {
    "en": "Write: 'Thank you for writing. Privacy rules stop us from discussing anyone's care in public. Please call "
    "us.'",
    "fr": "Écrivez : \u00ab Merci de nous avoir écrit. Les règles de confidentialité nous "
    "empêchent de parler en public des "
    "soins de qui que ce soit. Veuillez nous appeler. \u00bb",
}


def house_rules_overreach(passages: Passages) -> Iterator[Hit]:
    """Find claims in rules for commenters that go too far; for a public body they are errors."""
    setting = passages.setting
    weight = Severity.ERROR if setting.public else Severity.WARNING
    for passage, sentence in passages.sentences():
        if passage.genre is not Genre.HOUSE_RULES and not _ABOUT_COMMENTS.search(sentence):
            continue
        for pattern, name in setting.spoken(_CLAIMS):
            found = re.search(pattern, sentence, re.IGNORECASE)
            if found and not _DENIED.search(sentence[: found.start()]):
                yield Hit(
                    says=f"The rules for commenters claim too much: {name}.",
                    better="Name what is removed, who decides, and how to appeal.",
                    quote=start(sentence, 30),
                    at=passage,
                    severity=weight,
                    authorities=grounds(MODERATION, setting),
                )


def replies_that_confirm(passages: Passages) -> Iterator[Hit]:
    """Find words in scripts that show that the reader received care."""
    setting = passages.setting
    care = setting.spoken(_CARE)
    for passage, sentence in passages.sentences():
        if passage.genre is Genre.SCRIPT and (found := care.search(sentence)):
            yield Hit(
                says=f"'{found[0]}' shows that the reader received care here.",
                better=setting.spoken(_BETTER_REPLY),
                quote=start(sentence, 30),
                at=passage,
                authorities=grounds(REVIEWS, setting),
            )


HOUSE_RULES_ARE_FAIR = Check[Passages](
    id="L28",
    severity=Severity.WARNING,
    title="House rules do not claim more than the body may.",
    why="Such claims keep critics away, and a public body may not choose between opinions.",
    find=house_rules_overreach,
    lints=True,
    alone=True,
)
REPLIES_CONFIRM_NOBODY = Check[Passages](
    id="L32",
    severity=Severity.ERROR,
    title="Review scripts never imply care.",
    why="Even a kind word that confirms somebody as a patient discloses patient information.",
    find=replies_that_confirm,
    alone=True,
)
