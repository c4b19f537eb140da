"""All that lies in an answer, one after another: its sentences, what the measures found, what was asked, what a person
set right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from voice_interview.model import Evidence, Report
from voice_interview.reports import commented, corrected, shapes, spoken
from voice_interview.reports.content import clean, ordered


class Event(NamedTuple):
    """`event` is "sentence", "cue", "follow-up", "cut", "correction", "comment" (its label the author), "perhaps" (a
    filler that is not counted), "struck" (one that a person ruled out), or the name of the measure that it is evidence
    of; times in seconds, None where there is none; `words` what was said there."""

    event: str
    label: str
    start: float | None
    end: float | None
    words: str = ""
    found_by: str = ""
    confidence: float | None = None
    note: str = ""


def events(report: Report) -> list[Event]:
    """In order of time; those without a time come last."""
    found = [*_sentences(report), *_measured(report), *_around(report), *_corrections(report), *_comments(report)]
    return sorted(found, key=lambda one: (one.start is None, one.start or 0.0))


def _sentences(report: Report) -> Iterator[Event]:
    """The evidence of STAR: every sentence with its label, also those that are no part."""
    sentences, labels = report.transcript.sentences, spoken.labels(report)
    read = report.reading.labels if report.reading and len(report.reading.labels) == len(sentences) else ()
    for place, (sentence, label) in enumerate(zip(sentences, labels, strict=True)):
        made = Event("sentence", clean(label), sentence.start, sentence.end, clean(sentence.text))
        if read and label:
            one = read[place]
            note = clean(", ".join(one.cues))
            made = made._replace(found_by=one.found_by or "text", confidence=one.confidence, note=note)
        yield made


def _measured(report: Report) -> Iterator[Event]:
    fillers = shapes.details(report.measures.get("fillers"), shapes.FillerDetails)
    for name, measure in ordered(report.measures):
        if name != "star":
            yield from _evidence(report, clean(name), measure.evidence)
    for one in fillers.perhaps:
        yield from (
            event._replace(note=clean(one.doubt or one.note or "")) for event in _evidence(report, "perhaps", [one])
        )
    yield from _evidence(report, "struck", fillers.struck)


def _evidence(report: Report, name: str, found: Iterable[Evidence]) -> Iterator[Event]:
    words = report.transcript.words
    for one in found:
        said = clean(" ".join(word.text for word in words[one.first : one.last]))
        note, found_by = clean(one.note or ""), one.found_by or ""
        yield Event(name, clean(one.label), one.start, one.end, said, found_by, one.confidence, note)


def _around(report: Report) -> Iterator[Event]:
    """What was asked or done while the recording was made."""
    made = report.recording
    if made.cue_at is not None:
        yield Event("cue", "", made.cue_at, made.cue_at)
    for asked in made.follow_ups:
        yield Event("follow-up", clean(asked.text), asked.start, asked.start)
    for cut in made.cuts:
        yield Event("cut", "", cut, cut)


def _corrections(report: Report) -> Iterator[Event]:
    for outcome in report.corrections:
        made = outcome.correction
        whole = made.what in ("part", "story")
        start, end = (None, None) if whole else (made.start, made.end)
        yield Event("correction", made.what, start, end, "", "person", None, corrected.sentence(outcome))


def _comments(report: Report) -> Iterator[Event]:
    for row in commented.rows(report):
        note = " ".join(one for one in (row.said, row.rated) if one)
        note += f" ({commented.CHANGED})" if row.changed else ""
        yield Event("comment", row.author, row.start, row.end or row.start, row.about, "person", None, note)
