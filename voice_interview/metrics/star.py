"""STAR: which parts of a story are there, and how the time is shared among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from voice_interview.metrics import shared, star_clock
from voice_interview.model import ENOUGH_TO_READ, PARTS, Evidence, Measure, Part

if TYPE_CHECKING:
    from voice_interview.model import Answer, Band, Finding, Reading, Sentence, SentenceLabel

SOURCE = (
    "Stories raise hiring recommendations, self-descriptions lower them (Bangerter, Corvalan & Cavin 2014,"
    " 10.1007/s10869-014-9350-0)"
)
BY_CUES = "Read by cue words: the sentence model could not be used. `doctor` tells why."
FEW_WORDS = f"Under {ENOUGH_TO_READ} words: read by cue words alone."
UNASKED = "No question was named, so whether a story is asked for is not known."


def star(answer: Answer) -> Measure:
    """Parts of Situation, Task, Action and Result that are there, said or implied, 0 to 4; undefined where the question
    asks for no story. Details: each sentence with its label, each part with its seconds and its share of all sentences
    (by time, or by words where a sentence has no time), whether a story is told at all, and the clock: those shares
    beside the advised ones and what people do (see `star_clock`); and of a story the findings about all of it, as the
    reading has them: two stories, a result that comes first, a bad outcome, the speaker's own part."""
    if not shared.is_english(answer.transcript):
        return Measure(value=None, unit="parts", caveat=shared.ENGLISH_ONLY, source=SOURCE)
    reading = answer.reading
    if reading is None:
        return Measure(value=None, unit="parts", caveat="The meaning of the answer was not read.", source=SOURCE)
    labelled = list(zip(answer.transcript.sentences, reading.labels, strict=True))
    if not labelled:
        return Measure(value=None, unit="parts", caveat=shared.NO_WORDS, source=SOURCE)
    present = sum(_part(reading, name).present in ("yes", "implied") for name in PARTS)
    asked = answer.question is None or answer.question.kind in shared.STORY_KINDS
    caveat = None if asked else "The question asks for no story."
    return Measure(
        value=float(present) if asked else None,
        unit="parts",
        band=_band(answer, reading, present),
        caveat=" ".join(filter(None, (UNASKED if answer.question is None else caveat, _weaker(answer, reading))))
        or None,
        source=SOURCE,
        evidence=tuple(_evidence(sentence, label) for sentence, label in labelled if label.label in PARTS),
        details=_details(labelled, reading) | {"clock": _shares(answer, labelled, reading)},
    )


def _weaker(answer: Answer, reading: Reading) -> str | None:
    """Said of a reading by cues, which miss most of what the sentence model finds."""
    if reading.reader.startswith("cues"):
        return BY_CUES
    return FEW_WORDS if len(answer.transcript.words) < ENOUGH_TO_READ else None


def _part(reading: Reading, name: str) -> Part:
    return reading.parts.get(name, Part(present="unclear"))


def _band(answer: Answer, reading: Reading, present: int) -> Band:
    """No story where one was asked for is the finding that matters most; a part that is not there is a remark."""
    question = answer.question
    if question is None or question.kind not in shared.STORY_KINDS or reading.story.present is None:
        return "none"
    if not reading.story.present:
        return "act" if question.kind == "behavioural" else "watch"
    if any(_part(reading, name).present == "no" for name in PARTS):
        return "watch"
    return "good" if present == len(PARTS) else "none"


def _evidence(sentence: Sentence, label: SentenceLabel) -> Evidence:
    return Evidence(
        label=label.label,
        start=sentence.start,
        end=sentence.end,
        first=sentence.first,
        last=sentence.last,
        found_by="text",
        confidence=label.confidence,
        note=", ".join(label.cues) or None,
    )


def _details(labelled: Sequence[tuple[Sentence, SentenceLabel]], reading: Reading) -> dict[str, Any]:
    sentences = [
        {
            "text": sentence.text,
            "start": sentence.start,
            "end": sentence.end,
            "label": label.label,
            "confidence": label.confidence,
        }
        for sentence, label in labelled
    ]
    story = reading.story
    return {
        "sentences": sentences,
        "parts": {name: _clock(labelled, name, _part(reading, name)) for name in PARTS},
        "story": {"present": story.present, "confidence": story.confidence, "kind": story.kind},
        "findings": {name: _finding(found) for name, found in reading.findings.items()},
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "present": found.present,
        "confidence": found.confidence,
        "cues": list(found.cues),
        "sentences": list(found.sentences),
    }


def _shares(answer: Answer, labelled: Sequence[tuple[Sentence, SentenceLabel]], reading: Reading) -> dict[str, Any]:
    kind = answer.question.kind if answer.question else None
    return star_clock.clock(
        labelled,
        {name: _part(reading, name).present for name in PARTS},
        answer.star_shares,
        judged=reading.story.present is True and (kind is None or kind in shared.STORY_KINDS),
        view=kind == "philosophy",
    )


def _clock(labelled: Sequence[tuple[Sentence, SentenceLabel]], name: str, part: Part) -> dict[str, Any]:
    """One part's seconds (None without times) and its share of all sentences."""
    own = [sentence for sentence, label in labelled if label.label == name]
    every = [sentence for sentence, _ in labelled]
    timed = all(sentence.start is not None for sentence in every)
    total = sum(star_clock.weight(sentence, timed) for sentence in every)
    found: dict[str, Any] = {
        "present": part.present,
        "seconds": sum((star_clock.weight(sentence, True) for sentence in own), 0.0) if timed else None,
        "share": sum(star_clock.weight(sentence, timed) for sentence in own) / total if total else 0.0,
        "confidence": part.confidence,
    }
    if name == "result":
        found["quantified"] = part.quantified
    if name == "action":
        found["own"] = part.own
    return found
