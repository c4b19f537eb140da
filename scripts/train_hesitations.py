"""Train the classifier that hears hesitations in the states of Whisper's encoder.

    python scripts/train_hesitations.py                   both models, 14.5 hours of speech: an hour and a half
    python scripts/train_hesitations.py --model base      one of them
    python scripts/train_hesitations.py --compare         other recipes too, on the same speech; nothing is written

Everything is synthetic and of the project's own making (`benchmarks/synthetic`); sounds and states are kept in
benchmarks/.cache/hesitations. Needs the packages of the extra `test`, torch, and espeak-ng. Writes
voice_interview/hearing/weights/hesitations-MODEL.npz.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from scripts.hesitations import material, network, score  # noqa: E402  (they lie beside this script)
from scripts.hesitations.material import Heard  # noqa: E402
from scripts.hesitations.network import Recipe, Weights  # noqa: E402

TARGET = ROOT / "voice_interview" / "hearing" / "weights"
MODELS = ("base", "tiny.en")

HOURS = 14.5
CALIBRATION, EVALUATION = 10_000, 20_000
"""First seeds of the speech to calibrate and to evaluate with: test sentences and test voices, no window in both."""

MINUTES = 30.0
"""Of each of the two."""

THRESHOLDS = (0.3, 0.5, 0.7, 0.85)
LEVELS = ((0.0, 6.0), (6.0, 12.0), (12.0, 20.0), (20.0, 30.0), (30.0, 50.0))
"""Signal-to-noise ratios in dB that results are told apart by."""

OTHERS = {
    "linear": Recipe(hidden=0),
    "projection fixed (PCA)": Recipe(learned=False),
    "96 hidden, 0.24 s of context": Recipe(hidden=96, context=12),
    "256 hidden, 128 components, 35 % dropped": Recipe(hidden=256, components=128, context=24, dropped=0.35, epochs=12),
    "nothing dropped": Recipe(dropped=0.0),
}
"""What else was tried; the figures are in docs/hesitations.md."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", choices=MODELS, action="append")
    parser.add_argument("--hours", type=float, default=HOURS)
    parser.add_argument("--compare", action="store_true")
    options = parser.parse_args()
    for model in options.model or MODELS:
        engine = load(model)
        speech = material.heard(engine, "train", 0, options.hours * 3600)
        calibration = material.heard(engine, "test", CALIBRATION, MINUTES * 60)
        evaluation = material.heard(engine, "test", EVALUATION, MINUTES * 60)
        said = sum(map(len, speech.events))
        print(f"{model}: {speech.seconds / 3600:.2f} h in {len(set(speech.voices))} voices, {said:,} fillers")
        best = Recipe()
        for name, recipe in ({"the recipe": best} | OTHERS if options.compare else {"the recipe": best}).items():
            weights = network.calibrated(network.train(speech, recipe), calibration, score.chances)
            print(f"{model}, {name}:")
            tell(weights, evaluation)
            if not options.compare:
                write(weights, TARGET / f"hesitations-{model}.npz")


def load(model: str) -> object:
    """The program's own engine, so that the states are those it will see."""
    from voice_interview.cli.places import cache_folder
    from voice_interview.whisper import weights
    from voice_interview.whisper.ctranslate import CTranslateEngine

    return CTranslateEngine(weights.find(model, cache=cache_folder()))


def tell(weights: Weights, evaluation: Heard) -> None:
    """Print the scores on speech that was neither trained on nor calibrated with."""
    probable = score.chances(weights, evaluation)
    for threshold in THRESHOLDS:
        print(f"  from {threshold}: {score.score(probable, evaluation, threshold)}")
    for low, high in LEVELS:
        chosen = (evaluation.snr_db >= low) & (evaluation.snr_db < high)
        print(f"  {low:g} to {high:g} dB: {score.score(probable, evaluation, 0.5, chosen)}")
    for family in ("hibari", "piper", "espeak"):
        chosen = np.array([voice.startswith(family) for voice in evaluation.voices])
        print(f"  {family}: {score.score(probable, evaluation, 0.5, chosen)}")
    print(f"  called as often as true: {_reliability(probable, evaluation)}")


def _reliability(probable: np.ndarray, evaluation: Heard) -> str:
    """Share of frames that are fillers among those called 0.1 to 0.3, and so on."""
    asked = evaluation.truth >= 0
    called, true = (probable[:, 1] + probable[:, 2])[asked], evaluation.truth[asked] > 0
    bins = ((0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01))
    parts = []
    for low, high in bins:
        inside = (called >= low) & (called < high)
        parts.append(f"{low:g}+: {true[inside].mean():.2f}" if inside.any() else f"{low:g}+: none")
    return ", ".join(parts)


def write(weights: Weights, file: Path) -> None:
    """The file that the program reads."""
    file.parent.mkdir(exist_ok=True)
    np.savez_compressed(file, allow_pickle=False, **weights)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
