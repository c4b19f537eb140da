"""The reader that ships: what the sentence model scores, as verdicts, with the words that a person can check."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from voice_interview import text
from voice_interview.meaning import by_cues, opening, outcome, several, speech, verdicts, whose
from voice_interview.meaning.findings import Read
from voice_interview.meaning.network import Network
from voice_interview.meaning.scores import Scores
from voice_interview.meaning.verdicts import Told
from voice_interview.model import ENOUGH_TO_READ, Finding, Part, Reading, SentenceLabel, Transcript

NAME = "minilm/1"

OWN = {"yes": True, "no": False}


def read(transcript: Transcript, network: Network, starts: Sequence[float] = ()) -> Reading:
    """Read an answer of at least one sentence, in English; the answers to follow-ups begin at `starts` (seconds).

    Those belong to the story, which may have its Result from one of them. But how a story goes is told by the answer to
    the question alone: a follow-up may ask for another story, and its answer has no place in the order of the first."""
    if len(transcript.words) < ENOUGH_TO_READ:
        return replace(by_cues.read(transcript), reader=NAME)
    scores = network.scores([sentence.text for sentence in transcript.sentences])
    story = verdicts.story(scores)
    cues = by_cues.cue_words(transcript)
    seen = Read(
        said=tuple(speech.plain(sentence.text) for sentence in transcript.sentences),
        alone=verdicts.alone(scores),
        cues=cues,
        bad=scores.bad,
    )
    asked = _answers(transcript, starts)
    first = _until(seen, min(asked, default=len(seen.said)))
    way = course(first) if story.present else {}
    sizes = [sentence.last - sentence.first for sentence in transcript.sentences]
    told = labels(scores, sizes, network.order, way, asked)
    found = tuple(
        SentenceLabel(label=one.label, confidence=round(one.probability, 2), cues=words.get(one.label, ()))
        for one, words in zip(told, cues, strict=True)
    )
    findings = way | _ending(labelled(seen, told)) if story.present else {}
    parts = verdicts.parts(scores)
    if story.present is False:
        parts = _without_a_story(parts)
    elif parts["result"].present == "no" and opening.may_hold_result(first):
        parts["result"] = _doubted(parts["result"])
    return Reading(
        reader=NAME,
        labels=found,
        parts=_looked_into(parts, transcript, found, findings),
        story=story,
        findings=findings,
    )


def _answers(transcript: Transcript, starts: Sequence[float]) -> list[int]:
    """The sentences with which the answers to follow-ups begin, but for one before which nothing was said."""
    begins = [sentence.first for sentence in transcript.sentences]
    later = {bisect_left(begins, first) for first, last in text.turns(transcript.words, starts)[1:] if first < last}
    return sorted(later - {0, len(begins)})


def _until(seen: Read, last: int) -> Read:
    """The first sentences alone."""
    return replace(seen, said=seen.said[:last], alone=seen.alone[:last], cues=seen.cues[:last])


def course(seen: Read) -> dict[str, Finding]:
    """How the story goes, which tells where each sentence stands in it."""
    return {"two_stories": several.two_stories(seen), "result_first": opening.result_first(seen)}


def labelled(seen: Read, told: Sequence[Told]) -> Read:
    """The same, with the labels."""
    return replace(seen, labels=tuple(one.label for one in told))


def _ending(seen: Read) -> dict[str, Finding]:
    found = {"bad_outcome": outcome.bad_outcome(seen), "own_part": whose.own_part(seen)}
    return {name: one for name, one in found.items() if one is not None}


def labels(
    scores: Scores,
    sizes: Sequence[int],
    order: Sequence[Sequence[float]],
    way: dict[str, Finding],
    asked: Sequence[int] = (),
) -> list[Told]:
    """The label of each sentence of a story that goes this `way`. A result that comes first is one, and the rest is
    read as if it began behind it; of two stories each is read by itself: the place in the answer means nothing else
    there. Nor does it in the answers to follow-ups, which begin with the sentences `asked`."""
    starts = {0, *asked, len(sizes)}
    said: dict[int, Told] = {}
    for name, found in way.items():
        if found.present == "yes":
            (place,) = found.sentences
            starts.add(place + (name == "result_first"))
            if name == "result_first":
                said[place] = Told("result", found.confidence or 0.0)
    told: list[Told] = []
    for first, last in pairwise(sorted(starts)):
        here = replace(scores, labels=scores.labels[first:last])
        told += verdicts.labels(here, sizes[first:last], order, placed=first < min(asked, default=len(sizes)))
    return [said.get(place, one) for place, one in enumerate(told)]


def _without_a_story(parts: dict[str, Part]) -> dict[str, Part]:
    """Where nothing is told, no part can be there: missing where that is sure, else unclear."""
    return {
        name: part if part.present == "no" else Part(present="unclear", confidence=part.confidence)
        for name, part in parts.items()
    }


def _doubted(missing: Part) -> Part:
    """A part that would be missing, but for something that may be it."""
    return Part(present="unclear", confidence=round(1 - (missing.confidence or 0.0), 2))


def _looked_into(
    parts: dict[str, Part], transcript: Transcript, labels: tuple[SentenceLabel, ...], findings: dict[str, Finding]
) -> dict[str, Part]:
    """Whether the result has an amount in it, and whether the speaker has a part of their own in what was done. A
    result that comes first, or is a bad one, is there all the same."""
    result, action = parts["result"], parts["action"]
    for found in (findings.get("result_first"), findings.get("bad_outcome")):
        if result.present != "yes" and found is not None and found.present == "yes":
            result = Part(present="yes", confidence=found.confidence)
    said = ""
    for sentence, label in zip(transcript.sentences, labels, strict=True):
        if label.label in ("result", "learning"):
            said += " ".join(text.key(word.text) for word in transcript.words[sentence.first : sentence.last]) + " "
    amount = by_cues.with_a_figure(said) if result.present == "yes" and said else None
    told = findings.get("own_part")
    own = OWN.get(told.present) if told is not None and action.present == "yes" else None
    return parts | {
        "result": Part(present=result.present, confidence=result.confidence, quantified=amount),
        "action": Part(present=action.present, confidence=action.confidence, own=own),
    }
