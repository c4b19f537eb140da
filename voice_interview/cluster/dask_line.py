"""The line to a Dask cluster: one connection, to its scheduler, through which everything goes."""

from __future__ import annotations

import logging
import pickle
import uuid
from collections.abc import Collection
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from voice_interview import __version__
from voice_interview.cluster import worker as there
from voice_interview.cluster.desk import Heard, Ready
from voice_interview.crew import Begin, Ended
from voice_interview.errors import ClusterError
from voice_interview.model import Fault

if TYPE_CHECKING:
    from distributed import Client, Future

ANSWER = 20.0
"""Seconds in which a scheduler must answer."""


class DaskLine:
    """A `Line`; raises ClusterError where no scheduler answers at `address`."""

    def __init__(self, address: str, begin: Begin) -> None:
        self._address = address
        self._begin = pickle.dumps(begin)
        self._inbox: SimpleQueue[Heard | tuple[int, Future[bytes], bool]] = SimpleQueue()
        self._futures: dict[int, Future[bytes]] = {}
        self._topic = f"voice-interview-{uuid.uuid4().hex}"
        self._client = _connected(address)
        self._client.subscribe_topic(self._topic, self._told)

    def workers(self) -> Collection[str]:
        try:
            if self._client.status != "running":
                raise OSError(self._client.status)
            return list(self._client.nthreads())
        except (OSError, TimeoutError, ValueError) as error:
            raise self._cut() from error

    def greet(self, worker: str, ticket: int) -> None:
        self._submit(worker, ticket, True, there.greet, __version__, self._begin)

    def give(self, worker: str, ticket: int, job: Any) -> None:
        self._submit(worker, ticket, False, there.do, self._begin, pickle.dumps(job), self._topic, ticket)

    def forget(self, ticket: int) -> None:
        future = self._futures.pop(ticket, None)
        if future is not None:
            with suppress(Exception):  # where the scheduler is gone there is nobody to tell
                future.release()

    def hear(self, seconds: float) -> Heard | None:
        try:
            heard = self._inbox.get(timeout=seconds)
        except Empty:
            return None
        return heard if isinstance(heard, Heard) else self._result(*heard)

    def close(self) -> None:
        self._futures.clear()
        with suppress(Exception):
            self._client.close(timeout=ANSWER)

    def _submit(self, worker: str, ticket: int, greeting: bool, deed: Any, *arguments: Any) -> None:
        try:
            future = self._client.submit(
                deed,
                *arguments,
                workers=[worker],
                allow_other_workers=False,
                pure=False,
                key=f"{self._topic}-{ticket}",
            )
        except (OSError, RuntimeError) as error:
            raise self._cut() from error
        self._futures[ticket] = future
        future.add_done_callback(partial(self._over, ticket, greeting))

    def _over(self, ticket: int, greeting: bool, future: Future[bytes]) -> None:
        """In a thread of the client's."""
        self._inbox.put((ticket, future, greeting))

    def _told(self, event: tuple[float, list[Any]]) -> None:
        """In the client's loop: a worker says how far it is."""
        ticket, at = event[1]
        self._inbox.put(Heard(ticket, float(at)))

    def _result(self, ticket: int, future: Future[bytes], greeting: bool) -> Heard | None:
        """What came of a ticket; None where it was forgotten, or was lost with its worker."""
        from distributed import KilledWorker

        if ticket not in self._futures:
            return None
        if future.status in ("cancelled", "lost"):
            self._lost()
            return None
        try:
            came = pickle.loads(future.result())  # nosec B301 # Dask itself speaks pickle, with whom the user named
        except KilledWorker:
            said = "It ended its process, again and again."
            fault = Fault(code="worker", message=said, fix="Convert the file with another program, and try again.")
        except OSError:
            self._lost()
            return None
        except Exception as error:  # what cannot be sent, unpacked or called there: how it is set up differs
            said = f"It answers with {type(error).__name__}: {error}."
            fault = Fault(code="cluster", message=said, fix="Install the same packages on the machines of the cluster.")
        else:
            return Heard(ticket, Ready(*came) if greeting else came)
        return Heard(ticket, Ready(fault=fault) if greeting else Ended(None, fault=fault))

    def _lost(self) -> None:
        """A result went with its worker, which is missed at the next look at who is there; or all went with the
        scheduler."""
        self.workers()

    def _cut(self) -> ClusterError:
        return ClusterError(
            f"The scheduler at {self._address} is gone.",
            "Look at its machine; when it is there again, the same command goes on.",
        )


def _connected(address: str) -> Client:
    try:
        import dask

        dask.config.set({"distributed.comm.timeouts.connect": ANSWER, "distributed.comm.retry.count": 0})
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ClusterError(
            f"A cluster needs {error.name}.", "In the folder of the source: pip install '.[cluster]'."
        ) from None
    # What it would print of every lost connection is told in one sentence here, or is no matter.
    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        return Client(address, timeout=ANSWER, set_as_default=False, direct_to_workers=False, name="voice-interview")
    except (OSError, TimeoutError, ValueError, TypeError, RuntimeError) as error:
        raise ClusterError(
            f"No scheduler answers at {address}: {_why(error)}.",
            "Start one on that machine: dask scheduler; and mind its firewall.",
        ) from None


def _why(error: BaseException) -> str:
    """The first of what led to it that the system has words for."""
    why: BaseException | None = error
    while why is not None:
        if isinstance(why, OSError) and why.strerror:
            return why.strerror
        why = why.__cause__ or why.__context__
    return f"not within {ANSWER:.0f} s" if isinstance(error, TimeoutError) else type(error).__name__
