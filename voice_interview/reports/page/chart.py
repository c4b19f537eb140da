"""One answer in time as a picture: pace, voice, long pauses, fillers, hedges and STAR, one above the other.

pygal draws it (see `drawing`). Which thing is which is told by its row; colour only repeats it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from voice_interview.model import PARTS, Evidence, Report
from voice_interview.reports import content, shapes, spoken
from voice_interview.reports.page import drawing
from voice_interview.reports.timeline import SHORTEST, STEPS

WIDE, NARROW = 960, 380
"""Units across: one of them is a pixel on a desk, the other on a telephone, so that letters have one size on both."""

ROW, PACE_ROWS = 24, 3
"""Units that a row is high, and rows that the pace takes."""

APART = 90
"""Units that two times on the scale lie apart at least."""

LEVEL = 100.0
"""Words a minute between the top and the bottom of the pace at least, so that even speech looks even."""

NAMES = {
    "speech": "Voice", "pauses": "Long pauses", "sounds": "Um, uh", "words": "Filler words", "hedges": "Hedges",
    "situation": "Situation", "task": "Task", "action": "Action", "result": "Result", "learning": "Learning",
}  # fmt: skip

_Point = tuple[float, float] | None


class Stretch(Struct, frozen=True, kw_only=True):
    """One entry of `pace.details.over_time`, as far as it is drawn: `rate` in words a minute."""

    start: float
    end: float
    rate: float | None = None


class PaceDetails(Struct, frozen=True, kw_only=True):
    """`pace.details` as far as it is drawn."""

    over_time: tuple[Stretch, ...] = ()


class Row(NamedTuple):
    """A row of marks: stretches of time in seconds, drawn as bars, or as dots where they are `moments`."""

    name: str
    spans: Sequence[tuple[float, float]]
    moments: bool = False


def rows(report: Report) -> list[Row]:
    """What lies where in time, from top to bottom; a row without a mark is left out, the voice aside."""
    sound, seconds = report.sound, report.recording.seconds
    if sound is None or not sound.voiced or seconds is None or seconds < SHORTEST:
        return []
    fillers = spoken.filler_events(report)
    found = [
        Row("pauses", _spans(_evidence(report, "pauses"))),
        Row("sounds", _spans(one for one in fillers if _is_sound(one)), moments=True),
        Row("words", _spans(one for one in fillers if not _is_sound(one)), moments=True),
        Row("hedges", _spans(_evidence(report, "hedges")), moments=True),
        *_star(report),
    ]
    return [Row("speech", [(one.start, one.end) for one in sound.voiced]), *(row for row in found if row.spans)]


def summary(report: Report) -> str:
    """The picture in words, for who does not see it."""
    counts = [f"{NAMES[row.name]} {len(row.spans)}" for row in rows(report)]
    return f"Timeline of {content.moment(report.recording.seconds)}. How many of each: {', '.join(counts)}."


def draw(report: Report, width: int) -> str:
    """The picture as an SVG element `width` units wide; "" where there is nothing to draw."""
    shown = rows(report)
    if not shown:
        return ""
    import pygal

    seconds = float(report.recording.seconds or 0.0)
    pace = shapes.details(report.measures.get("pace"), PaceDetails)
    line, labels = _pace(pace, len(shown), width >= WIDE)
    high = len(shown) + (PACE_ROWS if line else 0)
    chart = pygal.XY(
        **drawing.plain(),
        width=width,
        height=high * ROW + 24,
        margin=2,
        margin_right=18,  # half of the last time below
        show_dots=False,
        dots_size=5,
        xrange=(0, seconds),
        range=(0, high),
        x_value_formatter=content.moment,
    )
    chart.x_labels = _scale(seconds, width)
    places = {row.name: len(shown) - place - 0.5 for place, row in enumerate(shown)}
    chart.y_labels = [*({"label": NAMES[name], "value": at} for name, at in places.items()), *labels]
    chart.add("whole", [(0.0, 0.0), (seconds, 0.0)])
    for row in shown:
        at = places[row.name]
        if row.moments:
            chart.add(row.name, [((a + b) / 2, at) for a, b in row.spans], show_dots=True, stroke=False)
        else:
            chart.add(row.name, _bars(row.spans, at))
    if line:
        chart.add("pace", line)
    return drawing.finished(chart.render(is_unicode=True), "timeline", ["whole", *places, "pace"])


def _is_sound(event: Evidence) -> bool:
    return event.label in ("um", "uh", "er", "ah", "hm", "mm")


def _evidence(report: Report, name: str) -> tuple[Evidence, ...]:
    measure = report.measures.get(name)
    return measure.evidence if measure else ()


def _spans(events: Iterable[Evidence]) -> list[tuple[float, float]]:
    return [(one.start, one.end) for one in events if one.start is not None and one.end is not None]


def _star(report: Report) -> list[Row]:
    """The sentences of each part, one row a part."""
    labelled = list(zip(report.transcript.sentences, spoken.labels(report), strict=True))
    return [
        Row(part, [(s.start, s.end) for s, label in labelled if label == part and s.start is not None and s.end])
        for part in (*PARTS, "learning")
    ]


def _bars(spans: Sequence[tuple[float, float]], at: float) -> list[_Point]:
    """Lines from start to end of each stretch, with a gap after each."""
    return [point for start, end in spans for point in ((start, at), (end, at), None)]


def _pace(found: PaceDetails, base: float, wide: bool) -> tuple[list[_Point], list[dict[str, Any]]]:
    """The rate without pauses as steps above `base`, and the labels of the slowest and the fastest; nothing where no
    rate is known over time."""
    rates = [one.rate for one in found.over_time if one.rate is not None]
    if not rates:
        return [], []
    low, high = min(rates), max(rates)
    middle, scale = (low + high) / 2, (PACE_ROWS - 0.6) / max(high - low, LEVEL)

    def place(rate: float) -> float:
        return base + PACE_ROWS / 2 + (rate - middle) * scale

    line: list[_Point] = []
    for one in found.over_time:
        line += [None] if one.rate is None else [(one.start, place(one.rate)), (one.end, place(one.rate))]
    unit = "words/min" if wide else "/min"
    told = [low, high] if (high - low) * scale > 0.6 else [middle]
    return line, [{"label": f"{content.number(round(rate))} {unit}", "value": place(rate)} for rate in told]


def _scale(seconds: float, width: int) -> list[float]:
    """The times under the picture, in seconds."""
    step = next((one for one in STEPS if one / seconds * width >= APART), STEPS[-1])
    return [float(at) for at in range(0, int(seconds) + 1, step)]
