"""Who does the work: jobs are handed to a crew, which tells how far they are and what became of each.

`workers` is a crew of processes on this machine, `cluster` one of processes on many machines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from voice_interview.errors import VoiceInterviewError
from voice_interview.model import Fault

PATIENCE = 300.0
"""Seconds without a sign of life after which a job is given up: ten times what the slowest engine takes for a chunk."""

Told = Callable[[float], None]
Work = Callable[[Any, Told], Any]
"""Does a job, and tells now and then how far it is; raises VoiceInterviewError where it cannot be done."""

Begin = Callable[[], tuple[Any, Work]]
"""Called in each process: gives what it has to say of itself, and what does the jobs. Importable there. Raises
VoiceInterviewError where the process cannot do them."""


class At(NamedTuple):
    """How far a job is."""

    job: Any
    at: float


class Ended(NamedTuple):
    """A job that is over, with its result or why there is none."""

    job: Any
    result: Any = None
    fault: Fault | None = None


class Crew(Protocol):
    """Processes that do one job at a time each; a context manager, at whose end nobody works on."""

    def __enter__(self) -> Crew: ...

    def __exit__(self, *_: object) -> None: ...

    def said(self) -> Any:
        """What the processes say of themselves, once one is ready: all of them the same. Raises VoiceInterviewError
        where none can begin."""

    def results(self, jobs: Iterator[Any]) -> Iterator[At | Ended]:
        """Hand out the jobs in their order, each when a process is free; tells how far they are, and what became of
        each, once, as soon as it is over. Raises VoiceInterviewError where the work cannot go on."""


def done(work: Work, job: Any, told: Told) -> Ended:
    """Do a job, whatever comes of it; the job itself is not sent back."""
    try:
        return Ended(None, work(job, told))
    except VoiceInterviewError as error:
        return Ended(None, fault=fault_of(error))
    except MemoryError:
        return Ended(
            None,
            fault=Fault(code="memory", message="There is not enough memory.", fix="Let fewer processes work at once."),
        )
    except Exception as error:  # one file never stops the rest; what went wrong is still said
        said = f"This is a bug: {type(error).__name__}: {error}."
        return Ended(None, fault=Fault(code="bug", message=said, fix="Please report it."))


def fault_of(error: VoiceInterviewError) -> Fault:
    return Fault(code=error.code, message=error.message, fix=error.fix)
