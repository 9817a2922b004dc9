"""How English bans, permits and speaks of work."""

from __future__ import annotations

from policygen.checks.patterns import either
from policygen.checks.speech import Speech

_TALK = (
    r"(?:re-?post|post|share|talk|discuss|say|comment|mention|disclose|reveal|write|speak|complain|critici[sz]e"
    r"|contact|tell|name|publish|blog|tweet|communicate|express|repeat|text|e-?mail|circulate|record|photograph"
    r"|like|make|give|air|voice|report|approach|go|raise|release|respond|reply|answer|denounce|bad-?mouth"
    r"|disparage|discredit|encourage|urge|organi[sz]e|solicit"
    r"|use (?:social media|the internet|(?:\w+ ){0,2}(?:sites?|networks?|accounts?|platforms?)) to)"
)
_TALKING = (
    r"(?:re-?posting|posting|sharing|talk(?:ing)?|discuss(?:ing|ions?)|comment(?:ing|s)?|mentioning"
    r"|disclos(?:ing|ures?)|writing|speaking|complain(?:ing|ts?)|critici[sz](?:ing|ms?)|contact(?:ing)?|publishing"
    r"|blogging|tweeting|communicat(?:ing|ions?)|posts?|statements?|remarks?|conversations?|questions?|answering)"
)
_STAFF = (
    r"(?:you|i|staff(?: members?)?|employees?|team members?|members? of (?:staff|the team)|workers?|nurses?"
    r"|clinicians?|physicians?|doctors|workforce members?|associates?|personnel|colleagues|volunteers?|students?"
    r"|trainees?|contractors?|all (?:staff|employees)|everyone|anyone"
    r"|no (?:one|employee|member of staff|staff(?: member)?|worker|nurse)|nobody)"
)
_NO_ONE = r"(?:no (?:one|employee|member of staff|staff(?: member)?|worker|nurse)|nobody)"
_EMPLOYER = (
    r"(?:the|your|our|my|this|any|their) (?:\w+ ){0,2}?(?:employer|hospital|practice|clinic|company|cent(?:er|re)"
    r"|institution|trust|organi[sz]ation|facility|workplace|health system|home)"
)
_WORK = (
    r"(?:about|regarding|concerning|of|mention(?:s|ing)?|names?|naming|discuss(?:ing)?|critici[sz](?:e|ing)"
    r"|disparag(?:e|ing)|bad-?mouth(?:ing)?|discredit(?:ing)?"
    rf"|refers? to|on) (?:{_EMPLOYER}|(?:your |their |my )?(?:work|job|workplace|employment|shifts?)\b)"
)
_FORBIDDEN = (
    r"(?:(?:is|are) (?:strictly |expressly |absolutely )?"
    r"(?:prohibited|forbidden|banned|not (?:allowed|permitted|tolerated|acceptable)|grounds for|cause for"
    r"|a (?:breach|violation) of|confidential)"
    r"|(?:is|are|be) subject to (?:\w+ ){0,3}(?:disciplin\w+|dismissal|terminat\w+|corrective)"
    r"|(?:will|may|shall|can) not be (?:tolerated|accepted|allowed|permitted)"
    r"|(?:will|may|can|shall) be (?:\w+ )?(?:disciplined|dismissed|fired|terminated|punished)"
    r"|(?:may|will|can|could) (?:result in|lead to|be (?:met with|grounds for)) (?:\w+ ){0,4}"
    r"(?:disciplin\w+|dismissal|terminat\w+|corrective))"
)
_LEAVE = r"(?:approval|permission|consent|authori[sz]ation|clearance|sign-off)"
_CONCERNS = r"(?:concerns?|complaints?|grievances?|problems?|issues|disputes?)"

