"""Windows of synthetic speech as the program hears them, the encoder's states of each, and what is true of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic import answers, fillers, nothing
from benchmarks.synthetic.answers import Made, Manner
from benchmarks.synthetic.voices import RATE, Split

CACHE = Path(__file__).parent.parent.parent / "benchmarks" / ".cache" / "hesitations"

STATE_SECONDS = 0.02
OTHER, OPEN, NASAL = 0, 1, 2

LONGEST = 14.5
"""Seconds of sound in a window; the program's are a little shorter."""

WINDOWS = {"program": 12.0, "long": 30.0}
"""Seconds to which a window is padded; a third kind is padded at random. The encoder's states depend on how much
silence follows, and a classifier that sees one kind only learns it (a trial measured that)."""

LAYOUTS = ("program", "random", "long")
LAYOUT_CHANCES = (0.6, 0.25, 0.15)

LEVELS_DB = (0.0, 45.0)
"""Signal-to-noise ratios, as people's rooms have them: from a street with the window open to a quiet study."""

NOBODY = 0.06
"""Share of windows in which nobody speaks."""


@dataclass(frozen=True)
class Window:
    """`sound`: float32 at 16 kHz; `padded_to`: seconds; `truth`: class of each 20 ms, -1 where it is not asked;
    `events`: (label, start, end) of the fillers in it; `snr_db` and `voice` to tell results apart."""

    sound: NDArray[np.float32]
    padded_to: float
    truth: NDArray[np.int8]
    events: tuple[tuple[str, float, float], ...]
    snr_db: float
    voice: str


def window(seed: int, split: Split) -> Window:
    """The same for the same arguments."""
    random = np.random.default_rng([seed, 11, ("train", "test").index(split)])
    layout = str(random.choice(LAYOUTS, p=LAYOUT_CHANCES))
    if random.random() < NOBODY:
        kind = str(random.choice(sorted(nothing.KINDS)))
        sound = nothing.make(kind, float(random.uniform(2, 12)) / 60, seed)
        return Window(sound, _padded_to(random, layout, sound), _truth(sound, ()), (), 0.0, kind)
    manner = Manner(
        filled=float(random.uniform(0.03, 0.16)),
        drawn=float(random.uniform(0.0, 0.2)),
        listens=float(random.choice([0.0, 0.3])),
        bodily=0.12,
    )
    seconds, level = float(random.uniform(1.5, 12)), float(random.uniform(*LEVELS_DB))
    made = answers.make(seed, split, seconds=seconds, snr_db=level, manner=manner)
    sound, events = _cut(random, made)
    return Window(sound, _padded_to(random, layout, sound), _truth(sound, events), events, made.snr_db, made.voice)


def _cut(random: np.random.Generator, made: Made) -> tuple[NDArray[np.float32], tuple[tuple[str, float, float], ...]]:
    """At most LONGEST, with 0.05 to 0.3 s before the voice as the program leaves; one in eight torn in the middle."""
    begins = made.pauses[0][1] if made.pauses and made.pauses[0][0] == 0 else 0.0
    first = max(0.0, begins - float(random.uniform(0.05, 0.3)))
    if random.random() < 0.125:
        first += float(random.uniform(0, 0.4 * made.seconds))
    last = min(made.seconds, first + LONGEST)
    inside = [
        (label, max(start, first) - first, min(end, last) - first)
        for label, start, end in made.fillers
        if min(end, last) - max(start, first) > 0.06
    ]
    return made.sound[round(first * RATE) : round(last * RATE)], tuple(inside)


def _truth(sound: NDArray[np.float32], events: tuple[tuple[str, float, float], ...]) -> NDArray[np.int8]:
    """Of frames that a filler only touches nothing is asked."""
    frames = max(1, round(len(sound) / RATE / STATE_SECONDS))
    middles = (np.arange(frames) + 0.5) * STATE_SECONDS
    truth = np.full(frames, OTHER, np.int8)
    for label, start, end in events:
        kind = NASAL if label in fillers.NASAL else OPEN
        truth[(middles > start - STATE_SECONDS) & (middles < end + STATE_SECONDS)] = -1
        truth[(middles > start + STATE_SECONDS / 2) & (middles < end - STATE_SECONDS / 2)] = kind
    return truth


def _padded_to(random: np.random.Generator, layout: str, sound: NDArray[np.float32]) -> float:
    """The engine itself adds at least 2 s to the sound."""
    return WINDOWS.get(layout) or float(random.uniform(len(sound) / RATE + 2, 30))


