"""Figures over weeks as a page: each measure as a picture, what changed beyond its range, the best so far, and each
question's first take and latest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_interview.history.trends import OF_THE_QUESTION_WHY
from voice_interview.reports import figure_words
from voice_interview.reports import progress as words
from voice_interview.reports.page import base, weeks

if TYPE_CHECKING:
    from voice_interview.history.trends import Progress, Trend

LEGEND = (
    "Each dot is the median of a week. Earlier and later: the median of each half of the takes, with its range (95 %)."
    " Higher, lower: the two ranges do not overlap; where they do, no change can be told."
)


def page(found: Progress) -> str:
    """The progress as one HTML file, which asks for nothing from anywhere."""
    return base.render("progress.html", values(found))


def values(found: Progress) -> dict[str, object]:
    """What `progress_body.html` shows; `linked` says whether each take has a page of its own beside this one."""
    trends = sorted(found.trends, key=lambda one: figure_words.place(one.name))
    return {
        "found": found,
        "trends": [(one, base.trusted(weeks.draw(one)), _halves(one)) for one in trends],
        "weeks": weeks,
        "words": words,
        "figure_words": figure_words,
        "legend": LEGEND,
        "linked": False,
    }


def _halves(trend: Trend) -> bool:
    """Whether the earlier and the later half mean anything beside each other."""
    return trend.why_not != OF_THE_QUESTION_WHY and trend.earlier is not None and trend.later is not None
