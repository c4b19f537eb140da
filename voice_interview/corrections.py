"""What a person set right in the words and fillers of an answer, applied to what the machine found: pure.

Corrections are kept beside the machine's finding and applied to it anew whenever it is measured, one after the other,
so the last word counts. Each is anchored by its time and by the words or the filler that were there, never by a number
of a word: it finds its place again in a transcript by another model, or says that it did not.

- A struck *sound* (um) was never said: its word leaves the transcript. A struck *word* (like) stays, as a plain word.
- An added filler counts once: a perhaps becomes counted, and what the machine counts too stays the machine's find.
- A mended word shares out the time of the words in whose place it stands, and keeps their closing mark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from voice_interview import text
from voice_interview.correction_list import SPOKEN, of
from voice_interview.errors import CorrectionError
from voice_interview.metrics import fillers, shared
from voice_interview.metrics.expressions import MARKS
from voice_interview.metrics.filler_events import Event, is_same, kind_of, settled
from voice_interview.model import Answer, Correction, Evidence, Outcome, Transcript, Word
from voice_interview.text import exact_moment

REACH = 0.5
"""Seconds within which a correction finds its place: a time read off a report is good to a tenth, and word times of
two models drift apart by about 0.3 s."""

ENDS = (".", "!", "?", "…")


def apply(answer: Answer, corrections: Sequence[Correction]) -> tuple[Answer, tuple[Outcome, ...]]:
    """The answer as corrected, and what became of each correction of words and fillers, in their order. The reading is
    left as it is: it belongs to the sentences of the transcript that was given."""
    outcomes = []
    for correction in of(corrections, SPOKEN):
        corrected = _STEPS[correction.what](answer, correction)
        reason = corrected if isinstance(corrected, str) else None
        answer = answer if isinstance(corrected, str) else corrected
        outcomes.append(Outcome(correction=correction, applied=reason is None, reason=reason))
    return answer, tuple(outcomes)


def events(answer: Answer) -> tuple[Event, ...]:
    """Every filler of an answer, as corrected, counted and uncounted, in order of time; those without a time are left
    out, for nobody can point at them."""
    counted, perhaps = settled(*fillers.find(answer), answer)
    return tuple(sorted((e for e in (*counted, *perhaps) if e.evidence.start is not None), key=_start))


def strike_at(answer: Answer, at: float, made_at: str) -> Correction:
    """The correction that strikes out the filler nearest to the moment `at`. Raises CorrectionError that names the
    nearest ones where none is within `REACH`."""
    found = _counted_in_english(answer)
    one = min(found, key=lambda event: (_gap(event.evidence, at), abs(_start(event) - at)), default=None)
    if one is None:
        raise CorrectionError(f"There is no filler at {exact_moment(at)}.", "None was found in this answer.")
    if _gap(one.evidence, at) > REACH:
        nearest = sorted(found, key=lambda event: abs(_start(event) - at))[:3]
        named = ", ".join(f"{e.evidence.label!r} at {exact_moment(_start(e))}" for e in sorted(nearest, key=_start))
        raise CorrectionError(f"There is no filler within {REACH} s of {exact_moment(at)}.", f"The nearest: {named}.")
    start, end = one.evidence.start, one.evidence.end
    assert start is not None and end is not None
    was = text.join(answer.transcript.words[one.evidence.first : one.evidence.last])
    return Correction(made_at=made_at, what="strike", start=start, end=end, label=one.evidence.label, was=was)


def add_at(answer: Answer, at: float, label: str, made_at: str) -> Correction:
    """The correction that adds a filler at the moment `at`; `label` a sound (um) or words (you know). Raises
    CorrectionError where it is counted already, or the recording does not reach."""
    _counted_in_english(answer)
    label = text.hesitation_label(label) or " ".join(filter(None, (text.key(word) for word in label.split())))
    if not label:
        raise CorrectionError("A filler needs a name.", "Give what was said: um, uh, like, you know.")
    seconds = answer.recording.seconds
    if seconds is not None and at > seconds:
        raise CorrectionError(
            f"The answer ends at {exact_moment(seconds)}; there is nothing at {exact_moment(at)}.",
            "Give an earlier moment.",
        )
    words = answer.transcript.words
    place = _sequence(words, label, at)
    start, end = _times(words[place[0] : place[1]]) if place else (at, at)
    was = text.join(words[place[0] : place[1]]) if place else ""
    made = Correction(made_at=made_at, what="add", start=start, end=end, label=label, was=was)
    counted, _ = settled(*fillers.find(answer), answer)
    if any(is_same(_event(made), event) for event in counted):
        raise CorrectionError(f"{label!r} is already counted at {exact_moment(start)}.", "There is nothing to add.")
    return made


def mend_at(answer: Answer, since: float, until: float, said: str, made_at: str) -> Correction:
    """The correction that puts `said` in the place of the words whose middle lies from `since` to `until`, or, where
    there is none, of the word nearest to `since`. Raises CorrectionError where none is within `REACH` of it, or where
    the words are these already."""
    words = answer.transcript.words
    timed = [(place, *_times((word,))) for place, word in enumerate(words) if word.start is not None]
    inside = [place for place, start, end in timed if since <= (start + end) / 2 <= until and since < until]
    if not inside:
        gap, place = min(((max(start - since, since - end, 0.0), at) for at, start, end in timed), default=(REACH, -1))
        if gap > REACH or place < 0:
            word = words[place] if place >= 0 else None
            near = f"The nearest is {word.text!r} at {exact_moment(word.start or 0.0)}." if word else ""
            raise CorrectionError(f"No word was heard within {REACH} s of {exact_moment(since)}.", near)
        inside = [place]
    meant = words[inside[0] : inside[-1] + 1]
    start, end = _times(meant)
    made = Correction(
        made_at=made_at, what="mend", start=start, end=end, was=text.join(meant), text=" ".join(said.split())
    )
    if made.text in (made.was, made.was.rstrip(MARKS)):
        raise CorrectionError(f"{made.was!r} already stands at {exact_moment(start)}.", "There is nothing to mend.")
    return made


def _strike(answer: Answer, correction: Correction) -> Answer | str:
    heard = _event(correction)
    near = [one for one in events(answer) if _is_meant(one, correction)]
    done = min((_far(one.start, correction.start) for one in answer.struck if _is(one, heard)), default=None)
    if not near:
        return answer if done is not None else f"No {correction.label!r} is found there any more."
    event = min(near, key=lambda one: _far(one.evidence.start, correction.start))
    if done is not None and done <= _far(event.evidence.start, correction.start):
        return answer
    kept = tuple(one for one in answer.added if not _is(one, event))
    if len(kept) < len(answer.added):
        answer = replace(answer, added=kept)
        left = [one for one in events(answer) if is_same(one, event)]
        if not left:
            return answer
        event = left[0]
    one = event.evidence
    if event.kind == "sound" and one.first < one.last:
        answer = _rewritten(answer, one.first, one.last, ())
        one = replace(one, last=one.first)
    return replace(answer, struck=_in_order((*answer.struck, one)))


def _add(answer: Answer, correction: Correction) -> Answer | str:
    words = answer.transcript.words
    label = correction.label or ""
    limit = answer.recording.seconds
    if limit is not None and correction.start > limit:
        return "The recording ends before it."
    place = _sequence(words, label, correction.start)
    first, last = place or (shared.next_word(words, correction.start),) * 2
    start, end = _times(words[first:last]) if place else (correction.start, correction.end)
    added = Evidence(
        label=label,
        start=start,
        end=end,
        first=first,
        last=last,
        found_by="person",
        note=shared.quote(words, first, last) if words else None,
    )
    heard = Event(kind_of(label), added)
    if any(_is(one, heard) for one in answer.added):
        return answer
    struck = tuple(one for one in answer.struck if not _is(one, heard))
    return replace(answer, struck=struck, added=_in_order((*answer.added, added)))


def _mend(answer: Answer, correction: Correction) -> Answer | str:
    words = answer.transcript.words
    said = (correction.text or "").split()
    place = _sequence(words, correction.was, correction.start)
    if place is None:
        there = said and _sequence(words, " ".join(said), correction.start)
        return answer if there else f"{correction.was!r} does not stand there any more."
    first, last = place
    start, end = _times(words[first:last])
    step = (end - start) / max(1, len(said))
    mark = _mark(words[last - 1].text)
    if said and mark and not _mark(said[-1]):
        said[-1] += mark
    fresh = tuple(
        Word(text=one, start=start + at * step, end=end if at + 1 == len(said) else start + (at + 1) * step)
        for at, one in enumerate(said)
    )
    return _rewritten(answer, first, last, fresh)


_STEPS: dict[str, Callable[[Answer, Correction], Answer | str]] = {"strike": _strike, "add": _add, "mend": _mend}
"""Each gives the corrected answer, or the reason why it is left as it was."""


def _rewritten(answer: Answer, first: int, last: int, fresh: tuple[Word, ...]) -> Answer:
    """The answer with other words in the place of `[first, last)`. What was struck or added before moves along; where
    it was about these words, the new words have the last word."""
    words = answer.transcript.words
    before, after = words[:first], words[last:]
    closing = _mark(words[last - 1].text)
    if not fresh and before and closing[:1] in ENDS and not before[-1].text.endswith(ENDS):
        before = (*before[:-1], replace(before[-1], text=before[-1].text.rstrip(MARKS) + closing))
    more = len(fresh) - (last - first)

    def moved(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
        later = [replace(one, first=one.first + more, last=one.last + more) for one in evidence if one.first >= last]
        return (*(one for one in evidence if one.last <= first), *later)

    return replace(
        answer,
        transcript=_transcript(answer, (*before, *fresh, *after)),
        struck=moved(answer.struck),
        added=moved(answer.added),
    )


def _transcript(answer: Answer, words: tuple[Word, ...]) -> Transcript:
    sentences = text.sentences(words, answer.recording.starts)
    return replace(answer.transcript, text=text.join(words), words=words, sentences=sentences)


def _sequence(words: Sequence[Word], wanted: str, at: float) -> tuple[int, int] | None:
    """Where the words `wanted` stand (a hesitation sound in any spelling), nearest to the moment `at` and within
    `REACH` of it; None where they do not."""
    keys = [_spoken(one) for one in wanted.split()]
    found = [
        (far, place)
        for place in range(len(words) - len(keys) + 1 if keys else 0)
        if (far := _far(words[place].start, at)) <= REACH
        and all(_spoken(word.text) == key for word, key in zip(words[place:], keys, strict=False))
    ]
    return (min(found)[1], min(found)[1] + len(keys)) if found else None


def _spoken(word: str) -> str:
    """What two spellings of one spoken word share."""
    return text.hesitation_label(word) or text.key(word) or word


def _times(words: Sequence[Word]) -> tuple[float, float]:
    """From the first to the last moment of timed words."""
    starts = [word.start for word in words if word.start is not None]
    ends = [word.end for word in words if word.end is not None]
    return min(starts, default=0.0), max(ends, default=0.0)


def _mark(word: str) -> str:
    """The marks that close a word: "late." gives "."."""
    return word[len(word.rstrip(MARKS)) :] if word.rstrip(MARKS) else ""


def _event(correction: Correction) -> Event:
    """The filler that a correction names, as it was when the correction was made."""
    label = correction.label or ""
    evidence = Evidence(label=label, start=correction.start, end=correction.end, first=0, last=0)
    return Event(kind_of(label), evidence)


def _is_meant(event: Event, correction: Correction) -> bool:
    """Whether a filler is the one that a correction names: a sound for a sound, a word for the same word."""
    label = correction.label or ""
    same = event.kind == kind_of(label) and (event.kind == "sound" or event.evidence.label == label)
    return same and _far(event.evidence.start, correction.start) <= REACH


def _is(one: Evidence, heard: Event) -> bool:
    return is_same(Event(kind_of(one.label), one), heard)


def _counted_in_english(answer: Answer) -> tuple[Event, ...]:
    if not shared.is_english(answer.transcript):
        raise CorrectionError("Fillers are counted in English only.", "Words can be mended.")
    return events(answer)


def _gap(one: Evidence, at: float) -> float:
    """Seconds from a moment to a find, to the millisecond; 0 inside it."""
    assert one.start is not None and one.end is not None
    return round(max(one.start - at, at - one.end, 0.0), 3)


def _in_order(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda one: (one.start or 0.0, one.first)))


def _start(event: Event) -> float:
    return event.evidence.start or 0.0


def _far(start: float | None, at: float) -> float:
    return float("inf") if start is None else round(abs(start - at), 3)
