"""How a request is answered: values as JSON, templates as pages, and what went wrong as either."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import HTMLResponse, Response

from voice_interview.errors import VoiceInterviewError
from voice_interview.model import Fault
from voice_interview.reports.page import base

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment
    from starlette.types import Scope

API = "/api"


class Problem(msgspec.Struct, frozen=True):
    """What stands in the place of an answer that failed."""

    error: Fault


class NotFoundError(VoiceInterviewError):
    """Nothing is there."""

    code = "not-found"


def as_json(value: object, status: int = 200) -> Response:
    """A value as its published JSON."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def as_page(template: str, values: Mapping[str, object], *scripts: str, status: int = 200) -> HTMLResponse:
    """A page of ours, with the pages' style and its own `scripts` in it and a policy that allows these alone, besides
    sound, requests and forms to where it came from."""
    return sent(render(template, values, *scripts), status)


def sent(page: tuple[str, str], status: int = 200) -> HTMLResponse:
    """A page that `render` made."""
    text, policy = page
    return HTMLResponse(text, status, {"content-security-policy": policy})


def render(template: str, values: Mapping[str, object], *scripts: str) -> tuple[str, str]:
    """The text of a page, and its policy as a header, which can forbid more than the one inside the page."""
    style = base.source(base.STYLE) + _source("web.css")
    program = "\n".join(_source(name) for name in scripts)
    policy = base.policy(style, program, **{"media-src": "'self'", "connect-src": "'self'", "form-action": "'self'"})
    shown = {"style": base.trusted(style), "script": base.trusted(program), "policy": policy, **values}
    return environment().get_template(template).render(shown), f"{policy}; frame-ancestors 'none'"


@cache
def environment() -> Environment:
    """The templates of a report's page, and ours."""
    from jinja2 import ChoiceLoader, PackageLoader

    pages = base.environment()
    assert pages.loader is not None
    return pages.overlay(loader=ChoiceLoader([PackageLoader("voice_interview.web"), pages.loader]))


@cache
def _source(name: str) -> str:
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), name)[0].replace("\r\n", "\n")


def refusal(scope: Scope, status: int, fault: Fault) -> Response:
    """What went wrong: a page for people, JSON for programs."""
    if scope["path"].startswith(API):
        return as_json(Problem(fault), status)
    return as_page("refused.html", {"fault": fault, "status": status}, status=status)
