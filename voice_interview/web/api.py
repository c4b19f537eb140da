"""The JSON API: every value as the program publishes it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import FileResponse, Response, StreamingResponse

from voice_interview.history.comparison import Comparison
from voice_interview.history.trends import Progress
from voice_interview.model import Comment, Kind, Question, Report
from voice_interview.web import openapi
from voice_interview.web.answers import NotFoundError, as_json
from voice_interview.web.asked import Filters, ListedTake, NewComment, Received, Search, listed, new_comment
from voice_interview.web.desk import Desk, file_name
from voice_interview.web.jobs import Job

GLANCE = 0.2
"""Seconds between two looks at how far an analysis is."""

ALIVE = 10.0
"""Seconds after which a stream without news says that it is still there."""

TakeId = Annotated[str, Path(max_length=200, description="The id of a take.")]
JobId = Annotated[str, Path(max_length=200, description="The id of an analysis.")]


def routes(desk: Desk) -> APIRouter:
    """The paths under /api."""
    router = APIRouter(prefix="/api", default_response_class=Response)
    _takes(router, desk)
    _many(router, desk)
    _jobs(router, desk)
    return router


def _takes(router: APIRouter, desk: Desk) -> None:
    shelf = desk.shelf

    @router.get(
        "/takes", responses=openapi.gives(list[ListedTake], "The takes, the oldest first if not told otherwise.")
    )
    def list_takes(search: Annotated[Search, Depends()]) -> Response:
        """Which takes there are: filtered, sorted, searched."""
        return as_json([listed(row, shelf.comments(row.take)) for row in shelf.listed(search.wanted).rows])

    @router.get("/takes/{take}", responses=openapi.gives(Report, "The report, with the comments on it."))
    def show_take(take: TakeId) -> Response:
        """The whole report of one take."""
        return as_json(shelf.report(shelf.find(take)))

    @router.get(
        "/takes/{take}/sound",
        responses={
            200: {"description": "The recording.", "content": {"audio/wav": {}, "audio/mpeg": {}}},
            206: {
                "description": "The part of it that `Range` asked for.",
                "content": {"audio/wav": {}, "audio/mpeg": {}},
            },
            **openapi.PROBLEMS,
        },
    )
    def sound(take: TakeId) -> Response:
        """The recording itself, whole or in parts."""
        return recording(desk, take)

    @router.get("/takes/{take}/comments", responses=openapi.gives(list[Comment], "The comments, the oldest first."))
    def comments(take: TakeId) -> Response:
        """What people say about one take."""
        return as_json(shelf.find(take).comments())

    @router.post(
        "/takes/{take}/comments",
        status_code=201,
        responses=openapi.gives(Comment, "The comment as it is kept.", 201),
        openapi_extra=openapi.takes(NewComment),
    )
    async def comment(take: TakeId, request: Request) -> Response:
        """Comment on one take, or rate it."""
        new = new_comment(await request.body())
        return as_json(await asyncio.to_thread(lambda: desk.comment(shelf.find(take), new)), 201)


def _many(router: APIRouter, desk: Desk) -> None:
    @router.get("/compare", responses=openapi.gives(Comparison, "The takes side by side."))
    def compare(take: Annotated[list[str], Query(min_length=2, max_length=6, description="Ids of takes.")]) -> Response:
        """Takes of one question, each beside the one before."""
        return as_json(desk.compared(take))

    @router.get("/progress", responses=openapi.gives(Progress, "Figures over weeks."))
    def progress(filters: Annotated[Filters, Depends()]) -> Response:
        """What changed over weeks of practice."""
        return as_json(desk.progress(filters.wanted))

    @router.get("/questions", responses=openapi.gives(list[Question], "The questions."))
    def questions() -> Response:
        """The questions that a recording may answer."""
        return as_json(desk.questions)


def _jobs(router: APIRouter, desk: Desk) -> None:
    @router.post(
        "/recordings",
        status_code=202,
        responses=openapi.gives(Job, "It has come, and waits to be analysed.", 202),
        openapi_extra=openapi.takes_file("application/octet-stream", "The file as it is."),
    )
    async def record(
        request: Request,
        name: Annotated[str, Query(max_length=300, description="The name of the file.")] = "recording",
        question: Annotated[str, Query(max_length=200, description="Id of the question that it answers.")] = "",
        kind: Annotated[Kind | Literal[""], Query(description="The kind of question, where none is named.")] = "",
    ) -> Response:
        """Have a recording analysed and kept as a take."""
        about = desk.about(question, kind)
        place = desk.jobs.place()
        file = file_name(name, place)
        try:
            with file.open("xb") as kept:
                async for piece in request.stream():
                    await asyncio.to_thread(kept.write, piece)
        except BaseException:
            desk.jobs.leave(place)
            raise
        return as_json(desk.jobs.add(file, about), 202)

    @router.post(
        "/packets",
        responses=openapi.gives(Received, "What came of it."),
        openapi_extra=openapi.takes_file("application/octet-stream", "A packet, as `share` writes it."),
    )
    async def receive(request: Request) -> Response:
        """Keep the takes of a packet, and the comments on those that are there already."""
        with tempfile.TemporaryFile() as packet:
            async for piece in request.stream():
                await asyncio.to_thread(packet.write, piece)
            return as_json(await asyncio.to_thread(desk.receive, packet))

    @router.get("/jobs", responses=openapi.gives(list[Job], "The analyses, the newest last."))
    def jobs() -> Response:
        """What is being analysed, and what has been since this program began."""
        return as_json(desk.jobs.all())

    @router.get("/jobs/{job}", responses=openapi.gives(Job, "How far it is."))
    def job(job: JobId) -> Response:
        """One analysis."""
        return as_json(_found(desk, job))

    @router.get(
        "/jobs/{job}/events",
        responses={
            200: {"description": "A `Job` as `data:` whenever it has changed.", "content": {"text/event-stream": {}}},
            **openapi.PROBLEMS,
        },
    )
    def events(job: JobId) -> Response:
        """The same as it goes on, as server-sent events; the stream ends with the analysis."""
        _found(desk, job)
        return StreamingResponse(_news(desk, job), media_type="text/event-stream")


def recording(desk: Desk, take: str) -> Response:
    """The sound of a take, whole or the part that is asked for."""
    found = desk.shelf.find(take)
    if not found.answer.is_file():
        raise NotFoundError(f"The take {found.id} has no recording.", "Its words and figures are there.")
    return FileResponse(found.answer, media_type="audio/mpeg" if found.answer.suffix == ".mp3" else "audio/wav")


def _found(desk: Desk, job_id: str) -> Job:
    job = desk.jobs.find(job_id)
    if job is None:
        raise NotFoundError("There is no such analysis.", "See them: /api/jobs.")
    return job


async def _news(desk: Desk, job_id: str) -> AsyncIterator[bytes]:
    told: Any = None
    silent = 0.0
    while not desk.jobs.ending.is_set():
        job = desk.jobs.find(job_id)
        if job is not told and job is not None:
            told, silent = job, 0.0
            yield b"data: " + msgspec.json.encode(job) + b"\n\n"
            if job.is_over:
                return
        elif silent >= ALIVE:
            silent = 0.0
            yield b": still there\n\n"
        await asyncio.sleep(GLANCE)
        silent += GLANCE
