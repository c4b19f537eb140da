"""What every report format says, in words: names, numbers, ranges, marks. The formats only lay it out.

Text from outside (questions, transcripts, plug-ins, file names) passes through `clean` before it is shown anywhere.
"""

from __future__ import annotations

import unicodedata

from voice_interview import text
from voice_interview.model import Advice, Evidence, Measure, Report
from voice_interview.reports.shapes import CoverageDetails, PartDetails, StoryDetails, details

DASH = "-"
"""Shown for what is undefined, with its reason beside it; never 0."""

ORDER = (
    "length",
    "pace",
    "start_delay",
    "pauses",
    "fillers",
    "disfluencies",
    "hedges",
    "loudness",
    "pitch",
    "star",
    "coverage",
    "company",
    "readability",
    "vocabulary",
    "pronouns",
)
TITLES = {
    "length": "Length", "pace": "Pace", "start_delay": "Start delay", "pauses": "Long pauses", "fillers": "Fillers",
    "disfluencies": "Disfluency", "hedges": "Hedges", "loudness": "Loudness", "pitch": "Pitch range",
    "star": "STAR parts", "coverage": "Coverage", "company": "Company", "readability": "Readability",
    "vocabulary": "Vocabulary", "pronouns": "I and we",
}  # fmt: skip
ASKED_FOR = ("coverage", "company")
"""Measures whose details are empty where the question names no quality, or no company's text was given."""

BANDS = {"good": ("+", "good"), "watch": ("~", "watch"), "act": ("!", "act"), "none": ("", "")}
FOUND_BY = {
    "text": "heard in the words",
    "sound": "heard in the sound only",
    "both": "heard in words and sound",
    "person": "marked by a person",
}
LETTERS = {"situation": "S", "task": "T", "action": "A", "result": "R", "learning": "L", "other": ".", "unclear": "?"}
STORY_KINDS = {
    "definition": "a definition", "opinion": "an opinion", "habit": "a habit", "hypothetical": "what you would do",
    "self-description": "a description of yourself", "method": "a general method",
}  # fmt: skip


def clean(value: object) -> str:
    """Text that is safe on a terminal and in a file: no control or bidirectional-override characters, one line.

    A transcript, a question or a plug-in could carry escape sequences that move the cursor or recolour the screen.
    """
    shown = str(value)
    if shown.isascii() and shown.isprintable():
        return " ".join(shown.split())
    kept = []
    for letter in shown:
        kind = unicodedata.category(letter)
        if letter.isspace() or kind in ("Zl", "Zp"):
            kept.append(" ")
        elif kind == "Cs":
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif kind not in ("Cc", "Cf"):
            kept.append(letter)
    return " ".join("".join(kept).split())


def moment(seconds: float | None) -> str:
    """m:ss, or h:mm:ss from one hour on; a dash where there is no time."""
    return DASH if seconds is None else text.moment(seconds)


def exact_moment(seconds: float | None) -> str:
    """The same to a tenth of a second, for what is played or corrected."""
    return DASH if seconds is None else text.exact_moment(seconds)


