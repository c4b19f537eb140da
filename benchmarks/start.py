"""What is waited for besides Whisper: the start of a command, of a question, and the figures of a transcript."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.log import CACHE, Log, Others, wait_until_quiet
from benchmarks.room import Room, program
from benchmarks.speech import answer

COMMANDS = {"voice-interview --help": ["--help"], "voice-interview questions list": ["questions", "list"]}


def commands(log: Log, times: int, *, patience: float = 60.0) -> None:
    """Start the light commands, and look whether they load numpy."""
    for name, words in COMMANDS.items():
        for _ in log.missing(times, "start", name=name):
            wait_until_quiet(patience)
            others, begun = Others(), time.perf_counter()
            subprocess.run([*program(), *words], capture_output=True, check=True)
            took = time.perf_counter() - begun
            log.add("start", name=name, took=took, others=others.lap(), numpy=_loads_numpy(words))


def _loads_numpy(words: list[str]) -> bool:
    command = [sys.executable, "-X", "importtime", "-m", "voice_interview", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return "| numpy" in done.stderr


def questions(log: Log, times: int, *, patience: float = 60.0) -> None:
    """From the typed command to the first sample of a question that was spoken before."""
    if not (left := log.missing(times, "first sample")):
        return
    with Room() as room:
        room.seconds_to_first_sample()  # now it is in the cache
        for _ in left:
            busy, others = wait_until_quiet(patience), Others()
            took = room.seconds_to_first_sample()
            log.add("first sample", took=took, busy=busy, others=others.lap())


FIGURES = """
import json, sys, time
import msgspec
from voice_interview import analysis, meaning
from voice_interview.advice import advise
from voice_interview.metrics import measure
from voice_interview.model import Answer, Report
from voice_interview.reports import terminal
report = msgspec.json.decode(open(sys.argv[1], "rb").read(), type=Report)
metrics = analysis.metrics()
took = []
for _ in range(5):
    begun = time.perf_counter()
    reading = meaning.read(report.transcript, report.question)
    read = time.perf_counter()
    answer = Answer(question=report.question, recording=report.recording, transcript=report.transcript,
                    sound=report.sound, reading=reading)
    measures = measure(answer, metrics)
    advise(report.question, report.recording, report.transcript, measures)
    measured = time.perf_counter()
    terminal.render(report)
    took.append({"reading": read - begun, "figures": measured - read, "render": time.perf_counter() - measured})
print(json.dumps({"words": len(report.transcript.words), "first": took[0], "later": took[1:]}))
"""


def figures(log: Log, seconds: float, *, patience: float = 60.0) -> None:
    """All measures and the advice of a long transcript: the first time in a process, and when all is loaded."""
    if not log.missing(1, "figures", seconds=seconds):
        return
    report = _report(answer(seconds, 1)[0])
    wait_until_quiet(patience)
    done = subprocess.run([sys.executable, "-c", FIGURES, str(report)], capture_output=True, text=True, check=True)
    log.add("figures", seconds=seconds, **json.loads(done.stdout))


def _report(sound: Path) -> Path:
    """The report on a sound file; made once."""
    path = CACHE / f"{sound.stem}.json"
    if not path.exists():
        done = subprocess.run([*program(), "analyze", "--json", str(sound)], capture_output=True, check=True)
        path.write_bytes(done.stdout)
    return path
