"""One answer in time, as rows of marks above each other: voice, long pauses, fillers, STAR.

Every mark is an ASCII character of its own, so that nothing depends on colour. A long answer goes on in further bands.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from msgspec import Struct

from voice_interview import text
from voice_interview.model import Evidence, Report
from voice_interview.reports import content, shapes, spoken

SHORTEST = 1.0
"""Seconds under which rows show nothing that a person could use."""

NAME = 9
"""Columns of the names on the left."""

WIDEST = 120

COARSEST = 2.0
"""Seconds that one column may stand for: a long pause begins at 2 s and still gets one to itself."""

MOST_BANDS = 6
"""Bands at most: 10 minutes at 80 columns take five, and an hour is shown, more coarsely, on one screen."""

ROUND = 30.0
"""Seconds: the length of a band is a multiple, so that its times are round."""

STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
"""Seconds between two times on the scale."""

APART = 10
"""Columns that two times on the scale lie apart at least."""

LEGEND = {
    "speech": "= voice, - in part, . silence",
    "pauses": "full seconds of each long one (9: or more)",
    "fillers": "u sound, w word, ? perhaps, 2 to 9 so many (9: or more)",
    "STAR": "S situation, T task, A action, R result, L learning, . other, ? unclear",
}


class Row(Struct, frozen=True):
    """`name` is "" for the scale of times."""

    name: str
    marks: str


class _Band(Struct, frozen=True):
    """From `start` on, `columns` that stand for `step` seconds each; `room` there would be, less in the last band."""

    start: float
    step: float
    columns: int
    room: int

    def column(self, moment: float) -> int | None:
        """Where a moment lies; None where that is not in this band."""
        place = int((moment - self.start) / self.step + 1e-9)
        return place if moment >= self.start and place < self.columns else None

    def shares(self, start: float, end: float) -> Iterator[tuple[int, float]]:
        """Every column that a stretch of time touches, with the share of the column that it covers."""
        first = max(0, int((start - self.start) / self.step))
        for place in range(first, min(self.columns, int((end - self.start) / self.step) + 1)):
            left = self.start + place * self.step
            yield place, max(0.0, min(end, left + self.step) - max(start, left)) / self.step


def bands(report: Report, width: int) -> list[list[Row]]:
    """The rows of each band, one below the other, from the start to the end of the recording; none without sound."""
    sound, seconds = report.sound, report.recording.seconds
    if sound is None or not sound.voiced or seconds is None or seconds < SHORTEST:
        return []
    return [_rows(report, band) for band in _cut(seconds, max(10, min(width, WIDEST) - NAME))]


def legend(shown: list[list[Row]]) -> list[str]:
    """What the marks of these rows mean, a line for each row."""
    names = dict.fromkeys(row.name for rows in shown for row in rows if row.name)
    return [f"{name}: {LEGEND[name]}" for name in names]


def _cut(seconds: float, room: int) -> list[_Band]:
    """Bands of whole half minutes, as long as `COARSEST` allows, unless that makes too many of them."""
    fine = ROUND * int(room * COARSEST / ROUND)
    coarse = ROUND * ceil(seconds / MOST_BANDS / ROUND)
    long = seconds if seconds <= room * COARSEST else max(fine, coarse)
    step = long / room
    starts = [place * long for place in range(ceil(round(seconds / long, 6)))]
    return [_Band(start, step, max(1, min(room, ceil(round((seconds - start) / step, 6)))), room) for start in starts]


def _rows(report: Report, band: _Band) -> list[Row]:
    rows = [_scale(band), Row("speech", _speech(report, band))]
    for name, marks in (
        ("pauses", _pauses(report, band)),
        ("fillers", _fillers(report, band)),
        ("STAR", _star(report, band)),
    ):
        if marks.strip():
            rows.append(Row(name, marks.rstrip()))
    return rows


def _scale(band: _Band) -> Row:
    step = next((one for one in STEPS if one / band.step >= APART), ceil(APART * band.step))
    marks = [" "] * band.room
    moment = ceil(band.start / step) * step
    while (place := band.column(moment)) is not None:
        said = content.moment(moment)
        if place + len(said) <= band.room:
            marks[place : place + len(said)] = said
        moment += step
    return Row("", "".join(marks).rstrip())


def _speech(report: Report, band: _Band) -> str:
    voiced = [0.0] * band.columns
    for span in report.sound.voiced if report.sound else ():
        for place, share in band.shares(span.start, span.end):
            voiced[place] += share
    return "".join("=" if share >= 0.5 else "-" if share > 0 else "." for share in voiced)


def _pauses(report: Report, band: _Band) -> str:
    measure = report.measures.get("pauses")
    longest = [0.0] * band.columns
    for pause in measure.evidence if measure else ():
        if pause.start is not None and pause.end is not None and (place := band.column(pause.start)) is not None:
            longest[place] = max(longest[place], pause.end - pause.start)
    return "".join(_digit(int(one)) if one else " " for one in longest)


def _fillers(report: Report, band: _Band) -> str:
    counted: list[list[Evidence]] = [[] for _ in range(band.columns)]
    for event in spoken.filler_events(report):
        if event.start is not None and (place := band.column(event.start)) is not None:
            counted[place].append(event)
    marks = [_filler(found) for found in counted]
    for event in shapes.details(report.measures.get("fillers"), shapes.FillerDetails).perhaps:
        if event.start is not None and (place := band.column(event.start)) is not None and marks[place] == " ":
            marks[place] = "?"
    return "".join(marks)


def _filler(found: list[Evidence]) -> str:
    if not found:
        return " "
    if len(found) > 1:
        return _digit(len(found))
    return "u" if text.is_hesitation(found[0].label) else "w"


def _star(report: Report, band: _Band) -> str:
    letters = [content.LETTERS.get(label, "?") for label in spoken.labels(report)]
    if not set(letters) & set("STARL"):
        return ""
    marks = [(" ", 0.0)] * band.columns
    for letter, sentence in zip(letters, report.transcript.sentences, strict=True):
        if sentence.start is None or sentence.end is None:
            continue
        for place, share in band.shares(sentence.start, sentence.end):
            if share > marks[place][1]:
                marks[place] = (letter, share)
    return "".join(letter for letter, _ in marks)


def _digit(number: int) -> str:
    return str(min(9, number))
