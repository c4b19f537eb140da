"""One contract for both engines, on the same weights; and what each does with bad ones."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from spoken import Samples, in_room, noise, silence, speech

from benchmarks.synthetic.bodies import laugh
from voice_interview.errors import EngineError, WeightsError
from voice_interview.plugins import Engine, Heard, load
from voice_interview.text import is_hesitation, key
from voice_interview.whisper import convert, loops, reference, weights
from voice_interview.whisper.merge import PROMPT

pytestmark = pytest.mark.xdist_group("engines")  # each is loaded once

SAID = "One evening a guest arrived late, and his room had been given away."

ENGINES = [
    pytest.param(("faster-whisper", "tiny.en"), marks=pytest.mark.whisper),
    pytest.param(("faster-whisper", "base"), marks=pytest.mark.whisper),
    pytest.param(("openai-whisper", "tiny.en"), marks=[pytest.mark.whisper, pytest.mark.reference]),
]


def find(model: str) -> weights.Weights:
    from voice_interview.cli.places import cache_folder

    return weights.find(model, cache=cache_folder())


@pytest.fixture(scope="module", params=ENGINES, ids=lambda value: " ".join(value))
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    name, model = request.param
    if name == "openai-whisper":
        pytest.importorskip("whisper", reason="the extra openai is not installed")
    yield load("engines", name)(find(model))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    return in_room(speech(SAID, tmp_path_factory.mktemp("spoken")))


@pytest.fixture(scope="module")
def both(engine: Engine, samples: Samples) -> Heard:
    """What is heard with and without the prompt, asked for in one go."""
    return engine.hear(samples.copy(), (None, PROMPT), "en")


def test_the_contract(both: Heard, samples: Samples) -> None:
    plain, prompted = both.words
    said = [key(word) for word in SAID.split()]
    assert [key(word.text) for word in plain] == said
    assert [key(word.text) for word in prompted if not is_hesitation(word.text)] == said
    for words in (plain, prompted):
        starts = [word.start or 0.0 for word in words]
        assert starts == sorted(starts)
        assert all(0 <= (w.start or 0) <= (w.end or 0) <= len(samples) / 16_000 for w in words)
        assert all(w.confidence is not None and 0 < w.confidence <= 1 for w in words)
    assert sum(word.confidence or 0 for word in plain) / len(plain) > 0.7
    # The voice falls silent 0.2 s before its file ends, the room 0.8 s later; word times of base drift by 0.4 s there.
    assert plain[-1].end == pytest.approx(len(samples) / 16_000 - 1.0, abs=0.6)
    assert both.states is None


def test_asking_twice_is_asking_for_both_at_once_and_states_are_those_of_the_sound_alone(
    engine: Engine, samples: Samples, both: Heard
) -> None:
    plain, prompted = (engine.hear(samples, (prompt,), "en", states=True) for prompt in (None, PROMPT))
    assert (plain.words[0], prompted.words[0]) == both.words
    one, two = plain.states, prompted.states
    assert one is not None and one.dtype == np.float32
    assert one.shape == (round(len(samples) / 320), {"tiny.en": 384, "base": 512}[engine.model])
    assert np.array_equal(one, two)
    assert np.isfinite(one).all() and float(one.std()) > 0.1


def test_what_is_heard_in_circles_is_heard_the_same_each_time(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(9)
    laughter = np.concatenate([laugh(chance) for _ in range(3)]).astype(np.float32)
    circles = []
    told = loops.is_loop
    monkeypatch.setattr(loops, "is_loop", lambda *said: circles.append(told(*said)) or circles[-1])

    heard = [engine.hear(laughter.copy(), (None, PROMPT), "en").words for _ in range(2)]

    assert sum(circles) >= 4, "it is no circle any more: find another laughter"
    assert heard[0] == heard[1]


def test_it_says_what_it_is(engine: Engine) -> None:
    assert engine.name in ("faster-whisper", "openai-whisper")
    assert engine.model_sha256 == weights.PUBLISHED[engine.model]


def test_the_language(engine: Engine, samples: Samples) -> None:
    language, probability = engine.detect_language(samples)
    assert language == "en" and probability > 0.9


def test_nothing_and_too_much(engine: Engine) -> None:
    assert engine.hear(silence(0.0), (None, PROMPT), "en") == (((), ()), None)
    with pytest.raises(ValueError, match="at once"):
        engine.hear(noise(31.0, -40.0), (None,), "en")


@pytest.mark.whisper
def test_a_window_without_speech_ends() -> None:
    engine = load("engines", "faster-whisper")(find("tiny.en"))
    for words in engine.hear(noise(8.0, -40.0), (None, PROMPT), "en").words:
        assert len(words) < 40


@pytest.mark.whisper
def test_all_tensors_of_the_file_are_converted() -> None:
    folder = find("tiny.en").folder
    sizes, state, heads = convert.checkpoint(folder)
    assert (sizes["n_audio_state"], sizes["n_text_layer"], sizes["n_vocab"]) == (384, 4, 51_864)
    stored = [name for name, tensor in convert.tensors(folder / "model.bin").items() if tensor.ndim]
    # Of 8 layers q, k and v are stacked, of 4 k and v once more; 2 tensors become 5 or 3, because k has no bias.
    assert len(state) == len(stored) + 8 * 3 + 4 * 1
    assert heads and all(len(pair) == 2 for pair in heads)
    assert not any(name.endswith("key.bias") for name in state)


@pytest.mark.parametrize("content", [b"", b"not weights at all", b"\x06\x00\x00\x00\x0c\x00WhisperSpec\x00\x03\x00"])
def test_a_file_that_holds_no_weights(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(content)
    with pytest.raises(WeightsError, match="not a CTranslate2 Whisper model"):
        convert.tensors(tmp_path / "model.bin")


@pytest.mark.whisper
def test_damaged_weights_are_one_sentence(tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    (tmp_path / "model.bin").write_bytes(b"damaged")
    bad = weights.Weights(name="mine", folder=tmp_path, sha256="0" * 64, multilingual=True)
    with pytest.raises(EngineError, match="could not be loaded"):
        load("engines", "faster-whisper")(bad)


@pytest.mark.whisper
@pytest.mark.parametrize("content", ['{"alignment_heads": [[1', "[]"])
def test_a_damaged_config_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr(reference, "_libraries", lambda: (None, None))  # which are asked later
    (tmp_path / "model.bin").symlink_to(find("tiny.en").file)
    (tmp_path / "config.json").write_text(content, encoding="utf-8")
    bad = weights.Weights(name="mine", folder=tmp_path, sha256="0" * 64, multilingual=False)
    with pytest.raises(EngineError, match="'mine' could not be loaded"):
        reference.ReferenceEngine(bad)


def test_faster_whisper_refuses_a_checkpoint_of_the_other(tmp_path: Path) -> None:
    own = weights.Weights(name="mine", folder=tmp_path / "mine.pt", sha256="0" * 64, multilingual=True)
    with pytest.raises(EngineError, match="--engine openai-whisper"):
        load("engines", "faster-whisper")(own)


@pytest.mark.reference
def test_a_pickle_with_code_is_not_run(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="the extra openai is not installed")

    class Evil:
        def __reduce__(self) -> Any:
            return os.system, (f"touch {tmp_path / 'ran'}",)

    torch.save({"dims": {}, "model_state_dict": Evil()}, tmp_path / "mine.pt")
    found = weights.find(str(tmp_path / "mine.pt"), cache=tmp_path)
    with pytest.raises(EngineError, match="could not be loaded"):
        load("engines", "openai-whisper")(found)
    assert not (tmp_path / "ran").exists()


@pytest.mark.whisper
@pytest.mark.reference
def test_a_checkpoint_of_openai_whisper_itself(tmp_path: Path, samples: Samples) -> None:
    torch = pytest.importorskip("torch", reason="the extra openai is not installed")
    sizes, state, _ = convert.checkpoint(find("tiny.en").folder)
    file = tmp_path / "tiny.en.pt"
    torch.save({"dims": sizes, "model_state_dict": {n: torch.from_numpy(np.array(t)) for n, t in state.items()}}, file)
    found = weights.find(str(file), cache=tmp_path)
    engine = load("engines", "openai-whisper")(found)
    (words,) = engine.hear(samples, (None,), "en").words
    assert [key(word.text) for word in words] == [key(word) for word in SAID.split()]


def test_the_reference_engine_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without(name: str, *arguments: Any, **options: Any) -> Any:
        if name in ("torch", "whisper"):
            raise ImportError(f"No module named {name!r}")
        return original(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    own = weights.Weights(name="mine", folder=tmp_path, sha256="0" * 64, multilingual=True)
    with pytest.raises(EngineError, match=r'pip install "voice-interview\[openai\]"'):
        load("engines", "openai-whisper")(own)


WINDOWS = """
from concurrent.futures import ThreadPoolExecutor
import numpy as np, psutil
from voice_interview import memory
from voice_interview.cli.places import load_engine

engine = load_engine("faster-whisper", "tiny.en")
sound = np.random.default_rng(1).normal(0, 0.1, 16 * 16_000).astype(np.float32)

def held():
    memory.give_back()
    return psutil.Process().memory_info().rss / 1e6

with ThreadPoolExecutor(2) as both:  # the second decoder takes what it needs once
    list(both.map(lambda _: engine.encode(sound, 12.0), range(6)))
before = held()
for size in range(30):
    engine.encode(sound[: 16_000 * 11 + size * 2_000], 12.0)
print(held() - before)
"""


@pytest.mark.whisper
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc is asked to give memory back")
def test_windows_of_many_lengths_leave_no_memory_behind() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("ONEDNN_")}
    done = subprocess.run([sys.executable, "-c", WINDOWS], env=env, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 20, "MB; 3 were seen, and 37 where every length is kept ready"
