"""The description of the JSON API: what FastAPI knows of the paths, and of the values the schemas that their own types
publish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from voice_interview import __version__
from voice_interview.history.comparison import Comparison
from voice_interview.history.trends import Progress
from voice_interview.model import Comment, Question, Report
from voice_interview.web.answers import Problem
from voice_interview.web.asked import ListedTake, NewComment, Received
from voice_interview.web.jobs import Job

if TYPE_CHECKING:
    from fastapi import FastAPI

SHOWN = (
    list[ListedTake],
    Report,
    list[Comment],
    Comment,
    NewComment,
    Comparison,
    Progress,
    list[Question],
    Received,
    list[Job],
    Job,
    Problem,
)
"""Every type that goes in or out."""

ABOUT = (
    "Everything that the coach's pages show, as JSON. To be let in, open the link that `voice-interview serve` printed"
    " and keep the cookie (curl -c cookies.txt LINK); each link works once. A request that changes something also needs"
    " the header `Origin` with this program's own address. What goes wrong is told as a `Problem`."
)


def _published() -> tuple[dict[Any, Any], dict[str, Any]]:
    found, components = msgspec.json.schema_components(SHOWN, ref_template="#/components/schemas/{name}")
    return dict(zip(SHOWN, found, strict=True)), components


SCHEMAS, COMPONENTS = _published()


def gives(kind: Any, said: str, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """What a path answers, for FastAPI's `responses`: a value of this kind, or a problem."""
    return {status: {"description": said, "content": _json(kind)}, **PROBLEMS}


def takes(kind: Any) -> dict[str, Any]:
    """What a path is sent, for FastAPI's `openapi_extra`."""
    return {"requestBody": {"required": True, "content": _json(kind)}}


def takes_file(media: str, said: str) -> dict[str, Any]:
    """The same where the body is a file as it is."""
    schema = {"type": "string", "format": "binary"}
    return {"requestBody": {"required": True, "description": said, "content": {media: {"schema": schema}}}}


def _json(kind: Any) -> dict[str, Any]:
    return {"application/json": {"schema": SCHEMAS[kind]}}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "It cannot be done, and why.", "content": _json(Problem)}
}


def describe(app: FastAPI, cookie: str) -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    from fastapi.openapi.utils import get_openapi

    found = get_openapi(title="voice-interview", version=__version__, description=ABOUT, routes=app.routes)
    for path in found["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)  # FastAPI's own shape of it, which is never sent
    found["components"] = {
        "schemas": COMPONENTS,
        "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": cookie}},
    }
    found["security"] = [{"session": []}]
    return found
