"""Is this microphone fit for an interview? A few seconds of it, judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from voice_interview.model import SAMPLE_RATE

if TYPE_CHECKING:
    from voice_interview.plugins import Samples

Code = Literal["no-sound", "all-zero", "muted", "too-quiet", "clipping", "fine"]

ALL_ZERO = 5e-7
"""Nothing above this: digital silence, which macOS hands out without permission, and muted devices do everywhere."""

DITHER = 2 / 32768
"""Nothing above two steps of 16 bits: a converter with nothing connected. The air of any room is louder than that."""

QUIET = -50.0
"""dBFS of the loudest tenth of a second under which speech is too quiet. In 39 recordings of telephone calls,
monologues and phrases it lay 5.1 to 21.4 dB above the median of the voiced ones (middle 9.8). Speech that just passes
has its median at -60, then: 2 dB above the -62 under which a recording is refused (hearing/faults.py)."""

FULL = 0.985
"""Full scale: resampling moves the flat top of a clipped wave by about 1 %."""

FLAT = 4
"""Full-scale samples in a row that make one clipped peak: 0.25 ms flat, which no unclipped voice is."""

PEAKS = 3
"""Clipped peaks in one test from which the level is too high; a knock on the desk makes one or two."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What a microphone test found. `level_dbfs` is the loudest 100 ms, `peak_dbfs` the highest sample; both None in
    digital silence. `fix` is empty where all is fine."""

    code: Code
    message: str
    fix: str = ""
    level_dbfs: float | None = None
    peak_dbfs: float | None = None


CURES: dict[Code, tuple[str, str]] = {
    "no-sound": (
        "The microphone delivered nothing at all.",
        "Unplug it and plug it in again, close other programs that use it, or choose another: --device.",
    ),
    "all-zero": (
        "The microphone delivers digital silence.",
        "Switch it on, and allow this program to use it (on macOS: System Settings, Privacy & Security, Microphone).",
    ),
    "muted": (
        "The microphone is open, but nothing reaches it.",
        "Switch it on (headsets have a switch or a boom), or choose another: --device.",
    ),
    "too-quiet": (
        "Nothing loud enough to be speech was heard.",
        "Speak during the test; if you did, move closer or raise the level in the system's sound settings.",
    ),
    "clipping": (
        "The microphone is overdriven: loud parts are cut off.",
        "Lower its level in the system's sound settings, or move away from it.",
    ),
    "fine": ("The microphone works.", ""),
}


def verdict(samples: Samples) -> Verdict:
    """Judge some seconds of a microphone into which somebody was asked to speak: mono, 16 kHz."""
    import numpy as np

    if not len(samples):
        return _verdict("no-sound", None, None)
    peak = float(np.abs(samples).max())
    if peak < ALL_ZERO:
        return _verdict("all-zero", None, None)
    level, peak_dbfs = _loudest(samples), 20 * float(np.log10(peak))
    if peak <= DITHER:
        return _verdict("muted", level, peak_dbfs)
    if _clipped_peaks(samples) >= PEAKS:
        return _verdict("clipping", level, peak_dbfs)
    return _verdict("too-quiet" if level < QUIET else "fine", level, peak_dbfs)


def _verdict(code: Code, level: float | None, peak: float | None) -> Verdict:
    message, fix = CURES[code]
    return Verdict(code=code, message=message, fix=fix, level_dbfs=level, peak_dbfs=peak)


def _loudest(samples: Samples) -> float:
    """Root mean square of the loudest 100 ms, in dBFS, without any constant offset."""
    import numpy as np

    size = min(len(samples), SAMPLE_RATE // 10)
    windows = (samples - samples.mean())[: len(samples) // size * size].reshape(-1, size)
    return 10 * float(np.log10(np.max(np.square(windows, dtype=np.float64).mean(axis=1)) + 1e-14))


def _clipped_peaks(samples: Samples) -> int:
    import numpy as np

    full = np.concatenate(([False], np.abs(samples) >= FULL, [False]))
    edges = np.flatnonzero(full[1:] != full[:-1]).reshape(-1, 2)
    return int(((edges[:, 1] - edges[:, 0]) >= FLAT).sum())
