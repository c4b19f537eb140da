"""`cohort analyze`: all recordings in a folder, on all cores of this machine or of a cluster; stopped at any time, it
goes on where it was."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
import msgspec

from voice_interview.cli.cohort_bar import Bar, Counts, Line, bar, summary
from voice_interview.cli.completion import question_ids
from voice_interview.cli.places import engine_options
from voice_interview.cli.profile import profile_option
from voice_interview.cli.questions import load, questions_option
from voice_interview.errors import VoiceInterviewError
from voice_interview.model import Fault, Kind, Profile, Question

if TYPE_CHECKING:
    from voice_interview.cli import cohort_worker
    from voice_interview.cli.cohort_worker import Made, Task
    from voice_interview.crew import At, Begin, Crew, Ended, Work
    from voice_interview.holding import Hold
    from voice_interview.model import FillerList, Provenance
    from voice_interview.submissions import Submissions, Wanted


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--question", "question_id", metavar="ID", shell_complete=question_ids, help="The question that all of them answer."
)
@click.option("--kind", type=click.Choice(get_args(Kind)), help="The kind of question, where there is none to name.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes.  [default: one for each core]")
@click.option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster, whose workers do it: tcp://host:port.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, as each is done.")
@profile_option
@engine_options
@questions_option
def analyze(
    folder: Path,
    question_id: str | None,
    kind: Kind | None,
    workers: int | None,
    scheduler: str | None,
    as_json: bool,
    profile: Profile | None,
    engine: str,
    model: str,
    questions_dir: Path | None,
) -> None:
    """Analyse all recordings in DIR, and in the folders below it.

    Each becomes a take beside it, so that `cohort report DIR` tells of all who lie there in folders of their own. The
    question is the one named, else the one whose id the file's name begins with: angry-customer-2.m4a. Ctrl-C stops;
    the same command goes on. What was analysed with the same settings is not analysed again.
    """
    from voice_interview import holding, submissions
    from voice_interview.cli.analyze import named_question
    from voice_interview.cli.signals import as_interrupts, runs
    from voice_interview.cli.wiring import own_fillers

    if question_id and kind:
        raise click.UsageError("Give --question or --kind, not both: a question has its own kind.")
    if scheduler and workers:
        raise click.UsageError("Give --workers or --scheduler, not both: a cluster has as many as have joined it.")
    _check_address(scheduler)
    fillers = own_fillers()  # a broken list is told before the first recording is listened to
    named = named_question(question_id, kind, questions_dir)
    asked = {} if named else {one.id: one for one in load(questions_dir)}

    def question_of(path: Path) -> Question | None:
        return named or asked.get(submissions.question_in(path.stem, asked) or "")

    folder = folder.absolute()  # a worker elsewhere goes by the same path
    counts = Counts()
    try:
        with as_interrupts(), ExitStack() as after, holding.alone(folder, runs) as hold:
            found = submissions.Submissions(folder, runs)
            after.callback(found.clear)
            counts.files = len(found.recordings)
            if found.recordings:
                begin = partial(_begin, _orders(engine, model, hold, fillers))
                with _crew(begin, scheduler, min(workers or _cores(), counts.files)) as crew:
                    Run(folder, found, question_of, fillers, counts, as_json, profile).all(crew)
    except KeyboardInterrupt:
        summary(counts, stopped=True)
        sys.exit(130)
    for path, why in found.unlisted:
        click.echo(f"voice-interview: {path} cannot be read: {why}.", err=True)
    summary(counts)
    sys.exit(counts.code)


def _check_address(scheduler: str | None) -> None:
    from voice_interview.cluster import is_address

    if scheduler is not None and not is_address(scheduler):
        raise click.UsageError("Write the scheduler as tcp://host:port, or tls://host:port.")


def _orders(engine: str, model: str, hold: Hold, fillers: dict[str, FillerList]) -> cohort_worker.Orders:
    from voice_interview import analysis
    from voice_interview.cli import cohort_worker

    return cohort_worker.Orders(engine, model, hold, fillers, frozenset(analysis.metrics()))


def _begin(orders: cohort_worker.Orders) -> tuple[object, Work]:
    """In each process: import only there what it needs."""
    from voice_interview.cli.cohort_worker import begin

    return begin(orders)


def _crew(begin: Begin, scheduler: str | None, number: int) -> Crew:
    """Who does the work: so many processes here, or the workers of a cluster."""
    if scheduler is None:
        from voice_interview.workers import Workers

        return Workers(begin, number)
    from voice_interview.cluster.dask_line import DaskLine
    from voice_interview.cluster.desk import Desk
    from voice_interview.reports.content import clean

    return Desk(DaskLine(scheduler, begin), lambda said: click.echo(f"voice-interview: {clean(said)}", err=True))


def _when(wanted: Wanted) -> datetime:
    """When the recording was last changed: mostly when it was made."""
    try:
        return datetime.fromtimestamp(wanted.source.mtime_ns / 1e9).astimezone()
    except (ValueError, OverflowError, OSError):  # a year that no clock knows
        return datetime.now().astimezone()


def _cores() -> int:
    from voice_interview.processors import cores

    return cores()


class Run:
    """One call of the command."""

    def __init__(
        self,
        folder: Path,
        found: Submissions,
        question_of: Callable[[Path], Question | None],
        fillers: dict[str, FillerList],
        counts: Counts,
        as_json: bool,
        profile: Profile | None,
    ) -> None:
        self.folder = folder
        self.found = found
        self.question_of = question_of
        self.fillers = fillers
        self.counts = counts
        self.as_json = as_json
        self.profile = profile
        self._provenance: Provenance | None = None

    def all(self, crew: Crew) -> None:
        from voice_interview.cli.wiring import Against

        with bar(self.counts) as told:
            self._provenance = Against(profile=self.profile, fillers=self.fillers).made_by(crew.said())
            left = self._left()
            told.total(sum(seconds for _, seconds in left))
            for event in crew.results(self._tasks(left, told)):
                self._tell(event, told)

    def _left(self) -> list[tuple[Path, float]]:
        """What is to be done, as far as names and times tell, the longest first: the cores are all busy to the end."""
        left = []
        for path in self.found.recordings:
            if self.found.done(path, self._made_by(path)):
                self.counts.before += 1
            else:
                left.append((path, _seconds(path)))
        return sorted(left, key=lambda pair: -pair[1])

    def _tasks(self, left: Sequence[tuple[Path, float]], told: Bar) -> Iterator[Task]:
        """The jobs, as they are handed out; what turns out to be done already, by its content, is none."""
        from voice_interview.cli.cohort_worker import Task

        for path, seconds in left:
            try:
                wanted = self.found.wanted(path, self._made_by(path))
            except VoiceInterviewError as error:
                fault = Fault(code=error.code, message=error.message, fix=error.fix)
                self._say(Line(path=self._below(path), error=fault), told)
                continue
            if wanted is None:
                self.counts.before += 1
                told.over(path, seconds)
            else:
                yield Task(wanted, seconds, _when(wanted), self.question_of(path), self.profile)

    def _tell(self, event: At | Ended, told: Bar) -> None:
        from voice_interview.crew import At

        task: Task = event.job
        path = task.wanted.path
        if isinstance(event, At):
            told.at(path, min(event.at, task.seconds))
            return
        told.over(path, task.seconds)
        if event.fault is not None:
            self._say(Line(path=self._below(path), error=event.fault), told)
            return
        made: Made = event.result
        self._say(
            Line(path=self._below(path), take=made.take, seconds=made.seconds, faults=made.faults, advice=made.advice),
            told,
        )

    def _say(self, line: Line, told: Bar) -> None:
        """A result at once; a failure on a terminal at the end, with the others."""
        from voice_interview.reports.content import DASH, clean, moment

        self.counts.add(line)
        if self.as_json:
            told.say(msgspec.json.encode(line).decode())
        elif line.error is None:
            said = line.faults or line.advice
            cells = (line.path, moment(line.seconds), line.take, "; ".join(said) or DASH)
            told.say("\t".join(clean(cell) for cell in cells))
        told.show()

    def _made_by(self, path: Path) -> str:
        """Another one for all that makes another report of the same recording."""
        made = (self._provenance, self.question_of(path))
        return hashlib.sha256(msgspec.json.encode(made, order="deterministic")).hexdigest()

    def _below(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def _seconds(path: Path) -> float:
    """How long a recording says it is; 0 where that cannot be told, which whoever reads it will find out."""
    from voice_interview.audio import decode

    try:
        return decode.duration(path) or 0.0
    except VoiceInterviewError:
        return 0.0
