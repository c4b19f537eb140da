"""Who of a cluster does which job: each worker one at a time, and each job until somebody has done it.

Dask would hand the jobs out too. But it would not hold the longest to the front and to one a process, whatever its
threads, nor tell a file that ends every process from the files that waited behind it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple, Protocol

from voice_interview.crew import PATIENCE, At, Ended
from voice_interview.errors import ClusterError
from voice_interview.model import Fault

TRIES = 3
"""Workers that may end over one job: machines go, but what three processes ended over is what ended them."""

ARRIVAL = 10.0
"""Seconds in which the first worker must have joined: one that was started a moment before takes two to five."""

LOOK_EVERY = 1.0
"""Seconds between two looks at who is there."""


class Ready(NamedTuple):
    """What a worker says of itself, or why it cannot do the jobs."""

    said: Any = None
    fault: Fault | None = None


class Heard(NamedTuple):
    """What came of a ticket: how far its job is, or its end."""

    ticket: int
    what: float | Ready | Ended


class Line(Protocol):
    """The line to a cluster. What a worker is told has a ticket, by which its answers are known."""

    def workers(self) -> Collection[str]:
        """The addresses of the workers that are there. Raises ClusterError where nobody answers."""

    def greet(self, worker: str, ticket: int) -> None:
        """Have it begin; `Ready` follows, or nothing where it leaves."""

    def give(self, worker: str, ticket: int, job: Any) -> None:
        """Have it do a job; `Ended` follows, or nothing where it leaves."""

    def forget(self, ticket: int) -> None:
        """Nobody waits for this answer any more."""

    def hear(self, seconds: float) -> Heard | None:
        """What is heard next, None for nothing in so many seconds. Raises ClusterError where the line is cut."""

    def close(self) -> None:
        """Forget all tickets and hang up."""


class _Job(NamedTuple):
    what: Any
    tries: int = 0


class _Worker:
    """One worker, from this side. `ticket` is what it was told last and has not answered yet; it is `stuck` where
    nobody waits for that any more."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.ready = self.stuck = False
        self.fault: Fault | None = None
        self.ticket: int | None = None
        self.job: _Job | None = None
        self.alive_at = 0.0

    @property
    def free(self) -> bool:
        return self.ready and self.ticket is None

    @property
    def fit(self) -> bool:
        return self.fault is None and not self.stuck


