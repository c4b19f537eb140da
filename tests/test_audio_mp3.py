"""A recording as MP3: where every sound is, it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_interview.audio import decode, mp3
from voice_interview.errors import UnreadableAudioError


def test_a_moment_is_where_it_was_in_the_recording(tmp_path: Path) -> None:
    """MP3 adds silence at both ends; the file says how much, and players leave it out."""
    rng = np.random.default_rng(1)
    sound = np.zeros(16_000 * 13, dtype=np.float32)
    for at in (0, 5, 12):
        sound[16_000 * at : 16_000 * at + 4_000] = np.convolve(rng.normal(0, 0.2, 4_000), np.ones(8) / 8, "same")
    path, coded = tmp_path / "a.wav", tmp_path / "a.mp3"
    soundfile.write(path, sound, 16_000)
    coded.write_bytes(mp3.encode(path))
    heard = decode.read(coded)
    assert len(heard) == len(sound)
    assert len(coded.read_bytes()) == pytest.approx(13 * 6_000, rel=0.03)
    shift = max(range(-1200, 1200), key=lambda by: float(sound[80_000:84_000] @ heard[80_000 + by : 84_000 + by]))
    assert shift == 0
    assert np.sqrt(np.mean((heard - sound) ** 2)) < 0.15 * np.sqrt(np.mean(sound**2))


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("no sound")
    with pytest.raises(UnreadableAudioError):
        mp3.encode(tmp_path / "a.wav")
