"""The report on a terminal: what to do next first, then the figures, the evidence and the words.

A pure function of its arguments: no environment, no clock, no real console. Without colour it holds no control codes,
and its own marks are ASCII.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from voice_interview.model import PARTS, Measure, Report
from voice_interview.reports import (
    alike,
    clock,
    commented,
    content,
    corrected,
    findings,
    notes,
    plan,
    retake,
    shapes,
    spoken,
    timeline,
    touched,
)
from voice_interview.reports.console import finish, grid, heading, is_plain, make_console, rows, say

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

MOST_EVENTS = 40
"""Fillers listed at most; the JSON report holds all."""

BAR = 20
_BAND_STYLES = {"good": "green", "watch": "yellow", "act": "bold red", "none": ""}
_PART_STYLES = {"yes": "green", "implied": "yellow", "no": "bold red", "unclear": "dim"}
_MARK_STYLES = {
    "": {},
    "speech": {"=": "cyan", "-": "cyan", ".": "dim"},
    "pauses": dict.fromkeys("123456789", "yellow"),
    "fillers": dict.fromkeys("uw23456789", "bold red"),
}
_LETTER_STYLES = {"S": "cyan", "T": "magenta", "A": "green", "R": "bold yellow", "L": "blue"}


def render(report: Report, *, width: int | None = 80, color: bool = False) -> str:
    """The report as lines of at most `width` columns (40 at least), or as plain lines where that is None. With `color`
    it carries terminal colours."""
    console = make_console(width, color)
    _header(console, report)
    _faults(console, report)
    _advice(console, report)
    _figures(console, report)
    _timeline(console, report)
    _fillers(console, report)
    _corrections(console, report)
    _star(console, report)
    touched.sections(console, report)
    plan.section(console, report)
    commented.section(console, report)
    _transcript(console, report)
    retake.section(console, report)
    alike.section(console, report)
    _footer(console, report)
    return finish(console, color)


def _header(console: Console, report: Report) -> None:
    question = report.question
    console.print(say(question.text if question else "No question given", "bold"))
    bits = [bit for bit in (*content.head(report), corrected.summary(report)) if bit]
    console.print(say((", " if is_plain(console) else " | ").join(bits), "dim"))


def _faults(console: Console, report: Report) -> None:
    if not report.recording.faults:
        return
    heading(console, "This recording cannot be judged")
    for fault in report.recording.faults:
        table = grid(1, None)
        table.add_row(say("!", "bold red"), say(fault.message, "bold red"))
        table.add_row("", say(f"Cure: {fault.fix}"))
        console.print(table)


def _advice(console: Console, report: Report) -> None:
    if not content.advice(report):
        return
    heading(console, "For the next take")
    for place, advice in enumerate(content.advice(report), 1):
        table = grid(2, None)
        head = say(advice.title, "bold")
        where = content.moments(advice.evidence)
        if where:
            head.append(f"  ({where})", style="cyan")
        table.add_row(say(f"{place}."), head)
        table.add_row("", say(advice.why, "dim"))
        table.add_row("", say(f"Do: {advice.do}"))
        console.print(table)


def _figures(console: Console, report: Report) -> None:
    if not content.figures(report):
        return
    heading(console, "Figures")
    sources = content.sources(report)
    wide = console.width >= 80
    table = grid(11, 15, 7, None) if wide else grid(11, None)
    for name, measure in content.figures(report):
        symbol, word = content.BANDS[measure.band]
        band = say(word if is_plain(console) else f"{symbol} {word}", _BAND_STYLES[measure.band])
        figure = say(content.value(name, measure), "bold")
        note = _note(name, measure, sources)
        if wide:
            table.add_row(say(content.title(name)), figure, band, note)
        else:
            for piece in (band, note):
                figure.append("  ").append_text(piece)
            table.add_row(say(content.title(name)), figure)
    console.print(table)
    marks = "" if is_plain(console) else "+ good, ~ watch, ! act, - undefined with the reason, "
    console.print(say(f"{marks}[n] source below", "dim"))
    for name, caveat in content.caveats(report):
        console.print(say(f"{name}: {caveat}", "dim"))


def _note(name: str, measure: Measure, sources: list[str]) -> Text:
    """Range, small facts, why it is undefined, and the number of the source."""
    spread = content.span(measure)
    bits = [f"range {spread}" if spread else "", notes.notes(name, measure)]
    if measure.value is None:
        bits.append(content.clean(measure.caveat or ""))
    note = say("; ".join(bit for bit in bits if bit))
    source = content.clean(measure.source or "")
    if source and measure.value is not None:
        note.append(f"{' ' if note.plain else ''}[{sources.index(source) + 1}]", style="dim")
    return note


def _timeline(console: Console, report: Report) -> None:
    shown = [] if is_plain(console) else timeline.bands(report, console.width)
    if not shown:
        return
    heading(console, "In time")
    for place, band in enumerate(shown):
        if place:
            console.print()
        for row in band:
            line = say_line(f"{row.name:<{timeline.NAME}}")
            for mark, run in groupby(row.marks):
                line.append("".join(run), style=_MARK_STYLES.get(row.name, _LETTER_STYLES).get(mark, ""))
            console.print(line, no_wrap=True, crop=True)
    for said in timeline.legend(shown):
        console.print(say(said, "dim"))


def say_line(text: str) -> Text:
    """Our own line whose blanks count."""
    from rich.text import Text

    return Text(text, no_wrap=True)


def _fillers(console: Console, report: Report) -> None:
    counted = spoken.filler_events(report)
    perhaps = shapes.details(report.measures.get("fillers"), shapes.FillerDetails).perhaps
    for head, events in (("Fillers", counted), ("Perhaps fillers, not counted", perhaps)):
        if not events:
            continue
        heading(console, head)
        table = grid(7, None, 24)
        for event in events[:MOST_EVENTS]:
            before, said, after = spoken.context(report, event)
            words = say(before)
            words.append(" " if before else "").append(f"[{said}]", style="reverse").append(
                f" {after}" if after else ""
            )
            found = content.FOUND_BY.get(event.found_by or "", "")
            table.add_row(say(content.moment(event.start), "cyan"), words, say(found, "dim"))
        console.print(table)
        if len(events) > MOST_EVENTS:
            console.print(say(f"and {len(events) - MOST_EVENTS} more: the JSON report lists them all", "dim"))


def _corrections(console: Console, report: Report) -> None:
    if not report.corrections:
        return
    heading(console, "Corrected by a person")
    table = grid(9, None)
    for outcome in report.corrections:
        when = corrected.when(outcome)
        table.add_row(say(when, "cyan"), say(corrected.sentence(outcome), "" if outcome.applied else "yellow"))
    console.print(table)
    machine = corrected.by_the_machine(report)
    if machine:
        console.print(say(machine, "dim"))


def _star(console: Console, report: Report) -> None:
    measure = report.measures.get("star")
    if measure is None or not measure.details:
        return
    star = shapes.details(measure, shapes.StarDetails)
    heading(console, "STAR")
    by_a_person = corrected.BY_A_PERSON if corrected.story(report) else ""
    console.print(say(content.story_line(star.story) + by_a_person, "bold" if star.story.present is False else ""))
    if star.story.present is False or all(part.present == "unclear" for part in star.parts.values()):
        return
    own = corrected.parts(report)
    table = grid(2 if own else 1, 9, 18, 6, 5, None)
    for name in PARTS:
        part = star.parts.get(name, shapes.PartDetails())
        mark = corrected.MARK if name in own else ""
        table.add_row(
            say(("" if is_plain(console) else content.LETTERS[name]) + mark, _LETTER_STYLES[content.LETTERS[name]]),
            say(name),
            say(content.part_words(name, part), _PART_STYLES.get(part.present, "dim")),
            say(content.part_seconds(part)),
            say(content.part_share(part)),
            say("#" * _bar(part.share, console) or content.part_note(part), "cyan" if part.share else "dim"),
        )
    console.print(table)
    if own:
        console.print(say(corrected.LEGEND, "dim"))
    for line in findings.lines(measure):
        console.print(say(line))
    for line in clock.lines(measure):
        console.print(say(line, "dim"))


def _bar(share: float | None, console: Console) -> int:
    return 0 if not share or is_plain(console) else max(1, min(BAR, round(share * BAR)))


def _transcript(console: Console, report: Report) -> None:
    heading(console, "What was said")
    transcript = report.transcript
    if not transcript.words:
        console.print(
            say("No words were heard." if report.recording.seconds is not None else "There are no words.", "dim")
        )
        return
    own = corrected.sentences(report)
    plain = is_plain(console)
    rows(console, (7, 2 if own else 1), _sentences(report, own, {} if plain else content.LETTERS))
    legend = "" if plain else "S situation, T task, A action, R result, L learning, . other, ? unclear"
    legends = [part for part in (legend, corrected.LEGEND if own else "") if part]
    if legends:
        console.print(say(", ".join(legends), "dim"))


def _sentences(report: Report, own: Container[int], letters: Mapping[str, str]) -> Iterator[tuple[Text, Text, Text]]:
    """Each sentence with its time and label, as a letter where there is one, and each follow-up where it was asked."""
    transcript = report.transcript
    labels = spoken.labels(report)
    marks = spoken.marks(report)
    sentences = [(s.start, s.first, s.last) for s in transcript.sentences] or [(None, 0, len(transcript.words))]
    asked = spoken.follow_ups(report)
    for place, (start, first, last) in enumerate(sentences):
        yield from _asked(asked.get(place, ()))
        label = labels[place] if labels else ""
        letter = letters.get(label, label)
        style = _LETTER_STYLES.get(letter, "dim")
        letter += corrected.MARK if place in own else ""
        yield say(content.moment(start), "cyan"), say(letter, style), _words(report, first, last, marks)
    yield from _asked(asked.get(len(sentences), ()))


def _asked(follow_ups: Sequence[spoken.Asked]) -> Iterator[tuple[Text, Text, Text]]:
    for asked in follow_ups:
        yield say(content.moment(asked.start), "cyan"), say(""), say(asked.line, "bold")


def _words(report: Report, first: int, last: int, marks: dict[int, str | int]) -> Text:
    marked = [(content.clean(text), filler) for text, filler in spoken.marked(report, first, last, marks)]
    shown = [(f"[{text}]" if filler else text, filler) for text, filler in marked if text]
    line, at = say(" ".join(text for text, _ in shown)), 0
    for text, filler in shown:
        if filler:
            line.stylize("reverse", at, at + len(text))
        at += len(text) + 1
    return line


def _footer(console: Console, report: Report) -> None:
    sources = content.sources(report)
    if sources:
        heading(console, "Sources")
        table = grid(4, None)
        for place, source in enumerate(sources, 1):
            table.add_row(say(f"[{place}]"), say(source, "dim"))
        console.print(table)
    console.print()
    console.print(say((", " if is_plain(console) else " | ").join(content.facts(report)), "dim"))
