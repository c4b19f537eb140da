"""Programs that turn a recording into words, each in a process of its own with its model loaded and warm.

    python -m benchmarks.engines NAME FILE...     one JSON line when it is ready, then one for each file

Peers get their best case: the samples are in memory already, the language is named, the model has decoded once, every
core is theirs. All hear the same weights. `voice-interview` gets nothing: it reads the file and detects the language.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.log import CACHE, ROOT

if TYPE_CHECKING:
    from voice_interview.whisper.weights import Weights

Hear = Callable[[Path], tuple[str, float]]
"""A file to its words and the seconds it took."""

NAMES = {
    "voice-interview": "both decodings and the report, from the file",
    "faster-whisper": "int8, beam 5, word times",
    "faster-whisper, voice only": "int8, beam 5, word times, `vad_filter=True`",
    "faster-whisper, batched": "int8, beam 5, word times, `BatchedInferencePipeline`, 8 at a time",
    "openai-whisper, beam 5": "32 bits, beam 5, word times",
    "openai-whisper, greedy": "32 bits, greedy, word times",
    "whisper.cpp": "16 bits, its default decoding (greedy), word times",
}
RATE = 16_000


def timed(name: str, files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """`{path, seconds, text, load, peak_mb}` of each file, heard by a fresh process. Raises RuntimeError."""
    command = [sys.executable, "-m", "benchmarks.engines", name, *map(str, files)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True)
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith("{"):
            yield json.loads(line)
    _, said = child.communicate()
    if child.returncode:
        raise RuntimeError(f"{name} failed:\n{said[-2000:]}")


def main() -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    name, *files = sys.argv[1:]
    from voice_interview.cli.places import cache_folder
    from voice_interview.whisper import weights

    begun = time.perf_counter()
    hear = MAKERS[name](weights.find("base", cache=cache_folder()))
    load = time.perf_counter() - begun
    hear(_warm_up())
    for file in files:
        text, seconds = hear(Path(file))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"path": file, "seconds": seconds, "text": text, "load": load, "peak_mb": peak}), flush=True)


def _warm_up() -> Path:
    """Two seconds of the first answer that was rendered."""
    import soundfile

    from benchmarks.speech import answer

    short = CACHE / "warm-up.wav"
    if not short.exists():
        samples, rate = soundfile.read(answer(5)[0], dtype="float32")
        soundfile.write(short, samples[: 2 * rate], rate)
    return short


def _ours(found: Weights) -> Hear:
    from voice_interview import analysis, answers
    from voice_interview.audio import decode
    from voice_interview.model import Recording
    from voice_interview.whisper.ctranslate import CTranslateEngine

    engine = CTranslateEngine(found)

    def hear(file: Path) -> tuple[str, float]:
        begun = time.perf_counter()
        listened = answers.listen(decode.blocks(file), engine)
        answer = analysis.hear(listened, Recording(path=str(file)), None)
        report = analysis.report(answer, ("id", "2000-01-01T00:00:00+00:00"), analysis.provenance(engine))
        return report.transcript.text, time.perf_counter() - begun

    return hear


def _faster_whisper(found: Weights, **how: Any) -> Hear:
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    threads = int(os.environ.get("PEER_THREADS", "0"))
    model: Any = WhisperModel(str(found.folder), compute_type="int8", cpu_threads=threads, local_files_only=True)
    if "batch_size" in how:
        model = BatchedInferencePipeline(model)

    def words(samples: Any) -> str:
        segments, _ = model.transcribe(samples, language="en", beam_size=5, word_timestamps=True, **how)
        return " ".join(word.word.strip() for segment in segments for word in segment.words or ())

    return partial(_on_samples, words)


def _openai_whisper(found: Weights, **how: Any) -> Hear:
    import whisper

    from voice_interview.whisper.reference import ReferenceEngine

    model = ReferenceEngine(found).whisper

    def words(samples: Any) -> str:
        result = whisper.transcribe(model, samples, language="en", word_timestamps=True, fp16=False, **how)
        return " ".join(word["word"].strip() for segment in result["segments"] for word in segment["words"])

    return partial(_on_samples, words)


def _whisper_cpp(found: Weights) -> Hear:
    from pywhispercpp.model import Model

    from benchmarks import ggml

    file = ggml.write(found.folder, CACHE / f"ggml-{found.name}.bin")
    model = Model(str(file), n_threads=os.cpu_count(), redirect_whispercpp_logs_to=None)
    how: dict[str, Any] = {"token_timestamps": True, "max_len": 1, "split_on_word": True, "print_progress": False}

    def words(samples: Any) -> str:
        return " ".join(piece.text for piece in model.transcribe(samples, language="en", **how))

    return partial(_on_samples, words)


def _on_samples(words: Callable[[Any], str], file: Path) -> tuple[str, float]:
    import soundfile

    samples, rate = soundfile.read(file, dtype="float32")
    if rate != RATE:
        raise ValueError(f"{file} has {rate} samples a second")
    begun = time.perf_counter()
    return words(samples), time.perf_counter() - begun


MAKERS: dict[str, Callable[[Weights], Hear]] = {
    "voice-interview": _ours,
    "faster-whisper": _faster_whisper,
    "faster-whisper, voice only": partial(_faster_whisper, vad_filter=True),
    "faster-whisper, batched": partial(_faster_whisper, batch_size=8),
    "openai-whisper, beam 5": partial(_openai_whisper, beam_size=5),
    "openai-whisper, greedy": _openai_whisper,
    "whisper.cpp": _whisper_cpp,
}

if __name__ == "__main__":
    main()
