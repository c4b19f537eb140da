"""One measure over the weeks, as a picture."""

from __future__ import annotations

from datetime import date

from voice_interview.history.trends import Trend
from voice_interview.reports import figure_words
from voice_interview.reports.page import drawing

WIDE, HIGH = 340, 130

FEWEST = 2
"""Weeks from which there is a course to draw."""


def draw(trend: Trend) -> str:
    """An SVG element with the median of each week; "" where there are too few."""
    if len(trend.weeks) < FEWEST:
        return ""
    import pygal

    days = [date.fromisoformat(week.begins).toordinal() for week in trend.weeks]
    values = [week.median for week in trend.weeks]
    low, high = min(values), max(values)
    margin = (high - low) * 0.15 or 1.0
    chart = pygal.XY(
        **drawing.plain(),
        width=WIDE,
        height=HIGH,
        margin=4,
        dots_size=3.5,
        xrange=(days[0], days[-1]),
        range=(low - margin, high + margin),
        x_value_formatter=lambda day: date.fromordinal(round(day)).strftime("%d %b %y"),
        y_value_formatter=lambda value: figure_words.value(trend.unit, value),
    )
    chart.x_labels = [days[0], days[-1]]
    chart.y_labels = [{"label": figure_words.value(trend.unit, value), "value": value} for value in sorted({low, high})]
    chart.add("weeks", list(zip(days, values, strict=True)))
    return drawing.finished(chart.render(is_unicode=True), "weeks", ["weeks"])


def summary(trend: Trend) -> str:
    """The picture in words."""
    first, last = trend.weeks[0], trend.weeks[-1]
    ends = (figure_words.value(trend.unit, one.median) for one in (first, last))
    return "Weeks of {} to {}: from {} to {}.".format(first.begins, last.begins, *ends)
