"""One answer as training data: its sentences with their labels, some of which a person gave. Words only: no sound, no
times, no names of devices.

Written by `takes label --export`, for takes that a person names, and nowhere else.
"""

from __future__ import annotations

import msgspec

from voice_interview.errors import CorrectionError
from voice_interview.model import Label, Report

LETTERS: dict[Label, str] = {
    "situation": "S", "task": "T", "action": "A", "result": "R", "learning": "L", "other": "O",
}  # fmt: skip


def contents(file: str, answers: int) -> str:
    """What a file of so many lines holds, in words, to be read before it is written."""
    return (
        f"{file} will hold the words of {answers} answer{'s' if answers > 1 else ''}: for each the id of its take, the"
        " question and its kind, and every sentence as it was transcribed, with its label and whether a person or the"
        " machine gave it. No sound and no times. Whoever is given the file can read what was said; this program sends"
        " it nowhere."
    )


def line(report: Report) -> bytes:
    """One JSON object: `id` of the take, `question` and its `kind` (null where there was none), and `segments`, each
    with its `label` (S T A R L O), its `text`, and `by`, "person" or "machine". Raises CorrectionError where no person
    labelled a sentence, or one still has no label."""
    sentences = report.transcript.sentences
    labels = report.reading.labels if report.reading else ()
    if not any(one.found_by == "person" for one in labels):
        raise CorrectionError(
            f"No sentence of {report.id} was labelled by a person.",
            f"Label some first: voice-interview takes label {report.id} --sentence N LABEL.",
        )
    unclear = [str(number) for number, one in enumerate(labels, 1) if one.label not in LETTERS]
    if unclear:
        raise CorrectionError(
            f"Of {report.id}, these sentences have no label yet: {', '.join(unclear)}.",
            f"Give them one: voice-interview takes label {report.id} --sentence {unclear[0]} LABEL.",
        )
    segments = [
        {"label": LETTERS[one.label], "text": sentence.text, "by": "person" if one.found_by == "person" else "machine"}
        for sentence, one in zip(sentences, labels, strict=True)
    ]
    question = report.question
    return msgspec.json.encode(
        {
            "id": report.id,
            "question": question.text if question else None,
            "kind": question.kind if question else None,
            "segments": segments,
        }
    )
