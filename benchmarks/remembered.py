"""Try other ways of joining text and sound without decoding again.

    python -m benchmarks.remembered MANIFEST.tsv ...  [--only TEXT] [--events] [--model base]
    python -m benchmarks.remembered development        speech to choose thresholds by: held-out voices, own seeds

What the engine heard of every window (words of both decodes, encoder states) is kept in `.cache/remembered`, named by
the window's samples; all that follows is the program itself. The first run decodes, every other one takes seconds.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from benchmarks.hearing import truth
from benchmarks.hearing.found import heard
from benchmarks.hearing.matching import Tally
from benchmarks.hearing.scores import Judged, all_words, judge, total
from benchmarks.log import CACHE
from voice_interview.model import Answer, Recording, Word
from voice_interview.plugins import Heard

if TYPE_CHECKING:
    from benchmarks.hearing.truth import Clip
    from voice_interview.plugins import Engine, Samples

FOLDER = CACHE / "remembered"
DEVELOPMENT = CACHE / "development"
Prompts = Sequence[str | None]


class Remembering:
    """An engine that looks up what it has heard before; the engine behind it is loaded when it is first needed."""

    name = "faster-whisper"
    model_sha256 = "0" * 64

    def __init__(self, model: str = "base") -> None:
        self.model = model
        self._engine: Engine | None = None

    def detect_language(self, _samples: Samples) -> tuple[str, float]:
        return "en", 1.0

    def hear(self, samples: Samples, prompts: Prompts, language: str, *, states: bool = False) -> Heard:
        import numpy as np

        asked = f"{self.model}{list(prompts)}".encode()
        file = FOLDER / f"{hashlib.sha256(samples.tobytes() + asked).hexdigest()[:32]}"
        words, kept = file.with_suffix(".words"), file.with_suffix(".npy")
        if not words.exists():
            FOLDER.mkdir(parents=True, exist_ok=True)
            new = self._real().hear(samples, prompts, language, states=True)
            if new.states is not None:
                np.save(kept, new.states.astype(np.float16))
            words.write_bytes(msgspec.msgpack.encode(new.words))
        found = msgspec.msgpack.decode(words.read_bytes(), type=tuple[tuple[Word, ...], ...])
        return Heard(found, np.load(kept).astype(np.float32) if states and kept.exists() else None)

    def _real(self) -> Engine:
        if self._engine is None:
            from voice_interview.cli.places import load_engine

            self._engine = load_engine("faster-whisper", self.model)
        return self._engine


def report(path: Path, engine: Remembering) -> dict[str, Any]:
    """What `analyze --json` says of the fillers, words and sound of a recording."""
    from voice_interview.answers import listen
    from voice_interview.audio import decode
    from voice_interview.metrics.fillers import fillers

    listened = listen(decode.blocks(path), engine)
    recording = Recording(path=path.name, seconds=listened.seconds)
    answer = Answer(
        question=None, recording=recording, transcript=listened.transcript, sound=listened.sound, reading=None
    )
    said: dict[str, Any] = msgspec.to_builtins(answer)
    return {**said, "measures": {"fillers": msgspec.to_builtins(fillers(answer))}}


def judged(clips: Sequence[Clip], model: str = "base") -> Iterator[Judged]:
    engine = Remembering(model)
    for clip in clips:
        yield judge(clip, heard(report(clip.wav, engine)))


def development(minutes: float = 16.0) -> Path:
    """A set like `answers` and `fluent` of `benchmarks.hearing`, half each, from seeds that neither uses."""
    from benchmarks.hearing import sets
    from benchmarks.synthetic.answers import FLUENT

    manifest = DEVELOPMENT / f"{minutes:g}-{sets._sum()}" / "development.tsv"
    if not manifest.exists():
        manifest.parent.mkdir(parents=True, exist_ok=True)
        rows = []
        levels, rooms = list(sets.LEVELS)[:5], sets.ROOMS
        for number in range(round(minutes * 60 / 40)):
            level, room = levels[number % len(levels)], rooms[(number + number // len(levels)) % len(rooms)]
            manner = FLUENT if number % 2 else None
            name, sound, said = sets._spoken(7000 + number, level, 40.0, room, manner=manner)
            said["group"] = f"{'fluent' if number % 2 else 'filled'} {level}"
            rows.append(sets._written(manifest.parent, name, sound, said))
        sets._table(manifest, list(rows[0]), [list(row.values()) for row in rows])
    return manifest


def told(name: str, some: Sequence[Judged]) -> str:
    sounds: Tally = total(one.sounds for one in some)
    words, minutes = all_words(some), sum(one.seconds for one in some) / 60
    perhaps = sum(one.perhaps for one in some)
    return (
        f"{name:24} {minutes:5.1f} min  said {sounds.said:3} found {sounds.found:3} true {sounds.true:3}"
        f"  R {_share(sounds.recall)} P {_share(sounds.precision)} F1 {_share(sounds.f1)}"
        f"  perhaps {perhaps:3}  words {words.rate or 0:.3f}"
    )


def _share(value: float | None) -> str:
    return " -- " if value is None else f"{value:.2f}"


def _events(some: Sequence[Judged]) -> Iterator[str]:
    for one in some:
        for event in one.events:
            if event.heard_at is None or event.at is None:
                said = "missed" if event.heard_at is None else "invented"
                at = event.at or event.heard_at
                times = f"{at.start:7.2f} {at.end:7.2f}" if at else ""
                yield f"  {said:9} {times} {event.label} {event.heard_as} {event.how} {one.clip.name}" + (
                    " (perhaps)" if event.perhaps else ""
                )


def main() -> None:
    parser = argparse.ArgumentParser(description="Try other ways of joining text and sound.")
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--only", default="")
    parser.add_argument("--events", action="store_true")
    parser.add_argument("--model", default="base")
    asked = parser.parse_args()
    for name in asked.sets:
        manifest = development() if name == "development" else Path(name)
        clips = [clip for clip in truth.read(manifest) if asked.only in clip.name]
        found = list(judged(clips, asked.model))
        for group in dict.fromkeys(one.clip.groups["group"] for one in found):
            print(told(group, [one for one in found if one.clip.groups["group"] == group]))
        print(told("all", found))
        if asked.events:
            print("\n".join(_events(found)))


if __name__ == "__main__":
    main()
