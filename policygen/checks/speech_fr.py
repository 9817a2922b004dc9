"""How French bans, permits and speaks of work."""

from __future__ import annotations

from policygen.checks.patterns import either
from policygen.checks.speech import Speech

_TALK = (
    r"(?:publier|partager|parler|discuter|dire|commenter|mentionner|divulguer|révéler|écrire|(?:se |vous )?plaindre"
    r"|critiquer|contacter|communiquer|nommer|diffuser|aborder|évoquer|raconter|témoigner|signaler|adhérer|répondre"
    r"|dénoncer)"
)
_SAY = (
    r"(?:publiez|partagez|parlez|discutez|dites|commentez|mentionnez|divulguez|révélez|écrivez|(?:vous )?plaignez"
    r"|critiquez|contactez|communiquez|nommez|diffusez|abordez|évoquez|racontez|signalez|dénoncez)"
)
_STAFF = (
    r"(?:vous|le personnel|les? employé(?:e?s)?|les? salariés?|les? membres? du personnel|les infirmi[eè]res?"
    r"|les professionnels|nul|personne|aucun employé|aucun membre du personnel)"
)
_LEAVE = r"(?:approbation|permission|autorisation|accord|consentement)"
_BANNED = r"il est (?:strictement |formellement )?(?:interdit|défendu)"