def number(value: float) -> str:
    """A number as a person reads it: no digits that say nothing."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}" if abs(value) < 1e15 else f"{value:.3g}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"


def title(name: str) -> str:
    return TITLES.get(name) or clean(name).replace("_", " ").capitalize() or DASH


def value(name: str, measure: Measure) -> str:
    """The figure with its unit, or a dash."""
    if measure.value is None:
        return DASH
    unit = clean(measure.unit)
    if name == "length" and unit in ("s", "seconds"):
        return f"{moment(measure.value)} min" if measure.value >= 60 else f"{number(measure.value)} s"
    if name == "star":
        return f"{number(measure.value)} of 4"
    if name == "coverage" and unit == "share":
        found = details(measure, CoverageDetails)
        return f"{found.touched} of {found.asked}" if found.asked else DASH
    if name == "pronouns" and unit == "share":
        return f"{100 * measure.value:.0f} % I"
    if unit.startswith("per 100 "):
        return f"{number(measure.value)}/{unit[4:]}"
    if measure.value == 1 and unit.isalpha() and unit.endswith("s") and not unit.endswith("ss") and len(unit) > 3:
        unit = unit[:-1]
    return f"{number(measure.value)} {unit}".strip()


def span(measure: Measure) -> str:
    """The range of the figure, where one is known."""
    if measure.low is None and measure.high is None:
        return ""
    if measure.low is None:
        return f"up to {number(measure.high or 0.0)}"
    if measure.high is None:
        return f"from {number(measure.low)}"
    return f"{number(measure.low)} to {number(measure.high)}"


def caveats(report: Report) -> list[tuple[str, str]]:
    """Title and caveat of the figures that have a value; an undefined figure shows its reason in its place."""
    return [
        (title(name), clean(measure.caveat))
        for name, measure in ordered(report.measures)
        if measure.value is not None and measure.caveat
    ]


def ordered(measures: dict[str, Measure]) -> list[tuple[str, Measure]]:
    """The known measures first, in the order of the report, then any others by name."""
    known = [(name, measures[name]) for name in ORDER if name in measures]
    return known + sorted((name, measure) for name, measure in measures.items() if name not in ORDER)


def figures(report: Report) -> list[tuple[str, Measure]]:
    """The measures to show, in order. Of a recording that cannot be judged only those that have a value: the fault
    already says why the others have none. What nobody asked for is not shown at all."""
    everything = [(n, m) for n, m in ordered(report.measures) if n not in ASKED_FOR or m.details]
    return [(n, m) for n, m in everything if m.value is not None] if report.recording.faults else everything


def advice(report: Report) -> tuple[Advice, ...]:
    """The advice to show; none beside a fault, whose cure is the advice."""
    return () if report.recording.faults else report.advice


def sources(report: Report) -> list[str]:
    """The source of every figure that has a value, once, in the order of first mention."""
    named = [clean(m.source) for _, m in ordered(report.measures) if m.source and m.value is not None]
    return list(dict.fromkeys(source for source in named if source))


def story_line(story: StoryDetails) -> str:
    """One sentence on whether a story is told."""
    if story.present:
        return "A story: something that happened is told."
    kind = STORY_KINDS.get(story.kind)
    if story.present is False:
        return f"No story here: this is {kind}." if kind else "No story here: nothing that happened is told."
    return "Not clear whether a story is told."


def part_words(name: str, part: PartDetails) -> str:
    """Presence of a part in words, with the amount in a result, and with whose deeds an action tells."""
    said = {"yes": "yes", "implied": "implied", "no": "no"}.get(part.present, "not clear")
    if name == "result" and part.present == "yes" and part.quantified is not None:
        said += ", with a figure" if part.quantified else ", no figure"
    if name == "action" and part.present == "yes" and part.own is False:
        said += ", without “I”"
    return said


def facts(report: Report) -> list[str]:
    """What made the report, in short pieces."""
    made = report.provenance
    pieces = [f"voice-interview {clean(made.version)}"]
    if made.engine:
        pieces.append(f"{clean(made.engine)} {clean(made.model or '')}".strip())
    if report.transcript.language:
        unknown = report.transcript.language == text.UNKNOWN_LANGUAGE
        pieces.append("language not known" if unknown else f"language {clean(report.transcript.language)}")
    if made.model_sha256:
        pieces.append(f"weights {clean(made.model_sha256)[:12]}")
    if made.profile != "standard":
        pieces.append(f"profile {made.profile}")
    return pieces


def part_seconds(part: PartDetails) -> str:
    """How long a part took; a dash where it has no sentence of its own or there are no times."""
    return f"{number(round(part.seconds, 1))} s" if part.seconds else DASH


def part_share(part: PartDetails) -> str:
    return f"{100 * part.share:.0f} %" if part.share else DASH


def part_note(part: PartDetails) -> str:
    """Why a part that is there has no share: it was found inside sentences that mostly do something else."""
    return "within other sentences" if part.present == "yes" and part.share == 0 else ""


def file_name(path: str) -> str:
    """The last part of a path of any system: the folders before it say nothing in a report."""
    return clean(path.replace("\\", "/").rstrip("/").rpartition("/")[2]) or DASH


def head(report: Report) -> list[str]:
    """What was recorded, in short pieces."""
    seconds = report.recording.seconds
    pieces = [file_name(report.recording.path), moment(seconds) if seconds is not None else "text only"]
    if report.question:
        pieces.append(f"{clean(report.question.kind)} question")
    return [*pieces, clean(report.created_at)[:16].replace("T", " ")]


def moments(evidence: tuple[Evidence, ...]) -> str:
    """The moments that a piece of advice comes from, the first three; "" where there are no times."""
    times = list(dict.fromkeys(moment(event.start) for event in evidence if event.start is not None))
    more = f" and {len(times) - 3} more" if len(times) > 3 else ""
    return f"at {', '.join(times[:3])}{more}" if times else ""
