"""The pages over several takes: side by side, and over weeks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from voice_interview.history.trends import OF_THE_QUESTION_WHY
from voice_interview.reports import comparison as compare_words
from voice_interview.reports import content, figure_words
from voice_interview.reports import progress as progress_words
from voice_interview.reports.page import base
from voice_interview.web import weeks
from voice_interview.web.answers import as_page
from voice_interview.web.asked import Filters, practised
from voice_interview.web.desk import Desk

LEGEND = (
    "Each dot is the median of a week. Earlier and later: the median of each half of the takes, with its range (95 %)."
    " Higher, lower: the two ranges do not overlap; where they do, no change can be told."
)
WORDS = "Cut and added mean: not found in the other take. Hesitations are left out."


def routes(desk: Desk) -> APIRouter:
    router = APIRouter(default_response_class=Response, include_in_schema=False)

    @router.get("/compare")
    def compare(take: Annotated[list[str], Query()] = []) -> Response:  # noqa: B006
        found = desk.compared(list(reversed(take)))  # the list shows the newest first
        sounds = {one.id for one in found.takes if desk.shelf.find(one.id).answer.is_file()}
        shown = {
            "here": "compare",
            "wide": True,
            "found": found,
            "sounds": sounds,
            "rows": sorted(found.figures, key=lambda one: figure_words.place(one.name)),
            "words": compare_words,
            "figure_words": figure_words,
            "content": content,
            "told": list(dict.fromkeys(step.tool for step in found.steps if step.tool)),
            "legend": WORDS,
        }
        return as_page("compare.html", shown, "web.js")

    @router.get("/progress")
    def progress(filters: Annotated[Filters, Depends()]) -> Response:
        found = desk.progress(filters.wanted)
        trends = sorted(found.trends, key=lambda one: figure_words.place(one.name))
        shown = {
            "here": "progress",
            "wanted": filters.wanted,
            "found": found,
            "trends": [(one, base.trusted(weeks.draw(one)), _halves(one)) for one in trends],
            "weeks": weeks,
            "words": progress_words,
            "figure_words": figure_words,
            "practised": practised(desk.shelf),
            "legend": LEGEND,
            "content": content,
        }
        return as_page("progress.html", shown)

    return router


def _halves(trend: Any) -> bool:
    """Whether the earlier and the later half mean anything beside each other."""
    return trend.why_not != OF_THE_QUESTION_WHY and trend.earlier is not None and trend.later is not None
