"""The process that listens while the candidate speaks: what it hears from `live`, and what it answers.

Blocks wait in its inbox while it decodes. Where none waits, what is pending is guessed at, in steps: in case nothing
more is said.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from voice_interview import interrupts, memory
from voice_interview.answers import Answers
from voice_interview.errors import VoiceInterviewError
from voice_interview.listening import Listened
from voice_interview.model import Transcript

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from voice_interview.plugins import Engine

T = TypeVar("T")

FULL_SCALE = 32_768
"""16-bit samples travel: what is on disk is what is heard, to the bit."""

FITS = 0.5
"""Seconds of work for a second of sound up to which pauses are guessed at. The part of a guess that is in vain is made
up for in the time that is left over, and from a half on that takes longer than the part did: the next words would come
late."""

Load = Callable[[], "Engine"]
Orphaned = Callable[[bool], None]
"""Told that the program is gone in the middle of an answer: True where the answer itself had been finished."""


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """The engine that listens, for the provenance of a report."""

    name: str
    model: str
    model_sha256: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What the process says: that it is ready, that it failed, how far it is, or what it heard of which answer."""

    ready: Identity | None = None
    failed: tuple[str, str] | None = None
    answer: int = 0
    seconds: float | None = None
    so_far: Transcript | None = None
    listened: Listened | None = None
    effort: float | None = None


def listen(pipe: Connection, load: Load, orphaned: Orphaned | None) -> None:
    """The process: load the engine, then listen to one answer after the other until the program is gone."""
    _step_back()

    def say(**what: Any) -> None:
        with suppress(OSError):
            pipe.send_bytes(msgspec.msgpack.encode(Message(**what)))

    try:
        engine = load()
        _warm(engine)
        memory.settle()
        say(ready=Identity(name=engine.name, model=engine.model, model_sha256=engine.model_sha256))
        inbox = _Inbox(pipe)
        _answers(engine, inbox, say)
        if inbox.unheard and orphaned is not None:
            orphaned(inbox.finishing.is_set())
    except VoiceInterviewError as error:
        say(failed=(error.message, error.fix))
    except MemoryError:
        say(failed=("There is not enough memory to listen.", "Close other programs, or choose --model tiny.en."))


def _step_back() -> None:
    """Ctrl-C is for the practice, which decides; and whoever records goes first."""
    interrupts.left_to_the_program()
    if hasattr(os, "nice"):
        os.nice(5)


def _warm(engine: Engine) -> None:
    """The first decode allocates and compiles; do it before it is waited for."""
    import numpy as np

    engine.hear(np.zeros(16_000, np.float32), (None, None), "en")  # two, for both decoders
    np.median(np.zeros(1))  # imports what it needs at its first call


class _Inbox:
    """Empties the pipe at once, so that the sender never waits for a decode. A new recording makes what still waits of
    the one before worthless. `unheard`: something was recorded that no words have been given for yet."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._waiting: SimpleQueue[bytes | None] = SimpleQueue()
        self.unheard = False
        self.finishing = threading.Event()
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def next(self, idle: Callable[[], bool]) -> bytes | None:
        """The next message, None when the pipe is closed; while there is none, `idle` is called until it has nothing
        more to do."""
        while True:
            try:
                return self._waiting.get_nowait()
            except Empty:
                if not idle():
                    return self._waiting.get()

    def _read(self) -> None:
        with suppress(OSError, EOFError):
            while True:
                message = self._pipe.recv_bytes()
                if message == b"finish":
                    self.finishing.set()
                else:
                    self.unheard = True
                    self.finishing.clear()
                if message.startswith(b"begin"):
                    self._drop()
                self._waiting.put(message)
        self._drop()
        self._waiting.put(None)

    def _drop(self) -> None:
        with suppress(Empty):
            while True:
                self._waiting.get_nowait()


class _Effort:
    """How long the work on an answer takes, against the sound that there was."""

    def __init__(self) -> None:
        self._worked = 0.0
        self._guessed = 0.0

    def of(self, work: Callable[[], T]) -> T:
        """What `work` gives, its time counted."""
        begun = time.perf_counter()
        done = work()
        self._worked += time.perf_counter() - begun
        return done

    def of_guess(self, work: Callable[[], bool]) -> bool:
        """The same for a part of a guess, which may be in vain."""
        begun = time.perf_counter()
        done = work()
        self._guessed += time.perf_counter() - begun
        return done

    def share(self, seconds: float) -> float:
        """Seconds of work for each of so many seconds of sound, guesses aside; 0 for none."""
        return self._worked / seconds if seconds else 0.0

    def fits(self, seconds: float) -> bool:
        """Whether there is time for a guess."""
        return self._worked + self._guessed <= FITS * seconds


def _answers(engine: Engine, inbox: _Inbox, say: Callable[..., None]) -> None:
    """Listen until the inbox ends."""
    import numpy as np

    answers, effort, number, told = Answers(engine), _Effort(), 0, 0

    def tell() -> bool:
        nonlocal told
        if answers.understood == told:
            return False
        told = answers.understood
        say(so_far=answers.so_far())
        return True

    def idle() -> bool:
        if tell():
            memory.give_back()  # decoding leaves holes that nothing fills: 60 MB after ten minutes
        return effort.fits(answers.seconds) and effort.of_guess(answers.guess)

    while (message := inbox.next(idle)) is not None:
        kind, body = message[:5], message[5:]
        if kind == b"block":
            block = np.frombuffer(body, "<i2").astype(np.float32) / np.float32(FULL_SCALE)
            effort.of(partial(answers.feed, block))
            if inbox.finishing.is_set():
                say(answer=number, seconds=answers.seconds)
        elif kind == b"begin":
            answers, effort, number, told = Answers(engine), _Effort(), int(body), 0
        else:
            effort.of(answers.hear_out)
            tell()  # the words can be read while the rest is put together
            heard = effort.of(answers.finish)
            told = 0
            inbox.unheard = False  # before it is said: what comes after that is told anew
            say(answer=number, listened=heard, effort=effort.share(heard.seconds))
