"""Work that goes on beside the candidate: loading what the report needs, reading ahead, looking up earlier takes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

AT_ONCE = 2
"""The voice, the listening process and these share the machine; more would make the candidate wait for the voice."""


@contextmanager
def beside() -> Iterator[Executor]:
    """Takes such work; what has not begun at the end is dropped, what has begun is waited for: a second or two where a
    practice is left as soon as it has begun.

    Threads that Python does not wait for will not do: libraries written in C++ abort the whole program where it leaves
    while they are still at work.
    """
    work = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="beside")
    try:
        yield work
    finally:
        work.shutdown(wait=True, cancel_futures=True)
