"""Which one or two things to say, from the measures alone.

Coaches want one or two chosen, understandable fixes and not a wall of figures (Fourati et al. 2025, arXiv 2507.07930),
so the remarks stand in order of what published evidence says about their weight, and the first two are given. Content
comes before delivery: whether a story is told at all matters most (Bangerter et al. 2014), then the parts that it
needs; then fillers at the rate that did harm, a length far off, and last what is a gentle remark only. A good answer
gets none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from voice_interview import known_details
from voice_interview.model import Advice, Evidence
from voice_interview.story_advice import (
    STORY_KINDS,
    Case,
    no_action,
    no_result,
    no_story,
    own_part,
    sentence,
    two_stories,
)

if TYPE_CHECKING:
    from voice_interview.model import Measure, Question, Recording, Transcript

MOST = 2
"""Pieces of advice in one report."""

BREATHE, BRISKLY = "Stop for a breath after each step", "Speak a little more briskly"
NEXT_STEP, READY = "Know your next step before you speak", "Have your first sentence ready"
SILENCE = "Let a short silence stand where"
OF_FLUENCY = (SILENCE, BREATHE, BRISKLY, NEXT_STEP, READY)
"""How the titles of the advice begin that comes from fillers, pace, pauses and the start."""

SHOWN = 3
"""Moments shown with one piece of advice."""

UNFIT_TITLE = "Record it again"
"""What is advised where a recording cannot be judged."""


def advise(
    question: Question | None, recording: Recording, transcript: Transcript, measures: Mapping[str, Measure]
) -> tuple[Advice, ...]:
    """At most two things to do in the next take, the most useful first; none where nothing stands out.

    A recording that cannot be judged gets its cure and nothing else. Without a question nothing is said about the
    story, for nobody knows whether one was asked for. Nothing here foretells what an interviewer will decide: words
    alone explain little of an impression (R² = 0.11, Muralidhar & Gatica-Perez).
    """
    if recording.faults:
        return tuple(Advice(title=UNFIT_TITLE, why=fault.message, do=fault.fix) for fault in recording.faults[:MOST])
    case = Case(question, recording, transcript, measures)
    given = (remark(case) for remark in REMARKS)
    return tuple(advice for advice in given if advice is not None)[:MOST]


def many_fillers(case: Case) -> Advice | None:
    if case.band("fillers") != "act" or not case.measures["fillers"].evidence:
        return None
    measure = case.measures["fillers"]
    labels = [one.label for one in measure.evidence]
    usual = max(sorted(set(labels)), key=labels.count)
    return Advice(
        title=f"{SILENCE} “{usual}” comes",
        why=f"{len(labels)} fillers were counted, about {measure.value or 0:.0f} a minute (range"
        f" {measure.low or 0:.0f} to {measure.high or 0:.0f}), and “{usual}” most often: {labels.count(usual)} of them."
        f" {measure.source}.",
        do="Listen to these moments. In the next take, close your mouth there and breathe: a pause of half a second"
        " sounds natural.",
        evidence=tuple(one for one in measure.evidence if one.label == usual)[:SHOWN],
    )


def far_too_long(case: Case) -> Advice | None:
    measure, question = case.measures.get("length"), case.question
    if question is None or measure is None or measure.value is None or measure.band != "act":
        return None
    if measure.value <= question.answer_seconds:
        return None
    return Advice(
        title=f"Come to the end in {_time(question.answer_seconds)}",
        why=f"The answer takes {_time(measure.value)}. {measure.source}.",
        do="Keep the sentences about what you did and how it ended. Cut the background to two sentences."
        if question.kind in STORY_KINDS and case.details("star").get("story", {}).get("present")
        else "Keep the points that answer the question most directly, one sentence for each, and end there.",
        evidence=_overtime(case, measure.value - question.answer_seconds),
    )


def far_too_short(case: Case) -> Advice | None:
    measure, question = case.measures.get("length"), case.question
    if question is None or measure is None or measure.value is None or measure.band != "act":
        return None
    if measure.value > question.answer_seconds:
        return None
    return Advice(
        title="Give the answer more room",
        why=f"The answer takes {_time(measure.value)} of the {_time(question.answer_seconds)} that the question gives."
        f" {measure.source}.",
        do="Add what a listener would ask next: where it was, what you did step by step, and how it ended.",
        evidence=_last_sentence(case),
    )


def too_fast(case: Case) -> Advice | None:
    measure = case.measures.get("pace")
    if measure is None or measure.value is None or measure.band != "watch" or measure.value <= _quiet(measure)[1]:
        return None
    return Advice(
        title=BREATHE,
        why=f"You speak {measure.value:.0f} words a minute. {measure.source}.",
        do="There is no need to speak slowly. End each step with a full stop and a breath, so that it can be taken in.",
        evidence=sentence(case, 0),
    )


def too_slow(case: Case) -> Advice | None:
    """Not beside long pauses, which make the same answer slow: that would be one finding told twice."""
    measure = case.measures.get("pace")
    if measure is None or measure.value is None or measure.band != "watch" or measure.value >= _quiet(measure)[0]:
        return None
    if case.band("pauses") == "watch":
        return None
    return Advice(
        title=BRISKLY,
        why=f"You speak {measure.value:.0f} words a minute, pauses included. Slow speech was read as anxious in 125"
        " mock interviews (Feiler & Powell 2016, 10.1007/s10869-015-9403-z).",
        do="Note three key words for your story before you start, and go from one to the next.",
        evidence=sentence(case, 0),
    )


def long_pauses(case: Case) -> Advice | None:
    if case.band("pauses") != "watch":
        return None
    measure = case.measures["pauses"]
    longest = sorted(measure.evidence, key=lambda one: (one.start or 0.0) - (one.end or 0.0))[:SHOWN]
    return Advice(
        title=NEXT_STEP,
        why=f"There are {measure.value or 0:.0f} pauses of two seconds and more. {measure.source}.",
        do="Listen to what comes after them. In the next take, note one key word for each of these places.",
        evidence=tuple(sorted(longest, key=lambda one: one.start or 0.0)),
    )


def late_start(case: Case) -> Advice | None:
    if case.band("start_delay") != "watch":
        return None
    measure = case.measures["start_delay"]
    return Advice(
        title=READY,
        why=f"{measure.value or 0:.1f} s pass before the first word. {measure.source}.",
        do="Use the thinking time to choose one opening sentence, and say it at once when you are asked to speak.",
        evidence=measure.evidence[:1],
    )


def recites(case: Case) -> Advice | None:
    """The company's own text, learned by heart; what is asked for is a view in one's own words."""
    found = case.details("company").get("recited") or ()
    if not found:
        return None
    longest = max(found, key=lambda one: one["words"])
    places = [{key: one[key] for key in ("start", "end", "first", "last")} for one in found[:SHOWN]]
    return Advice(
        title="Say it in your own words",
        why=f"“{longest['said']}” is the company's own text, {longest['words']} words in a row.",
        do="Name one of its values in half a sentence, then tell a moment in which you lived it.",
        evidence=tuple(Evidence(label="recited", **place) for place in places),
    )


def shows_nothing(case: Case) -> Advice | None:
    """None of what the question looks for was noticed, and none is in doubt."""
    rows = case.details("coverage").get("qualities") or ()
    if not rows or any(row["touched"] != "no" for row in rows):
        return None
    names = [row["quality"].replace("-", " ") for row in rows]
    named = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return Advice(
        title=f"Let a moment show {names[0]}",
        why=f"The question looks for {named}; nothing of the kind was noticed in this answer.",
        do="Add one sentence that shows it: what you did or said to the other person, and why.",
        evidence=sentence(case, -1),
    )


REMARKS: tuple[Callable[[Case], Advice | None], ...] = (
    no_story,
    no_result,
    no_action,
    two_stories,
    own_part,
    many_fillers,
    far_too_long,
    far_too_short,
    too_slow,
    too_fast,
    long_pauses,
    late_start,
    recites,
    shows_nothing,
)
"""In the order in which they are given."""


def _quiet(measure: Measure) -> tuple[float, float]:
    """The range of a pace that gets no remark; none can be told from without it."""
    low, high = known_details.of({"pace": measure}, "pace").get("quiet") or (0.0, float("inf"))
    return low, high


def _overtime(case: Case, seconds: float) -> tuple[Evidence, ...]:
    """The last `seconds` of the answer to the question itself, from its last word back."""
    words = case.transcript.words[: case.first_answer]
    ends = [word.end for word in words if word.end is not None]
    if not ends:
        return ()
    since = max(0.0, max(ends) - seconds)
    first = next((place for place, word in enumerate(words) if word.start is not None and word.start >= since), None)
    if first is None:
        return ()
    return (Evidence(label="overtime", start=since, end=max(ends), first=first, last=len(words)),)


def _last_sentence(case: Case) -> tuple[Evidence, ...]:
    """The last sentence of the answer to the question itself."""
    count = sum(one.first < case.first_answer for one in case.transcript.sentences)
    return sentence(case, count - 1) if count else ()


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d} min" if minutes else f"{rest} s"
