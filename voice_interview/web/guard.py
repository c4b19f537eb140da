"""What stands before every page: requests that do not come from our own pages are refused before anything is read.

After the advice for programs that listen on the machine's own address (OWASP cheat sheets on cross-site request
forgery, session management and HTTP headers):

- `Host` must be our own address: a foreign name that is made to resolve to 127.0.0.1 (DNS rebinding) gets nothing.
- `Origin` must be our own, and must be there where something is changed; what another site's page, or one of another
  port, asks for is refused (`Sec-Fetch-Site`), but for opening a page of ours.
- Without the cookie nothing is shown, and no byte of a body is read.
- A body has a limit for its size, and must keep coming.
- Nothing is cached, framed, sniffed or loaded by other pages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser

from voice_interview.errors import VoiceInterviewError
from voice_interview.model import Fault
from voice_interview.web.answers import refusal
from voice_interview.web.entrance import ENTER, Entrance

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALL = 64 * 1024
"""Bytes of a body where no other limit is named: a comment of 4,000 characters, each of which takes 12 as JSON."""

PATIENCE = 20.0
"""Seconds for which the next piece of a body is waited for."""

SAFE = ("GET", "HEAD")
"""Methods that change nothing."""

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""On every answer, unless it has its own."""


class BodyError(VoiceInterviewError):
    """The body of a request is larger than its limit, or does not come."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message, "Send less at once." if code == "size" else "Send it again.")
        self.status = status
        self.code = code


class Guard:
    """Lets through what may reach `app`: `hosts` are the values of `Host` that are ours, `cookie` the name of the
    session's, `limits` the largest bodies in bytes, by path."""

    def __init__(
        self,
        app: ASGIApp,
        entrance: Entrance,
        hosts: Collection[str],
        cookie: str,
        limits: Mapping[str, int],
        patience: float = PATIENCE,
    ) -> None:
        self.app = app
        self.entrance = entrance
        self.hosts = hosts
        self.cookie = cookie
        self.limits = limits
        self.patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets here
            await send({"type": "websocket.close", "code": 1008})
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        why = self._why_not(scope)
        if why is None:
            await self.app(scope, self._limited(receive, self._limit(scope)), with_headers)
        else:
            await refusal(scope, *why)(scope, receive, with_headers)

    def _why_not(self, scope: Scope) -> tuple[int, Fault] | None:
        """Status and reason of a refusal; None for what may pass."""
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return 421, _fault("host", "This address is not ours.", "Use the link that voice-interview serve printed.")
        changes = scope["method"] not in SAFE
        if origins != [f"http://{hosts[0].lower()}"] and (changes or origins):
            return 403, _fault(
                "origin", "This did not come from our own pages.", f"Programs send: Origin: http://{hosts[0]}."
            )
        if not _opens_a_page(headers) and headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return 403, _fault("site", "Another page asked for this.", "Open it from our own pages.")
        if scope["path"] != ENTER and not self.entrance.knows(_cookie(headers, self.cookie)):
            return 401, _fault(
                "session",
                "This browser has not been let in.",
                "Open the link that voice-interview serve printed; each works once, and a new start prints a new one.",
            )
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:20]) > self._limit(scope):
            return 413, _fault("size", _too_large(self._limit(scope)), "Send less at once.")
        return None

    def _limit(self, scope: Scope) -> int:
        return self.limits.get(scope["path"], SMALL)

    def _limited(self, receive: Receive, limit: int) -> Receive:
        """The same messages, within the limits of size and time; raises BodyError, where the body is read."""
        seen, done = 0, False

        async def next_message() -> Message:
            nonlocal seen, done
            if done:  # what comes now is that the other side has gone, which may be waited for
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), self.patience)
            except TimeoutError:
                raise BodyError(408, "slow", "The rest of the request did not come.") from None
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                done = not message.get("more_body", False)
                if seen > limit:
                    raise BodyError(413, "size", _too_large(limit))
            return message

        return next_message


def _opens_a_page(headers: Headers) -> bool:
    """Whether a person follows a link to a page of ours, which shows nothing to the page that the link is on."""
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"


def _cookie(headers: Headers, name: str) -> str:
    """Its value, "" where it is not there; other programs of this machine may have set any others."""
    found = [cookie_parser(line).get(name, "") for line in headers.getlist("cookie")]
    return next((value for value in found if value), "")


def _fault(code: str, message: str, fix: str) -> Fault:
    return Fault(code=code, message=message, fix=fix)


def _too_large(limit: int) -> str:
    return f"That is larger than {f'{limit // 10**6} MB' if limit >= 10**6 else f'{limit // 1024} kB'}."
