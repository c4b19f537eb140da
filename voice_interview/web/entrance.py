"""Who is let in: a link with a token that works once gives a browser a cookie for as long as the program runs."""

from __future__ import annotations

import hashlib
import secrets
import threading

ENTER = "/enter"
"""The path of the link."""

STRENGTH = 32
"""Random bytes of a token and of a session: 256 bits, which nobody guesses (OWASP asks for 128 of a session at least:
Session Management Cheat Sheet)."""


class Entrance:
    """The tokens that have not been used, and the sessions that they became. Only their digests are kept: how long a
    look-up takes tells nothing of them."""

    def __init__(self) -> None:
        self._tokens: set[bytes] = set()
        self._sessions: set[bytes] = set()
        self._alone = threading.Lock()

    def token(self) -> str:
        """A new token, for one browser."""
        made = secrets.token_urlsafe(STRENGTH)
        with self._alone:
            self._tokens.add(_digest(made))
        return made

    def exchange(self, token: str) -> str | None:
        """A session for a token, which is used up by that; None for what is no token, or none any more."""
        made = secrets.token_urlsafe(STRENGTH)
        with self._alone:
            if _digest(token) not in self._tokens:
                return None
            self._tokens.discard(_digest(token))
            self._sessions.add(_digest(made))
        return made

    def knows(self, session: str) -> bool:
        return _digest(session) in self._sessions


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
