"""What the commands share: loading an engine, listening with a progress bar, showing a report."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import click

from voice_interview import stages
from voice_interview.cli.places import config_folder, load_engines
from voice_interview.model import Company, FillerList, Provenance, Question, Recording, Report, StarShares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from voice_interview.analysis import Identified
    from voice_interview.listening import Listened
    from voice_interview.plugins import Engine
    from voice_interview.takes import Take


@dataclass(frozen=True)
class Against:
    """What an answer is held against: the question and a company's own words, None for those of its take, and the
    advised shares of a story."""

    question: Question | None = None
    company: Company | None = None
    star_shares: StarShares = field(default_factory=StarShares)


def of_text(path: Path, against: Against) -> Report:
    """The report on an answer that comes as text."""
    from voice_interview import analysis, transcripts

    answer = analysis.understand(
        against.question, Recording(path=str(path)), transcripts.read(path), None, against.company
    )
    return analysis.report(answer, identity(path.name), made_by(None, against.star_shares))


def judge(take: Take, listened: Listened, heard_by: Identified, against: Against) -> Report:
    """Measure what was heard in a take, and save what was found in its folder. A company's words that it was held
    against before stay, where no others are given."""
    import msgspec

    from voice_interview import analysis

    file = take.load()
    answer = analysis.hear(
        listened, file.recording, against.question or file.question, against.company or take.company()
    )
    identity = (take.id, file.created_at)
    report = analysis.report(
        answer, identity, made_by(heard_by, against.star_shares), take.corrections(), take.earlier()
    )
    take.save(answer, report)
    return msgspec.structs.replace(report, comments=take.comments())


def listen(path: Path, engine: Engine, starts: Sequence[float] = ()) -> Listened:
    """Transcribe a sound file, in which the answers to follow-ups begin at `starts` (seconds), with a progress bar on
    the terminal."""
    from voice_interview import answers
    from voice_interview.audio import decode

    with progress(f"Listening to {path.name}", decode.duration(path)) as heard:
        return answers.listen(decode.blocks(path), engine, starts, on_progress=heard)


@contextmanager
def progress(label: str, seconds: float | None, after: float = 0.0) -> Iterator[Callable[[float], None] | None]:
    """A bar with the time left, on stderr and only where a person watches; gone when the work is done, and not there
    before it has taken `after` seconds. A program that started this one may ask for lines instead (`stages`)."""
    if stages.asked_for():
        stages.tell(stages.Stage(label))
        yield lambda at: stages.tell(stages.Stage(label, min(1.0, at / seconds) if seconds else None))
        return
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(label, total=seconds)
    begin = Timer(after, bar.start)
    begin.start()
    try:
        yield lambda at: bar.update(task, completed=at)
    finally:
        begin.cancel()
        begin.join()
        bar.stop()


def show(report: Report) -> None:
    """The report as a person reads it: in colour on a terminal, plain where it is piped or NO_COLOR is set."""
    from voice_interview.reports import terminal

    show_as(terminal.render, report)


def show_as(render: Callable[..., str], shown: object) -> None:
    """A report, or what else `render` takes, in a form that knows widths and colours."""
    import os
    import shutil

    on_screen = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_screen else 80
    color = on_screen and not os.environ.get("NO_COLOR")
    click.echo(render(shown, width=min(width, 120), color=color), color=color)


def own_fillers() -> dict[str, FillerList]:
    """The user's own fillers; raises SettingsError for a list that cannot be read, so ask before any long work."""
    from voice_interview.cli import filler_lists

    return filler_lists.load(config_folder())


def made_by(engine: Identified | None, star_shares: StarShares) -> Provenance:
    """Who made the figures, with whose fillers and advised shares; None for a text."""
    from voice_interview import analysis

    return analysis.provenance(engine, own_fillers(), star_shares)


class Ear:
    """The engine, loaded when the first file needs it and then kept; or one for each of `at_most` threads, where the
    engine can be shared."""

    def __init__(self, name: str, model: str, at_most: int = 1) -> None:
        self._choice = (name, model)
        self.at_most = at_most
        self._engines: tuple[Engine, ...] = ()

    def engine(self) -> Engine:
        return self.engines()[0]

    def engines(self) -> tuple[Engine, ...]:
        if not self._engines:
            with progress("Loading the Whisper model", None):
                self._engines = load_engines(*self._choice, self.at_most)
        return self._engines


def identity(name: str) -> tuple[str, str]:
    from datetime import datetime

    return name, datetime.now().astimezone().isoformat(timespec="seconds")
