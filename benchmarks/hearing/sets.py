"""Sets of our making with exact truth, from `benchmarks.synthetic`: made when first asked for, the same every time."""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.log import CACHE, ROOT

if TYPE_CHECKING:
    from benchmarks.synthetic.answers import Made, Manner
    from benchmarks.synthetic.voices import Voice

FOLDER = CACHE / "hearing" / "sets"
RATE = 16_000

LEVELS: dict[str, float] = {"clean": 60.0, "20 dB": 20.0, "15 dB": 15.0, "10 dB": 10.0, "5 dB": 5.0, "0 dB": 0.0}
"""Loud frames of the speech above the mean power of the noise. No recording is digitally silent: "clean" is 60 dB."""

ROOMS = ("near", "booth", "study", "office", "kitchen", "hall")

PITCHES, PACES = (0.6, 0.8, 1.0, 1.2, 1.4, 0.9), (0.85, 1.0, 1.15, 1.0, 0.9)
"""Of espeak-ng's voices, and of all: 1 is the voice's own."""

SHORTEST, LONGEST = 10.0, 60.0
"""Seconds of one recording of speech: a sample's, and an answer."""


@dataclass(frozen=True)
class Recipe:
    """`minutes` in full, what it is for, and its clips: `(name, sound, truth)` for a number of minutes in all."""

    minutes: float
    note: str
    clips: Callable[[float], Iterator[tuple[str, Any, dict[str, Any]]]]


def made(name: str, minutes: float | None = None) -> Path:
    """The manifest of a set, made now unless it has been. The folder bears the sum of all that it was made from."""
    recipe = SETS[name]
    wanted = recipe.minutes if minutes is None else minutes
    folder = FOLDER / f"{name}-{wanted:g}-{_sum()}"
    manifest = folder / f"{name}.tsv"
    if not manifest.exists():
        folder.mkdir(parents=True, exist_ok=True)
        rows = [_written(folder, *clip) for clip in recipe.clips(wanted)]
        _table(manifest, list(rows[0]), [list(row.values()) for row in rows])
    return manifest


