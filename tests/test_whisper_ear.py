"""An ear beside an engine in whose states nothing can listen: words from the one, hesitations from the other."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from spoken import ToneEngine, espeak, in_room, silence, speech, tone

from voice_interview.answers import listen
from voice_interview.cli import places
from voice_interview.errors import WeightsError
from voice_interview.listening import settings
from voice_interview.plugins import Engine, Heard, ear
from voice_interview.process import Identity
from voice_interview.whisper import weights
from voice_interview.whisper.ear import WithEar


class Ear(ToneEngine):
    """Hears no words, only states."""

    model = "small ear"

    def hear(self, samples, prompts, _language, **_asked):  # type: ignore[no-untyped-def]
        assert not prompts
        return Heard((), np.full((len(samples) // 320, 1), 0.5, np.float32))


def test_words_come_from_the_one_and_states_from_the_other() -> None:
    samples = np.concatenate([tone(300, 0.5), silence(0.3), tone(400, 0.5)])
    engine = WithEar(ToneEngine(), Ear())
    heard = engine.hear(samples, (None, "Um,"), "en", states=True)
    assert heard.words == ToneEngine().hear(samples, (None, "Um,"), "en").words
    assert heard.states is not None and len(heard.states) == len(samples) // 320
    assert engine.hear(samples, (None,), "en").states is None
    assert engine.hear(samples, (), "en", states=True).words == ()
    assert engine.detect_language(samples) == ToneEngine().detect_language(samples)


def test_the_report_names_the_engine_and_the_ear() -> None:
    engine: Engine = WithEar(ToneEngine(), Ear())
    assert (engine.name, engine.model) == (ToneEngine.name, ToneEngine.model)
    assert (ear(engine), ear(ToneEngine())) == ("small ear", ToneEngine.model)
    assert Identity.of(engine).ear == "small ear"
    assert settings("base")["hesitations"]["model"] == "base"


@pytest.fixture
def own(tmp_path: Path) -> str:
    """Weights of the user's own, for whose states there is no network."""
    folder = tmp_path / "mine"
    shutil.copytree(weights.find("tiny.en", cache=places.cache_folder()).folder, folder)
    return str(folder)


@pytest.mark.whisper
def test_fillers_are_heard_in_the_sound_with_any_model(own: str, tmp_path: Path) -> None:
    filler = espeak("um", "en-us", tmp_path) * 0.5
    filler = filler[: np.flatnonzero(np.abs(filler) > 0.01)[-1]]
    one, two = (speech(said, tmp_path) for said in ("I was at the desk", "The guest was angry."))
    sound = in_room(np.concatenate([one, silence(0.2), filler, silence(0.5), two]).astype(np.float32))
    (engine,) = places.load_engines("faster-whisper", own, 1)
    found = listen(np.array_split(sound, 20), engine)
    alone = listen(np.array_split(sound, 20), places.load_engine("faster-whisper", "tiny.en"))
    assert (engine.model, ear(engine)) == ("mine", "base")
    at = 0.8 + len(one) / 16_000 + 0.2
    assert [event.start for event in found.sound.hesitations] == pytest.approx([at], abs=0.3)
    assert not found.sound.unlistened
    said = [[w.text for w in one.transcript.words if w.text.lower().strip(",.") != "um"] for one in (found, alone)]
    assert said[0] == said[1]


@pytest.mark.whisper
def test_several_engines_have_an_ear_each(own: str) -> None:
    engines = places.load_engines("faster-whisper", own, 2)
    assert [ear(engine) for engine in engines] == ["base", "base"]
    assert [ear(engine) for engine in places.load_engines("faster-whisper", "tiny.en", 2)] == ["tiny.en", "tiny.en"]


@pytest.mark.whisper
def test_without_weights_for_the_ear_the_words_are_heard_all_the_same(
    own: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = weights.find

    def found(model: str, **where: Path) -> weights.Weights:
        if model == "base":
            raise WeightsError("damaged", "fetch them anew")
        return find(model, **where)

    monkeypatch.setattr(weights, "find", found)
    engine = places.load_engine("faster-whisper", own)
    heard = listen([in_room(speech("I was at the desk.", tmp_path))], engine)
    assert len(heard.transcript.words) == 5
    assert heard.sound.unlistened
