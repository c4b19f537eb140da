"""The pages over several takes: side by side, and over weeks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from voice_interview.reports.page import comparison
from voice_interview.reports.page import progress as over_weeks
from voice_interview.web.answers import as_page
from voice_interview.web.asked import Filters, practised
from voice_interview.web.desk import Desk


def routes(desk: Desk) -> APIRouter:
    router = APIRouter(default_response_class=Response, include_in_schema=False)

    @router.get("/compare")
    def compare(take: Annotated[list[str], Query()] = []) -> Response:  # noqa: B006
        found = desk.compared(list(reversed(take)))  # the list shows the newest first
        sounds = [
            f"/api/takes/{one.id}/sound" if desk.shelf.find(one.id).answer.is_file() else "" for one in found.takes
        ]
        shown = comparison.values(found, sounds) | {"here": "compare", "wide": True, "linked": True}
        return as_page("compare.html", shown, comparison.SCRIPT)

    @router.get("/progress")
    def progress(filters: Annotated[Filters, Depends()]) -> Response:
        found = desk.progress(filters.wanted)
        further = {"here": "progress", "linked": True, "wanted": filters.wanted, "practised": practised(desk.shelf)}
        shown = over_weeks.values(found) | further
        return as_page("progress.html", shown)

    return router