ENGLISH = Speech(
    turn=either(
        r"(?:,|;|:|\s[-\u2013\u2014])?\s+"
        r"(?:but|however|although|except(?: that| where| when)?|apart from|other than)\b,?"
    ),
    aside=either(
        r"\b(?:during|outside|after|within|in|on|beyond) (?:\w+ ){0,3}(?:hours|shifts?|schedules?)\b",
        r"\b(?:free|private) press\b|\bpress (?:the|a|send|post)\b|\bhours? (?:of|after|before)\b|\b\d+ hours?\b",
        r"\bpay (?:for|to|attention)\b|\bbenefits? of\b|\bas a lawyer\b",
    ),
    free=either(
        r"\b(?:you|staff|employees|everyone|anyone|they) (?:\w+ )?(?:may|can|are free to|have the right to)"
        r"(?! (?:not|only|never)\b)",
        r"\b(?:nothing|no (?:rule|part|sentence|ban|clause)) (?:in|of|here)?\b.*"
        r"\b(?:stops?|limits?|restricts?|prevents?|prohibits?|bars?|forbids?|interferes?)",
        rf"\b{_NO_ONE} (?:needs?|requires?|has to have) (?:any |prior )?{_LEAVE}",
        rf"\b(?:need|needs) no (?:\w+ )?{_LEAVE}|\bno {_LEAVE} is needed",
        rf"\b(?:do|does|did) not (?:need|have|require)\b.*?\b(?:{_LEAVE}|to ask)",
        r"\b(?:does|do|must|may|shall|will) not (?:\w+ )?"
        r"(?:limit|restrict|apply|cover|stop|punish|retaliate|discipline|threaten|interfere|prevent|keep|mean"
        r"|include)\b",
        r"\bwithout (?:asking|fear|needing)|\bhas the right to\b",
        r"^(?:managers?|supervisors?|leaders?|if you (?:manage|lead|supervise))\b",
    ),
    staff_ban=either(
        r"(?:^\W*(?:please |always |simply |and |or |then |also |so )*(?:do not|don['\u2019]t|never|avoid|refrain from)"
        r"|\b(?:and|or|so|,|;) (?:do not|never)|^\W*it is (?:strictly )?(?:forbidden|prohibited|not (?:allowed"
        r"|permitted))"
        r"(?: for \w+)? to"
        rf"|\b{_STAFF}(?: \w+){{0,4}}? (?:(?:must|may|can|should|shall|will|could|ought to)(?: not| never)"
        r"|cannot|can['\u2019]t|(?:is|are|be) (?:strictly |expressly )?"
        r"(?:not (?:allowed|permitted|authori[sz]ed|free)|prohibited|forbidden|barred|banned"
        r"|(?:instructed|required|asked|told) not)"
        r"|(?:must|should|shall|will|agrees? to|are to|is to) (?:refrain|avoid|abstain|never|not)|agrees? not)"
        rf"|\b{_NO_ONE} (?:may|can|should|shall|must|will|is (?:allowed|permitted)))"
        r"(?: (?:ever|to|from|publicly|openly|at any time|in any way|even))*[,\s]+"
        rf"(?:{_TALK}|{_TALKING}|having|making|engag\w+|participat\w+|tak\w+ part|join\w*|support\w*)\b"
    ),
    flat_ban=either(
        rf"\b{_TALKING}\b.*\b{_FORBIDDEN}",
        rf"\b(?:anyone|those|whoever|staff|employees?|nurses?)(?: who)? (?:\w+ )?{_TALK}s?\b.*\b{_FORBIDDEN}",
        rf"\b(?:prohibits?|forbids?|bans?|bars?) (?:\w+ ){{0,4}}(?:from )?{_TALKING}\b|^no {_TALKING}\b",
        r"\b(?:pay|wages?|salar\w+|compensation|benefits|staffing|schedules?|ratios|working conditions|discipline"
        r"|grievances?|personnel (?:matters|information))(?: \w+){0,4} "
        r"(?:is|are|must (?:be kept|remain|stay)|should (?:be kept|remain|stay)|remains?) (?:strictly |highly |all )?"
        r"(?:confidential|private|secret|internal|not to be (?:discussed|shared))",
        r"\bconfidential\w*(?: \w+){0,2} (?:includes?|means|covers?|such as|consists? of|refers? to)\b",
    ),
    permission=either(
        r"\b(?:gets?|obtains?|seek|ask(?:s|ed)? for|needs?|requires?|requests?|have|receive|secure|with|without|prior"
        rf"|subject to)\b(?: \w+['\u2019]?\w*){{0,5}} {_LEAVE}\b.*?"
        rf"\b(?:before|to|for|when|prior to|if you)\b (?:\w+ ){{0,3}}?(?:{_TALK}|{_TALKING})\b",
        rf"\b(?:{_TALK}|{_TALKING})\b.*\b(?:(?:must|should|shall|need to|has to|have to|requires?|needs?) (?:first )?"
        rf"(?:be )?(?:approved|cleared|reviewed|authori[sz]ed|pre-approved|prior|{_LEAVE})"
        rf"|without (?:\w+[ ,]+){{0,5}}{_LEAVE}|only (?:with|after) (?:\w+ ){{0,4}}{_LEAVE})",
        rf"\bask (?:\w+['\u2019]?\w* ){{1,5}}(?:before|first) (?:\w+ ){{0,3}}(?:{_TALK}|{_TALKING})",
    ),
    subject=either(
        r"\b(pay|wages?|how much (?:you|they) (?:earn|make)|what (?:you|they) (?:earn|make)|earnings|paychecks?",
        r"what (?:happens|goes on|you see) (?:here|at work|on|in)|labou?r (?:organi[sz]ations?|unions?)|salar\w+"
        r"|compensation|raises|bonus(?:es)?|hours|shift patterns|schedul\w+|rosters?|overtime",
        r"staffing|under-?staff\w+|short-?staff\w+|ratios?|workloads?|terms (?:and conditions )?of employment",
        r"working conditions|work(?:place)? (?:conditions|concerns|issues|problems|safety|disputes|matters)",
        r"benefits|(?<!to )(?<!in )(?<!face )(?<!for )disciplin\w+|investigations?",
        r"grievances?|unions?|organi[sz]ing|collective bargaining",
        r"press|(?<!social )(?<!digital )media(?! (?:account|post|platform|use|page|site)s?)|reporters?|journalists?",
        r"news outlets?|regulators?|inspectors?|surveyors?|labou?r board|government agenc\w+|licensing board",
        r"health department|accredit\w+|lawyers?|attorneys?|management|managers?|supervisors?",
        r"(?:about|of|with|to|tell|critici[sz]\w+|discuss\w*|nam(?:e|ing)) (?:\w+ ){0,2}(?:co-?workers?|colleagues)",
        r"employer|boss(?:es)?|safety (?:concerns?|problems?|hazards?)|(?:un)?safe (?:staffing|conditions|care)",
        r"personnel (?:matters|information|issues|files)|employee (?:names|information|matters)",
        r"internal (?:matters|affairs|policies|procedures|issues)|policies and procedures|company policies",
        rf"{_WORK})",
    ),
    report=either(
        r"\b(?:regulators?|inspectors?|surveyors?|labou?r board|government agenc\w+|accredit\w+|ombuds\w+|lawyers?"
        r"|attorneys?|licensing (?:board|body)|health department)\b"
    ),
    patient=either(
        r"\b(?:(?<!-to-)patients?(?!-to-| ratios?| safety| loads?| per)|residents?|clients?|protected health"
        r"|health information|phi|medical records?"
        r"|someone['\u2019]s care|trade secrets?|passwords?"
        r"|(?:images?|pictures?|photos?|videos?) of (?:a|an|another|any) (?:co-?worker|colleague))\b"
    ),
    behalf=either(
        r"\b(?:on|in) (?:the )?(?:behalf|name) of|\bon (?:our|its|their|your employer['\u2019]s) behalf",
        r"\bspeak(?:s|ing)? for (?:the|us|our)|\bas (?:if|though) you spoke|\bas (?:a|the|our) spokes\w+",
        r"\bfor the (?:hospital|practice|institution|clinic|trust)\b|\bofficial accounts?\b|\blogo\b",
    ),
    always=(
        (
            either(
                r"\bmust (?:always |only )?(?:be|remain|stay|sound) (?:\w+ and )?positive",
                r"\b(?:promote|represent|portray|reflect|show) (?:\w+ ){1,4}(?:positively|in a positive (?:light|way))",
                r"\b(?:speak|write|post|talk) (?:only )?(?:well|highly|favou?rably|positively) (?:of|about)",
                r"\breflects? (?:well|positively) on|\bonly (?:post|share|say|publish) positive",
            ),
            "a duty to be positive",
        ),
        (
            either(
                r"\bonly (?:post|publish|share|make) (?:\w+ )?(?:accurate|true|truthful|correct) (?:\w+ )?"
                r"(?:statements?|comments?|posts?|information) about (?:us|the|our|your)\b"
            ),
            "a duty to be accurate about the employer",
        ),
        (
            either(
                r"\b(?:report|notify|tell|inform)\b.*\b(?:co-?workers?|colleagues|employees|staff|other members)\b.*"
                r"\b(?:who (?:post|complain|criticis|criticiz|talk)|critical posts?|negative posts?|complain\w*|union)"
            ),
            "a duty to report coworkers' talk",
        ),
        (
            either(r"\b(?:not|never) (?:\w+ )?identify (?:yourself|themselves) as (?:an? )?(?:employee|staff|member)"),
            "naming the employer",
        ),
        (
            either(
                rf"\b(?:raise|bring|report|take|direct|address|send|voice|air|keep)\b.*\b{_CONCERNS}\b.*"
                r"\b(?:(?:only|solely|exclusively) (?:to|with|through|within)|internal(?:ly)?(?: only)?|in-house"
                r"|before (?:going|you|contacting|posting|turning|speaking)"
                r"|rather than (?:post|to|on|contact|go|air))",
                rf"\b{_CONCERNS}\b.*\bmust (?:only |first )?be (?:reported|raised|addressed|handled|resolved) "
                r"(?:only )?(?:internally|in-house)",
            ),
            "a duty to keep complaints inside",
        ),
        (
            either(
                r"\bthis (?:policy|document|handbook|manual) is (?:strictly )?confidential",
                r"\b(?:do not|must not|may not|never) (?:share|copy|disclose|distribute|discuss|post) "
                r"(?:this|the|our) (?:policy|handbook|rules|manual|policies)\b",
            ),
            "secrecy about the rules themselves",
        ),
        (either(r"\b(?:loyal(?:ty)? to|duty of loyalty|be loyal)\b"), "a duty of loyalty in speech"),
    ),
    savings=either(
        r"\b(?:nothing|no (?:rule|part)) (?:in|of) (?:this|the|these) (?:policy|rules?|handbook|document|section).*"
        r"\b(?:intended|limit|restrict|interfere|prohibit|prevent|construed|section 7|rights)",
        r"\bthis policy (?:does not|is not intended to|will not|shall not be (?:construed|read)).*"
        r"\b(?:limit|restrict|interfere|section 7|national labor|rights)",
        r"\b(?:section 7|national labor relations act)\b.*\b(?:rights|does not|not intended|limit)",
    ),
    better="Ban a named harm instead, such as sharing patient information, a threat, or speaking in the institution's "
    "name; and say that staff may talk about pay, hours, staffing, safety and unions.",
)
