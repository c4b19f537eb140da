"""What the waveform says of a whole recording: where there is a voice, how loud and how high, and where there is none.

Where Silero hears no voice, recognised words decide what a sound was. What they were asked is kept, so that a shape
that was put together before the last words came is known to hold, or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from voice_interview.hearing import pauses, track
from voice_interview.hearing.activity import Activity
from voice_interview.model import Pitch, Span, Track

Spoken = Callable[[float, float], bool]
"""Whether a word was recognised from one second to another."""


class Shape(Struct, frozen=True, kw_only=True):
    """Times in seconds, the median level in dBFS; `asked` are the times for which words decided, and how."""

    voiced: tuple[Span, ...]
    pauses: tuple[Span, ...]
    level_dbfs: float | None
    pitch: Pitch | None
    track: Track
    asked: Mapping[tuple[float, float], bool]

    def holds(self, spoken: Spoken) -> bool:
        """Whether it is the same with these words."""
        return all(spoken(*times) == said for times, said in self.asked.items())


def shape(activity: Activity, seconds: float, spoken: Spoken) -> Shape:
    """The shape of a recording of so many seconds, of which `activity` has heard all."""
    asked: dict[tuple[float, float], bool] = {}

    def answered(start: float, end: float) -> bool:
        return asked.setdefault((start, end), spoken(start, end))

    voiced = pauses.voiced_spans(activity, seconds, answered)
    return Shape(
        voiced=voiced,
        pauses=pauses.pauses(voiced),
        level_dbfs=pauses.speech_level(activity, voiced),
        pitch=track.pitch(activity, voiced),
        track=track.track(activity, voiced),
        asked=asked,
    )
