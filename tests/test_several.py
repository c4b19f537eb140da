"""Several recordings in one call: heard at once, told in order, one that fails alone, left as soon as nobody waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from spoken import ToneEngine

from voice_interview.audio import decode
from voice_interview.cli import places
from voice_interview.cli.several import Job, Several
from voice_interview.cli.wiring import Ear
from voice_interview.errors import AudioError, EngineError
from voice_interview.processors import cores


class Waiting(ToneEngine):
    """Hears only when as many as there are engines are at it, so that one after the other would never end."""

    together = threading.Barrier(2)

    def hear(self, samples, prompts, language, **asked):  # type: ignore[no-untyped-def]
        self.together.wait(20)
        return super().hear(samples, prompts, language, **asked)


class Endless(ToneEngine):
    begun = threading.Event()

    def hear(self, samples, prompts, language, **asked):  # type: ignore[no-untyped-def]
        self.begun.set()
        time.sleep(0.2)
        return super().hear(samples, prompts, language, **asked)


class Given(Ear):
    """An ear with engines of ours."""

    def __init__(self, *engines: Any) -> None:
        super().__init__("tones", "none", len(engines))
        self._engines = engines


ANSWER = decode.read(Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac")


def file(folder: Path, name: str, seconds: float = 2.0) -> str:
    """Speech, so that there is something to listen to."""
    path = folder / f"{name}.wav"
    soundfile.write(path, ANSWER[: int(seconds * 16_000)], 16_000)
    return str(path)


def prepare(path: Path) -> Job:
    """A job whose report is the words, the file's name and the engine."""
    decode.sample_rate(path)
    return Job(path, (), lambda heard, engine: (path.stem, heard.seconds, engine.name))  # type: ignore[arg-type,return-value]


def told(sources: Sequence[str], ear: Ear) -> list[Any]:
    """The report of each source, or its error."""
    found: list[Any] = []
    with Several(sources, prepare, ear) as several:
        for result in several.results():
            try:
                found.append(result())
            except (AudioError, EngineError) as error:
                found.append(error)
    return found


def test_they_are_heard_at_once_and_told_in_order(tmp_path: Path) -> None:
    sources = [file(tmp_path, name, seconds) for name, seconds in (("a", 6.0), ("b", 2.0), ("c", 4.0), ("d", 2.0))]
    engines = Waiting(), Waiting()
    found = told(sources, Given(*engines))
    assert [name for name, *_ in found] == ["a", "b", "c", "d"]
    assert all(engine.heard for engine in engines)
    assert found == told(sources, Given(ToneEngine())), "one engine alone says the same"


def test_one_that_fails_stops_no_other(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_text("no sound")
    sources = [file(tmp_path, "a"), str(broken), str(tmp_path / "gone.wav"), file(tmp_path, "b")]
    for engines in ([ToneEngine()], [ToneEngine(), ToneEngine()]):
        first, *failed, last = told(sources, Given(*engines))
        assert (first[0], last[0]) == ("a", "b")
        assert [isinstance(one, AudioError) for one in failed] == [True, True]


def test_an_engine_that_fails_is_told_of_its_recording(tmp_path: Path) -> None:
    class Failing(ToneEngine):
        def hear(self, samples, prompts, language, **asked):  # type: ignore[no-untyped-def]
            if len(samples) > 64_000:
                raise EngineError("There is no memory left.", "Close other programs.")
            return super().hear(samples, prompts, language, **asked)

    sources = [file(tmp_path, "a", 8.0), file(tmp_path, "b")]
    failed, fine = told(sources, Given(Failing(), Failing()))
    assert isinstance(failed, EngineError) and fine[0] == "b"


def test_what_nobody_waits_for_is_left(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a file of hours ends the program after one more decode, not after the file."""
    source = str(tmp_path / "long.wav")
    soundfile.write(source, np.tile(ANSWER, 20), 16_000)
    several = Several([source, file(tmp_path, "b")], prepare, Given(Endless(), Endless()))
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), several:
        next(several.results())
        assert Endless.begun.wait(20)
        raise KeyboardInterrupt
    assert time.monotonic() - begun < 20, "a hundred decodes take longer than that"
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("listening")]


def test_engines_that_cannot_be_shared_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shared(ToneEngine):
        @classmethod
        def several(cls, _weights: object, number: int) -> tuple[Shared, ...]:
            return tuple(cls() for _ in range(number))

    def engines(kind: Any, number: int) -> int:
        made = kind if hasattr(kind, "several") else lambda _: kind()
        monkeypatch.setattr("voice_interview.plugins.load", lambda *_: made)
        return len(places.load_engines("tones", "base", number))

    assert (engines(Shared, 3), engines(ToneEngine, 3)) == (3, 1)


@pytest.mark.whisper
def test_engines_over_the_same_weights_hear_what_one_hears() -> None:
    parts = [ANSWER[at : at + 10 * 16_000] for at in range(0, 40 * 16_000, 10 * 16_000)]
    alone = places.load_engine("faster-whisper", "tiny.en")
    wanted = [alone.hear(part, (None,), "en").words for part in parts]
    engines = places.load_engines("faster-whisper", "tiny.en", 2)
    found: list[Any] = [None] * len(parts)

    def hear(first: int) -> None:
        for at in range(first, len(parts), 2):
            found[at] = engines[first].hear(parts[at], (None,), "en").words

    threads = [threading.Thread(target=hear, args=(first,)) for first in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = [[[word.text for word in words] for words in heard] for heard in (*wanted, *found)]
    assert said[: len(parts)] == said[len(parts) :]


def test_there_is_a_core() -> None:
    assert cores() >= 1
