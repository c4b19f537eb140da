"""What an answer is when it tells no story: definition, opinion, habit, hypothetical, self-description, general method.

Only 23 % of answers to "tell me about a time" in 62 real interviews were stories; the rest were views, habits,
self-descriptions and pseudo-stories (Bangerter, Corvalan & Cavin 2014, 10.1007/s10869-014-9350-0). A row here is a tone
of one clause; it makes a non-story only where no past event is told.
"""

from __future__ import annotations

import re

from msgspec import Struct

BANGERTER = "Bangerter, Corvalan & Cavin 2014, 10.1007/s10869-014-9350-0: what is told in place of a story"
HYPOTHETICAL = "conditional frame and no past event; 30 % of real Actions hold a would or could (149 labelled answers)"


class Tone(Struct, frozen=True, kw_only=True):
    """One row: `kind` is what an answer made of such clauses is; `hits` and `misses` as in `cues.Cue`."""

    name: str
    kind: str
    weight: float
    pattern: re.Pattern[str]
    source: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]


def _row(
    kind: str,
    name: str,
    weight: float,
    pattern: str,
    hits: tuple[str, ...],
    misses: tuple[str, ...],
    source: str = BANGERTER,
) -> Tone:
    return Tone(
        name=name,
        kind=kind,
        weight=weight,
        pattern=re.compile(rf"\b(?:{pattern})\b"),
        source=source,
        hits=hits,
        misses=misses,
    )


_QUALITY = (
    r"(?:person|worker|listener|learner|player|communicator|people person|perfectionist|"
    r"patient|reliable|organi[sz]ed|motivated|friendly|positive|good|hard ?working|detail|"
    r"empathetic|flexible|honest|calm|team|creative|passionate|professional|very|really|quite|"
    r"someone|somebody|the (?:kind|type|sort))"
)

TONES = (
    _row(
        "definition",
        "means",
        2.0,
        r"(?:service|empathy|quality|it|that|this|teamwork|leadership|professionalism|stress|"
        r"conflict|success|loyalty|patience) (?:really |just |also |basically )?(?:to me |"
        r"for me )?(?:really |also )?(?:means?|is defined|is about|is all about|refers to|"
        r"starts with|begins with|comes down to|boils down to|consists)|the definition of|"
        r"my definition",
        ("Customer service to me means trust.", "It is all about people."),
        ("She means well.", "The service was slow."),
    ),
    _row(
        "definition",
        "is-when",
        1.5,
        r"(?:service|teamwork|empathy|leadership|quality|professionalism|success) (?:to me |"
        r"for me )?is|is when you|(?:to|for) me it's|to me it is|when you (?:think|talk) about",
        ("Good service is making people feel seen.", "For me it's respect."),
        ("The service desk is closed.", "It was when you left."),
    ),
    _row(
        "opinion",
        "i-think",
        1.0,
        r"i (?:really |also |strongly |firmly |just )?(?:think|believe|feel|guess|agree|would say|"
        r"would argue)|in my (?:opinion|view|experience)|should (?:always |never )?(?:be|feel|"
        r"have|get)|is (?:very |really |so |super |the most |more |most )?(?:important|essential|"
        r"key|crucial|vital|everything)|matters?|it's (?:important|essential|key|crucial)",
        ("I think that respect matters.", "Patience is very important."),
        ("I thought of a trick.", "It was important."),
    ),
    _row(
        "habit",
        "always",
        1.5,
        r"(?:i|we) (?:\w+ )?(?:always|usually|often|normally|typically|generally|tend|sometimes|"
        r"try to|like to|make sure|frequently|never)|every (?:time|day|single)|whenever|"
        r"most of the time|in general|all the time|on a daily basis|(?:always|usually|"
        r"normally) (?:i|we)|many times|a day|per day|each day|daily|there (?:are|"
        r"have been) (?:\w+ )?(?:times|situations|"
        r"cases)|as a rule",
        ("I always greet people.", "Whenever it is busy I stay late."),
        ("She greeted me.", "I made sure."),
    ),
    _row(
        "habit",
        "present",
        0.7,
        r"i (?:also |just |then |first |really )?(?:listen|ask|take|keep|treat|smile|greet|check|"
        r"explain|stay|give|help|see|handle|deal|work|use|write|plan|prioriti[sz]e|breathe|"
        r"focus|go|do|show|offer|apologi[sz]e|remain|look|talk|speak|call|find|learn|care|bring|"
        r"want|know|understand|show up|show them)",
        ("I listen and I smile.",),
        ("I listened.", "I had a look."),
    ),
    _row(
        "habit",
        "when-present",
        1.2,
        r"when (?:a|an|someone|somebody|people|customers?|they|it|things|i|you|we|"
        r"there)(?: \w+){0,2} (?:is|are|am|comes?|"
        r"gets?|calls?|complains?|has|have|says?|feels?|needs?|wants?|walks?)|when i'm|when it's|"
        r"when they're",
        ("When a customer is angry I stay calm.",),
        ("When a customer was angry I stayed calm.",),
    ),
    _row(
        "hypothetical",
        "would",
        1.2,
        r"i(?:'d| would| could| might) (?!say\b|like to (?:tell|share|talk|start|begin)|argue\b|"
        r"describe\b|call it)\w+|(?:what i|first thing i|i) would do",
        ("I would listen first.", "I'd calm him down."),
        ("I would say patience.", "He would listen."),
        HYPOTHETICAL,
    ),
    _row(
        "hypothetical",
        "if",
        1.2,
        r"^(?:and |so |but |then |well |ok |okay )?(?:if|suppose|imagine|say|let's say|"
        r"should) (?:a|an|i|the|someone|somebody|there|we|they|my|you|one|he|she|that|something)|"
        r"in (?:that|such a) (?:case|situation) i would|were to",
        ("If a customer shouted, I would stay calm.", "Imagine a guest is late."),
        ("I asked if he was fine.", "See if it fits."),
        HYPOTHETICAL,
    ),
    _row(
        "self-description",
        "i-am",
        1.2,
        r"(?:i'm|i am|i've always been|i have always been|i consider myself) (?:a |an |also a |"
        rf"also |always |just )*(?:\w+ ){{0,2}}{_QUALITY}|people (?:\w+ )?(?:describe|say|tell me|"
        r"would)|my (?:\w+ )?(?:strength|strengths|skills?|weakness|personality|qualities|"
        r"passion)|i (?:would )?(?:describe|consider|call|see) myself|(?:i have|i've) (?:a lot of|"
        r"over|about|more than|been|worked|\w+ years)|"
        r"i (?:love|enjoy|like)|good at|i'm (?:able|known|proud)|(?:draws|attracts|interests|"
        r"drives|motivates) me|in my blood|i can (?:adapt|handle|work|"
        r"communicate|deal)",
        ("I'm a patient person.", "My greatest strength is empathy."),
        ("I was a waiter.", "She is able."),
    ),
    _row(
        "method",
        "you-do",
        1.0,
        r"you (?:\w+ )?(?:have to|need to|should|must|can't|can|want to|listen|ask|make|take|give|"
        r"treat|try|always|never|just)|(?:the )?(?:first|next|second|last) (?:thing|step) (?:is|"
        r"to do is)|the (?:best|right) (?:way|thing) (?:is|to)|it's best to",
        ("You have to stay calm.", "The first step is to listen."),
        ("I told you.", "My first step was to listen."),
    ),
)
