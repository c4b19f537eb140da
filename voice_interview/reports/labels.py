"""What every sentence of an answer does, numbered, for a person who sets it right."""

from __future__ import annotations

from typing import Any

from voice_interview.model import PARTS, Report
from voice_interview.reports import content, corrected, shapes
from voice_interview.reports.console import finish, grid, heads, make_console, say

NARROW = 60
"""Columns under which a label is its letter, and neither its time nor how sure it is stand beside it."""


def rows(report: Report) -> dict[str, Any]:
    """Story, parts and sentences for a program; the sentences are numbered from 1."""
    read = report.reading
    labelled = enumerate(zip(report.transcript.sentences, read.labels, strict=True), 1) if read else ()
    return {
        "story": read and read.story,
        "parts": read.parts if read else {},
        "sentences": [
            {
                "number": number,
                "start": sentence.start,
                "end": sentence.end,
                "text": sentence.text,
                "label": one.label,
                "confidence": one.confidence,
                "found_by": one.found_by,
            }
            for number, (sentence, one) in labelled
        ],
    }


def render(report: Report, *, width: int | None = 80, color: bool = False) -> str:
    """Story, parts and sentences as a table of at most `width` columns (40 at least)."""
    console = make_console(width, color)
    read = report.reading
    if read is None:
        console.print(say("Not a word was heard: there is nothing to label."))
        return finish(console, color)
    own = corrected.parts(report)
    story = shapes.StoryDetails(present=read.story.present, kind=read.story.kind)
    console.print(say(content.story_line(story) + (corrected.BY_A_PERSON if corrected.story(report) else "")))
    parts = [
        f"{name}{corrected.MARK if name in own else ''} {corrected.PRESENT[read.parts[name].present]}"
        for name in PARTS
        if name in read.parts
    ]
    console.print(say(", ".join(parts)))
    console.print()
    wide = console.width >= NARROW
    table = grid(3, 9, 11, 5, None) if wide else grid(3, 2, None)
    heads(table, *(("No.", "Time", "Label", "Sure", "Sentence") if wide else ("No.", "", "Sentence")))
    for number, (sentence, one) in enumerate(zip(report.transcript.sentences, read.labels, strict=True), 1):
        mark = corrected.MARK if one.found_by == "person" else ""
        sure = content.DASH if one.confidence is None else f"{one.confidence:.2f}"
        when, said = say(content.exact_moment(sentence.start), "cyan"), say(sentence.text)
        letter = content.LETTERS[one.label]
        cells = (when, say(one.label + mark), say(sure, "dim"), said) if wide else (say(letter + mark), said)
        table.add_row(say(number), *cells)
    console.print(table)
    if own or corrected.sentences(report):
        console.print(say(corrected.LEGEND, "dim"))
    return finish(console, color)
