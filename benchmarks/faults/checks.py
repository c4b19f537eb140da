"""What was lost, half written or left behind. Pure but for the reading of files."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE = 16_000
HEADER = 44
WINDOW, HOP = 0.4, 0.2
"""Seconds of a stretch that is looked for in what the witness heard, and between the beginnings of two."""

SAME = 0.6
"""Correlation from which a stretch is found; between stretches of other sound it stays under 0.3."""

NEAR = 0.05
"""Seconds around the place where the stretch before says that the next must be."""

QUIET = -68.0
"""dB below full scale from which a stretch has a place: the noise of the empty room, at -75, is the same every second;
that of the answers, at -62, never."""

STEP = 0.01
"""Seconds by which places may waver without anything being lost."""

FAULTY = re.compile(r"Traceback \(most recent call last\)|Fatal Python error|Exception ignored in|Segmentation fault")


OURS = "voice_interview"


class Lost(NamedTuple):
    """Seconds of sound that the witness heard and the recording lacks: at its beginning, inside and at its end."""

    begin: float
    inside: float
    end: float

    @property
    def total(self) -> float:
        return self.begin + self.inside + self.end


def lost(recorded: Samples, heard: Samples, begin: float, until: float) -> Lost:
    """What `recorded` lacks of the seconds `begin` to `until` of what the witness `heard`; both at 16 kHz. The places
    of overlapping stretches tell: where they jump, something was left out; where several cannot be found, what is there
    is something else."""
    if until <= begin:
        return Lost(0.0, 0.0, 0.0)
    places = _places(recorded, heard)
    found = [(at, place) for at, place in places if place is not None]
    if not found:
        return Lost(0.0, 0.0, until - begin)
    inside = _unheard(places, heard, begin, until)
    shifts = [place - at for at, place in found]
    for before, now in pairwise(shifts):
        inside += now - before if now - before > STEP else 0.0
    end = len(recorded) / RATE + shifts[-1]
    return Lost(max(0.0, min(until, shifts[0]) - begin), inside, max(0.0, until - max(begin, end)))


def _places(recorded: Samples, heard: Samples) -> list[tuple[float, float | None]]:
    """Each stretch of the recording, by the second of its beginning, with the second at which the witness heard it."""
    length, shift = int(WINDOW * RATE), None
    found: list[tuple[float, float | None]] = []
    for start in range(0, len(recorded) - length + 1, int(HOP * RATE)):
        piece = recorded[start : start + length]
        place = None
        if _level(piece) > QUIET:
            place = None if shift is None else _find(piece, heard, start + shift)
            place = _find(piece, heard, None) if place is None else place
        shift = shift if place is None else place - start
        found.append((start / RATE, None if place is None else place / RATE))
    return found


def _find(piece: Samples, heard: Samples, near: int | None) -> int | None:
    """Where in `heard` the piece is, in samples: around one place, or anywhere."""
    import numpy as np
    from scipy.signal import correlate

    low, high = 0, len(heard)
    if near is not None:
        low, high = max(0, near - int(NEAR * RATE)), min(len(heard), near + len(piece) + int(NEAR * RATE))
    part = heard[low:high].astype(np.float64)
    own = float(np.sum(np.square(piece, dtype=np.float64)))
    if len(part) < len(piece) or own <= 0:
        return None
    energy = np.concatenate([[0.0], np.cumsum(part**2)])
    energy = energy[len(piece) :] - energy[: -len(piece)]
    alike = correlate(part, piece.astype(np.float64), mode="valid") / np.sqrt(own * np.maximum(energy, 1e-9))
    best = int(np.argmax(alike))
    return low + best if alike[best] >= SAME else None


def _unheard(places: list[tuple[float, float | None]], heard: Samples, begin: float, until: float) -> float:
    """Seconds between begin and until at which the recording holds something else than what the witness heard, from
    three stretches on: fewer lie across a cut."""
    found, run, last = 0.0, 0, None
    for at, place in places:
        if place is not None:
            run, last = 0, place - at
            continue
        if last is None or not begin <= at + last <= until - WINDOW:
            continue
        start = int((at + last) * RATE)
        run = run + 1 if _level(heard[start : start + int(WINDOW * RATE)]) > QUIET else 0
        found += HOP if run > 3 else HOP * 2 if run == 3 else 0.0
    return found


def _level(samples: Samples) -> float:
    """Root mean square in dB below full scale."""
    import numpy as np

    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return 10 * float(np.log10(max(power, 1e-12)))


def damaged_files(folder: Path) -> list[str]:
    """JSON that does not parse, and temporary files that were left."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".json", ".jsonl") and not path.name.startswith("."):
            texts = path.read_text(encoding="utf-8")
            for text in texts.splitlines() if path.suffix == ".jsonl" else [texts]:
                try:
                    json.loads(text)
                except ValueError:
                    found.append(f"half-written: {path.name}")
    return found


def left_behind(folder: Path) -> list[str]:
    """Temporary files of ours."""
    names = (path.name for path in folder.rglob(".*"))
    return [f"left behind: {name}" for name in names if re.match(r"\.[a-z]+\.(json|jsonl|wav)\.", name)]


def broken_takes(folder: Path) -> list[str]:
    """What is wrong with the takes in a folder, after they were brought back."""
    found = []
    for take in sorted(path.parent for path in folder.glob("*/take.json")):
        file, wav = json.loads((take / "take.json").read_text(encoding="utf-8")), take / "answer.wav"
        if file["state"] != "recorded":
            found.append("a take is still open")
        elif not wav.exists():
            found.append("a take without sound")
        else:
            size, head = wav.stat().st_size, wav.read_bytes()[:HEADER]
            if (
                int.from_bytes(head[40:44], "little") != size - HEADER
                or int.from_bytes(head[4:8], "little") != size - 8
            ):
                found.append("the header of a recording is wrong")
    found += [f"not a take: {path.name}" for path in folder.glob("*_*") if not (path / "take.json").exists()]
    return found


def faulty(text: str) -> str | None:
    """The part of a terminal's text in which a fault of the program shows; None where none does. A Ctrl-C that came
    before Python had begun with the program is none: no file of ours is named."""
    found = FAULTY.search(text)
    if found is None or ("KeyboardInterrupt" in text and OURS not in text[found.start() :]):
        return None
    return text[max(0, found.start() - 200) : found.start() + 3000]


def open_takes(folder: Path) -> bool:
    """Whether a take lies there whose recording was not closed."""
    texts = (path.read_text(encoding="utf-8") for path in folder.glob("*/take.json"))
    return any('"state": "recording"' in text for text in texts)


def samples(path: Path | None) -> Samples:
    """The sound of a recording, as much of it as there is; none where there is no recording."""
    import numpy as np

    data = path.read_bytes()[HEADER:] if path else b""
    return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / np.float32(32_768)
