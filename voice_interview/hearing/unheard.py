"""Where a voice is and no word was recognised: Whisper at times ends a window early and swallows whole sentences."""

from __future__ import annotations

from collections.abc import Sequence

from voice_interview.hearing.activity import FRAME, FRAME_SECONDS, VOICE, Activity
from voice_interview.hearing.chunks import Chunk
from voice_interview.model import Word

ENOUGH = 0.6
"""Seconds of voice without a word that are not left at that. Shorter ones are mostly words whose recognised times
drifted, lengthened words and laughter; the swallowed sentences that were looked at had 1.05 s and more, of which the
word beside them hides a part."""

BRIDGE = 0.5
"""Seconds without voice inside such a stretch."""

LONGEST_WORD = 1.0
"""Seconds that a word may last. The one beside a swallowed sentence is stretched over it, and is believed to last
`SHORT` and `LETTER` for each of its letters, at that of its ends where it explains more."""

SHORT, LETTER = 0.2, 0.06
"""Seconds. The median word lasted 0.053 s a letter in 39 recordings of people (724 words) and 0.060 in synthetic speech
(3,470); one in ten and one in fifteen lasted longer than this."""

DRIFT = 0.1
"""Seconds by which recognised times may be off on either side."""

MARGIN = 1.5
"""Seconds from both ends of a window in which it is not cut: shorter ones make Whisper invent."""


class Moments:
    """The voice under each frame of a chunk's sound; all times are seconds in that sound."""

    def __init__(self, chunk: Chunk, activity: Activity) -> None:
        frames = [frame for frame in _frames(chunk) if frame < len(activity.voice)]
        self._voice = [activity.voice[frame] for frame in frames]
        self._level = [activity.level[frame] for frame in frames]

    def unheard(self, words: Sequence[Word], first: float, last: float) -> float:
        """Seconds of voice from `first` to `last` in stretches of `ENOUGH` and more that hold none of `words`."""
        spans = [self._believed(word) for word in words]
        runs: list[list[int]] = []
        for at in range(round(first / FRAME_SECONDS), min(len(self._voice), round(last / FRAME_SECONDS))):
            if self._voice[at] < VOICE:
                continue
            if any(start <= at * FRAME_SECONDS <= end for start, end in spans):
                runs.append([])
            elif runs and runs[-1] and (at - runs[-1][-1]) * FRAME_SECONDS <= BRIDGE:
                runs[-1].append(at)
            else:
                runs.append([at])
        lengths = [len(run) * FRAME_SECONDS for run in runs]
        return sum(length for length in lengths if length >= ENOUGH)

    def _believed(self, word: Word) -> tuple[float, float]:
        """Where a word lies, give or take `DRIFT`."""
        assert word.start is not None and word.end is not None
        start, end = word.start, word.end
        if end - start > LONGEST_WORD:
            lasts = SHORT + LETTER * len(word.text)
            sides = ((start, start + lasts), (end - lasts, end))
            start, end = max(sides, key=lambda side: self._voiced(*side))
        return start - DRIFT, end + DRIFT

    def _voiced(self, start: float, end: float) -> int:
        frames = self._voice[max(0, round(start / FRAME_SECONDS)) : round(end / FRAME_SECONDS)]
        return sum(voice >= VOICE for voice in frames)

    def pause(self, first: float, last: float) -> float | None:
        """The quietest moment (a fifth of a second) near the middle; None where the window is too short to be cut."""
        around = 3
        start, end = round((first + MARGIN) / FRAME_SECONDS), round((last - MARGIN) / FRAME_SECONDS)
        places = range(max(around, start), min(len(self._level) - around, end))
        if not places:
            return None
        middle = (first + last) / 2 / FRAME_SECONDS

        def noise(at: int) -> float:
            """Level, and a decibel for every tenth that it is off the middle."""
            level = sum(self._level[at - around : at + around + 1]) / (2 * around + 1)
            return level + 10 * abs(at - middle) / len(places)

        return min(places, key=noise) * FRAME_SECONDS


def _frames(chunk: Chunk) -> list[int]:
    """The frame of the recording that lies under each frame of the chunk's sound."""
    frames, over = [], FRAME // 2  # samples from the start of a piece to the middle of the next frame of the sound
    for a, b in chunk.pieces:
        middles = range(a + over, b, FRAME)
        frames += [at // FRAME for at in middles]
        over += len(middles) * FRAME - (b - a)
    return frames
