"""What `cohort analyze` tells: a line for each recording, how far all of it is, and what became of all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec

from voice_interview.cli.plain import moves
from voice_interview.model import Fault


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one recording, as `--json` prints it: the `take` that was made in its folder, or the `error`."""

    schema: str = "voice-interview/analyzed/1"
    path: str
    take: str | None = None
    seconds: float | None = None
    faults: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    error: Fault | None = None


class Counts:
    """How far all of it is; `failed` tells of each file that could not be analysed, and why."""

    def __init__(self) -> None:
        self.files = self.before = self.done = self.unfit = 0
        self.failed: list[tuple[str, Fault]] = []

    def add(self, line: Line) -> None:
        if line.error is not None:
            self.failed.append((line.path, line.error))
        else:
            self.done += 1
            self.unfit += bool(line.faults)

    @property
    def code(self) -> int:
        return 1 if self.failed else 3 if self.unfit else 0


class Bar:
    """How far all of it is and how long it takes still, by the seconds of sound; nothing where nobody watches. `say`
    writes a line of results."""

    def __init__(
        self, counts: Counts, show: Callable[[str, float, float | None], None], say: Callable[[str], None] = click.echo
    ) -> None:
        self._counts = counts
        self._show = show
        self.say = say
        self._total: float | None = None
        self._over = 0.0
        self._at: dict[Path, float] = {}

    def total(self, seconds: float) -> None:
        self._total = seconds
        self.show()

    def at(self, path: Path, seconds: float) -> None:
        self._at[path] = seconds
        self.show()

    def over(self, path: Path, seconds: float) -> None:
        self._at.pop(path, None)
        self._over += seconds
        self.show()

    def show(self) -> None:
        counts = self._counts
        said = f"{counts.before + counts.done + len(counts.failed)} of {counts.files} files"
        if counts.failed:
            said += f", {len(counts.failed)} failed"
        self._show(said, self._over + sum(self._at.values()), self._total)


@contextmanager
def bar(counts: Counts) -> Iterator[Bar]:
    if not moves(sys.stderr):
        yield Bar(counts, lambda *_: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.text import Text

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as shown:
        task = shown.add_task("Loading the Whisper model", total=None)

        def show(said: str, at: float, total: float | None) -> None:
            shown.update(task, description=said, completed=at, total=total)

        def above(line: str) -> None:
            shown.console.print(Text(line), soft_wrap=True)

        # Results stand above the bar where both are on the terminal, and else go wherever they are sent.
        yield Bar(counts, show, above if sys.stdout.isatty() else click.echo)


def summary(counts: Counts, stopped: bool = False) -> None:
    from voice_interview.reports.content import clean

    said = f"{counts.files} files: {counts.done} analysed, {counts.before} known already, {len(counts.failed)} failed"
    unfit = f", {counts.unfit} of those analysed cannot be judged" if counts.unfit else ""
    if not counts.files and not stopped:
        click.echo("There are no recordings in there: wav, flac, mp3, m4a, ogg, opus, webm or mp4.", err=True)
        return
    click.echo(f"{said}{unfit}.", err=True)
    for path, fault in counts.failed:
        named = "" if Path(path).name in fault.message else f"{path}: "
        click.echo(f"  {clean(f'{named}{fault.message} {fault.fix}')}", err=True)
    if stopped:
        click.echo("Stopped. The same command goes on from there.", err=True)
