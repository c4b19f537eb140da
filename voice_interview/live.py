"""Listening while the candidate speaks: a process of its own, so that decoding never disturbs the recording.

    recorder ── blocks (16-bit) ──▶ sender thread ──▶ reader thread ──▶ Answers ──── what was heard ──▶ report
                                    (a process that hangs, or still loads, holds nobody up)

The process runs the same `Answers` over the same samples as `analyze` does over the file, so both say the same. If it
dies, fails or is not there, nothing is lost: the answer is on disk, and the file is listened to instead. If the program
itself is killed in the middle of an answer, the process outlives it and can say so (`orphaned`).
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from voice_interview import memory
from voice_interview.answers import Answers
from voice_interview.errors import EngineError, VoiceInterviewError
from voice_interview.listening import Listened
from voice_interview.model import Transcript

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from voice_interview.plugins import Engine, Samples

T = TypeVar("T")

FULL_SCALE = 32_768
"""16-bit samples travel: what is on disk is what is heard, to the bit."""

PATIENCE = 120.0
"""Seconds without a sign of life after which a process that was asked for its words is given up: the slowest engine
takes half a minute for one chunk."""

FITS = 0.5
"""Seconds of work for a second of sound up to which pauses are guessed at. A guess in vain is made up for in the time
that is left over, and from a half on that takes longer than the guess did: the next words would come late."""

Load = Callable[[], "Engine"]
Ahead = Callable[[Transcript], None]
"""Given what was understood so far, while it is still being spoken; must return at once."""

Orphaned = Callable[[bool], None]
"""Told that the program is gone in the middle of an answer: True where the answer itself had been finished."""


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """The engine that listens, for the provenance of a report."""

    name: str
    model: str
    model_sha256: str


class _Message(msgspec.Struct, frozen=True, kw_only=True):
    """What the process says: that it is ready, that it failed, how far it is, or what it heard of which answer."""

    ready: Identity | None = None
    failed: tuple[str, str] | None = None
    answer: int = 0
    seconds: float | None = None
    so_far: Transcript | None = None
    listened: Listened | None = None
    effort: float | None = None


class Live:
    """A listening process; start it early, it loads the engine while the question is being spoken.

    `load` and `orphaned` are called in the process and must be importable there (a function, or a partial of one).
    """

    def __init__(self, load: Load, orphaned: Orphaned | None = None, ahead: Ahead | None = None) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_listen, args=(theirs, load, orphaned), name="listener", daemon=True)
        self._process.start()
        theirs.close()
        self._identity: Identity | None = None
        self._broken = False
        self._answer = 0
        self._effort: float | None = None
        self._outgoing: SimpleQueue[bytes] = SimpleQueue()
        self._incoming: SimpleQueue[_Message] = SimpleQueue()
        self._ahead = ahead
        threading.Thread(target=self._pass_on, name="to-listener", daemon=True).start()
        threading.Thread(target=self._take_in, name="from-listener", daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether it can still be asked; once False it stays so, and files are listened to instead."""
        return not self._broken and self._process.is_alive()

    @property
    def effort(self) -> float | None:
        """Seconds of work for each second of the answer that was finished last: from 1 on, the machine is slower than
        the speaker. None before there was one."""
        return self._effort

    def identity(self, timeout: float | None = 0.0) -> Identity | None:
        """The engine, once it is loaded; None while it is not, or where the process is gone. Waits `timeout` seconds,
        None for as long as it takes. Raises EngineError with what loading raised."""
        if self._identity is None:
            message = self._receive(timeout)
            if message is not None and message.failed:
                self._broken = True
                raise EngineError(*message.failed)
            if message is not None:
                self._identity = message.ready
        return self._identity

    def begin(self) -> None:
        """A new recording; what was heard of an unfinished one is forgotten."""
        self._answer += 1
        self._effort = None
        self._send(b"begin%d" % self._answer)

    def feed(self, block: Samples) -> None:
        """Take a block of the answer: mono float32 at 16 kHz."""
        import numpy as np

        whole = np.clip(np.rint(block * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype("<i2")
        self._send(b"block" + whole.tobytes())

    def finish(self, on_progress: Callable[[float], None] | None = None, patience: float = PATIENCE) -> Listened | None:
        """What was said since `begin`; None where the process is gone or heard nothing new for `patience` seconds.
        `on_progress` is told the seconds heard so far. What is fed after this is another answer in the same recording,
        to a follow-up: `finish` then gives both. Raises EngineError if decoding failed."""
        self._send(b"finish")
        while self.alive:
            message = self._receive(patience)
            if message is None:
                self._broken = True
            elif message.failed:
                self._broken = True
                raise EngineError(*message.failed)
            elif message.ready is not None:
                self._identity = message.ready
            elif message.answer == self._answer and message.listened is not None:
                self._effort = message.effort
                return message.listened
            elif message.answer == self._answer and message.seconds is not None and on_progress is not None:
                on_progress(message.seconds)
        return None

    def close(self) -> None:
        """End the process."""
        self._broken = True
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _send(self, message: bytes) -> None:
        if not self._broken:
            self._outgoing.put(message)

    def _pass_on(self) -> None:
        """The sender thread: the recording must end at once even where nobody empties the pipe."""
        with suppress(OSError):
            while True:
                self._pipe.send_bytes(self._outgoing.get())
        self._broken = True

    def _take_in(self) -> None:
        """The receiver thread: what was understood so far comes at any time, and must not wait in the pipe."""
        with suppress(OSError, EOFError):
            while True:
                message = msgspec.msgpack.decode(self._pipe.recv_bytes(), type=_Message)
                if message.so_far is None:
                    self._incoming.put(message)
                elif self._ahead is not None:
                    self._ahead(message.so_far)
        self._broken = True
        self._incoming.put(_Message())  # whoever waits need not wait any longer

    def _receive(self, timeout: float | None) -> _Message | None:
        if self._broken and self._incoming.empty():
            return None
        try:
            message = self._incoming.get(timeout=timeout) if timeout != 0 else self._incoming.get_nowait()
        except Empty:
            return None
        return message if message != _Message() else None


def _listen(pipe: Connection, load: Load, orphaned: Orphaned | None) -> None:
    """The process: load the engine, then listen to one answer after the other until the program is gone."""
    _step_back()

    def say(**what: Any) -> None:
        with suppress(OSError):
            pipe.send_bytes(msgspec.msgpack.encode(_Message(**what)))

    try:
        engine = load()
        _warm(engine)
        memory.give_back()
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
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)


def _warm(engine: Engine) -> None:
    """The first decode allocates and compiles; do it before it is waited for."""
    import numpy as np

    engine.hear(np.zeros(16_000, np.float32), (None,), "en")


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
        """The next message, None when the pipe is closed; `idle` is called before a wait for one."""
        try:
            return self._waiting.get_nowait()
        except Empty:
            idle()
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
    """How long the work on an answer takes, chunks and guesses alike, against the sound that there was."""

    def __init__(self) -> None:
        self._worked = 0.0

    def of(self, work: Callable[[], T]) -> T:
        """What `work` gives, its time counted."""
        begun = time.perf_counter()
        done = work()
        self._worked += time.perf_counter() - begun
        return done

    def share(self, seconds: float) -> float:
        """Seconds of work for each of so many seconds of sound; 0 for none."""
        return self._worked / seconds if seconds else 0.0


def _answers(engine: Engine, inbox: _Inbox, say: Callable[..., None]) -> None:
    """Listen until the inbox ends."""
    import numpy as np

    answers, effort, number, told = Answers(engine), _Effort(), 0, 0

    def idle() -> None:
        nonlocal told
        if answers.words > told:
            told = answers.words
            say(so_far=answers.so_far())
            memory.give_back()  # decoding leaves holes that nothing fills: 60 MB after ten minutes
        if effort.share(answers.seconds) <= FITS:
            effort.of(answers.guess)

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
            heard = effort.of(answers.finish)
            told = 0
            inbox.unheard = False  # before it is said: what comes after that is told anew
            say(answer=number, listened=heard, effort=effort.share(heard.seconds))