@dataclass(frozen=True)
class Heard:
    """States of many windows one after the other, (frames, size) in float16; window n is `[edges[n], edges[n + 1])`."""

    states: NDArray[np.float16]
    truth: NDArray[np.int8]
    edges: NDArray[np.int64]
    events: tuple[tuple[tuple[str, float, float], ...], ...]
    snr_db: NDArray[np.float32]
    voices: tuple[str, ...]

    @property
    def seconds(self) -> float:
        return len(self.truth) * STATE_SECONDS


def heard(engine: Any, split: Split, first_seed: int, seconds: float, say: Any = print) -> Heard:
    """About `seconds` of windows, from the cache where they were made before: sounds once, states once a model."""
    parts, done, seed = [], 0.0, first_seed
    for block in _blocks(split, first_seed):
        parts.append(_states(engine, split, block, say))
        done += parts[-1].seconds
        seed += BLOCK
        if done >= seconds:
            break
    lengths = np.concatenate([np.diff(part.edges) for part in parts])
    return Heard(
        states=np.concatenate([part.states for part in parts]),
        truth=np.concatenate([part.truth for part in parts]),
        edges=np.concatenate(([0], np.cumsum(lengths))),
        events=tuple(events for part in parts for events in part.events),
        snr_db=np.concatenate([part.snr_db for part in parts]),
        voices=tuple(voice for part in parts for voice in part.voices),
    )


BLOCK = 64
"""Windows that are kept in one file."""


def _blocks(split: Split, first_seed: int) -> Iterator[tuple[int, list[Window]]]:
    seed = first_seed
    while True:
        yield seed, _windows(split, seed)
        seed += BLOCK


def _windows(split: Split, seed: int) -> list[Window]:
    file = CACHE / f"{split}-{seed}.npz"
    if not file.is_file():
        made = [window(number, split) for number in range(seed, seed + BLOCK)]
        arrays: dict[str, Any] = {"meta": np.array([(w.padded_to, w.snr_db) for w in made])}
        arrays["voices"] = np.array([w.voice for w in made])
        for number, one in enumerate(made):
            arrays[f"sound{number}"] = np.round(one.sound * 32767).astype(np.int16)
            arrays[f"truth{number}"] = one.truth
            arrays[f"labels{number}"] = np.array([label for label, _, _ in one.events], dtype="U2")
            arrays[f"times{number}"] = np.array([(a, b) for _, a, b in one.events]).reshape(-1, 2)
        CACHE.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part.npz")
        np.savez(unfinished, **arrays)
        unfinished.replace(file)
    with np.load(file) as arrays:
        return [_window_of(arrays, number) for number in range(BLOCK)]


def _window_of(arrays: Any, number: int) -> Window:
    padded_to, snr_db = arrays["meta"][number]
    labels, times = arrays[f"labels{number}"], arrays[f"times{number}"]
    return Window(
        sound=arrays[f"sound{number}"].astype(np.float32) / 32767,
        padded_to=float(padded_to),
        truth=arrays[f"truth{number}"],
        events=tuple((str(label), float(a), float(b)) for label, (a, b) in zip(labels, times, strict=True)),
        snr_db=float(snr_db),
        voice=str(arrays["voices"][number]),
    )


def _states(engine: Any, split: Split, block: tuple[int, list[Window]], say: Any) -> Heard:
    seed, windows = block
    file = CACHE / f"{split}-{seed}-{engine.model}.npy"
    if not file.is_file():
        pieces = []
        for one in windows:
            encoding = np.array(engine.encode(one.sound, one.padded_to))[0]
            pieces.append(encoding[: len(one.truth)].astype(np.float16))
        unfinished = file.with_suffix(".part.npy")
        np.save(unfinished, np.concatenate(pieces))
        unfinished.replace(file)
        say(f"{split} {seed}: {sum(map(len, pieces)) * STATE_SECONDS / 60:.1f} minutes")
    return Heard(
        states=np.load(file),
        truth=np.concatenate([one.truth for one in windows]),
        edges=np.concatenate(([0], np.cumsum([len(one.truth) for one in windows]))),
        events=tuple(one.events for one in windows),
        snr_db=np.array([one.snr_db for one in windows], np.float32),
        voices=tuple(one.voice for one in windows),
    )
