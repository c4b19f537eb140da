"""Cuts a stream of sound into chunks that tile it: causal, at pauses where there are any, no word lost at a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from voice_interview.hearing.activity import FRAME, FRAME_SECONDS, Activity, is_open, noise_floor
from voice_interview.model import SAMPLE_RATE

if TYPE_CHECKING:
    from voice_interview.plugins import Samples


class Cutting(Struct, frozen=True, kw_only=True):
    """When to cut, in seconds. `docs/listening.md` has what was tried."""

    pause: float = 0.4
    """Silence that ends a chunk once `enough` is pending: shorter ones stand inside sentences."""
    enough: float = 8.0
    """Speech pending from which a `pause` cuts."""
    rest: float = 8.0
    """Silence that ends a chunk however little is pending: the speaker has stopped."""
    span: float = 30.0
    """Time pending, silence and all, from which a `pause` cuts: what waits is kept in memory."""
    longest: float = 13.0
    """Speech pending at which the quietest moment is taken: with both margins a window stays under 15 s."""
    search: float = 5.0
    """How far back the quietest moment is looked for."""
    overlap: float = 1.0
    """Heard on both sides of a cut that had to be made inside speech: a word split there is whole in one of them."""
    before: float = 0.2
    after: float = 0.5
    """Silence kept before the first and after the last open frame of what is listened to; at its very end only:"""
    tail: float = 0.25
    """So short that a guess at a pause can begin this soon, and hears what is heard in the end. The gate closes 0.1 to
    0.2 s after the sound has ended."""
    skip: float = 0.5
    """Silence within a chunk, beyond `before` and `after`, from which it is left out of what is listened to."""
    idle: float = 4.0
    """Silence that is handed on, so that waiting costs no memory."""


class Chunk(Struct, frozen=True, kw_only=True):
    """Samples `[start, end)` of the recording. `sound` is what to listen to: the `pieces` `[a, b)` of the recording
    that may hold speech, one after the other, with long silences between them left out; None where there is nothing
    to hear. `torn`: the cut at `end` lies inside speech, and the next chunk hears what is around it too; unless its
    first piece begins after `end`: then no speech went on there, and the two share no sound."""

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...] = ()
    sound: Samples | None = None
    torn: bool = False

    def place(self, start: float, end: float) -> tuple[float, float]:
        """Where `[start, end]` in seconds of `sound` lies in the recording: in the piece that holds its middle."""
        middle, begun = (start + end) / 2 * SAMPLE_RATE, 0
        for number, (a, b) in enumerate(self.pieces):
            if middle < begun + b - a or number == len(self.pieces) - 1:
                offset = (a - begun) / SAMPLE_RATE
                first, last = a / SAMPLE_RATE, b / SAMPLE_RATE
                return min(max(first, start + offset), last), min(max(first, end + offset), last)
            begun += b - a
        raise ValueError("a chunk without sound has no words")


class Chunker:
    """Feeds on blocks of any size, hands out chunks: `start` of the first is 0, of every other the `end` of the one
    before it, and the last ends where the sound ends. Holds the pending chunk and `overlap` before it, never more."""

    def __init__(self, activity: Activity | None = None, cutting: Cutting | None = None) -> None:
        self.activity = activity or Activity()
        self.cutting = cutting or Cutting()
        self._overlap = int(self.cutting.overlap * SAMPLE_RATE)
        self._kept: list[Samples] = []
        self._kept_from = 0
        self._total = 0
        self._frames = 0
        self._start = 0
        self._torn_before = False
        self._open = False
        self._first: int | None = None
        self._last = 0
        self._speech = 0

    def feed(self, block: Samples) -> list[Chunk]:
        """The chunks that this block completes, in order."""
        if not len(block):
            return []
        self._kept.append(block)
        self._total += len(block)
        new = self.activity.feed(block)
        return [chunk for _ in range(new) for chunk in self._step()]

    @property
    def frames(self) -> int:
        """Frames considered so far; `activity` may hold more of the same block, which must not be used yet."""
        return self._frames

    def finish(self) -> list[Chunk]:
        """The rest: one chunk, or none where there was no sound at all."""
        chunks = [chunk for _ in range(self.activity.finish()) for chunk in self._step()]
        if self._total > self._start:
            chunks.append(self._cut(self._total, torn=False))
        return chunks

    def pending(self) -> Chunk | None:
        """What `finish` would hand out if only silence came from now on: its `pieces` and `sound` are those of the
        chunk to come. None while the last speech is less than `tail` ago."""
        if self._first is None or self._frames - 1 - self._last < _frames(self.cutting.tail):
            return None
        return self._chunk(self._now(), torn=False)

    def _step(self) -> list[Chunk]:
        frame, seen, cutting = self._frames, self.activity, self.cutting
        self._frames += 1
        self._open = is_open(seen.voice[frame], seen.level[frame], seen.floor[frame], self._open)
        if self._open:
            self._first = frame if self._first is None else self._first
            # Silence inside is listened to up to the margins around it, or left out.
            self._speech += min(frame - self._last, _frames(cutting.before + cutting.after)) if self._speech else 1
            self._last = frame
        if self._first is None:
            waited = self._frames - self._start / FRAME
            return [self._cut(self._sample(self._frames - _frames(0.5)))] if waited >= _frames(cutting.idle) else []
        quiet, speech = frame - self._last, self._speech
        ripe = speech >= _frames(cutting.enough) or self._frames - self._start // FRAME >= _frames(cutting.span)
        if quiet >= _frames(cutting.rest) or (quiet >= _frames(cutting.pause) and ripe):
            return [self._cut(self._sample(self._last + 1 + quiet // 2))]
        if speech >= _frames(cutting.longest):
            return [self._cut(self._sample(self._quietest(frame)), torn=True)]
        return []

    def _quietest(self, frame: int) -> int:
        """The frame in the middle of the quietest quarter of a second, `overlap` to `search` + `overlap` ago."""
        levels = self.activity.level
        newest = frame - _frames(self.cutting.overlap)
        around = 4
        oldest = max(newest - _frames(self.cutting.search), self._start // FRAME + around)
        return min(range(newest, oldest, -1), key=lambda at: sum(levels[at - around : at + around + 1]))

    def _sample(self, frame: int) -> int:
        return min(max(frame * FRAME, self._start), self._now())

    def _now(self) -> int:
        """Samples that may be used: what came with the same block but after this frame is not known yet, so that the
        size of the blocks changes nothing."""
        return min(self._frames * FRAME, self._total)

    def _cut(self, end: int, torn: bool = False) -> Chunk:
        """Close the pending chunk at sample `end`; what was heard after it stays pending."""
        chunk = self._chunk(end, torn)
        self._start, self._torn_before = end, chunk.torn
        self._forget(end - self._overlap - FRAME)
        after = [at for at in range(end // FRAME, self._frames) if self._was_open(at)] if torn else []
        self._first, self._last = (after[0], after[-1]) if after else (None, 0)
        self._speech = after[-1] + 1 - after[0] if after else 0
        return chunk

    def _chunk(self, end: int, torn: bool) -> Chunk:
        runs = speech_runs(self.activity, self._start // FRAME, -(-end // FRAME)) if self._first is not None else []
        if not runs:
            return Chunk(start=self._start, end=end)
        torn = torn and end - runs[-1][1] * FRAME <= self._overlap  # else what was cut is no speech
        pieces = self._pieces(runs, end, torn)
        return Chunk(start=self._start, end=end, pieces=pieces, sound=self._sound(pieces), torn=torn)

    def _was_open(self, frame: int) -> bool:
        seen = self.activity
        return is_open(seen.voice[frame], seen.level[frame], seen.floor[frame], False)

    def _pieces(self, runs: list[tuple[int, int]], end: int, torn: bool) -> tuple[tuple[int, int], ...]:
        """What to listen to: the runs with some silence around, joined where little is between them, and beyond a cut
        inside speech. Where speech begins later than the chunk before has heard, nothing reaches back from it to the
        cut: half a minute may lie between, which is all that Whisper hears."""
        cutting, overlap = self.cutting, self._overlap
        before, after = int(cutting.before * SAMPLE_RATE), int(cutting.after * SAMPLE_RATE)
        pieces: list[tuple[int, int]] = []
        for first, last in runs:
            a, b = max(first * FRAME - before, self._kept_from, 0), min(last * FRAME + after, self._now())
            if pieces and a - pieces[-1][1] <= int(cutting.skip * SAMPLE_RATE):
                pieces[-1] = (pieces[-1][0], b)
            else:
                pieces.append((a, b))
        pieces[-1] = (pieces[-1][0], min(runs[-1][1] * FRAME + int(cutting.tail * SAMPLE_RATE), self._now()))
        if self._torn_before and pieces[0][0] - self._start <= overlap:
            pieces[0] = (max(self._start - overlap, self._kept_from), pieces[0][1])
        if torn:
            pieces[-1] = (pieces[-1][0], min(end + overlap, self._now()))
        return tuple(pieces)

    def _sound(self, pieces: tuple[tuple[int, int], ...]) -> Samples:
        import numpy as np

        kept = np.concatenate(self._kept)
        self._kept = [kept]
        return np.concatenate([kept[a - self._kept_from : b - self._kept_from] for a, b in pieces])

    def _forget(self, before: int) -> None:
        while self._kept and self._kept_from + len(self._kept[0]) <= before:
            self._kept_from += len(self._kept.pop(0))
        if self._kept and before > self._kept_from:
            self._kept[0] = self._kept[0][before - self._kept_from :].copy()
            self._kept_from = before


HINT = 0.15
"""Voice probability that a run of open frames must reach somewhere to be listened to: whispered speech reached .7 to 1,
breaths .1 at most, typing .1, fans and hum .03; clicks or breaths alone make Whisper invent."""

SHORTEST = 0.1
"""Seconds of open frames that a run must have."""

BRIDGE = 0.5
"""Seconds of closed frames within one run: whispered speech comes and goes."""


def speech_runs(activity: Activity, first: int, last: int) -> list[tuple[int, int]]:
    """Runs of frames `[a, b)` within `[first, last)` that may be speech, judged by the noise floor of all these
    frames and the 10 s before them: it is better known by now than it was when the first of them came."""
    last = min(last, len(activity.voice))
    floor = noise_floor(activity.level[max(0, first - _frames(10.0)) : max(last, first + 1)])
    runs: list[tuple[int, int]] = []
    before = False
    counts: list[int] = []
    for at in range(first, last):
        before = is_open(activity.voice[at], activity.level[at], floor, before)
        if before and runs and at - runs[-1][1] <= _frames(BRIDGE):
            runs[-1] = (runs[-1][0], at + 1)
            counts[-1] += 1
        elif before:
            runs.append((at, at + 1))
            counts.append(1)
    return [
        (a, b)
        for (a, b), opened in zip(runs, counts, strict=True)
        if opened >= _frames(SHORTEST) and max(activity.voice[a:b]) >= HINT
    ]


def _frames(seconds: float) -> int:
    return round(seconds / FRAME_SECONDS)
