"""Ctrl-C goes to every process of a terminal; here it is for the one that started the others, and for it alone."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def withheld() -> Iterator[None]:
    """Processes that are started meanwhile get no Ctrl-C from their first moment on: while they still load what they
    need, it would end them with a traceback. Each calls `left_to_the_program` as soon as it can. Nothing on Windows."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def left_to_the_program() -> None:
    """Take no notice of Ctrl-C in this process: the program decides, and then ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
