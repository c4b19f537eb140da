"""One step under bounds: what came of it, without ever waiting or filling the memory for long."""

from __future__ import annotations

import gc
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

BUSY = 10.0
"""Seconds of processor time that one step may take; the largest valid take needs a fifth of one."""

WAITING = 600.0
"""Seconds by the clock: only what waits for something that never comes takes them, on a machine however busy."""

ROOM = 1 << 30
"""Bytes of address space that a step may ask for beyond what the program has when it is loaded."""

Step = Callable[[], object]
Ended = Literal["value", "refused", "fault"]


class Outcome(NamedTuple):
    """How a step ended; of a refusal its sentence, of a fault what was raised, and the last line of ours that did."""

    ended: Ended
    said: str = ""
    at: str = ""


class TooLongError(BaseException):
    """Beyond a bound of time: no `except Exception` may take it for a damaged file."""


def tried(step: Step, busy: float = BUSY) -> Outcome:
    """What came of a step, which may work for `busy` seconds."""
    from click import ClickException

    from voice_interview.errors import VoiceInterviewError

    try:
        with _in_time(busy):
            step()
    except (VoiceInterviewError, ClickException) as error:
        said = error.message if isinstance(error, ClickException) else str(error)
        fault = unclear(said)
        return Outcome("fault", f"{fault}: {said[:200]!a}", _place(error)) if fault else Outcome("refused", said)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        found = Outcome("fault", f"{type(error).__name__}: {str(error)[:200]!a}", _place(error))
        del error
        gc.collect()
        return found
    return Outcome("value")


def unclear(said: str) -> str:
    """What is wrong with the words of a refusal; "" where nothing is."""
    if not said.strip():
        return "a refusal without a word"
    if not said.isprintable():
        return "a refusal that a terminal would obey"
    return "a refusal of more than 2,000 characters" if len(said) > 2000 else ""


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "voice_interview" in one.filename] or frames[-1:]
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno} {ours[-1].name}" if ours else ""


@contextmanager
def _in_time(busy: float) -> Iterator[None]:
    """Signals raise in the middle of Python code, and end calls that wait; what computes in C is for who started this
    process to end."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def late(number: int, _: object) -> None:
        raise TooLongError(f"more than {busy:.0f} s of work" if number == signal.SIGPROF else "waits for ever")

    signal.signal(signal.SIGPROF, late)
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_PROF, busy)
    signal.setitimer(signal.ITIMER_REAL, max(WAITING, 60 * busy) if busy > BUSY else WAITING)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def little_room(room: int = ROOM) -> None:
    """From now on this process gets no more than `room` bytes beyond what it has (Linux; elsewhere nothing)."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError):
        return
    resource.setrlimit(resource.RLIMIT_AS, (pages * os.sysconf("SC_PAGE_SIZE") + room,) * 2)
