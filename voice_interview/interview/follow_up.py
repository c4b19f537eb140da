"""Which follow-up an interviewer would ask next: pure, from the report on what was said so far.

What an answer owes comes first: a story where one was asked for, and in a story its result, the speaker's own part, the
action and the situation; what is surely missing before what is merely not clear. Then the question's own follow-ups.
"""

from __future__ import annotations

from collections.abc import Iterator

from voice_interview import text
from voice_interview.model import Part, Presence, Reading, Report

STORY = "Could you tell me about one time when that happened?"
EXAMPLE = "Is there one moment from your work that shows this?"
RESULT = "And how did it turn out?"
OWN_PART = "And what did you yourself do?"
ACTION = "What did you do about it?"
SITUATION = "What was going on at the time?"

NO_STORY = {"behavioural": STORY, "philosophy": EXAMPLE}
"""What is asked where no story is told, by the kinds of question that want one: philosophy wants a view and an example.
No other kind is asked for the parts of a story."""


def choose(report: Report) -> str | None:
    """The next follow-up, in words of its own; None where there is nothing to ask: nothing was said to the one before,
    the recording cannot be judged, or everything was asked. Nothing is asked twice."""
    question, asked = report.question, report.recording.follow_ups
    if question is None or report.recording.faults or _is_unanswered(report):
        return None
    said = {_key(one) for one in (question.text, *(follow_up.text for follow_up in asked))}
    wanted = _missing(question.kind, report.reading) if report.reading and question.kind in NO_STORY else ()
    return next((one for one in (*wanted, *question.follow_ups) if _key(one) not in said), None)


def _missing(kind: str, reading: Reading) -> Iterator[str]:
    """What to ask for, the most needed first; nothing where it is not clear whether a story is told."""
    if reading.story.present is False:
        yield NO_STORY[kind]
    elif reading.story.present:
        yield from _gaps(reading, "no")
        yield from _gaps(reading, "unclear")


def _gaps(reading: Reading, presence: Presence) -> Iterator[str]:
    """The parts whose presence is this; an action without a deed of one's own is a gap that is sure."""

    def part(name: str) -> Part:
        return reading.parts.get(name, Part(present="yes"))

    if part("result").present == presence:
        yield RESULT
    if presence == "no" and part("action").own is False and part("action").present in ("yes", "implied"):
        yield OWN_PART
    if part("action").present == presence:
        yield ACTION
    if part("situation").present == presence:
        yield SITUATION


def _is_unanswered(report: Report) -> bool:
    """Whether not a word was said to the last follow-up, or to the question."""
    words, starts = report.transcript.words, report.recording.starts
    first, last = text.turns(words, starts)[-1]
    return first == last


def _key(said: str) -> str:
    """What two spellings of one question share."""
    return " ".join(filter(None, (text.key(word) for word in said.split())))
