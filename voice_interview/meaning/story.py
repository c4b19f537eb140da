"""Is a past event told, and if not, what is the answer? Story needs deeds that were done, not words of one kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from voice_interview.meaning.cues import CUES
from voice_interview.meaning.speech import Clause
from voice_interview.meaning.tones import TONES
from voice_interview.meaning.verbs import ADVERBS, CAREER_STEP, DEED, EVENT
from voice_interview.model import Story

_DEED = re.compile(rf"\b(?:i|we) {ADVERBS}{{0,2}}{DEED}\b|\bi decided\b")
_EVENT = re.compile(
    rf"\b(?:i|we|he|she|they|it|(?:a|an|the|one|this|my|our|his|her|some|another)(?: (?!i\b|we\b|you\b|to\b|that\b)\w+){{1,3}}?) {ADVERBS}{{0,2}}{EVENT}\b"
    rf"|^(?:and |then |so |but )+{EVENT}\b"
)
_STATE = re.compile(r"\b(?:was|were|had|wanted|needed|didn't|couldn't|wasn't|weren't|could)\b|\bdid not\b")
_CAREER = re.compile(
    rf"\b(?:i|we) {ADVERBS}{{0,2}}{CAREER_STEP}\b|\bi (?:got|have|had) (?:my|a) (?:degree|diploma|job|certificate)\b"
)
_HABIT = re.compile(
    r"\b(?:always|usually|often|normally|typically|generally|sometimes|whenever|every time|used to|would always|many times|in general)\b"
)
_RELATIVE = re.compile(r"\b(?:what|whatever|which|who|whom|why|how|than|where) (?:i|we|he|she|they|it|you)(?: \w+ed)?\b")
_ASKED_IF = re.compile(
    r"\b(?:ask|asked|asking|see|check|checked|checking|know|knew|wonder|wondered|sure|saw|find out) if\b"
)
_ANCHORS = frozenset({"time-anchor", "when-i-was", "past-employment", "person-arrives", "remember", "there-was"})
_NO_DEED = re.compile(
    r"\bi (?:always |just )?(?:meant|thought|felt|said before|mentioned|told you|got used|put (?:myself|the customer))\b"
)

EVENTS_ENOUGH = 3
"""Past events without any time or place that make a story all the same. A convention; with an anchor one event will do
for "told", and two for a firm yes."""


class Tally(Struct, frozen=True, kw_only=True):
    """What the clauses of an answer hold: clauses that tell a past deed of the speaker, any past event, a past state;
    different anchors in time or place; and the weight of each tone, tellings left out."""

    deeds: int
    events: int
    states: int
    anchors: int
    career: int
    tones: dict[str, float]
    clauses: int


def is_event(clause: Clause) -> bool:
    """Whether the clause tells something that happened once: a past verb with its subject, in no condition and no habit."""
    text = _RELATIVE.sub(" ", _ASKED_IF.sub("asked", clause.text))
    if (
        re.match(r"(?:and |so |but |then )?(?:if|suppose|imagine)\b", text)
        or _HABIT.search(text)
        or _NO_DEED.search(text)
    ):
        return False
    return bool(_EVENT.search(text))


def tally(clauses: Sequence[Clause]) -> Tally:
    """Count once for every clause."""
    events = [clause for clause in clauses if is_event(clause)]
    career = [clause for clause in events if _CAREER.search(clause.text)]
    real = [clause for clause in events if not _CAREER.search(clause.text)]
    tones: Counter[str] = Counter()
    for clause in clauses:
        if clause not in events:
            for tone in TONES:
                if tone.pattern.search(clause.text):
                    tones[tone.kind] += tone.weight  # type: ignore[assignment]
    anchors = {cue.name for cue in CUES if cue.name in _ANCHORS for c in clauses if cue.pattern.search(c.text)}
    return Tally(
        deeds=sum(bool(_DEED.search(clause.text)) for clause in real),
        events=len(real),
        states=sum(bool(_STATE.search(clause.text)) for clause in clauses if not _HABIT.search(clause.text)),
        anchors=len(anchors),
        career=len(career),
        tones=dict(tones),
        clauses=len(clauses),
    )


def judge(counts: Tally) -> Story:
    """A story where deeds or events in a time or place are told; none where another tone fills the answer; else unclear.

    A story may stand inside a view ("customer service means ... last year a guest ..."), so tones do not outvote events
    that are anchored; they only do where there is nothing but a stray past verb.
    """
    kind, weight = max(counts.tones.items(), key=lambda item: (item[1], item[0]), default=("unclear", 0.0))
    if counts.events >= EVENTS_ENOUGH or (counts.anchors and counts.events >= 2) or (counts.anchors and counts.deeds):
        if counts.events < EVENTS_ENOUGH and weight >= 3 * counts.events:
            return Story(present=None, confidence=0.2, kind="unclear")
        return Story(present=True, confidence=min(0.6, 0.3 + 0.05 * (counts.events + counts.anchors)), kind="story")
    if counts.events <= 1 and not counts.deeds and not counts.anchors and weight >= 2:
        return Story(present=False, confidence=0.3, kind=kind)
    told = counts.events + min(counts.states, 2) * bool(counts.anchors or counts.deeds)
    if told and weight < 1.5 * (told + 1):
        if counts.career and not counts.events:
            return Story(present=False, confidence=0.3, kind="self-description")
        return Story(present=None, confidence=0.2, kind="unclear")
    if weight >= 1 and kind != "unclear":
        return Story(present=False, confidence=min(0.6, 0.3 + 0.05 * weight), kind=kind)
    if counts.career:
        return Story(present=False, confidence=0.3, kind="self-description")
    return Story(present=None, confidence=0.2, kind="unclear")
