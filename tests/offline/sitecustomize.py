"""Put on PYTHONPATH by the tests: a Python process in which every socket but a Unix one is refused, loudly."""

import socket


class NetworkTouchedError(AssertionError):
    """Not an OSError: a library that swallows network errors must not hide it."""


class _UnixSocket(socket.socket):
    def __init__(self, family: int = -1, *rest: object, **named: object) -> None:
        if family != getattr(socket, "AF_UNIX", None):
            raise NetworkTouchedError(f"a socket of family {family} was asked for")
        super().__init__(family, *rest, **named)  # type: ignore[arg-type]


def _refuse(*target: object, **_named: object) -> None:
    raise NetworkTouchedError(f"the network was asked for {target}")


socket.socket = _UnixSocket  # type: ignore[misc]
socket.create_connection = _refuse  # type: ignore[assignment]
socket.getaddrinfo = _refuse  # type: ignore[assignment]
