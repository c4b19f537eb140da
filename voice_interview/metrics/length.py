"""How long the answer is, against the time that its question gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voice_interview import text
from voice_interview.metrics import shared, wordless
from voice_interview.model import ENOUGH_SPEECH, Measure

if TYPE_CHECKING:
    from voice_interview.model import Answer, Band, Question

SOURCE = "Advice for a STAR story: 60-120 s, 140-320 words; here as half to all of the question's time"
PLAIN_SOURCE = "At most the question's time; more than 1.5 times of it is far off (a convention)"
"""Of questions that ask for no story, to which any answer may be short."""

GOOD, WATCH = (0.5, 1.0), (0.25, 1.5)
"""Shares of the question's time. 60-120 s of a usual 120 s is half to all of it; half or 1.5 times that is far off
(a convention). Only a question that asks for a story has a shortest length."""


def length(answer: Answer) -> Measure:
    """Seconds from the first to the last voiced sound of the answer to the question itself; details: its words
    (hesitation sounds not counted), the question's seconds and the share of them that was used, and where follow-ups
    were asked the seconds spoken in answer to those. Judged only against a question. Its evidence is where words are
    missing, in the whole recording."""
    first, last = text.turns(answer.transcript.words, answer.recording.starts)[0]
    words = sum(shared.is_spoken_word(word) for word in answer.transcript.words[first:last])
    question = answer.question
    details: dict[str, Any] = {
        "words": words,
        "question_seconds": question.answer_seconds if question else None,
        "share": None,
    }
    span, *later = shared.speaking_spans(answer)
    if later:
        details["follow_up_seconds"] = sum(one.seconds for one in later if one is not None)
    if span is None:
        caveat = shared.NO_VOICE if answer.sound is not None else "The text has no times: only its words are counted."
        return Measure(value=None, unit="s", caveat=caveat, source=SOURCE, details=details)
    missing = wordless.stretches(answer)
    source = SOURCE if question is None or question.kind in shared.STORY_KINDS else PLAIN_SOURCE
    seconds = span.seconds
    if question is not None and question.answer_seconds > 0:
        details["share"] = seconds / question.answer_seconds
    return Measure(
        value=seconds,
        unit="s",
        band=_band(question, seconds),
        caveat=wordless.caveat(missing) if answer.sound is not None else "From the times of the text, not from sound.",
        source=source,
        evidence=tuple(wordless.evidence(answer, one) for one in missing),
        details=details,
    )


def _band(question: Question | None, seconds: float) -> Band:
    if question is None or question.answer_seconds <= 0:
        return "none"
    share = round(seconds / question.answer_seconds, 3)
    story = question.kind in shared.STORY_KINDS
    if not story and round(seconds, 3) < ENOUGH_SPEECH:
        return "none"
    shortest, short = (GOOD[0], WATCH[0]) if story else (0.0, 0.0)
    if shortest <= share <= GOOD[1]:
        return "good"
    return "watch" if short <= share <= WATCH[1] else "act"
