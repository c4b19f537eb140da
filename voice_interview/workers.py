"""Processes of this machine that each do one job at a time; one that dies or hangs costs its own job and nothing else.

Threads would share a model's memory. But what is read comes from outside, through decoders written in C: a file that
ends the process would end all of the work with it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import connection, get_context
from typing import TYPE_CHECKING, Any, NamedTuple

from voice_interview import crew, interrupts
from voice_interview.crew import PATIENCE, At, Begin, Ended
from voice_interview.errors import EngineError, VoiceInterviewError
from voice_interview.model import Fault

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext


ASLEEP = 10.0
"""Seconds between two looks, one apart, from which the program stood still in between, and its processes with it:
Ctrl-Z, or a container that was frozen."""


class _Ready(NamedTuple):
    """A process has begun, and this is what it says of itself; or it cannot."""

    said: Any = None
    fault: Fault | None = None


class Workers:
    """So many processes, all of which are ended at the end: a `Crew`."""

    def __init__(self, begin: Begin, number: int, patience: float = PATIENCE) -> None:
        self._begin = begin
        self._patience = patience
        self._context = get_context("spawn")
        self._workers = [_Worker(self._context, begin) for _ in range(number)]

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end(patience=0.0)

    def said(self) -> Any:
        """What the first process says of itself, once it is ready. Raises EngineError where it cannot begin."""
        worker = self._workers[0]
        while not worker.ready:
            self._hear(worker, worker.next())
        return worker.said

    def results(self, jobs: Iterator[Any]) -> Iterator[At | Ended]:
        """Hand out the jobs in their order, each when a process is free; tells how far they are, and what became of
        each as soon as it is over. Raises EngineError where a process cannot begin."""
        more, looked = True, time.monotonic()
        while True:
            for worker in self._workers:
                if more and worker.ready and worker.job is None:
                    worker.job = next(jobs, None)
                    more = worker.job is not None
            if not more and all(worker.job is None for worker in self._workers):
                return
            for worker in self._speaking():
                event = self._hear(worker, worker.next())
                if event is not None:
                    yield event
            now = time.monotonic()
            if now - looked > ASLEEP:
                self._woke(now)
            looked = now
            for place, worker in enumerate(self._workers):
                if worker.job is not None and now - worker.alive_at > self._patience:
                    yield self._lost(place, f"It gave no sign of life for {self._patience:.0f} s.")

    def _speaking(self) -> list[_Worker]:
        ready = connection.wait([worker.pipe for worker in self._workers], timeout=1.0)
        return [worker for worker in self._workers if worker.pipe in ready]

    def _woke(self, now: float) -> None:
        """Nobody could give a sign of life while nothing ran."""
        for worker in self._workers:
            worker.alive_at = now

    def _hear(self, worker: _Worker, message: Any) -> At | Ended | None:
        if message is None:
            how = worker.end()
            if not worker.ready:
                raise EngineError(
                    f"A process ended ({how}) before it could begin.", "Try again with --workers 1, or --model tiny.en."
                )
            lost = self._lost(self._workers.index(worker), f"The process that read it ended ({how}).")
            return lost if worker.job is not None else None
        if isinstance(message, _Ready):
            if message.fault:
                raise EngineError(message.fault.message, message.fault.fix)
            worker.ready, worker.said = True, message.said
            return None
        if isinstance(message, Ended):
            job, worker.job = worker.job, None
            return message._replace(job=job)
        return At(worker.job, message)

    def _lost(self, place: int, why: str) -> Ended:
        """Give up the job of a process, and put another process in its place."""
        worker = self._workers[place]
        worker.end(patience=0.0)
        self._workers[place] = _Worker(self._context, self._begin)
        fault = Fault(code="worker", message=why, fix="Convert the file with another program, and try again.")
        return Ended(worker.job, fault=fault)


class _Worker:
    """One process, from this side."""

    def __init__(self, context: SpawnContext, begin: Begin) -> None:
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, begin), name="worker", daemon=True)
        with interrupts.withheld():
            self._process.start()
        theirs.close()
        self.ready = False
        self.said: Any = None
        self.alive_at = time.monotonic()
        self._job: Any = None

    @property
    def job(self) -> Any:
        return self._job

    @job.setter
    def job(self, job: Any) -> None:
        self._job, self.alive_at = job, time.monotonic()
        if job is not None:
            with suppress(OSError):  # it died in this moment, which is heard next
                self.pipe.send(job)

    def next(self) -> Any:
        """What it says next; None where it is gone."""
        try:
            message = self.pipe.recv()
        except (EOFError, OSError):
            return None
        self.alive_at = time.monotonic()
        return message

    def end(self, patience: float = 1.0) -> str:
        """End it where it has not ended by itself within `patience` seconds, and say how it ended."""
        if patience:
            self._process.join(patience)
        code = self._process.exitcode
        self._process.kill()
        self._process.join()
        self.pipe.close()
        return "killed" if code is None else f"signal {-code}" if code < 0 else f"exit code {code}"


def _serve(pipe: Connection, begin: Begin) -> None:
    """The process: do one job after the other until the program is gone."""
    interrupts.left_to_the_program()
    try:
        said, work = begin()
    except VoiceInterviewError as error:
        pipe.send(_Ready(fault=crew.fault_of(error)))
        return
    with suppress(EOFError, OSError):
        pipe.send(_Ready(said))
        while True:
            pipe.send(crew.done(work, pipe.recv(), pipe.send))
