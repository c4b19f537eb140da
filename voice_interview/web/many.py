"""The pages over several takes: side by side, and over weeks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from voice_interview.listing import Wanted
from voice_interview.reports.page import comparison
from voice_interview.reports.page import progress as progress_page
from voice_interview.web.answers import render, sent
from voice_interview.web.asked import Filters, practised
from voice_interview.web.desk import Desk
from voice_interview.web.shelf import REPORT


def routes(desk: Desk) -> APIRouter:
    router = APIRouter(default_response_class=Response, include_in_schema=False)

    @router.get("/compare")
    def compare(take: Annotated[list[str], Query()] = []) -> Response:  # noqa: B006
        ids = tuple(reversed(take))  # the list shows the newest first
        return sent(desk.shelf.page(("compare", ids), lambda: _comparison(desk, ids), REPORT))

    @router.get("/progress")
    def progress(filters: Annotated[Filters, Depends()]) -> Response:
        return sent(over_weeks(desk, filters.wanted))

    return router


def over_weeks(desk: Desk, wanted: Wanted) -> tuple[str, str]:
    """The page of progress, made anew only where a report has changed."""
    return desk.shelf.page(("progress", wanted), lambda: _progress(desk, wanted), REPORT)


def _comparison(desk: Desk, ids: Sequence[str]) -> tuple[str, str]:
    found = desk.compared(ids)
    heard = [desk.shelf.find(one.id).answer.is_file() for one in found.takes]
    sounds = [f"/api/takes/{one.id}/sound" if there else "" for one, there in zip(found.takes, heard, strict=True)]
    shown = comparison.values(found, sounds) | {"here": "compare", "wide": True, "linked": True}
    return render("compare.html", shown, comparison.SCRIPT)


def _progress(desk: Desk, wanted: Wanted) -> tuple[str, str]:
    further = {"here": "progress", "linked": True, "wanted": wanted, "practised": practised(desk.shelf)}
    return render("progress.html", progress_page.values(desk.progress(wanted)) | further)
