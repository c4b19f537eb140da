"""What each process of `cohort analyze` does, on whatever machine: one recording after the other, from the file to a
take."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from voice_interview import submissions
from voice_interview.errors import PluginError, TakeError
from voice_interview.files import in_unicode
from voice_interview.process import Identity
from voice_interview.submissions import Wanted
from voice_interview.takes import Take, Takes, take_id

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from voice_interview.crew import Told, Work
    from voice_interview.holding import Hold
    from voice_interview.listening import Listened
    from voice_interview.model import FillerList, Profile, Question, Report
    from voice_interview.plugins import Engine


LOOK_EVERY = 1.0
"""Seconds between two looks whether anybody still wants the work."""


class Orders(NamedTuple):
    """What holds for all recordings: the engine and the model by name, the folder, the user's own fillers, and which
    measures there are where the command was called."""

    engine: str
    model: str
    hold: Hold
    fillers: Mapping[str, FillerList]
    measures: frozenset[str]


class Task(NamedTuple):
    """A recording, its seconds as far as the file tells, when it was made, the question that it answers, and the
    profile if one was asked for."""

    wanted: Wanted
    seconds: float
    when: datetime
    question: Question | None
    profile: Profile | None = None


class Made(NamedTuple):
    """The take that was made, in short."""

    take: str
    seconds: float | None
    faults: tuple[str, ...]
    advice: tuple[str, ...]


def begin(orders: Orders) -> tuple[Identity, Work]:
    """Load the engine, for one core, where the folder is within reach and reports come out as everywhere."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    check(orders)
    loaded = _loaded(orders.engine, orders.model)
    return Identity.of(loaded), partial(_analyse, orders, loaded)


_kept: dict[tuple[str, str], Engine] = {}
"""The engine of this process, by name and model: one at most. A worker of a cluster has one run after the other."""


def _loaded(name: str, model: str) -> Engine:
    from voice_interview import memory
    from voice_interview.cli.places import load_engines

    if (name, model) not in _kept:
        memory.reuse()
        _kept.clear()
        _kept[name, model] = load_engines(name, model, 1, one_core=True)[0]
        memory.give_back()
    return _kept[name, model]


def check(orders: Orders) -> None:
    """Raises VoiceInterviewError where this process cannot do what the others do."""
    from voice_interview import analysis

    orders.hold.reach()
    if differ := orders.measures ^ analysis.metrics().keys():
        raise PluginError(
            f"It has other measures than where the command was called: {', '.join(sorted(differ))}.",
            "Install the same plug-ins there.",
        )


def _analyse(orders: Orders, engine: Engine, task: Task, told: Told) -> Made:
    from voice_interview import memory

    looked_at = time.monotonic()

    def going_on(at: float) -> None:
        nonlocal looked_at
        told(at)
        if time.monotonic() - looked_at >= LOOK_EVERY:
            orders.hold.check()
            looked_at = time.monotonic()

    wanted = task.wanted
    to = wanted.home / take_id(task.question, task.when, wanted.mark)
    try:
        if wanted.again is not None:
            return _made(_judged(Take(wanted.again), orders, task, engine, going_on))
        if submissions.source_of(to) == wanted.source:  # by a process that ended before it could say so
            return _made(Take(to).report())
        with orders.hold.staging(wanted.home) as staging:
            take = _copied(task, Takes(staging), going_on)
            report = _judged(take, orders, task, engine, going_on)
            _put(take, to, wanted)
            return _made(report)
    finally:
        memory.give_back()


def _put(take: Take, to: Path, wanted: Wanted) -> None:
    """Give a whole take its place; where another process was first, there is nothing left to do."""
    try:
        take.folder.rename(to)
    except OSError as error:
        if submissions.source_of(to) != wanted.source:
            raise TakeError(f"Cannot write {to}: {error.strerror}.", "Try again.") from None


def _copied(task: Task, staging: Takes, told: Told) -> Take:
    """The recording as a take, of the time at which the file was last changed: mostly that of the recording."""
    from voice_interview.audio import decode, replay
    from voice_interview.model import Recording

    path = task.wanted.path
    rate = decode.sample_rate(path)
    take = staging.new(task.question, task.when, task.wanted.mark)
    seconds = replay.copy(path, take.answer, lambda _: told(0.0))
    device = f"file {in_unicode(path.name)}"
    take.record(Recording(path=take.answer.name, seconds=seconds, sample_rate=rate, device=device))
    return take


def _judged(take: Take, orders: Orders, task: Task, engine: Engine, told: Told) -> Report:
    from voice_interview.cli.wiring import Against, judge

    listened = _listened(take, engine, told)
    orders.hold.check()
    report = judge(take, listened, engine, Against(task.question, profile=task.profile, fillers=orders.fillers))
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
