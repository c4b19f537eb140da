"""Every file of weights that ships with the program is one whose checksum stands here or in the code that loads it."""

from __future__ import annotations

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from voice_interview.errors import VoiceError, WeightsError
from voice_interview.voices import hibari
from voice_interview.whisper import fetch, weights

PACKAGE = Path(__file__).parent.parent / "voice_interview"

SHIPPED = {
    "hearing/weights/hesitations-base.npz": "66955671593247718c4fc81da7185b627c153fbb5d5239e7302c9c8a5bd7b7cf",
    "hearing/weights/hesitations-tiny.en.npz": "99b12d9c0ef6eba667330215eb4f6e3c720c3e0ef4a8a479af7982cd95be7937",
    "meaning/weights/coverage.npz": "36b98e276fc81db6276f583417c5dd2d6d66fbf493064312b308020dff392bc3",
    "meaning/weights/star.npz": "9f60a3e0362c28be1670431efc44532ef04e634ec8b40b067fb81e74391a1840",
    "meaning/weights/star.onnx": "d3aaa1921e7dab90402ab21d041016900f796fac16606b9780d3b0d765b2c8fa",
    "meaning/weights/tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""sha256 of what `make star-model`, `make coverage-model` and `scripts/train_hesitations.py` made last."""


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def test_all_weights_that_ship_are_the_pinned_ones() -> None:
    endings = {".onnx", ".npz", ".bin", ".pt"}
    found = {path for path in PACKAGE.rglob("*") if path.suffix in endings or path.parent.name == "weights"}
    files = {path.relative_to(PACKAGE).as_posix(): sha256(path) for path in found if path.is_file()}
    assert {name: one for name, one in files.items() if "__pycache__" not in name} == SHIPPED


def test_the_networks_of_the_voice_are_the_published_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = find_spec("hibari")
    assert spec is not None and spec.submodule_search_locations
    assets = Path(spec.submodule_search_locations[0], "assets")
    assert {name: sha256(assets / name) for name in hibari.MODELS} == hibari.MODELS
    monkeypatch.setitem(hibari.MODELS, "oov.onnx", "0" * 64)
    with pytest.raises(VoiceError, match=r"oov\.onnx has another checksum"):
        hibari.HibariVoice().speak("Hello.", Path("unwritten.wav"))


def test_weights_that_come_without_a_checksum_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that names none, or somebody between it and us: what was downloaded is not used."""

    def snapshot_download(_: str, local_dir: Path, allow_patterns: list[str]) -> None:
        assert "model.bin" in allow_patterns
        for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.json"):
            (local_dir / name).write_text("[]", encoding="utf-8")

    monkeypatch.setattr(fetch, "_network_errors", lambda: (OSError,))
    monkeypatch.setitem(sys.modules, "huggingface_hub", SimpleNamespace(snapshot_download=snapshot_download))
    with pytest.raises(WeightsError, match="without a checksum"):
        fetch.fetch("small", cache=tmp_path)
    assert weights.locate("small", cache=tmp_path) == ()
