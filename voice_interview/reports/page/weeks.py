"""One measure over the weeks, as a picture: a dot for the median of each week with a take."""

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
    """The picture in words, for who does not see it."""
    each = (f"{week.begins} {figure_words.value(trend.unit, week.median)}" for week in trend.weeks)
    return f"Median of each week: {', '.join(each)}."
