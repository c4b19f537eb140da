"""Answers to test with: made by hand from a line of text, or drawn by Hypothesis.

Drawn times lie on a grid of 10 ms, as Whisper's do on one of 20 ms, so that a shift by whole seconds changes no gap.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from voice_interview import text
from voice_interview.model import (
    Answer,
    Company,
    Fault,
    FollowUp,
    Hesitation,
    Near,
    Part,
    Pitch,
    Question,
    Reading,
    Recording,
    Sentence,
    SentenceLabel,
    Sound,
    Span,
    Statement,
    Story,
    Track,
    Transcript,
    Word,
)

KINDS = ("behavioural", "philosophy", "situational", "motivation", "self-description")
LABELS = ("situation", "task", "action", "result", "learning", "other", "unclear")
PARTS = ("situation", "task", "action", "result")
QUALITIES = ("empathy", "teamwork")
STATEMENTS = ("Integrity", "I mean, you know, I was like twenty and the team was finally happy with her parcel.")

TOKENS = (
    "I", "we", "the", "customer", "called", "listened,", "parcel", "It", "was", "late.", "US", "us", "team", "our",
    "um", "Um,", "uh", "uh.", "Er,", "hmm", "mm", "like", "like,", "you", "know,", "know", "I", "mean,", "mean", "sort",
    "kind", "of", "Basically,", "right?", "So,", "Well,", "actually,", "Dr.", "3.5", "p.m.", "really", "twenty", "—",
    "don’t", "follow-up", "helped", "her.", "What?", "finally", "happy!", "…", "ah,", "see", "ER",
)  # fmt: skip

CONFIDENCES = st.none() | st.floats(0, 1)


# By hand


def words_of(line: str, *, start: float = 0.0, step: float = 0.5, timed: bool = True) -> tuple[Word, ...]:
    """The words of a line, one every `step` seconds from `start`, each lasting 0.8 of it."""
    if not timed:
        return tuple(Word(text=token) for token in line.split())
    begins = [round(start + place * step, 3) for place in range(len(line.split()))]
    return tuple(
        Word(text=token, start=at, end=round(at + 0.8 * step, 3), confidence=0.9)
        for token, at in zip(line.split(), begins, strict=True)
    )


def transcript_of(words: str | tuple[Word, ...], language: str = "en") -> Transcript:
    said = words_of(words) if isinstance(words, str) else words
    return Transcript(
        language=language,
        engine="test",
        model="test",
        text=text.join(said),
        words=said,
        sentences=text.sentences(said),
    )


def sound_of(*voiced: tuple[float, float], heard: tuple[tuple[float, float, float], ...] = ()) -> Sound:
    """Voiced spans with the pauses of 0.3 s and more between them, and hesitations (start, end, confidence)."""
    spans = tuple(Span(*span) for span in voiced)
    gaps = [Span(a.end, b.start) for a, b in itertools.pairwise(spans)]
    return Sound(
        voiced=spans,
        pauses=tuple(gap for gap in gaps if round(gap.seconds, 3) >= 0.3),
        hesitations=tuple(Hesitation(start=a, end=b, confidence=c) for a, b, c in heard),
        level_dbfs=-25.0 if spans else None,
    )


def question_of(kind: str = "behavioural", **fields: Any) -> Question:
    return Question(id="a-question", text="Tell me about a time.", kind=kind, pack="test", **fields)  # type: ignore[arg-type]


def answer_of(
    words: str | tuple[Word, ...] | Transcript,
    *,
    sound: Sound | None = None,
    question: Question | None = None,
    reading: Reading | None = None,
    **recording: Any,
) -> Answer:
    return Answer(
        question=question,
        recording=Recording(path="answer.wav", **recording),
        transcript=words if isinstance(words, Transcript) else transcript_of(words),
        sound=sound,
        reading=reading,
    )


def reading_of(labels: str, *, story: bool | None = True, kind: str = "story", **present: str) -> Reading:
    """A reading from one letter a sentence (S T A R L, "." other, "?" unclear); parts are there where a letter is,
    unless `present` says otherwise."""
    names = dict(zip("STARL.?", LABELS, strict=True))
    parts = {
        name: Part(
            present=present.get(name, "yes" if name in [names[letter] for letter in labels] else "no"),  # type: ignore[arg-type]
            confidence=0.8,
            quantified=False if name == "result" else None,
        )
        for name in PARTS
    }
    return Reading(
        reader="test",
        labels=tuple(SentenceLabel(label=names[letter], confidence=0.7, cues=("cue",)) for letter in labels),  # type: ignore[arg-type]
        parts=parts,
        story=Story(present=story, confidence=0.9, kind=kind),
    )


# Drawn


@st.composite
def words(draw: st.DrawFn, *, timed: bool | None = None, most: int = 80) -> tuple[Word, ...]:
    """Words in order of time, never overlapping; or all without times."""
    with_times = draw(st.booleans()) if timed is None else timed
    said: list[Word] = []
    now = draw(st.integers(0, 500))
    for token in draw(st.lists(st.sampled_from(TOKENS), max_size=most)):
        if not with_times:
            said.append(Word(text=token))
            continue
        start = now + draw(st.sampled_from((0, 2, 10, 30, 31, 99, 100, 101, 250)))
        now = start + draw(st.sampled_from((0, 4, 20, 29, 30, 60, 200)))
        said.append(Word(text=token, start=start / 100, end=now / 100, confidence=draw(CONFIDENCES)))
    return tuple(said)


@st.composite
def transcripts(draw: st.DrawFn, *, language: str | None = None, timed: bool | None = None) -> Transcript:
    code = language or draw(st.sampled_from(("en", "en", "en", "de", "ja")))
    return transcript_of(draw(words(timed=timed)), code)


@st.composite
def sounds(draw: st.DrawFn) -> Sound:
    """Voiced spans with their pauses, and hesitations anywhere, even where nothing is voiced."""
    now = draw(st.integers(0, 500))
    spans: list[tuple[float, float]] = []
    for _ in range(draw(st.integers(0, 12))):
        start = now + draw(st.sampled_from((5, 29, 30, 31, 60, 199, 200, 201, 400)))
        now = start + draw(st.sampled_from((5, 50, 200, 800, 2000)))
        spans.append((start / 100, now / 100))
    begins = draw(st.lists(st.integers(0, 6000), max_size=10))
    lasts = st.sampled_from((10, 15, 30, 60, 150))
    heard = [(begin / 100, (begin + draw(lasts)) / 100, draw(st.floats(0, 1))) for begin in sorted(begins)]
    found = sound_of(*spans, heard=tuple(heard))
    return replace(found, pitch=draw(st.none() | PITCHES), track=draw(st.none() | tracks(now / 100)))


PITCHES = (
    st.lists(st.floats(60, 500), min_size=3, max_size=3)
    .map(sorted)
    .map(lambda hertz: Pitch(low_hz=hertz[0], median_hz=hertz[1], high_hz=hertz[2], seconds=9.0))
)


@st.composite
def tracks(draw: st.DrawFn, seconds: float) -> Track:
    """Level and pitch for every quarter of a second, drawn for two seconds and repeated."""
    levels = draw(st.lists(st.none() | st.integers(-70, -10), min_size=8, max_size=8))
    pitches = draw(st.lists(st.none() | st.integers(60, 500), min_size=8, max_size=8))
    times = int(seconds // 2) + 1
    return Track(step=0.25, level_dbfs=tuple(levels * times), pitch_hz=tuple(pitches * times))


@st.composite
def readings(draw: st.DrawFn, size: int, sentences: Sequence[Sentence] = ()) -> Reading:
    """A reading of so many sentences; `sentences` are those that may come near to something asked for."""
    present = st.sampled_from(("yes", "implied", "no", "unclear"))
    labels = draw(st.lists(st.sampled_from("STARL.?"), min_size=size, max_size=size))
    story = draw(st.sampled_from((True, False, None)))
    reading = reading_of("".join(labels), story=story, **{name: draw(present) for name in PARTS})
    compared = st.none() | st.fixed_dictionaries({quality: nears(sentences) for quality in QUALITIES})
    statements = st.builds(
        Statement, text=st.sampled_from(STATEMENTS), quality=st.sampled_from((None, "empathy")), near=nears(sentences)
    )
    firm = st.builds(Company, name=st.just("values.txt"), statements=st.lists(statements, max_size=3).map(tuple))
    return replace(reading, touches=draw(compared), company=draw(st.none() | firm))


def nears(sentences: Sequence[Sentence]) -> st.SearchStrategy[tuple[Near, ...]]:
    """Up to three sentences that come near to something, the nearest first."""
    if not sentences:
        return st.just(())
    one = st.builds(
        lambda place, near: Near(
            sentence=place, first=sentences[place].first, last=sentences[place].last, similarity=near
        ),
        st.integers(0, len(sentences) - 1),
        st.floats(-1, 1),
    )
    return st.lists(one, max_size=3).map(lambda found: tuple(sorted(found, key=lambda near: -near.similarity)))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    return question_of(
        draw(st.sampled_from(KINDS)),
        answer_seconds=draw(st.sampled_from((30.0, 60.0, 120.0, 300.0))),
        looks_for=draw(st.sampled_from(((), QUALITIES))),
    )


@st.composite
def answers(draw: st.DrawFn, *, faults: bool | None = None, language: str | None = None) -> Answer:
    """Whole answers: with and without sound, question, reading, cue, cuts, follow-ups and faults."""
    transcript = draw(transcripts(language=language))
    moments = st.integers(0, 6000).map(lambda hundredths: hundredths / 100)
    bad = draw(st.booleans()) if faults is None else faults
    return answer_of(
        transcript,
        sound=draw(st.none() | sounds()),
        question=draw(st.none() | questions()),
        reading=draw(st.none() | readings(len(transcript.sentences), transcript.sentences)),
        cue_at=draw(st.none() | moments),
        cuts=tuple(sorted(draw(st.lists(moments, max_size=3)))),
        follow_ups=tuple(FollowUp(text="And then?", start=at) for at in sorted(draw(st.lists(moments, max_size=2)))),
        faults=(Fault(code="clipped", message="The sound is clipped.", fix="Move back."),) if bad else (),
    )


def shifted(answer: Answer, seconds: int) -> Answer:
    """The same answer, said `seconds` later in the recording."""
    sound = answer.sound
    return replace(
        answer,
        transcript=replace(
            answer.transcript,
            words=tuple(_later(word, seconds) for word in answer.transcript.words),
            sentences=tuple(_later(sentence, seconds) for sentence in answer.transcript.sentences),
        ),
        sound=sound
        and replace(
            sound,
            voiced=tuple(_later(span, seconds) for span in sound.voiced),
            pauses=tuple(_later(span, seconds) for span in sound.pauses),
            hesitations=tuple(_later(one, seconds) for one in sound.hesitations),
            track=sound.track and _later_track(sound.track, seconds),
        ),
        recording=replace(
            answer.recording,
            cue_at=None if answer.recording.cue_at is None else answer.recording.cue_at + seconds,
            cuts=tuple(cut + seconds for cut in answer.recording.cuts),
            follow_ups=tuple(replace(one, start=one.start + seconds) for one in answer.recording.follow_ups),
        ),
    )


def _later_track(track: Track, seconds: int) -> Track:
    before = (None,) * round(seconds / track.step)
    return replace(track, level_dbfs=before + track.level_dbfs, pitch_hz=before + track.pitch_hz)


def _later(value: Word | Sentence | Span | Hesitation, seconds: int) -> Any:
    if value.start is None or value.end is None:
        return value
    return replace(value, start=value.start + seconds, end=value.end + seconds)
