"""One answer as a line: where there was voice, where it was silent, where a filler fell."""

from __future__ import annotations

from voice_interview.model import Report
from voice_interview.reports import content, spoken

SHORTEST = 1.0
"""Seconds under which a line shows nothing that a person could use."""


def lines(report: Report, width: int) -> list[str]:
    """A line of marks from the start to the end of the recording and one that explains it; none without sound.

    A column is voiced ("=") where any voice falls into it, "^" where a counted filler does, else silent (".").
    """
    sound, seconds = report.sound, report.recording.seconds
    if sound is None or not sound.voiced or seconds is None or seconds < SHORTEST:
        return []
    ends = ("0:00 ", f" {content.moment(seconds)}")
    room = max(10, min(width, 120) - len(ends[0]) - len(ends[1]))
    marks = ["."] * room
    for span in sound.voiced:
        _fill(marks, span.start, span.end, seconds, "=")
    for event in spoken.filler_events(report):
        if event.start is not None:
            _fill(marks, event.start, event.start, seconds, "^")
    return [ends[0] + "".join(marks) + ends[1], "= voice   . silence   ^ filler"]


def _fill(marks: list[str], start: float, end: float, seconds: float, mark: str) -> None:
    scale = len(marks) / seconds
    first, last = int(start * scale), int(end * scale)
    for place in range(max(0, first), min(len(marks) - 1, last) + 1):
        marks[place] = mark
