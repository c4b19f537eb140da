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
from voice_interview.cli.plain import layout, moves
from voice_interview.files import in_unicode
from voice_interview.model import Company, FillerList, Profile, Provenance, Question, Recording, Report, StarShares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from voice_interview.analysis import Identified
    from voice_interview.listening import Listened
    from voice_interview.plugins import Engine
    from voice_interview.takes import Take


@dataclass(frozen=True)
class Against:
    """What an answer is held against: the question, a company's own words and the profile, None for those of its take,
    the advised shares of a story, and the fillers of one's own, None for those in the settings of this machine."""

    question: Question | None = None
    company: Company | None = None
    star_shares: StarShares = field(default_factory=StarShares)
    profile: Profile | None = None
    fillers: Mapping[str, FillerList] | None = None

    def made_by(self, engine: Identified | None, profile: Profile = "standard") -> Provenance:
        """Who made the figures, with whose fillers and advised shares; None for a text. `profile` is the take's own."""
        from voice_interview import analysis

        own = own_fillers() if self.fillers is None else self.fillers
        return analysis.provenance(engine, own, self.star_shares, self.profile or profile)


def of_text(path: Path, against: Against) -> Report:
    """The report on an answer that comes as text."""
    from voice_interview import analysis, transcripts

    answer = analysis.understand(
        against.question, Recording(path=in_unicode(str(path))), transcripts.read(path), None, against.company
    )
    return analysis.report(answer, identity(path.name), against.made_by(None))


def judge(take: Take, listened: Listened, heard_by: Identified, against: Against) -> Report:
    """Measure what was heard in a take, and save what was found in its folder. A company's words that it was held
    against before stay, where no others are given."""
    import msgspec

    from voice_interview import analysis

    if against.profile and against.profile != take.load().profile:
        take.judge_by(against.profile)
    file = take.load()
    answer = analysis.hear(
        listened, file.recording, against.question or file.question, against.company or take.company()
    )
    identity = (take.id, file.created_at)
    report = analysis.report(
        answer, identity, against.made_by(heard_by, file.profile), take.corrections(), take.earlier()
    )
    take.save(answer, report)
    return msgspec.structs.replace(report, comments=take.comments())


def listen(path: Path, engine: Engine, starts: Sequence[float] = ()) -> Listened:
    """Transcribe a sound file, in which the answers to follow-ups begin at `starts` (seconds), with a progress bar on
    the terminal."""
    from voice_interview import answers
    from voice_interview.audio import decode
    from voice_interview.reports.content import clean

    with progress(f"Listening to {clean(path.name)}", decode.duration(path)) as heard:
        return answers.listen(decode.blocks(path), engine, starts, on_progress=heard)


@contextmanager
def progress(label: str, seconds: float | None, after: float = 0.0) -> Iterator[Callable[[float], None] | None]:
    """A bar with the time left, on stderr and only where a person watches; gone when the work is done, and not there
    before it has taken `after` seconds; on plain lines what is done is named. A program that started this one may ask
    for its own lines instead (`stages`)."""
    if stages.asked_for():
        stages.tell(stages.Stage(label))
        yield lambda at: stages.tell(stages.Stage(label, min(1.0, at / seconds) if seconds else None))
        return
    if not moves(sys.stderr):
        if sys.stderr.isatty() and not after:
            click.echo(f"{label} ...", err=True)
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
    """The report as a person reads it: in colour on a terminal, without where it is piped or NO_COLOR is set."""
    from voice_interview.reports import terminal

    show_as(terminal.render, report)


def show_as(render: Callable[..., str], shown: object, least: int = 0) -> None:
    """A report, or what else `render` takes, in a form that knows widths and colours, of `least` columns."""
    width, color = layout(sys.stdout, least)
    click.echo(render(shown, width=width, color=color), color=color)


def own_fillers() -> dict[str, FillerList]:
    """The user's own fillers; raises SettingsError for a list that cannot be read, so ask before any long work."""
    from voice_interview.cli import filler_lists

    return filler_lists.load(config_folder())


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

    return in_unicode(name), datetime.now().astimezone().isoformat(timespec="seconds")
