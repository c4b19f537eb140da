"""Disfluencies beside fillers: repetitions, restarts, cut-off words and lengthenings, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from voice_interview import text
from voice_interview.metrics import shared
from voice_interview.metrics.filler_events import filler_places
from voice_interview.metrics.fillers import interval
from voice_interview.metrics.repairs import Kind, Stumble, stumbles
from voice_interview.model import Evidence, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voice_interview.model import Answer, Word

SOURCE = (
    "Kinds as in Shriberg 1994, Preliminaries to a Theory of Speech Disfluencies; no study known here says how many are"
    " too many"
)


def disfluencies(answer: Answer) -> Measure:
    """Repetitions ("I I I"), restarts ("I was- I went"), cut-off words ("cust-") and lengthenings a minute of speaking
    time, with the exact Poisson interval as for fillers. Never judged. Undefined, but counted, under 20 s of speech and
    for a bare text. Fillers are none: each expression is in one list only.

    Details: `count`, and `kind_counts` by kind; lengthenings are None without sound.
    """
    if not shared.is_english(answer.transcript):
        return Measure(
            value=None, unit="per min", caveat=shared.ENGLISH_ONLY, source=SOURCE, details=_details(None, answer)
        )
    words = answer.transcript.words
    firsts = [first for first, _ in text.turns(words, answer.recording.starts)[1:]]
    found = stumbles(words, filler_places(answer), answer.sound, firsts)
    evidence = tuple(_evidence(one, words) for one in found)
    details = _details(found, answer)
    caveat = _caveat(answer)
    span = shared.speaking(answer)
    if caveat or span is None:
        return Measure(value=None, unit="per min", caveat=caveat, source=SOURCE, evidence=evidence, details=details)
    minutes = shared.speaking_seconds(answer) / 60
    low, high = interval(len(found))
    return Measure(
        value=len(found) / minutes,
        unit="per min",
        low=low / minutes,
        high=high / minutes,
        source=SOURCE,
        evidence=evidence,
        details=details,
    )


def _evidence(one: Stumble, words: Sequence[Word]) -> Evidence:
    start, end = text.times(words[one.first : one.last])
    return Evidence(
        label=one.kind,
        start=start,
        end=end,
        first=one.first,
        last=one.last,
        found_by="both" if one.kind == "lengthening" else "text",
        note=shared.quote(words, one.first, one.last),
    )


def _details(found: Sequence[Stumble] | None, answer: Answer) -> dict[str, Any]:
    counts: dict[str, int | None] = {
        kind: None if found is None else sum(one.kind == kind for one in found) for kind in get_args(Kind)
    }
    if answer.sound is None:
        counts["lengthening"] = None
    return {"count": None if found is None else len(found), "kind_counts": counts}


def _caveat(answer: Answer) -> str | None:
    if answer.sound is None:
        return "From the text alone: transcripts leave such words out, so a rate would mislead."
    if answer.sound.speaking is None:
        return shared.NO_VOICE
    return None if shared.enough(answer) else shared.TOO_SHORT
