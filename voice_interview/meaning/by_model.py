"""The reader that ships: what the sentence model scores, as verdicts, with the words that a person can check."""

from __future__ import annotations

import re

from voice_interview import text
from voice_interview.meaning import by_cues, verdicts
from voice_interview.meaning.network import Network
from voice_interview.model import Part, Reading, SentenceLabel, Transcript

NAME = "minilm/1"

ENOUGH_WORDS = 12
"""Words from which an answer is read at all: the shortest of the corpus has twice as many."""

_I = re.compile(r"\b(?:i|i'm|i'd|i've|i'll|my|myself)\b")
_WE = re.compile(r"\b(?:we|we're|we'd|we've|we'll|our|us|ourselves)\b")


def read(transcript: Transcript, network: Network) -> Reading:
    """Read an answer of at least one sentence, in English."""
    if len(transcript.words) < ENOUGH_WORDS:
        return by_cues.read(transcript)
    scores = network.scores([sentence.text for sentence in transcript.sentences])
    sizes = [sentence.last - sentence.first for sentence in transcript.sentences]
    told = verdicts.labels(scores, sizes, network.order)
    labels = tuple(
        SentenceLabel(label=one.label, confidence=round(one.probability, 2), cues=cues.get(one.label, ()))
        for one, cues in zip(told, by_cues.cue_words(transcript), strict=True)
    )
    story = verdicts.story(scores)
    parts = _without_a_story(verdicts.parts(scores)) if story.present is False else verdicts.parts(scores)
    return Reading(reader=NAME, labels=labels, parts=_looked_into(parts, transcript, labels), story=story)


def _without_a_story(parts: dict[str, Part]) -> dict[str, Part]:
    """Where nothing is told, no part can be there: missing where that is sure, else unclear."""
    return {
        name: part if part.present == "no" else Part(present="unclear", confidence=part.confidence)
        for name, part in parts.items()
    }


def _looked_into(parts: dict[str, Part], transcript: Transcript, labels: tuple[SentenceLabel, ...]) -> dict[str, Part]:
    """Whether the result has an amount in it, and whether the speaker has a part of their own in what was done."""
    said = dict.fromkeys(("action", "result"), "")
    for sentence, label in zip(transcript.sentences, labels, strict=True):
        name = "result" if label.label == "learning" else label.label
        if name in said:
            words = transcript.words[sentence.first : sentence.last]
            said[name] += " ".join(text.key(word.text) for word in words) + " "
    result, action = parts["result"], parts["action"]
    amount = by_cues.quantified(said["result"]) if result.present == "yes" and said["result"] else None
    own = _own(said["action"]) if action.present == "yes" else None
    return parts | {
        "result": Part(present=result.present, confidence=result.confidence, quantified=amount),
        "action": Part(present=action.present, confidence=action.confidence, own=own),
    }


def _own(action: str) -> bool | None:
    """Whether an Action says what "I" did: False where it says "we" alone, None where it says neither."""
    if _I.search(action):
        return True
    return False if _WE.search(action) else None
