"""What an engine heard once is not decoded again, and is the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spoken import Samples, ToneEngine, silence, tone

from benchmarks import remembered


class Stated(ToneEngine):
    def states(self, samples: Samples) -> Samples:
        return np.full((len(samples) // 320, 2), 0.5, np.float32)


def test_a_window_is_decoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "FOLDER", tmp_path / "kept")
    behind = Stated()
    engine = remembered.Remembering()
    monkeypatch.setattr(engine, "_real", lambda: behind)
    sound = np.concatenate([silence(0.2), tone(300, 0.5), silence(0.2)])
    first = engine.hear(sound, (None, "Um,"), "en", states=True)
    again = engine.hear(sound, (None, "Um,"), "en", states=True)
    assert len(behind.heard) == 1
    assert first.words == again.words == behind.hear(sound, (None, "Um,"), "en").words
    assert again.states is not None and np.array_equal(again.states, np.full((45, 2), 0.5, np.float32))
    assert engine.hear(sound, (None,), "en") == (behind.hear(sound, (None,), "en").words, None)
    assert engine.hear(sound, (None,), "en", states=True).states is not None
    assert len(behind.heard) == 4
