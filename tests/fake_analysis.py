"""Stands in for `voice-interview analyze --keep --json`: tells its stages, and keeps a take like the first that there
is. A file named "broken" fails, one named "silent" ends without a word, one named "endless" never ends."""

from __future__ import annotations

import shutil
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from voice_interview import stages
from voice_interview.model import Failure, Fault
from voice_interview.takes import Takes


def main(root: Path, file: Path) -> None:
    stages.tell(stages.Stage("Loading the Whisper model"))
    if file.stem == "silent":
        sys.exit("a library below gave up")
    while file.stem == "endless":
        time.sleep(0.05)
    if file.stem == "broken":
        error = Fault(code="unreadable-audio", message=f"{file} holds no sound.", fix="Send another.")
        print(msgspec.json.encode(Failure(path=str(file), error=error)).decode())
        sys.exit(1)
    for done in (0.0, 0.5, 1.0):
        stages.tell(stages.Stage(f"Listening to {file.name}", done))
    report = next(take for take in Takes(root).all() if take.has_report).report()
    take = Takes(root).new(report.question, datetime(2026, 10, 1, tzinfo=UTC))
    shutil.copyfile(file, take.answer)
    take.record(report.recording)
    take.save_report(replace(report, id=take.id))
    print(msgspec.json.encode(take.report()).decode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[-1]))
