"""Listening on this machine's own address, with no patience for who sends or reads too slowly."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from voice_interview.errors import VoiceInterviewError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

ADDRESS = "127.0.0.1"

HEAD_WITHIN = 10.0
"""Seconds in which the head of a request must be there."""

READ_WITHIN = 30.0
"""Seconds in which what was sent, 64 kB at most, must have been read."""

IDLE = 15
"""Seconds for which a connection is kept for the next request."""

MOST = 200
"""Connections at once: ten readers with six each, and as much again for streams and for what is being closed."""

ENDS_WITHIN = 1
"""Seconds that answers get to end after Ctrl-C."""


class PortError(VoiceInterviewError):
    code = "port"


def listen(port: int) -> socket.socket:
    """A socket on this machine's own address; port 0 is a free one. Raises PortError."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # where another program could else take the same port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((ADDRESS, port))
        made.listen()  # a browser that is quicker than the program waits, and is not refused
    except OSError as error:
        made.close()
        raise PortError(
            f"The port {port} cannot be used: {error.strerror}.", "Choose another with --port, or leave it out."
        ) from None
    return made


class Impatient(H11Protocol):
    """HTTP that drops who does not send the head of a request in time, or does not read what was asked for."""

    head_within = HEAD_WITHIN
    read_within = READ_WITHIN
    _head: asyncio.TimerHandle | None = None
    _read: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._head = _cancelled(self._head)
        elif self._head is None:
            self._wait_for_head()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._read = _cancelled(self._read)
        self._read = self.loop.call_later(self.read_within, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._read = _cancelled(self._read)

    def connection_lost(self, exc: Exception | None) -> None:
        self._head, self._read = _cancelled(self._head), _cancelled(self._read)
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._head = self.loop.call_later(self.head_within, self.transport.abort)


def _cancelled(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """No timer any more."""
    if timer is not None:
        timer.cancel()
    return None


class Server(uvicorn.Server):
    """Answers requests until Ctrl-C, or until the system says so, and says `ending` at once: streams must not hold it
    up."""

    def __init__(self, app: ASGIApp, ending: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Impatient,
                ws="none",
                lifespan="off",
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=MOST,
                timeout_keep_alive=IDLE,
                timeout_graceful_shutdown=ENDS_WITHIN,
            )
        )
        self._ending = ending

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._ending()
        super().handle_exit(sig, frame)
