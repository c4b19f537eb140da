"""What each process of `cohort analyze` does: one recording after the other, from the file to a take."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from voice_interview import submissions
from voice_interview.errors import TakeError
from voice_interview.process import Identity
from voice_interview.submissions import STAGING, Wanted
from voice_interview.takes import Take, Takes

if TYPE_CHECKING:
    from pathlib import Path

    from voice_interview.listening import Listened
    from voice_interview.model import Question, Report
    from voice_interview.plugins import Engine
    from voice_interview.workers import Told, Work


class Task(NamedTuple):
    """A recording, its seconds as far as the file tells, and the question that it answers."""

    wanted: Wanted
    seconds: float
    question: Question | None


class Made(NamedTuple):
    """The take that was made, in short."""

    take: str
    seconds: float | None
    faults: tuple[str, ...]
    advice: tuple[str, ...]


def begin(engine: str, model: str) -> tuple[Identity, Work]:
    """Load the engine, for one core."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from voice_interview import memory
    from voice_interview.cli.places import load_engines

    loaded = load_engines(engine, model, 1, one_core=True)[0]
    memory.give_back()
    identity = Identity(name=loaded.name, model=loaded.model, model_sha256=loaded.model_sha256)
    return identity, partial(_analyse, loaded)


def _analyse(engine: Engine, task: Task, told: Told) -> Made:
    from voice_interview import memory

    wanted = task.wanted
    try:
        if wanted.again is not None:
            return _made(_judged(Take(wanted.again), task, engine, told))
        with _staged(wanted.home) as staging:
            take = _copied(wanted, staging, task.question, told)
            report = _judged(take, task, engine, told)
            try:
                take.folder.rename(wanted.home / take.id)
            except OSError as error:
                raise TakeError(f"Cannot write {wanted.home / take.id}: {error.strerror}.", "Try again.") from None
            return _made(report)
    finally:
        memory.give_back()


@contextmanager
def _staged(home: Path) -> Iterator[Takes]:
    """A folder in which a take is made, so that it stands among the others only when it is whole."""
    staging = home / f"{STAGING}{os.getpid()}"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        yield Takes(staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _copied(wanted: Wanted, staging: Takes, question: Question | None, told: Told) -> Take:
    """The recording as a take, of the time at which the file was last changed: mostly that of the recording."""
    from voice_interview.audio import decode, replay
    from voice_interview.model import Recording

    rate = decode.sample_rate(wanted.path)
    when = datetime.fromtimestamp(wanted.source.mtime_ns / 1e9).astimezone()
    take = staging.new(question, when)
    seconds = replay.copy(wanted.path, take.answer, lambda _: told(0.0))
    take.record(Recording(path=take.answer.name, seconds=seconds, sample_rate=rate, device=f"file {wanted.path.name}"))
    return take


def _judged(take: Take, task: Task, engine: Engine, told: Told) -> Report:
    from voice_interview.cli.wiring import Against, judge

    report = judge(take, _listened(take, engine, told), engine, Against(task.question))
    submissions.keep(take, task.wanted.source)
    return report


def _listened(take: Take, engine: Engine, told: Told) -> Listened:
    from voice_interview import answers
    from voice_interview.audio import decode

    starts = take.load().recording.starts
    return answers.listen(decode.blocks(take.answer), engine, starts, on_progress=told)


def _made(report: Report) -> Made:
    faults = tuple(fault.message for fault in report.recording.faults)
    return Made(report.id, report.recording.seconds, faults, tuple(one.title for one in report.advice))
