"""The program with a clock on the steps between Enter and the report: `python -m benchmarks.traced practice ...`.

Writes a JSON line for each step to the file named by BENCHMARK_TRACE. The clock is the machine's monotonic one, which
all processes share on Linux. A step that is not there any more is an error, not a zero.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

STEPS = {
    "close the recording": "voice_interview.audio.recorder:Recorder.stop",
    "decode what is left": "voice_interview.live:Live.finish",
    "read the meaning": "voice_interview.meaning:read",
    "measure": "voice_interview.metrics:measure",
    "advise": "voice_interview.advice:advise",
    "save the report": "voice_interview.takes:Take.save",
    "render": "voice_interview.reports.terminal:render",
    "show": "voice_interview.cli.wiring:show",
}


def main() -> None:
    sink = Path(os.environ["BENCHMARK_TRACE"])
    for step, place in STEPS.items():
        _time(step, place, sink)
    from voice_interview.cli import main as program

    sys.argv[0] = "voice-interview"
    program()


def _time(step: str, place: str, sink: Path) -> None:
    module, _, path = place.partition(":")
    owner: Any = importlib.import_module(module)
    *outer, name = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    inner = getattr(owner, name)

    @functools.wraps(inner)
    def timed(*arguments: Any, **options: Any) -> Any:
        begin = time.monotonic()
        try:
            return inner(*arguments, **options)
        finally:
            with sink.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"step": step, "begin": begin, "end": time.monotonic()}) + "\n")

    setattr(owner, name, timed)


if __name__ == "__main__":
    main()
