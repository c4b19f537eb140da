"""The answer as captions (WebVTT), for any player beside the recording.

The file is a heading and cues, so it is written here: pysubs2 takes braces in the text for styles and can write no
comment, and neither it nor webvtt-py escapes `&` and `<`. Both read the file in the tests.

Cues follow the sentences. A longer sentence is cut where the speaker pauses, else at a mark near its middle, else near
its middle. What was asked stands in comments at the top: it is not in the sound, and a player that knows no comments
would show one between two cues as speech.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from textwrap import wrap

from voice_interview.model import Report
from voice_interview.reports import content, word_times
from voice_interview.reports.word_times import Said
from voice_interview.text import LONG_PAUSE_BETWEEN_WORDS

LINE, LINES = 42, 2
"""Letters in a line, and lines in a cue, at most: Netflix Timed Text Style Guide, English and General Requirements."""

SHORTEST, LONGEST = 5 / 6, 7.0
"""Seconds that a cue stays: the same, General Requirements. Speech that is faster than that keeps its own times."""

LINGER = 0.5
"""Seconds that a cue stays after its last word, where nothing follows: the same allows 12 frames of 24 a second."""

_MARKS = (",", ";", ":", ".", "?", "!", "—", "–", "…")


def render(report: Report) -> str:
    """The whole file. Raises FormatError where no word has a time. Text from outside is escaped: it can make no cue,
    tag or comment."""
    cues = [cue for cue in _cues(report) if cue]
    if not cues:
        raise word_times.untimed(report, "captions")
    blocks = ["WEBVTT", *(f"NOTE {html.escape(note, quote=False)}" for note in _notes(report))]
    for cue, following in pairwise([*cues, []]):
        start, last = cue[0].start, max(said.end for said in cue)
        end = min(max(last + LINGER, start + SHORTEST), start + LONGEST)
        if following:
            end = min(end, following[0].start)
        lines = [html.escape(line, quote=False) for line in _lines(_text(cue))]
        blocks.append("\n".join([f"{_stamp(start)} --> {_stamp(end)}", *lines]))
    return "\n\n".join(blocks) + "\n"


def _notes(report: Report) -> Iterator[str]:
    if report.question:
        yield f"Question: {content.clean(report.question.text)}"
    for asked in report.recording.follow_ups:
        yield f"Follow-up at {content.moment(asked.start)}: {content.clean(asked.text)}"


def _cues(report: Report) -> list[list[Said]]:
    """The words of each cue: sentences that are over too soon to be read alone go with the next one, long ones are cut,
    and what begins in the same millisecond is one cue."""
    groups: list[list[Said]] = []
    for sentence in word_times.sentences(report, sounds=True):
        if groups and sentence and _at_once(groups[-1], sentence, report.recording.starts):
            groups[-1] += sentence
        elif sentence:
            groups.append(sentence)
    cues: list[list[Said]] = []
    for piece in (piece for group in groups for piece in _cut(group)):
        if cues and _milliseconds(piece[0].start) == _milliseconds(cues[-1][0].start):
            cues[-1] += piece
        else:
            cues.append(piece)
    return cues


def _at_once(before: Sequence[Said], after: Sequence[Said], asked: Sequence[float]) -> bool:
    """Whether a sentence is followed by the next one too soon to be read alone, and nothing was asked between them."""
    too_soon = after[0].start - before[0].start < SHORTEST
    return too_soon and not any(before[0].start < moment <= after[0].start for moment in asked)


def _cut(said: list[Said]) -> list[list[Said]]:
    if _fits(said):
        return [said]
    place = max(range(1, len(said)), key=lambda place: _worth(said, place))
    return _cut(said[:place]) + _cut(said[place:])


def _fits(said: Sequence[Said]) -> bool:
    if len(said) == 1:
        return True
    short = said[-1].end - said[0].start <= LONGEST and len(_wrapped(_text(said), LINE)) <= LINES
    return short and not any(_pause(a, b) for a, b in pairwise(said))


def _worth(said: Sequence[Said], place: int) -> tuple[float, bool, float]:
    """How good a cut before this word is: a pause counts most, the longest first; then a mark, unless it leaves less
    than a quarter on one side; then how near it is to the middle."""
    share = len(_text(said[:place])) / len(_text(said))
    marked = said[place - 1].text.endswith(_MARKS) and 0.25 <= share <= 0.75
    return _pause(said[place - 1], said[place]), marked, -abs(share - 0.5)


def _pause(before: Said, after: Said) -> float:
    """Seconds between two words where that is long enough for a cue to end; else 0."""
    gap = round(after.start - before.end, 3)
    return gap if gap >= LONG_PAUSE_BETWEEN_WORDS else 0.0


def _text(said: Sequence[Said]) -> str:
    return " ".join(one.text for one in said)


def _lines(text: str) -> list[str]:
    """On one line where it fits; else on lines of about the same length."""
    if len(text) <= LINE:
        return [text]
    widths = range(min(LINE, ceil(len(text) / LINES)), LINE)
    return next((found for width in widths if len(found := _wrapped(text, width)) <= LINES), _wrapped(text, LINE))


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _stamp(seconds: float) -> str:
    whole, thousandths = divmod(_milliseconds(seconds), 1000)
    minutes, rest = divmod(whole, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}.{thousandths:03}"
