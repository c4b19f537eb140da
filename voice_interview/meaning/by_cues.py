"""Labels for sentences, and which parts of STAR an answer has, from the cues of its clauses.

Confidence here is a share between 0 and `CEILING`, growing with the weight of the cues and their lead over the next
label. It is not calibrated: it is no probability, it orders findings at best. Four keyword rules are known to find all
four parts in only 48 of 149 complete answers, so a part without a cue is "unclear" wherever something unexplained could
hold it, and "no" only where every clause is explained by something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from voice_interview.meaning.cues import CUES
from voice_interview.meaning.speech import Clause, clauses
from voice_interview.meaning.story import is_event, is_own, is_state, judge, starts_with_verb, tally
from voice_interview.meaning.tones import TONES
from voice_interview.model import PARTS, Label, Part, Presence, Reading, SentenceLabel, Story, Transcript
from voice_interview.text import RUN_ON

NAME = "cues/1"
CEILING = 0.6

ENOUGH = 0.5
"""Weight that a label needs: one lean (see `cues`)."""

LEAD = 0.2
"""Weight by which the best label must lead; within it the place in the answer breaks the tie, where it can."""

DEEDS_ENOUGH = 2
"""Own deeds that make an Action, wherever they stand: human Actions are short and plain, one or two sentences."""

SCRAP = 4
"""Words that a clause without any cue must have to count as unexplained."""

LEANING = 0.1
"""Confidence of a label that rests on a single lean, or on its neighbours: too little to make a part present."""

STRONG = 1.0
"""Weight of one cue that makes a part present by itself."""

MEAN_PLACE = {"situation": 0.08, "task": 0.29, "action": 0.59, "result": 0.90}
"""Mean place of each part in 149 answers labelled by their writers. A tie-breaker for labels, never for presence:
position alone labels complete answers well and notices nothing that is missing."""

KEPT = 1024
"""Clauses whose cues are kept: most of an answer is read while it is still being spoken, ten minutes have two hundred.
"""

_NUMBER = (
    r"(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|"
    r"thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|a third|"
    r"a quarter|zero|double|dozen)"
)
_UNIT = (
    r"(?:percent|per cent|points?|times|minutes?|hours?|days?|weeks?|months?|seconds?|dollars|"
    r"euros|pounds|bucks|k|grand|stars?|customers|clients|people|guests|orders|calls|"
    r"complaints|sales|units|reviews|errors|tickets|hundred|thousand|million|new|more|fewer|"
    r"less)"
)
_QUANTITY = re.compile(
    rf"[$€£]\d|\d%|\b{_NUMBER}(?: (?:and )?(?:a half|{_NUMBER}))? (?:\w+ )?{_UNIT}\b|"
    r"\b(?:doubled|tripled|halved|quadrupled)\b|\bby (?:half|a third|a quarter)\b|"
    r"\bfrom \d\S* to \d|\bin half\b"
)

_WHEN = re.compile(rf"\b{_NUMBER}(?: (?:and )?(?:a half|an|{_NUMBER}))? {_UNIT} (?:later|ago|before|after|earlier)\b")
"""A time that is a number but no outcome: "two weeks later she came back"."""


class Scored(Struct, frozen=True, kw_only=True):
    """One clause with the weight of each label and the words that earned it."""

    clause: Clause
    weights: dict[Label, float]
    cues: dict[Label, tuple[str, ...]]
    event: bool
    own: bool
    state: bool
    toned: bool


def read(transcript: Transcript) -> Reading:
    """Read an answer by cues. In a language other than English everything is unclear."""
    if re.split(r"[-_]", transcript.language.lower())[0] not in ("en", "english") or not transcript.sentences:
        return _unread(len(transcript.sentences))
    scored: list[Scored] = []
    for clause in clauses(transcript.words, transcript.sentences):
        scored.append(_score(clause, scored[-1] if scored else None))
    story = judge(tally([one.clause for one in scored]))
    groups = _by_sentence(scored, len(transcript.sentences))
    labels = tuple(_label(group, story) for group in groups)
    parts = _parts(scored, labels, story)
    if story.present:
        labels = tuple(_between(labels, groups, place) for place in range(len(labels)))
    return Reading(reader=NAME, labels=labels, parts=parts, story=story)


def cue_words(transcript: Transcript) -> tuple[dict[Label, tuple[str, ...]], ...]:
    """For each sentence, the words that speak for each label."""
    scored: list[Scored] = []
    for clause in clauses(transcript.words, transcript.sentences):
        scored.append(_score(clause, scored[-1] if scored else None))
    found: list[dict[Label, tuple[str, ...]]] = []
    for group in _by_sentence(scored, len(transcript.sentences)):
        labels = dict.fromkeys(label for one in group for label in one.cues)
        found.append({x: tuple(dict.fromkeys(word for one in group for word in one.cues.get(x, ()))) for x in labels})
    return tuple(found)


def quantified(text: str) -> bool:
    """Whether a clause of word keys holds an amount: a number with its unit, money, a share, or "doubled". A year or a
    bare "one" is none."""
    return bool(_QUANTITY.search(text))


def with_a_figure(result: str) -> bool:
    """Whether an outcome, in word keys, has an amount in it that is more than when it came."""
    return quantified(_WHEN.sub(" ", result))


def _unread(sentences: int) -> Reading:
    parts = {str(part): Part(present="unclear") for part in PARTS}
    return Reading(
        reader=NAME, labels=(SentenceLabel(label="unclear"),) * sentences, parts=parts, story=Story(present=None)
    )


def _score(clause: Clause, before: Scored | None) -> Scored:
    """Weigh one clause; one without a subject ("and called him") goes on with the subject of the clause before it."""
    joined = starts_with_verb(clause)
    own = is_event(clause) and (before is not None and before.own if joined else is_own(clause))
    weights: dict[Label, float] = {}
    words: dict[Label, tuple[str, ...]] = {}
    for label, weight, found in _found(clause.text):
        if own or not joined or label != "action":
            weights[label] = weights.get(label, 0.0) + weight
            if found not in words.get(label, ()):
                words[label] = (*words.get(label, ()), found.strip())
    event = is_event(clause)
    toned = not event and _is_toned(clause.text)
    return Scored(
        clause=clause,
        weights=weights,
        cues=words,
        event=event,
        own=own,
        state=is_state(clause),
        toned=toned,
    )


@lru_cache(maxsize=KEPT)
def _is_toned(text: str) -> bool:
    return any(tone.pattern.search(text) for tone in TONES)


@lru_cache(maxsize=KEPT)
def _found(text: str) -> tuple[tuple[Label, float, str], ...]:
    """The label and weight of every cue in the text of a clause, and what it matched."""
    matches = ((cue, cue.pattern.search(text)) for cue in CUES)
    return tuple((cue.label, cue.weight, match.group()) for cue, match in matches if match)


def _by_sentence(scored: Sequence[Scored], sentences: int) -> list[list[Scored]]:
    groups: list[list[Scored]] = [[] for _ in range(sentences)]
    for one in scored:
        groups[one.clause.sentence].append(one)
    return groups


def _label(group: Sequence[Scored], story: Story) -> SentenceLabel:
    """The label of one sentence: the heaviest over its clauses, tone making it "other"."""
    weights: dict[Label, float] = {}
    for one in group:
        for label, weight in one.weights.items():
            weights[label] = weights.get(label, 0.0) + weight
    toned = sum(1.2 for one in group if one.toned)
    if toned:
        weights["other"] = weights.get("other", 0.0) + toned
    if story.present is False and not any(one.event for one in group) and toned:
        weights = {"other": weights["other"]}
    best = _best(weights, sum(one.clause.place for one in group) / max(1, len(group)))
    if best is None:
        return SentenceLabel(label="unclear")
    rest = max((weight for label, weight in weights.items() if label != best), default=0.0)
    lead = max(0.0, 1 - rest / weights[best])
    confidence = CEILING * min(1.0, weights[best] / 3) * (0.5 + 0.5 * lead)
    cues = tuple(dict.fromkeys(word for one in group for word in one.cues.get(best, ())))
    return SentenceLabel(label=best, confidence=round(confidence, 2), cues=cues)


def _best(weights: dict[Label, float], place: float) -> Label | None:
    if not weights or max(weights.values()) < ENOUGH:
        return None
    top = max(weights.values())
    near = [label for label, weight in weights.items() if weight >= top - LEAD]
    if len(near) == 1:
        return near[0]
    placed = sorted((abs(MEAN_PLACE[label] - place), label) for label in near if label in MEAN_PLACE)
    return placed[0][1] if placed else near[0]


def _between(labels: Sequence[SentenceLabel], groups: Sequence[Sequence[Scored]], place: int) -> SentenceLabel:
    """A sentence of a story without a cue goes on with the part before it, at the lowest confidence, where the part
    after it is the same or it tells an event itself. It makes no part present."""
    if labels[place].label != "unclear" or not 0 < place < len(labels) - 1:
        return labels[place]
    before, after = labels[place - 1].label, labels[place + 1].label
    if before in PARTS and (before == after or any(one.event for one in groups[place])):
        return SentenceLabel(label=before, confidence=LEANING)
    return labels[place]


def _parts(scored: Sequence[Scored], labels: Sequence[SentenceLabel], story: Story) -> dict[str, Part]:
    """Presence of each part. Without a story there is none to have parts: "no" where that is clear, else "unclear"."""
    if story.present is False:
        return {str(part): Part(present="no", confidence=story.confidence) for part in PARTS}
    parts = {str(part): _part(part, scored, labels, story) for part in PARTS}
    told = parts["situation"].present == parts["action"].present == "yes"
    if told and parts["task"].present != "yes":
        parts["task"] = Part(present="implied", confidence=0.2)
    return parts


def _could_hold(part: Label, one: Scored, label: SentenceLabel) -> bool:
    """Whether `part` could hide in a clause without a cue of its own, given the label of its sentence.

    It could in any sentence that no cue explains, or only a lean does, and in any unexplained clause of a run-on, whose
    label says little. In an explained sentence an Action would show as an
    own deed, and a Situation or a Result could be what happened to somebody else or how things were; the setting hides
    no Result, the outcome no Situation.
    """
    if one.clause.size < SCRAP or one.toned:
        return False
    explained = one.own or max(one.weights.values(), default=0.0) >= STRONG
    if label.label == "unclear" or (label.confidence or 0.0) <= LEANING:
        return True
    if one.clause.sentence_size > RUN_ON:
        return not explained
    if part == "action" or explained or {part, label.label} == {"situation", "result"}:
        return False
    return one.event or one.state


def _weight(part: Label, one: Scored) -> float:
    """Weight of a part in one clause; none where a strong cue of another part outweighs a mere lean ("we won" is a deed
    of ours too)."""
    weight = one.weights.get(part, 0.0)
    top = max(one.weights.values(), default=0.0)
    return 0.0 if weight < STRONG <= top else weight


def _part(part: Label, scored: Sequence[Scored], labels: Sequence[SentenceLabel], story: Story) -> Part:
    """Yes by a strong cue in a clause that is not mere tone, or by a sentence of that label; "no" only in a story in
    which no other clause could hold it. A Task is hard to see and never called missing: at worst it is unclear."""
    weight = max((_weight(part, one) for one in scored if not one.toned), default=0.0)
    labelled = max((label.confidence or 0.0 for label in labels if label.label == part), default=0.0)
    present: Presence = "unclear"
    confidence = 0.2
    deeds = sum(one.own and "action" in one.weights for one in scored) if part == "action" else 0
    if story.present and (weight >= STRONG or labelled > LEANING or deeds >= DEEDS_ENOUGH):
        present, confidence = "yes", max(labelled, CEILING * min(1.0, weight / 3))
    elif (
        story.present
        and part != "task"
        and weight == 0
        and not any(_could_hold(part, one, labels[one.clause.sentence]) for one in scored)
    ):
        present = "no"
    amount: bool | None = None
    if part == "result" and present == "yes":
        own = {place for place, label in enumerate(labels) if label.label in ("result", "learning")}
        amount = any(
            with_a_figure(one.clause.text) for one in scored if one.weights.get(part) or one.clause.sentence in own
        )
    return Part(present=present, confidence=round(confidence, 2), quantified=amount)
