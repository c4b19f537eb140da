"""Listening while the candidate speaks: a process of its own, so that decoding never disturbs the recording.

    recorder ── blocks (16-bit) ──▶ sender thread ──▶ reader thread ──▶ Answers ──── what was heard ──▶ report
                                    (a process that hangs, or still loads, holds nobody up)

The process runs the same `Answers` over the same samples as `analyze` does over the file, so both say the same. If it
dies, fails or is not there, nothing is lost: the answer is on disk, and the file is listened to instead. If the program
itself is killed in the middle of an answer, the process outlives it and can say so (`orphaned`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import msgspec

from voice_interview import interrupts, process
from voice_interview.errors import EngineError
from voice_interview.listening import Listened
from voice_interview.model import Transcript
from voice_interview.process import FULL_SCALE, Identity, Load, Message, Orphaned

if TYPE_CHECKING:
    from voice_interview.plugins import Samples

PATIENCE = 120.0
"""Seconds without a sign of life after which a process that was asked for its words is given up: the slowest engine
takes half a minute for one chunk."""

Ahead = Callable[[Transcript], None]
"""Given what was understood so far, while it is still being spoken; must return at once."""


class Live:
    """A listening process; start it early, it loads the engine while the question is being spoken.

    `load` and `orphaned` are called in the process and must be importable there (a function, or a partial of one).
    """

    def __init__(self, load: Load, orphaned: Orphaned | None = None, ahead: Ahead | None = None) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=process.listen, args=(theirs, load, orphaned), name="listener", daemon=True
        )
        with interrupts.withheld():
            self._process.start()
        theirs.close()
        self._identity: Identity | None = None
        self._broken = False
        self._answer = 0
        self._asked = False
        self._effort: float | None = None
        self._outgoing: SimpleQueue[bytes] = SimpleQueue()
        self._incoming: SimpleQueue[Message] = SimpleQueue()
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
        self._asked = False
        self._effort = None
        self._send(b"begin%d" % self._answer)

    def feed(self, block: Samples) -> None:
        """Take a block of the answer: mono float32 at 16 kHz."""
        import numpy as np

        whole = np.clip(np.rint(block * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype("<i2")
        self._send(b"block" + whole.tobytes())

    def ask(self) -> None:
        """Nothing more comes for now: what is left is decoded while other things are done, until `finish`."""
        if not self._asked:
            self._asked = True
            self._send(b"finish")

    def finish(self, on_progress: Callable[[float], None] | None = None, patience: float = PATIENCE) -> Listened | None:
        """What was said since `begin`; None where the process is gone or heard nothing new for `patience` seconds.
        `on_progress` is told the seconds heard so far. What is fed after this is another answer in the same recording,
        to a follow-up: `finish` then gives both. Raises EngineError if decoding failed."""
        self.ask()
        self._asked = False
        while self.alive:
            message = self._receive(patience)
            if message is None:
                self.close()  # it would take a core from whoever listens to the file now
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
        """End the process, and do not wait for that: one that hangs on a disk ends when the disk lets it."""
        self._broken = True
        self._process.kill()

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
                message = msgspec.msgpack.decode(self._pipe.recv_bytes(), type=Message)
                if message.so_far is None:
                    self._incoming.put(message)
                elif self._ahead is not None:
                    self._ahead(message.so_far)
        self._broken = True
        self._incoming.put(Message())  # whoever waits need not wait any longer

    def _receive(self, timeout: float | None) -> Message | None:
        if self._broken and self._incoming.empty():
            return None
        try:
            message = self._incoming.get(timeout=timeout) if timeout != 0 else self._incoming.get_nowait()
        except Empty:
            return None
        return message if message != Message() else None
