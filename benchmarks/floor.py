"""What the hardware allows: the time for one window and for one chunk, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

from benchmarks.log import ROOT, Log, wait_until_quiet
from benchmarks.speech import answer

TIMES = 7
CHUNK = 5.0
"""Seconds of a chunk that is heard whole: about what is left when a speaker stops."""

RATE = 16_000


def measure(log: Log, *, patience: float = 60.0) -> None:
    """The least of several runs: what is in the way of a run only makes it longer."""
    if not log.missing(1, "floor"):
        return
    answer(20, 1)
    wait_until_quiet(patience)
    command = [sys.executable, "-m", "benchmarks.floor"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    log.add("floor", chunk=CHUNK, **json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    from time import perf_counter

    from voice_interview.audio import decode
    from voice_interview.cli.places import load_engine
    from voice_interview.whisper import ctranslate, merge

    engine = load_engine("faster-whisper", "base")
    assert isinstance(engine, ctranslate.CTranslateEngine)
    chunk = decode.read(answer(20, 1)[0])[: int(CHUNK * RATE)]
    encode, hear = [], []
    for _ in range(TIMES):
        begun = perf_counter()
        engine.encode(chunk, ctranslate.WINDOW)
        encode.append(perf_counter() - begun)
        begun = perf_counter()
        engine.hear(chunk, (None, merge.PROMPT), "en")
        hear.append(perf_counter() - begun)
    print(json.dumps({"encode": min(encode), "hear": min(hear)}))


if __name__ == "__main__":
    main()
