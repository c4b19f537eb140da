"""Where the answer falls silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voice_interview.metrics import shared
from voice_interview.model import Evidence, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voice_interview.model import Answer, Band, Span, Word

SOURCE = "0.6 s sounds most natural (Liu et al. 2022, 10.3389/fpsyg.2022.778018); 2 s as a long pause is a convention"
PAUSE, LONG = 0.3, 2.0
"""Seconds. Under 0.3 s silence belongs to the sounds of speech; a long pause is 2 s by convention."""

LONG_A_MINUTE = 1.0
"""Long pauses a minute that get no remark, and one in any case. A convention: no study was found that counts them."""

CUT_SLACK = 0.1
"""Seconds by which the place of a cut may miss the edge of the silence around it."""


def pauses(answer: Answer) -> Measure:
    """How many long pauses there are between the first and the last voiced sound, each with its place. Silence around a
    place where the recording was paused is not the speaker's and does not count."""
    if answer.sound is None:
        return Measure(value=None, unit="pauses", caveat=shared.NO_SOUND, source=SOURCE)
    span = answer.sound.speaking
    if span is None:
        return Measure(value=None, unit="pauses", caveat=shared.NO_VOICE, source=SOURCE)
    silences = [
        pause
        for pause in answer.sound.pauses
        if _lasts(pause, PAUSE) and span.start <= pause.start and pause.end <= span.end and not _is_cut(answer, pause)
    ]
    long = [pause for pause in silences if _lasts(pause, LONG)]
    total = sum((pause.seconds for pause in silences), 0.0)
    details: dict[str, Any] = {
        "count": len(silences),
        "total_seconds": total,
        "longest_seconds": max((pause.seconds for pause in silences), default=0.0),
        "share": min(1.0, total / span.seconds) if span.seconds else 0.0,
    }
    return Measure(
        value=float(len(long)),
        unit="pauses",
        band=_band(len(long), span),
        source=SOURCE,
        evidence=tuple(_evidence(answer.transcript.words, pause) for pause in long),
        details=details,
    )


def _lasts(pause: Span, seconds: float) -> bool:
    return round(pause.seconds, 3) >= seconds


def _is_cut(answer: Answer, pause: Span) -> bool:
    return any(round(max(pause.start - cut, cut - pause.end), 3) <= CUT_SLACK for cut in answer.recording.cuts)


def _band(count: int, span: Span) -> Band:
    if not shared.enough(span):
        return "none"
    return "good" if count <= max(1.0, LONG_A_MINUTE * span.seconds / 60) else "watch"


def _evidence(words: Sequence[Word], pause: Span) -> Evidence:
    """A pause points at the word after it: the first that starts past its middle, for word times drift into silence."""
    place = shared.next_word(words, (pause.start + pause.end) / 2)
    return Evidence(
        label="pause",
        start=pause.start,
        end=pause.end,
        first=place,
        last=place,
        found_by="sound",
        note=f"{pause.seconds:.1f} s: {shared.quote(words, place, place)}" if words else f"{pause.seconds:.1f} s",
    )
