"""The process that listens while the candidate speaks: what it hears from `live`, and what it answers.

Blocks wait in its inbox while it decodes. Where none waits, what is pending is guessed at, in parts: in case nothing
more is said. That is done beside it, so that the end of an answer is acted on at once.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
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
from voice_interview.plugins import ear

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from voice_interview.plugins import Engine, Samples

T = TypeVar("T")

FULL_SCALE = 32_768
"""16-bit samples travel: what is on disk is what is heard, to the bit."""

FITS = 0.5
"""Seconds of work for a second of sound up to which pauses are guessed at. The part of a guess that is in vain is made
up for in the time that is left over, and from a half on that takes longer than the part did: the next words would come
late."""

AWAKE = b"awake"
"""A message of the process to itself: there may be something to do."""

Load = Callable[[], "Engine"]
Orphaned = Callable[[bool], None]
"""Told that the program is gone in the middle of an answer: True where the answer itself had been finished."""


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """The engine that listens, for the provenance of a report; `ear` is the model whose states tell hesitations."""

    name: str
    model: str
    model_sha256: str
    ear: str

    @classmethod
    def of(cls, engine: Engine) -> Identity:
        """That of an engine which is loaded."""
        return cls(name=engine.name, model=engine.model, model_sha256=engine.model_sha256, ear=ear(engine))


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
        say(ready=Identity.of(engine))
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

    engine.hear(np.zeros(16_000, np.float32), (None, None), "en", states=True)  # two, for both decoders
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

    def next(self, idle: Callable[[], None]) -> bytes | None:
        """The next message, None when the pipe is closed; `idle` is called where there is none yet."""
        try:
            return self._waiting.get_nowait()
        except Empty:
            idle()
            return self._waiting.get()

    def wake(self) -> None:
        """Have `idle` called again."""
        self._waiting.put(AWAKE)

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
        self._guessed_until = 0.0

    def of(self, work: Callable[[], T]) -> T:
        """What `work` gives, its time counted; but not as long as a guess goes on, for which it may have to wait."""
        begun = time.perf_counter()
        done = work()
        self._worked += time.perf_counter() - max(begun, self._guessed_until)
        return done

    def of_guess(self, work: Callable[[], None]) -> None:
        """The same for a part of a guess, which may be in vain."""
        begun = time.perf_counter()
        work()
        self._guessed_until = time.perf_counter()
        self._guessed += self._guessed_until - begun

    def share(self, seconds: float) -> float:
        """Seconds of work for each of so many seconds of sound, guesses aside; 0 for none."""
        return self._worked / seconds if seconds else 0.0

    def fits(self, seconds: float) -> bool:
        """Whether there is time for a guess."""
        return self._worked + self._guessed <= FITS * seconds


class _Guesses:
    """Parts of guesses, done in a thread of their own one at a time."""

    def __init__(self, inbox: _Inbox) -> None:
        self._inbox = inbox
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="guess")
        self._part: Future[None] | None = None

    def settle(self) -> None:
        """Wait until no part is being done. Raises what the last one raised."""
        part, self._part = self._part, None
        if part is not None:
            part.result()

    @property
    def going_on(self) -> bool:
        """Whether a part is being done; its end wakes the inbox."""
        return self._part is not None and not self._part.done()

    def begin(self, part: Callable[[], None]) -> None:
        """Have it done. Raises what the part before raised."""
        self.settle()
        self._part = self._thread.submit(part)
        self._part.add_done_callback(lambda _: self._inbox.wake())


def _answers(engine: Engine, inbox: _Inbox, say: Callable[..., None]) -> None:
    """Listen until the inbox ends."""
    import numpy as np

    ear = _Ear(engine, inbox, say)
    while (message := inbox.next(ear.guess)) is not None:
        kind, body = message[:5], message[5:]
        if kind == b"block":
            ear.feed(np.frombuffer(body, "<i2").astype(np.float32) / np.float32(FULL_SCALE))
        elif kind == b"begin":
            ear.begin(int(body))
        elif message != AWAKE:
            ear.finish()


class _Ear:
    """Listens to one recording after the other and says what it understands."""

    def __init__(self, engine: Engine, inbox: _Inbox, say: Callable[..., None]) -> None:
        self._engine = engine
        self._inbox = inbox
        self._say = say
        self._guesses = _Guesses(inbox)
        self._start(0)

    def begin(self, number: int) -> None:
        """A new recording."""
        self._guesses.settle()
        self._start(number)

    def _start(self, number: int) -> None:
        self._answers = Answers(self._engine)
        self._effort = _Effort()
        self._number = number
        self._told = 0

    def feed(self, block: Samples) -> None:
        """Take a block, and decode what it completes."""
        self._effort.of(partial(self._answers.feed, block))
        if self._inbox.finishing.is_set():
            self._say(answer=self._number, seconds=self._answers.seconds)

    def guess(self) -> None:
        """Say what is new, and begin with the next part of a guess, where there is time for one."""
        if self._guesses.going_on:
            return
        if self._tell():
            memory.give_back()  # decoding leaves holes that nothing fills: 60 MB after ten minutes
        part = self._answers.guess() if self._effort.fits(self._answers.seconds) else None
        if part is not None:
            self._guesses.begin(partial(self._effort.of_guess, part))

    def finish(self) -> None:
        """Say all that was said so far; what is fed after this is another answer."""
        self._effort.of(self._answers.hear_out)
        self._guesses.settle()
        self._tell()  # the words can be read while the rest is put together
        heard = self._effort.of(self._answers.finish)
        self._told = 0
        self._inbox.unheard = False  # before it is said: what comes after that is told anew
        self._say(answer=self._number, listened=heard, effort=self._effort.share(heard.seconds))

    def _tell(self) -> bool:
        """Say what was understood, if there is more than the last time."""
        if self._answers.understood == self._told:
            return False
        self._told = self._answers.understood
        self._say(so_far=self._answers.so_far())
        return True