FRENCH = Speech(
    turn=either(r"(?:,|;|:)?\s+(?:mais|toutefois|cependant|sauf(?: que| si)?|excepté|hormis)\b,?"),
    aside=either(
        r"\b(?:pendant|durant|en dehors de|hors de|après|dans) (?:\w+ ){0,3}(?:heures|horaires?|quarts?)\b",
        r"\b\d+ heures?\b|\bles heures (?:qui|suivant)",
    ),
    free=either(
        r"\b(?:vous|le personnel|chacun|les employés) (?:pouvez|peut|peuvent|êtes libres?|avez le droit)"
        r"(?! (?:pas|seulement|uniquement|jamais))",
        r"\b(?:rien|aucune règle)\b.*\b(?:empêche|limite|restreint|interdit)",
        r"\bsans (?:permission|autorisation|demander|crainte)\b(?! préalable)",
        rf"\bn['\u2019](?:avez|a|ont) (?:pas )?besoin d['\u2019](?:aucune )?{_LEAVE}",
        r"\bne (?:doit|peut|doivent|peuvent|limite|vise|s['\u2019]applique)\b.*"
        r"\b(?:punir|menacer|limiter|restreindre|s['\u2019]appliquer|représailles|sanctionner)",
        r"\bne (?:limite|vise|couvre) pas|^(?:les )?(?:gestionnaires|cadres|si vous (?:dirigez|gérez|encadrez))\b",
    ),
    staff_ban=either(
        rf"^\W*(?:{_BANNED} (?:à \w+ )?(?:de |d['\u2019])|interdiction (?:de |d['\u2019])"
        rf"|(?:évitez|abstenez-vous) (?:de |d['\u2019]))(?:\w+ )?{_TALK}",
        rf"^\W*(?:ne |n['\u2019])(?:jamais |pas )?(?:vous )?(?:{_SAY}|{_TALK})",
        rf"\b{_STAFF}(?: \w+){{0,3}}? (?:ne |n['\u2019])"
        r"(?:devez|doit|doivent|pouvez|peut|peuvent|saurait|êtes|est|sont)"
        r"(?: en aucun cas)?(?: pas| jamais)?(?: autorisée?s? à)?(?: (?:pas|en aucun cas|publiquement|jamais))* "
        rf"{_TALK}",
        rf"\b{_BANNED}\b.{{0,40}}\b{_TALK}",
        rf"\b(?:et|ou|,) (?:n['\u2019](?:en )?|ne ){_SAY}",
    ),
    flat_ban=either(
        r"\b(?:les? )?(?:discussions?|conversations?|commentaires?|publications?|propos|communications?)\b.*"
        r"\b(?:est|sont) (?:strictement |formellement )?(?:interdite?s?|défendue?s?|prohibée?s?|confidentiel\w*)",
        r"\b(?:salaires?|rémunération|horaires?|effectifs|conditions de travail|mesures disciplinaires)(?: \w+){0,4} "
        r"(?:est|sont|restent?|demeurent?) (?:strictement )?(?:confidentiel\w*|secr\w+)",
    ),
    permission=either(
        rf"\b(?:obtenez|obtenir|demandez|demander|avoir|requiert|sans|exige)\b(?: \S+){{0,5}} {_LEAVE}\b.*?"
        rf"\b(?:avant|pour)\b (?:de |d['\u2019]|toute? )?(?:\S+ ){{0,2}}?(?:{_TALK}|{_SAY}|publication|commentaire)",
        r"\b(?:publication|commentaire|message|propos)s?\b.*\b(?:mentionn|nomm|concern|parl)\w+\b.*"
        r"\bdoi(?:t|vent) (?:\S+ ){0,2}?être (?:\S+ )?(?:approuv|autoris|valid)\w+",
        rf"\b{_TALK}\b.*\bsans (?:\S+ ){{0,4}}{_LEAVE}",
    ),
    subject=either(
        r"\b(salaires?|rémunération|paie|paye|horaires?|effectifs|dotation|manque de personnel|ratios?",
        r"charge de travail|conditions de travail|avantages sociaux|mesures? disciplinaires?|discipline|syndica\w+",
        r"syndicats?|presse|médias(?! sociaux)|journalistes?|organismes? de réglementation|inspect\w+|avocate?s?",
        r"direction|gestionnaires?|supérieure?s?|collègues|employeur|sécurité au travail|politiques internes",
        r"affaires internes",
        r"(?:l['\u2019]|la |le |votre |notre |cet |cette )(?:hôpital|clinique|établissement|employeur))\b",
    ),
    report=either(
        r"\b(?:organismes? de réglementation|inspect\w+|avocate?s?|ordres? professionnels?|commission\w*|protecteur)\b"
    ),
    patient=either(
        r"\b(?:patiente?s?|usag[èe]re?s?|usagers?|résidente?s?|renseignements? (?:de santé|personnels)"
        r"|dossiers? (?:médica\w+|de santé)|secrets? commercia\w+|mots? de passe|client\w*)\b"
    ),
    behalf=either(r"\bau nom (?:de|du)|\ben notre nom|\bporte-parole|\bcomptes? officiels?\b|\blogo\b"),
    always=(
        (
            either(
                r"\b(?:doit|doivent|devez) (?:toujours )?(?:être|rester|demeurer) positi\w+",
                r"\bde (?:façon|manière) positive\b|\bsous un jour (?:favorable|positif)",
            ),
            "a duty to be positive",
        ),
        (
            either(r"\bcette (?:politique|directive) est (?:strictement )?confidentielle"),
            "secrecy about the rules themselves",
        ),
        (
            either(r"\b(?:obligation|devoir) de loyauté|\brester loyal|\bloyauté envers"),
            "a duty of loyalty in speech",
        ),
        (
            either(
                r"\b(?:plaintes?|préoccupations?|griefs?)\b.*"
                r"\b(?:(?:uniquement|seulement|exclusivement) (?:à|au|auprès|par)|à l['\u2019]interne)"
            ),
            "a duty to keep complaints inside",
        ),
    ),
    savings=either(
        r"\b(?:rien dans|aucune disposition de) (?:cette|la présente) (?:politique|directive)\b.*"
        r"\b(?:limite|restreint|empêche|droits)"
    ),
    better="Interdisez plutôt un préjudice précis, comme la divulgation de renseignements sur un patient ou une "
    "menace, et dites que le personnel peut parler de salaire, d'horaires, d'effectifs, de sécurité et de syndicat.",
)
