"""What becomes of a report where the sentence models cannot be run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from strategies import transcript_of

from voice_interview import meaning
from voice_interview.errors import MeaningError
from voice_interview.meaning import by_cues, minilm, network
from voice_interview.meaning.coverage import held_against, warm
from voice_interview.meaning.session import Session
from voice_interview.questions import load_packs, shipped_folder

STORY = transcript_of("Last winter a guest lost her key. I looked for it for an hour. She had it back and thanked me.")


@pytest.fixture(autouse=True)
def loaded_anew() -> Iterator[None]:
    for load in (minilm.load, network.network):
        load.cache_clear()
    yield
    for load in (minilm.load, network.network):
        load.cache_clear()


def failing(error: Exception) -> Any:
    def fails(*_args: Any, **_named: Any) -> Any:
        raise error

    return fails


def no_room() -> Exception:
    from onnxruntime.capi.onnxruntime_pybind11_state import RuntimeException

    made: Exception = RuntimeException("[ONNXRuntimeError] : 6 : Exception during initialization: std::bad_alloc\nat x")
    return made


def test_what_is_no_model_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.onnx").write_bytes(b"no model")
    with pytest.raises(MeaningError, match="cannot be run"):
        Session(tmp_path / "x.onnx")


@pytest.mark.parametrize("error", [no_room(), MemoryError(), RuntimeError("std::bad_alloc")])
def test_without_room_for_the_model_the_cues_read(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr("onnxruntime.InferenceSession", failing(error))
    assert meaning.read(STORY, None).reader == by_cues.NAME


def test_without_room_while_it_reads_the_cues_read(monkeypatch: pytest.MonkeyPatch) -> None:
    model = network.network()
    monkeypatch.setattr(model._session, "_session", type("Full", (), {"run": failing(no_room())})())
    assert meaning.read(STORY, None, lambda: model).reader == by_cues.NAME


def test_without_room_no_quality_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    question = next(one for one in load_packs([shipped_folder()]) if one.looks_for)
    reading = meaning.read(STORY, None)
    monkeypatch.setattr("onnxruntime.InferenceSession", failing(no_room()))
    warm(None)
    assert held_against(reading, STORY, question, None).touches is None
