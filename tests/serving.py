"""What the tests of the coach's pages share: takes to show, the program over them, and one that runs by itself."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import soundfile
from msgspec.structs import replace
from test_reports import sample

from voice_interview.audio import decode
from voice_interview.model import Measure, Question, Report
from voice_interview.takes import Take, Takes
from voice_interview.web import app, server
from voice_interview.web.desk import Desk
from voice_interview.web.entrance import ENTER, Entrance
from voice_interview.web.jobs import Jobs
from voice_interview.web.shelf import Shelf

ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"
NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
SECONDS = 20.0
QUESTION = Question(id="angry", text="Tell me about a time you calmed a customer.", kind="behavioural", pack="own")
FAKE = (sys.executable, str(Path(__file__).with_name("fake_analysis.py")))
PORT = 8765


def kept(root: Path, report: Report | None = None, days: float = 0.0, *, sound: bool = True) -> Take:
    """A take of this report, made so many days after the first."""
    report = report or sample()
    now = NOW + timedelta(days=days)
    take = Takes(root).new(report.question, now)
    recording = replace(report.recording, path="answer.wav", seconds=38.0)
    take.record(recording)
    if sound:
        soundfile.write(take.answer, decode.read(ANSWER)[: int(SECONDS * 16_000)], 16_000, subtype="PCM_16")
    made = now.isoformat(timespec="seconds")
    take.save_report(replace(report, id=take.id, created_at=made, recording=recording))
    return take


def measured(report: Report, **values: float) -> Report:
    """The report with other figures."""
    changed = {name: replace(report.measures[name], value=value, low=None, high=None) for name, value in values.items()}
    measures: dict[str, Measure] = report.measures | changed
    return replace(report, measures=measures)


class Site:
    """The program in this process, over one folder of takes: `app` to be asked, `entrance` to be let in by."""

    def __init__(self, root: Path, spool: Path, command: Sequence[str] = FAKE, port: int = PORT) -> None:
        self.root = root
        self.entrance = Entrance()
        ticks = count()
        self.jobs = Jobs((*command, str(root)), spool)
        shelf = Shelf(Takes(root), spool / "cache")
        self.desk = Desk(shelf, self.jobs, (QUESTION,), lambda: NOW + timedelta(seconds=next(ticks)))
        self.app = app.create(self.desk, self.entrance, port)
        self.port = port

    @property
    def link(self) -> str:
        return f"http://{server.ADDRESS}:{self.port}{ENTER}?token={self.entrance.token()}"


@contextmanager
def running(root: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The program in one of its own, which analyses nothing, and as many links as are asked for by a line to it."""
    command = [sys.executable, __file__, str(root)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=Path(__file__).parent
    ) as process:
        try:
            assert process.stdout is not None
            yield process, [process.stdout.readline().strip() for _ in range(20)]
        finally:
            process.terminate()


def main(root: Path) -> None:
    """Print twenty links and serve."""
    listening = server.listen(0)
    with tempfile.TemporaryDirectory() as spool, listening:
        site = Site(root, Path(spool), port=listening.getsockname()[1])
        for _ in range(20):
            print(site.link, flush=True)
        with site.jobs:
            server.Server(site.app, site.jobs.ending.set).run([listening])


def told(answer: Any) -> Any:
    """The JSON of an answer that went well."""
    assert answer.status_code < 300, answer.text
    return answer.json()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
