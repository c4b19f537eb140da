"""What a report (`analyze --json`, one object) says was heard: fillers, words, pauses, the first sound. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from msgspec import Struct

from benchmarks.hearing.truth import WORD, kind, plain_words
from voice_interview.model import Span

PAUSE = 0.3
"""Seconds from which silence is a pause."""

Report = dict[str, Any]


class Find(Struct, frozen=True):
    """One filler that was found; `at` None for a text without times, `how` text, sound or both (None: not told)."""

    label: str
    at: Span | None = None
    how: str | None = None

    @property
    def kind(self) -> str:
        return kind(self.label)


class Heard(Struct, frozen=True, kw_only=True):
    """What one report says. `refused` is why there is none; `pauses` and `onset` come from the waveform, or from the
    times of the words where the report says nothing of the waveform."""

    refused: str | None = None
    finds: tuple[Find, ...] = ()
    perhaps: tuple[Find, ...] = ()
    words: tuple[str, ...] = ()
    all_words: int = 0
    pauses: tuple[Span, ...] = ()
    onset: float | None = None
    seconds: float = 0.0


def heard(report: Report) -> Heard:
    """The facts of one report; of a failure only why it failed."""
    if "error" in report:
        return Heard(refused=str(report["error"].get("code", "error")))
    fillers = (report.get("measures") or {}).get("fillers") or {}
    transcript = report.get("transcript") or {}
    sound = report.get("sound")
    spoken = [_span(word) for word in transcript.get("words") or ()]
    voiced = [Span(*span) for span in sound["voiced"]] if sound else [span for span in spoken if span]
    pauses = [Span(*span) for span in sound["pauses"]] if sound else _gaps(voiced)
    return Heard(
        finds=tuple(map(_find, fillers.get("evidence") or ())),
        perhaps=tuple(map(_find, (fillers.get("details") or {}).get("perhaps") or ())),
        words=plain_words(transcript.get("text") or ""),
        all_words=len(spoken),
        pauses=tuple(pause for pause in pauses if round(pause.seconds, 3) >= PAUSE),
        onset=voiced[0].start if voiced else None,
        seconds=float((report.get("recording") or {}).get("seconds") or 0.0),
    )


def of_sounds(finds: tuple[Find, ...]) -> tuple[Find, ...]:
    """The filler sounds among the finds: um, uh, er, ah, hm."""
    return tuple(find for find in finds if find.kind != WORD)


def _find(evidence: dict[str, Any]) -> Find:
    return Find(str(evidence["label"]), _span(evidence), evidence.get("found_by"))


def _span(value: dict[str, Any]) -> Span | None:
    start, end = value.get("start"), value.get("end")
    return None if start is None or end is None else Span(start, end)


def _gaps(spans: list[Span]) -> list[Span]:
    return [Span(a.end, b.start) for a, b in pairwise(spans) if b.start > a.end]
