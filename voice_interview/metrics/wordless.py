"""Where a voice is heard and no words: a laugh, or something that the recogniser did not understand. What is said there
is in no figure but the length, and nobody would know."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from voice_interview.metrics import shared
from voice_interview.model import Evidence, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voice_interview.model import Answer

LABEL = "no words"

LEAST = 1.5
"""Seconds of voice from which it is said, a convention. In 86 minutes of synthetic answers and people's recordings, in
view when it was chosen, six stretches were as long: three of lost speech, three where nothing was said (a laugh?)."""

DRIFT = 0.15
"""Seconds by which the times of words may be off, a convention."""

BRIDGE = 0.5
"""Seconds of silence inside such a stretch, as in `hearing.unheard`."""


def stretches(answer: Answer) -> tuple[Span, ...]:
    """The stretches of voice without words or hesitations; none where there is no sound, or words have no times."""
    words = answer.transcript.words
    if answer.sound is None or any(word.start is None or word.end is None for word in words):
        return ()
    heard = [(word.start or 0.0, word.end or 0.0) for word in words]
    heard += [(one.start, one.end) for one in answer.sound.hesitations]
    covered = sorted((start - DRIFT, end + DRIFT) for start, end in heard)
    found: list[Span] = []
    until = -inf
    for (_, end), (start, _) in pairwise([(-inf, -inf), *covered, (inf, inf)]):
        until = max(until, end)
        found += _voices(answer.sound.voiced, until, start)
    return tuple(found)


def caveat(found: Sequence[Span]) -> str | None:
    """What to say of them; where they are is evidence."""
    if not found:
        return None
    where = "Once" if len(found) == 1 else f"In {len(found)} places"
    seconds = _told(sum(span.seconds for span in found))
    return f"{where} there is a voice but no words ({seconds}): a laugh, or speech that was not understood."


def evidence(answer: Answer, stretch: Span) -> Evidence:
    """One stretch, which points at the word after it."""
    words = answer.transcript.words
    place = shared.next_word(words, stretch.end)
    told = _told(stretch.seconds)
    note = f"{told}: {shared.quote(words, place, place)}" if words else told
    return Evidence(
        label=LABEL, start=stretch.start, end=stretch.end, first=place, last=place, found_by="sound", note=note
    )


def _told(seconds: float) -> str:
    """To the millisecond first, so that shifted times tell the same."""
    return f"{round(seconds, 3):.1f} s"


def _voices(voiced: Sequence[Span], since: float, until: float) -> list[Span]:
    """The stretches of voice between two moments that are long enough."""
    if round(until - since, 3) < LEAST:  # as between most words
        return []
    near = voiced[bisect_left(voiced, since, key=lambda span: span.end) : bisect_right(voiced, until, key=_start)]
    parts: list[Span] = []
    for span in near:
        start, end = max(span.start, since), min(span.end, until)
        if start >= end:
            continue
        if parts and start - parts[-1].end < BRIDGE:
            parts[-1] = Span(parts[-1].start, end)
        else:
            parts.append(Span(start, end))
    return [part for part in parts if round(part.seconds, 3) >= LEAST]


def _start(span: Span) -> float:
    return span.start