class Desk:
    """The workers at the other end of a line, as a `Crew`; `notice` is told what a person should know meanwhile."""

    def __init__(
        self,
        line: Line,
        notice: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self._line = line
        self._notice = notice
        self._clock = clock
        self._patience = patience
        self._workers: dict[str, _Worker] = {}
        self._tickets: dict[int, _Worker] = {}
        self._number = 0
        self._again: deque[_Job] = deque()
        self._given_up: deque[Ended] = deque()
        self._said: Any = None
        self._unfit: list[tuple[str, Fault]] = []
        self._looked_at: float | None = None
        self._alone_since: float | None = None

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def said(self) -> Any:
        """What the first worker that is fit says of itself; others must say the same to take part."""
        while self._said is None:
            self._look(ARRIVAL)
            if self._workers and not any(one.fit for one in self._workers.values()):
                raise self._nobody(ARRIVAL)
            self._hear()
            self._lose_patience()
        return self._said

    def results(self, jobs: Iterator[Any]) -> Iterator[At | Ended]:
        """As of a `Crew`. Raises ClusterError where no worker is left, and none joins in time."""
        self.said()
        more = True
        while True:
            self._tell()
            self._look(self._patience)
            for worker in [one for one in self._workers.values() if one.free]:
                if more and not self._again:
                    job = next(jobs, None)
                    more = job is not None
                    self._again.extend([_Job(job)] if more else [])
                if self._again:
                    self._give(worker, self._again.popleft())
            while self._given_up:
                yield self._given_up.popleft()
            if not more and not self._again and all(one.job is None for one in self._workers.values()):
                return
            event = self._hear()
            if event is not None:
                yield event
            self._lose_patience()

    def _look(self, wait: float) -> None:
        """Greet who has joined, and take back the jobs of those who left. Raises ClusterError where nobody fit has
        been there for `wait` seconds."""
        now = self._clock()
        if self._looked_at is not None and now - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = now
        there = set(self._line.workers())
        for address in sorted(self._workers.keys() - there):
            self._left(self._workers.pop(address))
        for address in sorted(there - self._workers.keys()):
            worker = self._workers[address] = _Worker(address)
            self._line.greet(address, self._ticket(worker))
        if any(one.fit for one in self._workers.values()):
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = now
            if self._said is not None:
                self._notice("No worker is left: waiting for one to join.")
        elif now - self._alone_since > wait:
            raise self._nobody(wait)

    def _nobody(self, waited: float) -> ClusterError:
        if self._said is not None:
            return ClusterError(
                f"No worker has joined for {waited:.0f} s.", "Start some; the same command goes on from there."
            )
        if self._unfit:
            address, why = self._unfit[0]
            every = f"None of its {len(self._unfit)} workers can take part; " if len(self._unfit) > 1 else ""
            return ClusterError(f"{every}{address}: {why.message}", why.fix)
        return ClusterError(
            "No worker has joined the scheduler.",
            "Start one for each core: dask worker tcp://host:port --nthreads 1 --memory-limit 0.",
        )

    def _tell(self) -> None:
        for address, why in self._unfit:
            self._notice(f"{address} does not take part: {why.message} {why.fix}")
        self._unfit.clear()

    def _ticket(self, worker: _Worker) -> int:
        self._number += 1
        worker.ticket, worker.alive_at = self._number, self._clock()
        self._tickets[self._number] = worker
        return self._number

    def _give(self, worker: _Worker, job: _Job) -> None:
        worker.job = job
        self._line.give(worker.address, self._ticket(worker), job.what)

    def _left(self, worker: _Worker) -> None:
        """Its job is another one's now: whatever may still come of it is not heard."""
        self._answered(worker)
        job, worker.job = worker.job, None
        if job is None:
            return
        if job.tries + 1 < TRIES:
            self._again.appendleft(job._replace(tries=job.tries + 1))
        else:
            self._give_up(job, f"The worker that read it ended, {TRIES} times.")

    def _give_up(self, job: _Job, why: str) -> None:
        fault = Fault(code="worker", message=why, fix="Convert the file with another program, and try again.")
        self._given_up.append(Ended(job.what, fault=fault))

    def _answered(self, worker: _Worker) -> None:
        if worker.ticket is not None:
            del self._tickets[worker.ticket]
            self._line.forget(worker.ticket)
            worker.ticket, worker.stuck = None, False

    def _hear(self) -> At | Ended | None:
        heard = self._line.hear(LOOK_EVERY)
        worker = self._tickets.get(heard.ticket) if heard else None
        if heard is None or worker is None:
            return None
        worker.alive_at = self._clock()
        if isinstance(heard.what, float):
            return At(worker.job.what, heard.what) if worker.job else None
        self._answered(worker)
        if isinstance(heard.what, Ready):
            self._greeted(worker, heard.what)
            return None
        job, worker.job = worker.job, None
        return heard.what._replace(job=job.what) if job else None

    def _greeted(self, worker: _Worker, ready: Ready) -> None:
        fault = ready.fault
        if fault is None and self._said not in (None, ready.said):
            fault = Fault(
                code="cluster",
                message=f"It works with another model than the first worker: {ready.said}, not {self._said}.",
                fix="Install the same there.",
            )
        if fault is None:
            worker.ready, self._said = True, ready.said
        else:
            worker.fault = fault
            self._unfit.append((worker.address, fault))

    def _lose_patience(self) -> None:
        """Give up what gives no sign of life; its worker takes part again when it answers after all."""
        now = self._clock()
        for worker in self._workers.values():
            if worker.ticket is None or worker.stuck or now - worker.alive_at <= self._patience:
                continue
            worker.stuck = True
            job, worker.job = worker.job, None
            why = f"It gave no sign of life for {self._patience:.0f} s."
            if job is not None:
                self._give_up(job, why)
            else:
                fault = Fault(code="cluster", message=why, fix="Look at its machine, or start it anew.")
                self._unfit.append((worker.address, fault))
