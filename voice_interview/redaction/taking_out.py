"""A report without the terms: one walk over all its values, whatever they are, so that no field is forgotten.

What is left as it is, is named here; a field that is new is cleaned like any other text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec.structs import replace

from voice_interview import text
from voice_interview.model import Advice, Fault, FollowUp, Measure, Outcome, Question, Report, Retake, Transcript
from voice_interview.redaction.matching import Remover

LEFT = frozenset(
    {"schema", "created_at", "made_at", "started_at", "unit", "band", "language", "engine", "model", "model_sha256"}
    | {"version", "settings", "thresholds", "reader", "looks_for", "quality", "rubric", "criterion", "code", "scheme"}
    | {"profile"}
)
"""Fields that hold no text of anybody: what made a report, names of things in the program, moments."""

IDS = frozenset({"id", "take", "of", "pack"})

OURS = {
    Question: frozenset({"text", "listens_for", "follow_ups"}),
    FollowUp: frozenset({"text"}),
    Measure: frozenset({"caveat", "source"}),
    Advice: frozenset({"title", "why", "do"}),
    Fault: frozenset({"message", "fix"}),
    Outcome: frozenset({"reason"}),
    Retake: frozenset({"caveat", "tool"}),
}
"""Texts of the program's own or of a question, in which a number is nobody's, unless it is quoted."""

OUR_DETAILS = frozenset({"why", "remarks", "source", "caveat", "title", "why_not"})
"""The same in details of measures, and in plans."""

BETWEEN = "\x1f"
"""Stands between two words while they are cleaned together: a blank that no word has in it."""

_TAKE_ID = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d_)(.*)(_[0-9a-f]{4})")
_HEX = re.compile(r"[0-9a-f]{8,64}")


def taken_out(report: Report, remover: Remover) -> Report:
    """The report without the terms of `remover`, its words and sentences as many as before. The name of the microphone
    goes too (telephones and headphones are called after their owners), and what other takes are like it."""
    kept = replace(report, recording=replace(report.recording, device=None), alike=())
    kept = replace(kept, transcript=_transcript(kept.transcript, remover))
    cleaned: Report = _walked(kept, remover.clean, remover)
    return cleaned


def rubric_without(toml: str, remover: Remover) -> str:
    """A rubric without the terms, and still one: its ids stay ids, and its scores are nobody's numbers."""
    return "".join(
        remover.clean_id(line) if line.lstrip().startswith("id") else remover.clean_ours(line)
        for line in toml.splitlines(keepends=True)
    )


def take_id(id: str, remover: Remover) -> str:
    """The id of a take, or of anything else, without the terms; time and random part stay, by which it is known."""
    parts = _TAKE_ID.fullmatch(id)
    if parts:
        return f"{parts[1]}{remover.clean_id(parts[2])}{parts[3]}"
    return id if _HEX.fullmatch(id) else remover.clean_id(id)


def texts(report: Report) -> Iterator[tuple[str, str]]:
    """Every text of a report in which somebody may be named, besides the transcript and what is counted from it, with
    the word for what it is."""
    if report.question:
        for asked in (report.question.text, report.question.listens_for, *report.question.follow_ups):
            yield "question", asked
    for follow_up in report.recording.follow_ups:
        yield "question", follow_up.text
    for field in ("corrections", "uncorrected", "retake", "comments"):
        yield from ((field.rstrip("s"), one) for one in _strings(getattr(report, field)))
    company = report.reading.company if report.reading else None
    if company:
        yield from (("company", one) for one in (company.name, *(said.text for said in company.statements)))


def _strings(value: Any) -> Iterator[str]:
    """The texts below a value, as far as they are somebody's."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    _walked(value, keep, None)
    yield from dict.fromkeys(one for one in found if one.strip())


def _transcript(transcript: Transcript, remover: Remover) -> Transcript:
    """Cleaned as a whole first, so that a term of several words goes from each of them."""
    said = BETWEEN.join(word.text.replace(BETWEEN, " ") for word in transcript.words)
    pieces = remover.clean(said).split(BETWEEN) if transcript.words else []
    words = tuple(replace(word, text=piece) for word, piece in zip(transcript.words, pieces, strict=True))
    sentences = tuple(replace(one, text=text.join(words[one.first : one.last])) for one in transcript.sentences)
    return replace(transcript, text=text.join(words), words=words, sentences=sentences)


def _walked(value: Any, change: Callable[[str], str], remover: Remover | None, name: str = "") -> Any:
    """The same value with every text changed; ours and ids by `remover` where there is one, else left out."""
    if isinstance(value, str):
        return _text(value, change, remover, name)
    if isinstance(value, msgspec.Struct):
        ours = OURS.get(type(value), frozenset())
        return replace(
            value,
            **{
                field: _walked(getattr(value, field), change, remover, "ours" if field in ours else field)
                for field in _open_fields(type(value))
            },
        )
    if isinstance(value, dict):
        return {key: _walked(one, change, remover, str(key)) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_walked(one, change, remover, name) for one in value)
    return value


def _text(value: str, change: Callable[[str], str], remover: Remover | None, name: str) -> str:
    if name in LEFT:
        return value
    if name in IDS:
        return take_id(value, remover) if remover else value
    if name == "ours" or name in OUR_DETAILS:
        return remover.clean_ours(value) if remover else value
    return change(value)


@cache
def _open_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of a type that may hold text: not those that hold one of a few words (a label, a band)."""
    hints = get_type_hints(kind)
    return tuple(name for name in kind.__struct_fields__ if name not in LEFT and not _is_closed(hints[name]))


def _is_closed(hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return True
    return bool(get_args(hint)) and all(_is_closed(one) or one is type(None) for one in get_args(hint))
