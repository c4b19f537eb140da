"""The pages that people open: the list of takes, one take, takes side by side, progress over weeks."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Depends, Path, Query
from msgspec.structs import replace
from starlette.responses import Response

from voice_interview import rubric
from voice_interview.errors import TakeError
from voice_interview.listing import ORDERS, Limit, MeasureError, Wanted
from voice_interview.model import SCORES, Kind
from voice_interview.reports import content, figure_words
from voice_interview.reports.page import values
from voice_interview.web.answers import as_page, render
from voice_interview.web.asked import Search, practised
from voice_interview.web.desk import Desk

A_PAGE = 50
"""Takes on one page of the list."""

FIGURES = ("length", "pace", "fillers", "star")
"""What the list shows of each take, as the terminal's progress does of each question."""

TakeId = Annotated[str, Path(max_length=200)]


def routes(desk: Desk) -> APIRouter:
    router = APIRouter(default_response_class=Response, include_in_schema=False)
    _list(router, desk)
    _take(router, desk)
    return router


def _list(router: APIRouter, desk: Desk) -> None:
    @router.get("/")
    def list_takes(
        search: Annotated[Search, Depends()],
        measure: Annotated[str, Query(pattern="^[a-z_]{0,40}$")] = "",
        above: Annotated[float | Literal[""], Query()] = "",
        below: Annotated[float | Literal[""], Query()] = "",
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    ) -> Response:
        ends = [(limit, sign) for limit, sign in ((above, 1), (below, -1)) if measure and limit != ""]
        limits = [Limit(measure, float(limit), sign) for limit, sign in ends]
        wanted = replace(search.wanted, limits=(*search.wanted.limits, *limits))
        complaint, rows, damaged = "", [], []
        try:
            found = desk.shelf.listed(wanted)
            rows, damaged = found.rows, found.damaged
        except (MeasureError, TakeError) as error:
            complaint = str(error)
        if wanted.order == "date" and not wanted.reverse:
            rows = rows[::-1]  # a person looks for the newest first
        shown = rows[(page - 1) * A_PAGE : page * A_PAGE]
        asked = {"measure": measure, "above": above, "below": below}
        return as_page(
            "list.html",
            {
                "here": "takes",
                "wanted": wanted,
                "asked": asked,
                "filtered": wanted != type(wanted)(),
                "complaint": complaint,
                "rows": [(row, desk.shelf.comments(row.take)) for row in shown],
                "count": len(rows),
                "page": page,
                "pages": max(1, -(-len(rows) // A_PAGE)),
                "damaged": damaged,
                "figures": FIGURES,
                "cell": _cell,
                "orders": ORDERS,
                "measures": content.ORDER,
                "questions": desk.questions,
                "practised": practised(desk.shelf),
                "jobs": desk.jobs.all(),
                "root": str(desk.shelf.takes.root),
                "any": bool(desk.shelf.takes.all()),
                "content": content,
                "kinds": get_args(Kind),
                "here_again": _fields(wanted, asked),
            },
            "web.js",
        )


def _fields(wanted: Wanted, asked: dict[str, Any]) -> list[tuple[str, object]]:
    """What the next page of the list must be asked."""
    found = {
        "text": wanted.text,
        "question": wanted.question,
        "kind": wanted.kind,
        "since": wanted.since,
        "until": wanted.until,
        "sort": wanted.order,
        "reverse": "true" if wanted.reverse else None,
        **asked,
    }
    return [(name, value) for name, value in found.items() if value not in (None, "")]


def _cell(row: Any, name: str) -> str:
    """A figure of a take in the list."""
    found = row.summary.measures.get(name) if row.summary else None
    return figure_words.value(found.unit, found.value) if found and found.value is not None else content.DASH


def _take(router: APIRouter, desk: Desk) -> None:
    @router.get("/takes/{take}")
    def show_take(take: TakeId) -> Response:
        found = desk.shelf.find(take)
        if not found.has_report:
            return as_page("unheard.html", {"here": "takes", "file": found.load(), "content": content})
        text, policy = desk.shelf.page(found, lambda: _rendered(desk, found))
        return Response(text, media_type="text/html", headers={"content-security-policy": policy})


def _rendered(desk: Desk, take: Any) -> tuple[str, str]:
    """The page of a take: the one of the file, with its sound at an address, and a form for comments."""
    sound = f"/api/takes/{take.id}/sound" if take.answer.is_file() else ""
    further = {
        "here": "take",
        "criteria": rubric.shipped().criteria,
        "scores": SCORES,
    }
    scripts = ("page.js", "web.js") if sound else ("web.js",)
    return render("take.html", values(desk.shelf.report(take), sound) | further, *scripts)
