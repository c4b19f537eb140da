"""The report as Markdown: the same content as on the terminal, for a file or a message."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice_interview.model import PARTS, Evidence, Measure, Report
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
    touched,
)

_ALWAYS = re.compile(r"([\\`*_{}\[\]<>#|~&$^])")
_AT_START = re.compile(r"^([-+=>]|\d+(?=[.)](?:\s|$)))")


def render(report: Report) -> str:
    """The whole file. Text from outside is escaped: it can make no heading, link, table cell or HTML."""
    sections = (
        _head,
        _faults,
        _advice,
        _figures,
        _fillers,
        _corrections,
        _star,
        _touched,
        _company,
        _plan,
        _comments,
        _transcript,
        _retake,
        _alike,
        _sources,
    )
    lines = [line for section in sections for line in section(report)]
    return "\n".join(lines).rstrip("\n") + "\n"


def escape(text: object) -> str:
    """Text that Markdown shows as it is, on one line."""
    plain = _ALWAYS.sub(r"\\\1", content.clean(text))
    return _AT_START.sub(lambda found: "\\" + found[1] if not found[1].isdigit() else found[1] + "\\", plain)


def _head(report: Report) -> list[str]:
    question = report.question
    name = f"# {escape(question.text) if question else 'No question given'}"
    pieces = [*content.head(report), corrected.summary(report)]
    return [name, "", *(f"- {escape(piece)}" for piece in pieces if piece), ""]


def _faults(report: Report) -> list[str]:
    if not report.recording.faults:
        return []
    rows = [f"- **{escape(fault.message)}** Cure: {escape(fault.fix)}" for fault in report.recording.faults]
    return ["## This recording cannot be judged", "", *rows, ""]


def _advice(report: Report) -> list[str]:
    if not content.advice(report):
        return []
    lines = ["## For the next take", ""]
    for place, advice in enumerate(content.advice(report), 1):
        where = content.moments(advice.evidence)
        lines += [f"{place}. **{escape(advice.title)}**{f' ({where})' if where else ''}", ""]
        lines += [f"   {escape(advice.why)}", "", f"   Do: {escape(advice.do)}", ""]
    return lines


def _figures(report: Report) -> list[str]:
    if not content.figures(report):
        return []
    sources = content.sources(report)
    lines = ["## Figures", "", "| Measure | Value | Range | Band | Note | Source |", "|---|---|---|---|---|---|"]
    for name, measure in content.figures(report):
        source = content.clean(measure.source or "")
        cells = [content.title(name), content.value(name, measure), content.span(measure)]
        cells = [_ALWAYS.sub(r"\\\1", cell) for cell in cells]
        cells += [" ".join(content.BANDS[measure.band]).strip(), _note(name, measure)]
        lines.append(
            "| "
            + " | ".join([*cells, f"\\[{sources.index(source) + 1}\\]" if source and measure.value is not None else ""])
            + " |"
        )
    return [*lines, ""]


def _note(name: str, measure: Measure) -> str:
    return escape("; ".join(bit for bit in (notes.notes(name, measure), content.clean(measure.caveat or "")) if bit))


def _fillers(report: Report) -> list[str]:
    perhaps = shapes.details(report.measures.get("fillers"), shapes.FillerDetails).perhaps
    lines: list[str] = []
    for head, events in (("Fillers", spoken.filler_events(report)), ("Perhaps fillers, not counted", perhaps)):
        if events:
            lines += [f"## {head}", "", *(_event(report, event) for event in events), ""]
    return lines


def _event(report: Report, event: Evidence) -> str:
    before, said, after = spoken.context(report, event)
    found = content.FOUND_BY.get(event.found_by or "", "")
    context = " ".join(bit for bit in (escape(before), f"**{escape(said)}**", escape(after)) if bit)
    return f"- {content.moment(event.start)}: {context}" + (f" ({found})" if found else "")


def _corrections(report: Report) -> list[str]:
    if not report.corrections:
        return []
    rows = [f"- {corrected.when(one)}: {escape(corrected.sentence(one))}" for one in report.corrections]
    machine = corrected.by_the_machine(report)
    return ["## Corrected by a person", "", *rows, "", *([escape(machine), ""] if machine else [])]


def _star(report: Report) -> list[str]:
    measure = report.measures.get("star")
    if measure is None or not measure.details:
        return []
    star = shapes.details(measure, shapes.StarDetails)
    by_a_person = corrected.BY_A_PERSON if corrected.story(report) else ""
    lines = ["## STAR", "", content.story_line(star.story) + by_a_person, ""]
    if star.story.present is False or all(part.present == "unclear" for part in star.parts.values()):
        return lines
    own = corrected.parts(report)
    lines += ["| Part | Present | Time | Share |", "|---|---|---|---|"]
    for name in PARTS:
        part = star.parts.get(name, shapes.PartDetails())
        marked = f"{name} {escape(corrected.MARK)}" if name in own else name
        cells = [marked, content.part_words(name, part), content.part_seconds(part), content.part_share(part)]
        lines.append(f"| {' | '.join(cells)} |")
    said = [*([corrected.LEGEND] if own else []), *findings.lines(measure), *clock.lines(measure)]
    return [*lines, "", *(line for one in said for line in (escape(one), ""))]


def _touched(report: Report) -> list[str]:
    rows = touched.qualities(report)
    if not rows:
        return []
    lines = [
        f"- {escape(row.name)}: {touched.WORDS[row.touched]}{f', {row.when}: “{escape(row.said)}”' if row.said else ''}"
        for row in rows
    ]
    return ["## What the question looks for", "", *lines, ""]


def _company(report: Report) -> list[str]:
    near, said = touched.statements(report), touched.recited(report)
    if not (near or said):
        return []
    lines = [f"- “{escape(row.name)}” {touched.WORDS[row.touched]}, {row.when}: “{escape(row.said)}”" for row in near]
    lines += [
        f"- Recited at {one.when}, {one.words} words in a row: “{escape(one.said)}”; theirs: “{escape(one.written)}”"
        for one in said
    ]
    return [f"## The company's own words: {escape(touched.company_name(report))}", "", *lines, ""]


def _plan(report: Report) -> list[str]:
    made = report.plan
    if made is None:
        return []
    lines = [f"## {plan.TITLE}", "", escape(plan.head(made)), ""]
    for row in plan.rows(made):
        when = f"{row.when} `{row.letter}` " if row.when else ""
        lines.append(f"- {when}**{row.deed}** {escape(row.why)} ({escape(row.saves)})")
    said = [one for one in (plan.missed(made), plan.shares(made)) if one]
    return [*lines, *([""] if plan.rows(made) else []), *(line for one in said for line in (escape(one), ""))]


def _retake(report: Report) -> list[str]:
    made = report.retake
    if made is None:
        return []
    lines = [f"## {retake.TITLE}", "", f"The take before: {escape(made.of)}", ""]
    if shown := retake.rows(made):
        lines += [f"| {' | '.join(retake.HEADS)} |", "|---|---|---|---|"]
        lines += [*(f"| {' | '.join(escape(cell) for cell in row)} |" for row in shown), ""]
    return [*lines, *(f"- {escape(said)}" for said in retake.lines(made)), ""]


def _comments(report: Report) -> list[str]:
    if not report.comments:
        return []
    lines = [f"## {commented.TITLE}", ""]
    for row in commented.rows(report):
        lines.append(f"- {row.when} **{escape(row.author)}**{f', {escape(row.day)}' if row.day else ''}")
        lines += [f"  - {escape(one)}" for one in (row.said, row.rated, row.quote) if one]
    return [*lines, ""]


def _transcript(report: Report) -> list[str]:
    transcript = report.transcript
    if not transcript.words:
        return ["## What was said", "", "No words.", ""]
    labels, own = spoken.labels(report), corrected.sentences(report)
    lines = ["## What was said", ""]
    marks = spoken.marks(report)
    sentences = [(s.start, s.first, s.last) for s in transcript.sentences] or [(None, 0, len(transcript.words))]
    asked = spoken.follow_ups(report)
    for place, (start, first, last) in enumerate(sentences):
        lines += _asked(asked.get(place, ()))
        letter = content.LETTERS.get(labels[place] if labels else "", "")
        letter += corrected.MARK if place in own else ""
        words = " ".join(
            f"**{escape(text)}**" if filler else escape(text)
            for text, filler in spoken.marked(report, first, last, marks)
        )
        lines.append(f"- {content.moment(start)} {f'`{letter}` ' if letter else ''}{words}")
    lines += _asked(asked.get(len(sentences), ()))
    return [*lines, "", *([escape(corrected.LEGEND), ""] if own else [])]


def _asked(follow_ups: Sequence[spoken.Asked]) -> list[str]:
    return [f"- {content.moment(asked.start)} **{escape(asked.line)}**" for asked in follow_ups]


def _alike(report: Report) -> list[str]:
    if not report.alike:
        return []
    shown = [
        f"- {f'{row.when} ' if row.when else ''}{escape(row.said)}" for found in alike.rows(report) for row in found
    ]
    return [f"## {alike.TITLE}", "", *shown, ""]


def _sources(report: Report) -> list[str]:
    named = content.sources(report)
    lines = (
        ["## Sources", "", *(f"{place}. {escape(source)}" for place, source in enumerate(named, 1)), ""]
        if named
        else []
    )
    return [*lines, "---", "", escape(", ".join(content.facts(report)))]
