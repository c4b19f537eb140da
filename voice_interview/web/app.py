"""The whole program: the guard before the pages and the API, and how what goes wrong is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from voice_interview.errors import PacketError, VoiceInterviewError
from voice_interview.model import Fault
from voice_interview.packets.archive import LARGEST_PACKET
from voice_interview.reports.content import clean
from voice_interview.web import api, many, openapi, pages
from voice_interview.web.answers import NotFoundError, as_json, as_page, refusal
from voice_interview.web.desk import LARGEST_RECORDING, Desk
from voice_interview.web.entrance import ENTER, Entrance
from voice_interview.web.guard import BodyError, Guard
from voice_interview.web.jobs import BusyError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

LIMITS = {"/api/recordings": LARGEST_RECORDING, "/api/packets": LARGEST_PACKET}
"""Bytes of a body, by path."""


STATUS: dict[type[VoiceInterviewError], int] = {NotFoundError: 404, BusyError: 429, PacketError: 422}


def create(desk: Desk, entrance: Entrance, port: int) -> ASGIApp:
    """The program for the browsers that reach it at 127.0.0.1 or localhost on this port."""
    cookie = f"voice-interview-{port}"  # cookies know no ports: two programs must not take each other's
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.include_router(api.routes(desk))
    app.include_router(pages.routes(desk))
    app.include_router(many.routes(desk))
    _open(app, entrance, cookie)
    _tell(app, cookie)
    _explain(app)
    hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
    return Guard(app, entrance, hosts, cookie, LIMITS)


def _open(app: FastAPI, entrance: Entrance, cookie: str) -> None:
    @app.get(ENTER, include_in_schema=False)
    def enter(token: str = "") -> Response:
        """Turn a token into a cookie. The page goes on by itself: a cookie that is SameSite=Strict is not sent along a
        redirect that began on another site, which a link in a mail or in a terminal in the browser does."""
        session = entrance.exchange(token)
        if session is None:
            why = Fault(
                code="token",
                message="This link has been used, or is none.",
                fix="Each link lets in one browser; voice-interview serve prints a new one when it is started anew.",
            )
            return as_page("refused.html", {"fault": why, "status": 401}, status=401)
        page = as_page("enter.html", {})
        page.set_cookie(cookie, session, httponly=True, samesite="strict", path="/")
        return page


def _tell(app: FastAPI, cookie: str) -> None:
    described: dict[str, Any] = {}

    def document() -> dict[str, Any]:
        if not described:
            described.update(openapi.describe(app, cookie))
        return described

    @app.get("/api/openapi.json", include_in_schema=False)
    def schema() -> Response:
        return as_json(document())

    @app.get("/about-api", include_in_schema=False)
    def about() -> Response:
        return as_page("api.html", {"here": "api", "document": document()})


def _explain(app: FastAPI) -> None:
    """Every failure that is expected in the shape of a `Problem`, or as a page."""

    def handle(kind: type[Exception], told: Callable[[Any], tuple[int, Fault]]) -> None:
        async def handler(request: Request, error: Exception) -> Response:
            return refusal(request.scope, *told(error))

        app.add_exception_handler(kind, handler)

    handle(VoiceInterviewError, _expected)
    handle(RequestValidationError, lambda error: (422, _fault("request", _first(error), "See /about-api.")))
    handle(msgspec.MsgspecError, lambda error: (422, _fault("request", clean(error), "See /about-api.")))
    handle(UnicodeDecodeError, lambda _: (422, _fault("request", "That is no UTF-8.", "See /about-api.")))
    handle(HTTPException, lambda error: (error.status_code, _fault("request", f"{error.detail}.", "See /about-api.")))


def _expected(error: VoiceInterviewError) -> tuple[int, Fault]:
    """409 is for what is asked rightly, and cannot be done with the takes as they are."""
    status = STATUS.get(type(error), 409) if not isinstance(error, BodyError) else error.status
    return status, Fault(code=error.code, message=error.message, fix=error.fix)


def _fault(code: str, message: str, fix: str) -> Fault:
    return Fault(code=code, message=message, fix=fix)


def _first(error: RequestValidationError) -> str:
    one = error.errors()[0]
    return clean(f"{one['loc'][-1]}: {one['msg']}.")
