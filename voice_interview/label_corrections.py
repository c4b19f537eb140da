"""What a person set right in the meaning of an answer, applied to what the machine read: pure.

A sentence is known by its time and by its words, never by its number: a transcript by another model may cut it
otherwise, and then each sentence that mostly lies in it gets its label. Parts and the story belong to the whole answer.
They follow the labels as long as nobody says otherwise:

- a part that a person saw in a sentence is there;
- a part whose sentences were all given another label by a person is unclear, for what spoke for it is gone;
- where a person sees a story and the machine saw none, parts that it therefore called missing are unclear;
- where a person sees none, there are no parts;
- what was found about the whole answer holds as long as its sentences keep their labels.

What a person says of a part itself has the last word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from voice_interview import text
from voice_interview.correction_list import LABELS, of
from voice_interview.errors import CorrectionError
from voice_interview.model import (
    PARTS,
    Answer,
    Correction,
    Finding,
    Label,
    Outcome,
    Part,
    Presence,
    Reading,
    Sentence,
    SentenceLabel,
    Story,
    Transcript,
)
from voice_interview.text import exact_moment

REACH = 0.5
"""Seconds within which a moment finds its sentence, and by which the word times of two models differ: as for words."""

OF_PARTS = {"result": ("result_first", "bad_outcome"), "action": ("own_part",)}
"""The findings that say something of a part."""

SAME = 0.5
"""Share of a sentence's words that must lie in a corrected sentence, in time and by their spelling, for its label to
hold there: the larger half."""


def apply(answer: Answer, corrections: Sequence[Correction]) -> tuple[Answer, tuple[Outcome, ...]]:
    """The answer with its reading as corrected, and what became of each correction of this kind, in their order. The
    reading must belong to the sentences of the transcript."""
    made, read = of(corrections, LABELS), answer.reading
    if not made or read is None:
        reason = "Not a word was heard."
        return answer, tuple(Outcome(correction=one, applied=False, reason=reason) for one in made)
    labels, outcomes = list(read.labels), []
    for one in made:
        if one.what != "label":
            whole = read.story.kind if one.what == "story" else _part(read, one.label or "").present
            outcomes.append(Outcome(correction=one, applied=True, found=whole))
            continue
        places = _places(answer.transcript, one)
        for place in places:
            labels[place] = SentenceLabel(label=one.label, found_by="person")  # type: ignore[arg-type]
        found = ", ".join(dict.fromkeys(read.labels[place].label for place in places))
        gone = None if places else "The sentence does not stand there any more."
        outcomes.append(Outcome(correction=one, applied=not gone, reason=gone, found=found or None))
    told = next((one.present == "yes" for one in reversed(made) if one.what == "story"), None)
    said = {one.label or "": one.present for one in made if one.what == "part" and one.present}
    parts = _parts(read, labels, told, said)
    story = _story(read.story, told)
    findings = _findings(read, labels, parts) if story.present else {}
    reading = replace(read, labels=tuple(labels), parts=parts, story=story, findings=findings)
    return replace(answer, reading=reading), tuple(outcomes)


def label_sentence(transcript: Transcript, number: int, label: Label, made_at: str) -> Correction:
    """The correction that gives the sentence of this number, from 1, its label. Raises CorrectionError where there is
    no such one."""
    sentences = _labelled(transcript)
    if not 1 <= number <= len(sentences):
        raise CorrectionError(
            f"There is no sentence {number}.", f"The answer has {len(sentences)}; `takes label ID` numbers them."
        )
    return _label(sentences[number - 1], label, made_at)


def label_at(transcript: Transcript, at: float, label: Label, made_at: str) -> Correction:
    """The correction that gives the sentence at the moment `at` its label. Raises CorrectionError that names the
    nearest one where none is within `REACH`."""
    timed = [(_gap(one, at), number) for number, one in enumerate(_labelled(transcript), 1) if one.start is not None]
    gap, number = min(timed, default=(REACH, 0))
    if not timed or gap > REACH:
        near = f"The nearest is sentence {number}; `takes label ID` numbers them." if timed else ""
        raise CorrectionError(f"No sentence was heard within {REACH} s of {exact_moment(at)}.", near)
    return label_sentence(transcript, number, label, made_at)


def set_part(transcript: Transcript, part: str, present: Presence, made_at: str) -> Correction:
    """The correction that says whether one part of STAR is in the answer."""
    return Correction(made_at=made_at, what="part", start=0.0, end=_end(transcript), label=part, present=present)


def set_story(transcript: Transcript, told: bool, made_at: str) -> Correction:
    """The correction that says whether the answer tells a story."""
    present: Presence = "yes" if told else "no"
    return Correction(made_at=made_at, what="story", start=0.0, end=_end(transcript), present=present)


def _labelled(transcript: Transcript) -> tuple[Sentence, ...]:
    """The sentences that can have a label. Raises CorrectionError where there are none."""
    if not transcript.sentences:
        raise CorrectionError("Not a word was heard in this answer.", "There is nothing to label.")
    if transcript.language.lower().replace("_", "-").split("-")[0] not in ("en", "english"):
        raise CorrectionError("The parts of a story are read in English only.", "Words can be mended.")
    return transcript.sentences


def _label(sentence: Sentence, label: Label, made_at: str) -> Correction:
    start, end = sentence.start or 0.0, sentence.end or 0.0
    return Correction(made_at=made_at, what="label", start=start, end=end, label=label, was=sentence.text)


def _end(transcript: Transcript) -> float:
    _labelled(transcript)
    return max((word.end for word in transcript.words if word.end is not None), default=0.0)


def _places(transcript: Transcript, correction: Correction) -> list[int]:
    """The sentences that mostly lie in the corrected one."""
    was = Counter(filter(None, (text.key(word) for word in correction.was.split())))
    found = []
    for place, sentence in enumerate(transcript.sentences):
        words = [word for word in transcript.words[sentence.first : sentence.last] if text.key(word.text)]
        inside = [
            text.key(word.text)
            for word in words
            if word.start is None
            or word.end is None
            or correction.start - REACH <= (word.start + word.end) / 2 <= correction.end + REACH
        ]
        if words and (Counter(inside) & was).total() >= SAME * len(words):
            found.append(place)
    return found


def _story(read: Story, told: bool | None) -> Story:
    if told is None:
        return read
    if told:
        return Story(present=True, kind="story", found_by="person")
    return Story(present=False, kind="unclear" if read.kind == "story" else read.kind, found_by="person")


def _parts(
    read: Reading, labels: Sequence[SentenceLabel], told: bool | None, said: Mapping[str, Presence]
) -> dict[str, Part]:
    """The parts after the labels, the story, and what a person says of them, in that order."""
    parts: dict[str, Part] = {name: _after_labels(name, read, labels, told) for name in PARTS}
    if told is False:
        parts = {name: Part(present="no", found_by="person") for name in PARTS}
    for name, present in said.items():
        amount = _part(read, name).quantified if present == "yes" else None
        parts[name] = Part(present=present, quantified=amount, found_by="person")
    return parts


def _findings(read: Reading, labels: Sequence[SentenceLabel], parts: Mapping[str, Part]) -> dict[str, Finding]:
    """The findings that still hold: none that rests on a sentence with another label now, or on a part that a person
    says is missing. Whether the result comes first is told by the labels where a person set any."""
    pairs = enumerate(zip(read.labels, labels, strict=True))
    moved = {place for place, (before, now) in pairs if before.label != now.label}
    gone = {name for part, names in OF_PARTS.items() if parts[part].present == "no" for name in names}
    findings = {
        name: one for name, one in read.findings.items() if name not in gone and moved.isdisjoint(one.sentences)
    }
    if moved and "result_first" in read.findings and "result_first" not in gone:
        first = [place for place, one in enumerate(labels) if one.label in PARTS][:1]
        comes = bool(first) and labels[first[0]].label == "result"
        findings["result_first"] = Finding(present="yes" if comes else "no", sentences=tuple(first) if comes else ())
    return findings


def _after_labels(name: str, read: Reading, labels: Sequence[SentenceLabel], told: bool | None) -> Part:
    machine = _part(read, name)
    if any(one.label == name and one.found_by == "person" for one in labels):
        return Part(present="yes", quantified=machine.quantified, found_by="person")
    left = any(one.label == name for one in labels)
    moved = any(before.label == name != now.label for before, now in zip(read.labels, labels, strict=True))
    if machine.present == "yes" and moved and not left:
        return Part(present="unclear")
    if told and read.story.present is False and machine.present == "no":
        return Part(present="yes" if left else "unclear")
    return machine


def _part(read: Reading, name: str) -> Part:
    return read.parts.get(name, Part(present="unclear"))


def _gap(sentence: Sentence, at: float) -> float:
    """Seconds from a moment to a sentence, to the millisecond; 0 inside it."""
    start, end = sentence.start or 0.0, sentence.end or 0.0
    return round(max(start - at, at - end, 0.0), 3)
