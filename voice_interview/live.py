"""Listening while the candidate speaks: a process of its own, so that decoding never disturbs the recording.

    recorder ── blocks (16-bit) ──▶ reader thread ──▶ Listening ── what was heard ──▶ report
                                    (never blocks)

The process runs the same `Listening` over the same samples as `analyze` does over the file, so both say the same. If it
dies, fails or is not there, nothing is lost: the answer is on disk, and the file is listened to instead.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

import msgspec

from voice_interview.errors import EngineError, VoiceInterviewError
from voice_interview.listening import Listened, Listening

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from voice_interview.plugins import Engine, Samples

FULL_SCALE = 32_768
"""16-bit samples travel: what is on disk is what is heard, to the bit."""

PATIENCE = 120.0
"""Seconds without a sign of life after which a process that was asked for its words is given up: the slowest engine
takes half a minute for one chunk."""

Load = Callable[[], "Engine"]


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
    listened: Listened | None = None


class Live:
    """A listening process; start it early, it loads the engine while the question is being spoken.

    `load` is called in the process and must be importable there (a function, or a partial of one).
    """

    def __init__(self, load: Load) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_listen, args=(theirs, load), name="listener", daemon=True)
        self._process.start()
        theirs.close()
        self._identity: Identity | None = None
        self._broken = False
        self._answer = 0
        self._lock = threading.Lock()

    @property
    def alive(self) -> bool:
        """Whether it can still be asked; once False it stays so, and files are listened to instead."""
        return not self._broken and self._process.is_alive()

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
        """A new answer; what was heard of an unfinished one is forgotten."""
        self._answer += 1
        self._send(b"begin%d" % self._answer)

    def feed(self, block: Samples) -> None:
        """Take a block of the answer: mono float32 at 16 kHz."""
        import numpy as np

        whole = np.clip(np.rint(block * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype("<i2")
        self._send(b"block" + whole.tobytes())

    def finish(self, on_progress: Callable[[float], None] | None = None, patience: float = PATIENCE) -> Listened | None:
        """What was said since `begin`; None where the process is gone or heard nothing new for `patience` seconds.
        `on_progress` is told the seconds heard so far. Raises EngineError if decoding failed."""
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
                return message.listened
            elif message.answer == self._answer and message.seconds is not None and on_progress is not None:
                on_progress(message.seconds)
        return None

    def close(self) -> None:
        """End the process."""
        self._broken = True
        with suppress(OSError):
            self._pipe.close()
        self._process.join(1.0)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _send(self, message: bytes) -> None:
        with self._lock:
            if self._broken:
                return
            try:
                self._pipe.send_bytes(message)
            except OSError:
                self._broken = True

    def _receive(self, timeout: float | None) -> _Message | None:
        try:
            if not self._broken and self._pipe.poll(timeout):
                return msgspec.msgpack.decode(self._pipe.recv_bytes(), type=_Message)
        except (OSError, EOFError):
            self._broken = True
        return None


def _listen(pipe: Connection, load: Load) -> None:
    """The process: load the engine, then listen to one answer after the other until the pipe is closed."""
    _step_back()

    def say(**what: Any) -> None:
        with suppress(OSError):
            pipe.send_bytes(msgspec.msgpack.encode(_Message(**what)))

    try:
        engine = load()
        _warm(engine)
        say(ready=Identity(name=engine.name, model=engine.model, model_sha256=engine.model_sha256))
        _answers(engine, _Inbox(pipe), say)
    except VoiceInterviewError as error:
        say(failed=(error.message, error.fix))


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
    """Empties the pipe at once, so that the sender never waits for a decode. A new answer makes what still waits of the
    one before worthless."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._waiting: SimpleQueue[bytes | None] = SimpleQueue()
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
                if message.startswith(b"begin"):
                    self.finishing.clear()
                    self._drop()
                elif message == b"finish":
                    self.finishing.set()
                self._waiting.put(message)
        self._drop()
        self._waiting.put(None)

    def _drop(self) -> None:
        with suppress(Empty):
            while True:
                self._waiting.get_nowait()


def _answers(engine: Engine, inbox: _Inbox, say: Callable[..., None]) -> None:
    import numpy as np

    listening, answer = Listening(engine), 0
    while (message := inbox.next(listening.guess)) is not None:
        kind, body = message[:5], message[5:]
        if kind == b"block":
            listening.feed(np.frombuffer(body, "<i2").astype(np.float32) / np.float32(FULL_SCALE))
            if inbox.finishing.is_set():
                say(answer=answer, seconds=listening.seconds)
        elif kind == b"begin":
            listening, answer = Listening(engine), int(body)
        else:
            say(answer=answer, listened=listening.finish())
            listening = Listening(engine)
