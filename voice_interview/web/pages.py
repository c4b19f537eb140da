"""The pages that people open: the list of takes, one take, takes side by side, progress over weeks."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from fastapi import APIRouter, Depends, Path, Query
from msgspec import Struct
from msgspec.structs import replace
from starlette.responses import Response

from voice_interview import rubric
from voice_interview.errors import TakeError, VoiceInterviewError
from voice_interview.listing import ORDERS, Limit, Listed, MeasureError, Wanted
from voice_interview.model import SCORES, Kind, Rubric
from voice_interview.reports import content, figure_words
from voice_interview.reports.page import values
from voice_interview.web import many
from voice_interview.web.answers import as_page, render, sent
from voice_interview.web.asked import Search, practised
from voice_interview.web.desk import Desk
from voice_interview.web.jobs import Job
from voice_interview.web.shelf import REMEMBERED

if TYPE_CHECKING:
    from voice_interview.takes import Take

A_PAGE = 50
"""Takes on one page of the list."""

PAUSE = 0.05
"""Seconds between two pages that are made before anybody asks, so that who asks is not kept waiting: each takes a tenth
of a second of a processor."""

FIGURES = ("length", "pace", "fillers", "star")
"""What the list shows of each take, as the terminal's progress does of each question."""

TakeId = Annotated[str, Path(max_length=200)]


def routes(desk: Desk) -> APIRouter:
    router = APIRouter(default_response_class=Response, include_in_schema=False)

    @router.get("/")
    def list_takes(
        search: Annotated[Search, Depends()],
        measure: Annotated[str, Query(pattern="^[a-z_]{0,40}$")] = "",
        above: Annotated[float | Literal[""], Query()] = "",
        below: Annotated[float | Literal[""], Query()] = "",
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    ) -> Response:
        asked = Asked(search.wanted, measure, _written(above), _written(below), page)
        # How far each is, its stream tells: the page need not be made anew for that.
        jobs = tuple(replace(job, stage="", done=None) for job in desk.jobs.all())
        return sent(desk.shelf.page((asked, jobs), lambda: _list(desk, asked, jobs)))

    @router.get("/takes/{take}")
    def show_take(take: TakeId) -> Response:
        found = desk.shelf.find(take)
        if not found.has_report:
            return as_page("unheard.html", {"here": "takes", "file": found.load(), "content": content})
        return sent(desk.shelf.page_of(found, lambda: _take(desk, found)))

    return router


def warm(desk: Desk) -> None:
    """Make what the first visitor would have to wait for: the list, the progress, the pages of the newest takes."""
    asked = Asked(Wanted())
    desk.shelf.page((asked, ()), lambda: _list(desk, asked, ()))
    many.over_weeks(desk, Wanted())
    for take in desk.shelf.takes.all()[: -REMEMBERED // 2 - 1 : -1]:
        with suppress(VoiceInterviewError):  # of a take without a report there is little to make
            desk.shelf.page_of(take, lambda take=take: _take(desk, take))  # type: ignore[misc]
        if desk.jobs.ending.wait(PAUSE):
            return


class Asked(Struct, frozen=True):
    """What is asked of the list: `above` and `below` a limit of the `measure`, as they were typed."""

    wanted: Wanted
    measure: str = ""
    above: str = ""
    below: str = ""
    page: int = 1

    @property
    def limited(self) -> Wanted:
        ends = [(limit, sign) for limit, sign in ((self.above, 1), (self.below, -1)) if self.measure and limit]
        limits = [Limit(self.measure, float(limit), sign) for limit, sign in ends]
        return replace(self.wanted, limits=(*self.wanted.limits, *limits))

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What the form of another page must send, to be asked the same."""
        found = {
            "text": self.wanted.text,
            "question": self.wanted.question,
            "kind": self.wanted.kind,
            "since": self.wanted.since,
            "until": self.wanted.until,
            "sort": self.wanted.order,
            "reverse": "true" if self.wanted.reverse else None,
            "measure": self.measure,
            "above": self.above,
            "below": self.below,
        }
        return [(name, value) for name, value in found.items() if value]


def _list(desk: Desk, asked: Asked, jobs: tuple[Job, ...]) -> tuple[str, str]:
    wanted = asked.limited
    complaint, found = "", Listed([], [])
    try:
        found = desk.shelf.listed(wanted)
    except (MeasureError, TakeError) as error:
        complaint = str(error)
    rows = found.rows
    if wanted.order == "date" and not wanted.reverse:
        rows = rows[::-1]  # a person looks for the newest first
    shown = {
        "here": "takes",
        "wanted": wanted,
        "asked": asked,
        "filtered": wanted != Wanted(),
        "complaint": complaint,
        "rows": [(row, desk.shelf.comments(row.take)) for row in rows[(asked.page - 1) * A_PAGE : asked.page * A_PAGE]],
        "count": len(rows),
        "pages": max(1, -(-len(rows) // A_PAGE)),
        "damaged": found.damaged,
        "figures": FIGURES,
        "cell": _cell,
        "orders": ORDERS,
        "measures": content.ORDER,
        "kinds": get_args(Kind),
        "questions": desk.questions,
        "practised": practised(desk.shelf),
        "jobs": jobs,
        "root": str(desk.shelf.takes.root),
        "any": bool(desk.shelf.takes.all()),
        "content": content,
    }
    return render("list.html", shown, "web.js")


def _written(limit: float | Literal[""]) -> str:
    """A number as it was typed."""
    return "" if limit == "" else f"{limit:g}"


def _cell(row: Any, name: str) -> str:
    """A figure of a take in the list."""
    found = row.summary.measures.get(name) if row.summary else None
    return figure_words.value(found.unit, found.value) if found and found.value is not None else content.DASH


def _take(desk: Desk, take: Take) -> tuple[str, str]:
    """The page of a take: the one of the file, with its sound at an address, and a form for comments."""
    sound = f"/api/takes/{take.id}/sound" if take.answer.is_file() else ""
    report = desk.shelf.report(take)
    criteria = rubric.by_profile(_rubric(), report.provenance.profile).criteria
    further = {"here": "take", "criteria": criteria, "scores": SCORES}
    scripts = ("page.js", "web.js") if sound else ("web.js",)
    return render("take.html", values(report, sound) | further, *scripts)


@cache
def _rubric() -> Rubric:
    return rubric.shipped()
