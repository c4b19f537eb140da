"""The answer as labels for Audacity (File > Import > Labels): sentences with their STAR labels, fillers, long pauses,
what was asked, and comments.

One label a line: start, end and text with tabs between them, seconds with a decimal point, UTF-8 (the Audacity manual,
"Importing and Exporting Labels"). That is one line of code; no library writes it better.
"""

from __future__ import annotations

from voice_interview.errors import FormatError
from voice_interview.model import Report
from voice_interview.reports import word_times
from voice_interview.reports.content import clean
from voice_interview.reports.events import Event, events


def render(report: Report) -> str:
    """The whole file. Raises FormatError where nothing has a time."""
    lines = [
        f"{one.start:.6f}\t{one.start if one.end is None else one.end:.6f}\t{text}"
        for one in events(report)
        if one.start is not None and (text := _text(one))
    ]
    if lines:
        return "\n".join(lines) + "\n"
    if report.transcript.words:
        raise word_times.untimed(report, "labels")
    raise FormatError(
        f"Nothing was heard in {clean(report.id)} that could be labelled.",
        f"See why: voice-interview takes show {clean(report.id)}.",
    )


def _text(one: Event) -> str:
    """What a label says; "" for an event that gets none: with every hedge and every I the track could not be read."""
    match one.event:
        case "sentence":
            return f"{one.label}: {one.words}" if one.label else one.words
        case "fillers":
            return f"filler: {one.label}"
        case "perhaps":
            return f"perhaps: {one.label}"
        case "pauses" if one.start is not None and one.end is not None:
            return f"pause {one.end - one.start:.1f} s"
        case "follow-up":
            return f"asked: {one.label}"
        case "comment":
            return f"{one.label}: {one.note}"
        case "cue":
            return "cue"
    return ""
