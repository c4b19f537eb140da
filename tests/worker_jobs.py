"""What the processes of tests do: they import it themselves, so it stands in a module of its own."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from typing import Any

from spoken import ToneEngine

from voice_interview.cli import cohort_worker
from voice_interview.cli.cohort_worker import Orders
from voice_interview.crew import Told, Work
from voice_interview.errors import EngineError, UnreadableAudioError
from voice_interview.live import Identity
from voice_interview.plugins import Heard


def begin() -> tuple[int, Work]:
    return os.getpid(), _work


def begin_alike() -> tuple[str, Work]:
    return "alike", _work


def begin_in_vain() -> tuple[int, Work]:
    raise EngineError("There are no weights.", "Fetch them.")


def begin_dead() -> tuple[int, Work]:
    os._exit(3)


def _work(job: str, told: Told) -> Any:
    """Does what it is told."""
    deed, _, more = job.partition(" ")
    told(0.5)
    if deed == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if deed == "leave":
        os._exit(7)
    if deed == "sleep":
        time.sleep(float(more))
    if deed == "refuse":
        raise UnreadableAudioError("No sound.", "Give sound.")
    if deed == "stumble":
        raise ZeroDivisionError("by nothing")
    return os.getpid()


class Deaf(ToneEngine):
    """Hears no word, so that nothing is loaded to read their meaning."""

    def hear(self, samples: Any, prompts: Any, language: str, **_: Any) -> Heard:  # noqa: ARG002
        return Heard(tuple(() for _ in prompts))


def begin_deaf(orders: Orders) -> tuple[Identity, Work]:
    """The work of `cohort analyze`, with an engine that hears nothing."""
    cohort_worker.check(orders)
    loaded: Any = Deaf()
    loaded.model = orders.model
    identity = Identity(name=orders.engine, model=orders.model, model_sha256="00", ear=orders.model)
    return identity, partial(cohort_worker._analyse, orders, loaded)
