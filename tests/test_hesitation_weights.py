"""The weights that the package brings for hesitations: their form, and that they hear what they were made to hear."""

from __future__ import annotations

import shutil
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.synthetic import answers, nothing
from benchmarks.synthetic.voices import Voice
from scripts.hesitations.score import matched
from scripts.train_hesitations import MODELS, load
from voice_interview.hearing.hesitations import classifier, events

SIZES = {"base": 512, "tiny.en": 384}
"""Numbers in one encoder state."""

SURE = 0.7


@pytest.mark.parametrize("model", MODELS)
def test_the_weights_have_the_form_that_the_program_reads(model):
    file = files("voice_interview.hearing").joinpath("weights", f"hesitations-{model}.npz")
    content = Path(str(file))
    assert content.stat().st_size < 1_500_000
    with np.load(content, allow_pickle=False) as arrays:
        shapes = {name: arrays[name].shape for name in arrays.files}
        width, hidden = 2 * int(arrays["context"]) + 1, len(arrays["b1"])
        assert float(arrays["temperature"]) > 0 and all(np.isfinite(arrays[name]).all() for name in arrays.files)
        assert (arrays["scale"] > 0).all()
    size, components = SIZES[model], shapes["components"][0]
    assert shapes == {
        "mean": (size,),
        "scale": (size,),
        "components": (components, size),
        "w1": (width * components, hidden),
        "b1": (hidden,),
        "w2": (hidden, 3),
        "b2": (3,),
        "context": (),
        "temperature": (),
    }


@pytest.mark.whisper
@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize("model", MODELS)
def test_fillers_of_voices_that_were_not_trained_with_are_heard(model):
    engine, network = load(model), classifier(model)
    assert network is not None
    said = found = right = 0
    for seed, voice in enumerate((Voice("hibari"), Voice("piper"), Voice("espeak", "en-gb+adam"))):
        made = answers.make(seed, "test", seconds=9, snr_db=25, room="study", voice=voice, manner=answers.Manner(0.12))
        states = np.array(engine.encode(made.sound[: 14 * 16_000], 12.0))[0][: round(min(made.seconds, 14) / 0.02)]
        true = [(start, end) for _, start, end in made.fillers if end < 14]
        heard = [(event.start, event.end) for event in events(network(states)) if event.confidence >= SURE]
        said, found, right = said + len(true), found + len(heard), right + matched(true, heard)
    assert said >= 6 and 2 * right / (said + found) > 0.7


@pytest.mark.whisper
@pytest.mark.parametrize("kind", ["silence", "fan", "keyboard"])
def test_nothing_is_heard_where_nobody_speaks(kind):
    engine, network = load("base"), classifier("base")
    assert network is not None
    sound = nothing.make(kind, 0.2, seed=1)
    states = np.array(engine.encode(sound, 12.0))[0][:600]
    assert not [event for event in events(network(states)) if event.confidence >= SURE]
