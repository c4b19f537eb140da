"""Targets that no person writes: sound files, and the weights that read meaning (only copies of them are touched)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest import mock

from benchmarks.fuzz import mutations, sounds
from benchmarks.fuzz.bounds import Step
from benchmarks.fuzz.target import ROOT, Target

WEIGHTS = ROOT / "voice_interview" / "meaning" / "weights"
SAID = (
    "Last year I worked in a shop. A customer was angry because her order was late. It was my job to put it right. "
    "I listened, I called the depot, and I drove the parcel to her myself. In the end she was happy and came back."
)


@cache
def valid() -> tuple[tuple[str, bytes], ...]:
    """A file of every container, with the ending of its name."""
    with TemporaryDirectory() as folder:
        files = [make(Path(folder)) for make in sounds.CONTAINERS.values()]
        return tuple((path.suffix, path.read_bytes()) for path in files)


def _sound(folder: Path, draw: Random) -> None:
    ending, data = draw.choice(valid())
    for _ in range(draw.choice((1, 1, 3))):
        data = mutations.broken(data, draw)
    (folder / f"x{ending}").write_bytes(data)


def _sound_read(folder: Path) -> Iterator[Step]:
    import numpy as np

    from voice_interview.audio import decode, mp3, wav

    def heard(path: Path) -> None:
        for block in decode.blocks(path):
            assert block.dtype == "float32", block.dtype
            assert len(block) <= 8_000 and np.max(abs(block)) <= 1

    for path in folder.iterdir():
        yield partial(decode.duration, path)
        yield partial(decode.sample_rate, path)
        yield partial(heard, path)
        yield partial(mp3.encode, path)
        yield partial(wav.repair, path)


def _weights(folder: Path, draw: Random) -> None:
    for name in ("star.onnx", "star.npz", "coverage.npz", "tokenizer.json"):
        (folder / name).symlink_to(WEIGHTS / name)
    name = draw.choice(("star.npz",) * 4 + ("coverage.npz",) * 4 + ("tokenizer.json",) * 2 + ("star.onnx",))
    (folder / name).unlink()
    if draw.random() < 0.95:
        data = (WEIGHTS / name).read_bytes()
        for _ in range(draw.choice((1, 2, 5))):
            data = mutations.broken(data, draw)
        (folder / name).write_bytes(data)


def _weights_read(folder: Path) -> Iterator[Step]:
    from voice_interview import meaning
    from voice_interview.meaning import coverage, minilm, network, qualities, tokens
    from voice_interview.model import Question, Word
    from voice_interview.transcripts import _of_words

    said = _of_words(tuple(Word(text=word) for word in SAID.split()))
    asked = Question(id="x", text="x", kind="behavioural", pack="x", looks_for=("empathy", "patience"))

    def read() -> None:
        for kept in (qualities.weights, tokens._tokenizer, tokens._ids, minilm.load):
            kept.cache_clear()
        with (
            mock.patch.object(tokens, "VOCABULARY", folder / "tokenizer.json"),
            mock.patch.object(qualities, "WEIGHTS", folder / "coverage.npz"),
        ):
            reading = meaning.read(said, asked, lambda: network.Network(folder / "star.onnx", folder / "star.npz"))
            assert len(reading.labels) == len(said.sentences)
            coverage.held_against(reading, said, asked, None)

    yield read


TARGETS = (
    Target("sound", "sound files of every container", _sound, _sound_read),
    Target("weights", "copies of the weights that read meaning, with their vocabulary", _weights, _weights_read),
)
