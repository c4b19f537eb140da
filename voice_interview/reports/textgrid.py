"""The answer as a TextGrid, which Praat opens beside the recording: tiers of words, sentences, their STAR labels,
fillers, pauses and speech, and the moments at which something was asked.

Written here, in the long text format (praat.org, "TextGrid file formats"): praatio (MIT) writes to a path only, not to
a text, and joins intervals that are too short without their labels. It reads the file in the tests, and so does Praat
itself (praat-parselmouth, which is GPL and therefore for tests only).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import NamedTuple

from voice_interview.model import Evidence, Report
from voice_interview.reports import shapes, spoken, word_times
from voice_interview.reports.content import clean
from voice_interview.reports.word_times import Said

_SHORTEST = 1
"""Milliseconds of an interval: Praat knows none without length, but a recogniser does give words without."""


class _Interval(NamedTuple):
    """From `start` to `end` (milliseconds)."""

    start: int
    end: int
    label: str


def render(report: Report) -> str:
    """The whole file; every tier is there, also where it is empty. Raises FormatError where nothing has a time."""
    tiers = {name: _apart(rows) for name, rows in _tiers(report).items()}
    asked = _asked(report)
    ends = [row.end for rows in tiers.values() for row in rows] + list(asked)
    end = max([ceil(round((report.recording.seconds or 0.0) * 1000, 3)), *ends])
    if not end or not (report.sound or tiers["words"]):
        raise word_times.untimed(report, "tiers")
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', ""]
    lines += ["xmin = 0", f"xmax = {_seconds(end)}", "tiers? <exists>", f"size = {len(tiers) + 1}", "item []:"]
    for number, (name, rows) in enumerate(tiers.items(), 1):
        lines += _interval_tier(number, name, _filled(rows, end), end)
    return "\n".join([*lines, *_point_tier(len(tiers) + 1, "asked", asked, end)]) + "\n"


def _tiers(report: Report) -> dict[str, list[Said]]:
    said = word_times.sentences(report)
    whole = [Said(" ".join(word.text for word in one), one[0].start, one[-1].end) if one else None for one in said]
    labels = spoken.labels(report) or [""] * len(whole)
    perhaps = shapes.details(report.measures.get("fillers"), shapes.FillerDetails).perhaps
    pauses = report.sound.pauses if report.sound else ()
    tiers = {
        "words": [word for one in said for word in one],
        "sentences": [one for one in whole if one],
        "STAR": [one._replace(text=label) for one, label in zip(whole, labels, strict=True) if one and label],
        "fillers": _fillers(spoken.filler_events(report)),
        "perhaps": _fillers(perhaps),
        "pauses": [Said(f"pause {pause.seconds:.1f} s", pause.start, pause.end) for pause in pauses],
        "speech": [Said("speech", span.start, span.end) for span in (report.sound.voiced if report.sound else ())],
    }
    unmarked = () if report.provenance.profile == "standard" else ("fillers", "perhaps", "pauses")
    return {name: said for name, said in tiers.items() if name not in unmarked}


def _fillers(events: Iterable[Evidence]) -> list[Said]:
    return [
        Said(clean(event.label), event.start, event.end)
        for event in events
        if event.start is not None and event.end is not None
    ]


def _asked(report: Report) -> dict[int, str]:
    """What the candidate was told or asked, by its moment in milliseconds: Praat knows one point at a time."""
    found: dict[int, str] = {}
    told = [] if report.recording.cue_at is None else [(report.recording.cue_at, "cue")]
    for at, text in sorted([*told, *((asked.start, clean(asked.text)) for asked in report.recording.follow_ups)]):
        moment = round(at * 1000)
        found[moment] = f"{found[moment]} / {text}" if moment in found else text
    return found


def _apart(rows: Iterable[Said]) -> list[_Interval]:
    """None of them without length, none before the end of the one before it: Praat allows no overlap. One that goes on
    into the next is cut short."""
    ordered = sorted((row for row in rows if row.text), key=lambda row: row.start)
    starts = [round(row.start * 1000) for row in ordered]
    found: list[_Interval] = []
    for place, row in enumerate(ordered):
        start = max(starts[place], found[-1].end if found else 0)
        end = round(row.end * 1000)
        if place + 1 < len(ordered):
            end = min(end, starts[place + 1])
        found.append(_Interval(start, max(end, start + _SHORTEST), row.text))
    return found


def _filled(rows: Sequence[_Interval], end: int) -> list[_Interval]:
    """The same with empty intervals between them, so that they cover everything."""
    found: list[_Interval] = []
    now = 0
    for row in rows:
        if row.start > now:
            found.append(_Interval(now, row.start, ""))
        found.append(row)
        now = row.end
    return [*found, _Interval(now, end, "")] if now < end else found


def _head(number: int, kind: str, name: str, end: int) -> list[str]:
    values = [f'class = "{kind}"', f'name = "{name}"', "xmin = 0", f"xmax = {_seconds(end)}"]
    return [f"    item [{number}]:", *(f"        {value}" for value in values)]


def _interval_tier(number: int, name: str, rows: Sequence[_Interval], end: int) -> list[str]:
    lines = [*_head(number, "IntervalTier", name, end), f"        intervals: size = {len(rows)}"]
    for place, row in enumerate(rows, 1):
        values = [f"xmin = {_seconds(row.start)}", f"xmax = {_seconds(row.end)}", f"text = {_quoted(row.label)}"]
        lines += [f"        intervals [{place}]:", *(f"            {value}" for value in values)]
    return lines


def _point_tier(number: int, name: str, points: dict[int, str], end: int) -> list[str]:
    lines = [*_head(number, "TextTier", name, end), f"        points: size = {len(points)}"]
    for place, (at, label) in enumerate(points.items(), 1):
        values = [f"number = {_seconds(at)}", f"mark = {_quoted(label)}"]
        lines += [f"        points [{place}]:", *(f"            {value}" for value in values)]
    return lines


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}"
