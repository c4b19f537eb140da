"""Is a past event told, and if not, what is the answer? Story needs deeds that were done, not words of one kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from voice_interview.meaning.cues import CUES
from voice_interview.meaning.speech import KEPT, Clause
from voice_interview.meaning.tones import TONES
from voice_interview.meaning.verbs import ADVERBS, CAREER_STEP, EVENT, PAST_DEED
from voice_interview.model import Story

_DEED = re.compile(rf"\b(?:i|we) {ADVERBS}{{0,2}}{PAST_DEED}\b")
_OWN = re.compile(rf"^(?:\w+ ){{0,2}}(?:i|we) {ADVERBS}{{0,2}}{EVENT}\b")
_JOINED = re.compile(rf"(?:and |then |but )+(?:also |just |then |even )?{EVENT}\b")
_ROUTINE = re.compile(r"\b(?:a|per|each|every) (?:day|week|shift|month)\b|\b(?:daily|weekly|responsible for)\b")
_EVENT = re.compile(
    r"\b(?:i|we|he|she|they|it|(?:a|an|the|one|this|my|our|his|her|some|another)(?: (?!i\b|"
    rf"we\b|you\b|to\b|that\b)\w+){{1,3}}?) {ADVERBS}{{0,2}}{EVENT}\b"
    rf"|^(?:and |then |so |but )+{EVENT}\b"
)
_STATE = re.compile(r"\b(?:was|were|had|wanted|needed|didn't|couldn't|wasn't|weren't|could)\b|\bdid not\b")
_CAREER = re.compile(
    rf"\b(?:i|we) {ADVERBS}{{0,2}}{CAREER_STEP}\b|\bi (?:got|have|had) (?:my|a) (?:degree|"
    r"diploma|job|certificate)\b"
)
_HABIT = re.compile(
    r"\b(?:always|usually|often|normally|typically|generally|sometimes|whenever|every time|"
    r"used to|would always|many times|in general)\b"
)
_RELATIVE = re.compile(
    r"\b(?:what|whatever|which|who|whom|why|how|than|where) (?:i|we|he|she|they|it|" r"you)(?: \w+ed)?\b"
)
_CONDITION = re.compile(r"(?:and |so |but |then )?(?:if|suppose|imagine)\b")
_ASKED_IF = re.compile(
    r"\b(?:ask|asked|asking|see|check|checked|checking|know|knew|wonder|wondered|sure|saw|" r"find out) if\b"
)
_ANCHOR_NAMES = frozenset(
    {"time-anchor", "when-i-was", "past-employment", "person-arrives", "remember", "there-was", "my-task", "asked-to"}
)
_ANCHORS = tuple(cue for cue in CUES if cue.name in _ANCHOR_NAMES)
_NO_DEED = re.compile(
    r"\bi (?:always |just )?(?:meant|thought|felt|said before|mentioned|told you|got used|"
    r"put (?:myself|the customer))\b"
)

_OFFICE = frozenset({"past-employment", "my-task"})
"""Anchors that a job description has too."""

EVENTS_ENOUGH = 3
"""Past events without any time or place that make a story all the same. A convention; with an anchor one event will do
for "told", and two for a firm yes."""

OUTVOTES_A_STORY = 3.0
OUTVOTES_A_STRAY = 1.5
"""Weight of one tone for every event (or stray past verb) above which the answer is not taken for a story. Judgements:
a tone weighs 1 to 2 a clause, so two clauses of view stand against one anchored event, one against a stray verb."""


class Tally(Struct, frozen=True, kw_only=True):
    """What the clauses of an answer hold, each counted once: past `events`, among them the speaker's own `deeds` and
    what happened to `others`; past `states`; steps of a `career`; different `anchors` in time or place; whether a
    `routine` is named; and the weight of each tone outside events."""

    events: int
    deeds: int
    others: int
    states: int
    career: int
    anchors: int
    routine: bool
    tones: dict[str, float]


def is_event(clause: Clause) -> bool:
    """Whether the clause tells what happened once: a past verb with its subject, in no condition and no habit."""
    return _is_event(clause.text)


@lru_cache(maxsize=KEPT)
def _is_event(text: str) -> bool:
    text = _RELATIVE.sub(" ", _ASKED_IF.sub("asked", text))
    framed = _CONDITION.match(text) or _HABIT.search(text) or _NO_DEED.search(text)
    return not framed and bool(_EVENT.search(text))


def starts_with_verb(clause: Clause) -> bool:
    """Whether the clause leaves out its subject: "and called him"."""
    return bool(_JOINED.match(clause.text))


def is_own(clause: Clause) -> bool:
    """Whether the clause starts with what the speaker, or "we", did."""
    return bool(_OWN.search(clause.text))


def is_state(clause: Clause) -> bool:
    """Whether the clause tells how things were, in no habit."""
    return bool(_STATE.search(clause.text)) and not _HABIT.search(clause.text)


def tally(clauses: Sequence[Clause]) -> Tally:
    """Count once for every clause."""
    events = [clause for clause in clauses if is_event(clause)]
    told = [clause for clause in events if not _CAREER.search(clause.text)]
    anchors = {cue.name for cue in _ANCHORS for clause in clauses if cue.pattern.search(clause.text)}
    return Tally(
        events=len(told),
        deeds=sum(bool(_DEED.search(clause.text)) for clause in told),
        others=sum(not is_own(clause) for clause in told),
        states=sum(is_state(clause) for clause in clauses),
        career=len(events) - len(told),
        anchors=len(anchors),
        routine=any(_ROUTINE.search(clause.text) for clause in clauses) and anchors <= _OFFICE,
        tones=_tones([clause for clause in clauses if clause not in events]),
    )


def _tones(clauses: Sequence[Clause]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for clause in clauses:
        for tone in TONES:
            if tone.pattern.search(clause.text):
                weights[tone.kind] = weights.get(tone.kind, 0.0) + tone.weight
    return weights


def judge(counts: Tally) -> Story:
    """A story where deeds or events in a time or place are told; none where another tone fills the answer.

    A story may stand inside a view ("customer service means ... last year a guest ..."), so tones do not outvote events
    that are anchored; they only do where there is nothing but a stray past verb. A job's routine ("I handled fifty
    calls a day, I answered questions") holds deeds in which nothing happens to anybody else: no story.
    """
    kind, weight = max(counts.tones.items(), key=lambda tone: (tone[1], tone[0]), default=("unclear", 0.0))
    if counts.routine and counts.deeds and not counts.others:
        return Story(present=False, confidence=0.3, kind="habit")
    happened = counts.events >= 2 or (counts.events and counts.events + counts.states >= EVENTS_ENOUGH)
    anchored = counts.anchors and (counts.deeds or happened)
    if counts.events >= EVENTS_ENOUGH or (anchored and weight < OUTVOTES_A_STORY * counts.events):
        return Story(present=True, confidence=min(0.6, 0.3 + 0.05 * (counts.events + counts.anchors)), kind="story")
    placed = counts.anchors or counts.deeds
    stray = counts.events + (min(counts.states, 2) if placed else 0)
    if weight >= OUTVOTES_A_STRAY * (stray + 1) or (weight >= 1 and not stray):
        return Story(present=False, confidence=min(0.6, 0.3 + 0.05 * weight), kind=kind)
    if weight >= 2 and stray == 1 and not placed:
        return Story(present=False, confidence=0.3, kind=kind)
    if counts.career and not counts.events:
        return Story(present=False, confidence=0.3, kind="self-description")
    return Story(present=None, confidence=0.2, kind="unclear")
