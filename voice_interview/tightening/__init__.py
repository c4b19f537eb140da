"""What to leave out of an answer that is longer than its time: pure.

What is given up first is what costs the listener least: sentences that belong to no part of the story, what was said
before, fillers and restarts, and then the longest sentences of the Situation. The Result is never cut, nor the last
sentence that a part has, nor a sentence of unclear part while it could be the only one of a part. A sentence's time
runs to the start of the next: the pause after it goes with it.

    draft.py    an answer while it is cut: what may go, and the time of what stays
    steps.py    what is proposed to go, in order
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from voice_interview.metrics import shared, star_clock
from voice_interview.model import Answer, Plan, Span
from voice_interview.tightening.draft import Draft, over, tells_a_story
from voice_interview.tightening.steps import STEPS, why_not

if TYPE_CHECKING:
    from voice_interview.model import Measure, Report

STORY_SECONDS = 120.0
"""The longest of the 60 to 120 s that are advised for a story: the time of an answer to no named question."""

CUT_OFF_WITHIN = 1.0
"""Seconds between the end of a recording and the question's time within which it was the clock that ended it: a
practice looks at the clock ten times a second, and a block of sound is shorter than that."""

STILL_SPEAKING = 0.5
"""Seconds of silence at the end of a recording under which the speaker had not finished: 0.6 s is what a pause between
sentences lasts where it sounds most natural (Liu et al. 2022, 10.3389/fpsyg.2022.778018)."""


def of_report(report: Report) -> Plan | None:
    """The plan of a report; made now where it is from a version that made none."""
    if report.plan is not None:
        return report.plan
    answer = Answer(
        question=report.question,
        recording=report.recording,
        transcript=report.transcript,
        sound=report.sound,
        reading=report.reading,
        star_shares=report.provenance.star_shares,
    )
    return plan(answer, report.measures)


def plan(answer: Answer, measures: Mapping[str, Measure]) -> Plan | None:
    """What to leave out so that the answer meets its time; `measures` give its fillers and restarts.

    None where the answer is within its time, has no times, cannot be judged, or is not English. The time is the
    question's; of an answer to no named question that tells a story the advised 120 s; and of one that the clock ended
    before its Result, what leaves room for one. What answers a follow-up has no part in it.
    """
    span = shared.speaking_spans(answer)[0]
    sentences = answer.transcript.sentences
    timed = bool(sentences) and all(one.start is not None for one in sentences)
    if span is None or not timed or answer.recording.faults or not shared.is_english(answer.transcript):
        return None
    aim = _aim(answer, span)
    if aim is None:
        return None
    draft = Draft(answer, span, aim[1])
    if not draft.sentences:
        return None
    for step in STEPS:
        for proposed in step(draft, measures):
            draft.take(proposed)
            if draft.meets:
                return draft.plan(aim[0], None)
    return draft.plan(aim[0], why_not(draft))


def _aim(answer: Answer, span: Span) -> tuple[Literal["question", "story", "ending"], float] | None:
    """Which time the answer is to meet, and its seconds; None where it does."""
    question, story = answer.question, tells_a_story(answer)
    if question is None:
        return ("story", STORY_SECONDS) if story and over(span.seconds, STORY_SECONDS) else None
    limit = question.answer_seconds
    if limit <= 0:
        return None
    if over(span.seconds, limit):
        return "question", limit
    if not story or not _was_cut_off(answer, span, limit) or _has_a_result(answer):
        return None
    room = limit * (1 - star_clock.advised(answer.star_shares, "result"))
    return ("ending", room) if room > 0 and over(span.seconds, room) else None


def _was_cut_off(answer: Answer, span: Span, limit: float) -> bool:
    seconds = (*answer.recording.starts, answer.recording.seconds)[0]
    return seconds is not None and abs(seconds - limit) <= CUT_OFF_WITHIN and seconds - span.end < STILL_SPEAKING


def _has_a_result(answer: Answer) -> bool:
    part = answer.reading.parts.get("result") if answer.reading else None
    return part is not None and part.present == "yes"