def _answers(minutes: float) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Every noise level in every room, by turns."""
    levels = list(LEVELS)
    for number, seconds in _lengths(minutes, len(levels)):
        level = levels[number % len(levels)]
        room = ROOMS[(number + number // len(levels)) % len(ROOMS)]
        yield _spoken(1000 + number, level, seconds, room)


def _fluent(minutes: float) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    from benchmarks.synthetic.answers import FLUENT

    levels = ("clean", "20 dB", "15 dB")
    for number, seconds in _lengths(minutes, len(levels)):
        room = ROOMS[(number + number // len(levels)) % len(ROOMS)]
        yield _spoken(2000 + number, levels[number % len(levels)], seconds, room, manner=FLUENT)


def _pauses(minutes: float) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Without breaths and coughs, which are neither silence nor speech."""
    from benchmarks.synthetic.answers import Manner

    levels = ("clean", "20 dB", "15 dB")
    for number, seconds in _lengths(minutes, len(levels) * len(ROOMS)):
        room = ROOMS[number // len(levels) % len(ROOMS)]
        yield _spoken(3000 + number, levels[number % len(levels)], seconds, room, manner=Manner(bodily=0.0))


def _nothing(minutes: float) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Each kind in recordings of up to two minutes."""
    from benchmarks.synthetic import nothing

    each = minutes / len(nothing.KINDS)
    count = math.ceil(each / 2)
    for kind in nothing.KINDS:
        for number in range(count):
            sound = nothing.make(kind, each / count, seed=number)
            yield f"{kind}-{number}", sound, {"text": "", "group": kind, "events": [], "pauses": None, "onset": ""}


SETS: dict[str, Recipe] = {
    "answers": Recipe(
        36.0,
        "Answers by held-out synthetic voices, with lengthened words, breaths and coughs; over noise (white, pink, fan,"
        " keyboard, street, babble, music) at 0 to 20 dB or clean, in six rooms, some by telephone.",
        _answers,
    ),
    "nothing": Recipe(
        80.0,
        "Nobody speaks: as much of each kind of noise, made from formulas, in recordings of up to two minutes.",
        _nothing,
    ),
    "fluent": Recipe(
        20.0, "Speech without a single filler, with lengthened words, breaths and coughs; clean, 20 and 15 dB.", _fluent
    ),
    "pauses": Recipe(
        12.0,
        "Answers in six rooms, clean, 20 and 15 dB; the silences of the dry voice are the truth.",
        _pauses,
    ),
}
NOTES = {name: f"Synthetic. {recipe.note}" for name, recipe in SETS.items()}


def _lengths(minutes: float, kinds: int) -> Iterator[tuple[int, float]]:
    """Numbers and seconds of recordings that fill `minutes`: all kinds equally often, or as many as a sample holds."""
    seconds = minutes * 60
    rounds = math.ceil(seconds / (LONGEST * kinds))
    count = max(1, min(rounds * kinds, int(seconds / SHORTEST)))
    for number in range(count):
        yield number, seconds / count


def _spoken(
    seed: int, level: str, seconds: float, room: str, *, manner: Manner | None = None
) -> tuple[str, Any, dict[str, Any]]:
    from benchmarks.synthetic import answers, noises

    speakers, backgrounds = _speakers(), list(noises.NOISES)
    one = answers.make(
        seed,
        "test",
        seconds=seconds,
        snr_db=LEVELS[level],
        noise=backgrounds[seed % len(backgrounds)],
        room=room,
        manner=manner,
        voice=speakers[5 * seed % len(speakers)],
    )
    truth = {
        "text": one.text,
        "group": level,
        "events": one.fillers,
        "pauses": _within(one),
        "onset": f"{one.pieces[0].start:.3f}",
        "room": room,
        "background": "none" if level == "clean" else one.noise,
        "voice": one.voice.split(" tract")[0],
        "line": "telephone" if one.telephone else "direct",
    }
    return f"{seed}-{level.replace(' ', '')}-{room}", one.sound, truth


def _speakers() -> list[Voice]:
    """Thirteen voices that nothing was trained on, each at a pace of its own: a number that no other list here has a
    factor of, so that every voice meets every level, room and noise."""
    from benchmarks.synthetic.voices import ESPEAK, HIBARI, PIPER, Voice

    voices = [Voice("hibari", pitch=pitch, tract=tract) for pitch, tract in HIBARI["test"]]
    voices += [Voice("piper", pitch=ratio, tract=ratio) for ratio in PIPER["test"][:3]]
    voices += [Voice("espeak", variant=variant, pitch=PITCHES[n]) for n, variant in enumerate(ESPEAK["test"])]
    return [replace(voice, pace=PACES[number % len(PACES)]) for number, voice in enumerate(voices)]


def _within(one: Made) -> list[tuple[float, float]]:
    """The silences between the first and the last sound."""
    first, last = one.pieces[0].start, one.pieces[-1].end
    return [(start, end) for start, end in one.pauses if start > first and end < last]


def _written(folder: Path, name: str, sound: Any, truth: dict[str, Any]) -> dict[str, str]:
    """One clip on disk; returns its row of the manifest."""
    import soundfile

    soundfile.write(folder / f"{name}.wav", sound, RATE, subtype="PCM_16")
    (folder / f"{name}.txt").write_text(truth.pop("text"), encoding="utf-8")
    _table(folder / f"{name}.events.tsv", ["label", "start", "end"], truth.pop("events"))
    pauses = truth.pop("pauses")
    if pauses is not None:
        _table(folder / f"{name}.pauses.tsv", ["start", "end"], pauses)
    files = {"wav": f"{name}.wav", "reference": f"{name}.txt", "group": truth.pop("group")}
    return {
        **files,
        "events": f"{name}.events.tsv",
        "pauses": "" if pauses is None else f"{name}.pauses.tsv",
        **{column: str(value) for column, value in truth.items()},
    }


def _table(path: Path, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    shown = [[f"{cell:.3f}" if isinstance(cell, float) else cell for cell in row] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerows([head, *shown])


def _sum() -> str:
    """Eight digits of the SHA-256 of this file and of everything that makes sound."""
    sources = [Path(__file__), *sorted((ROOT / "benchmarks" / "synthetic").glob("*.[pt][yx]*"))]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources if path.suffix in (".py", ".txt")))
    return digest.hexdigest()[:8]
