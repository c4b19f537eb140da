"""What several measures need: speaking time, the words that carry the answer, quotations, and their caveats."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from voice_interview import text
from voice_interview.model import ENOUGH_SPEECH, FillerList, Span

if TYPE_CHECKING:
    from voice_interview.model import Answer, Sentence, Transcript, Word

STORY_KINDS = frozenset({"behavioural", "philosophy"})
"""Kinds of question that ask for a true example: a past event, or a view carried by one."""

ENOUGH_WORDS = 30
"""Words under which nothing is said about the choice of words. A convention: Flesch took samples of 100 words (1948,
10.1037/h0057532), and under 30 one full stop more or less moves the figure by tens of points."""

TOO_SHORT = f"Under {ENOUGH_SPEECH:.0f} s of speech: a rate would mislead."
NO_SOUND = "There is only text: this needs the recording."
NO_VOICE = "No voice was heard."
NO_WORDS = "No words were recognised."
ENGLISH_ONLY = "This is measured in English only."
FEW_WORDS = f"Under {ENOUGH_WORDS} words: the figure would say little."

_AROUND = 3
QUOTED = 14
"""Words of a long sentence that are quoted."""


def speaking(answer: Answer) -> Span | None:
    """From the first to the last voiced sound; for a text with times, from its first to its last word; else None."""
    if answer.sound is not None:
        return answer.sound.speaking
    starts = [word.start for word in answer.transcript.words if word.start is not None]
    ends = [word.end for word in answer.transcript.words if word.end is not None]
    return Span(min(starts), max(ends)) if starts and ends else None


def speaking_spans(answer: Answer) -> tuple[Span | None, ...]:
    """The speaking time of each answer in the recording, to the question and to each follow-up; None where nothing is
    voiced. What lies between them, the silence in which a follow-up was asked, belongs to none."""
    starts = answer.recording.starts
    if not starts:
        return (speaking(answer),)
    words = answer.transcript.words
    timed = [Span(word.start, word.end) for word in words if word.start is not None and word.end is not None]
    spans = answer.sound.voiced if answer.sound is not None else timed
    return tuple(
        Span(part[0].start, max(span.end for span in part)) if part else None
        for since, until in pairwise((0.0, *starts, inf))
        for part in [[span for span in spans if since <= span.start < until]]
    )


def speaking_seconds(answer: Answer) -> float:
    """The speaking time of all answers together; 0 where nothing is voiced."""
    return sum(span.seconds for span in speaking_spans(answer) if span is not None)


def covered(spans: Sequence[Span], start: float, end: float) -> float:
    """The seconds of `[start, end]` that the spans cover, which are in order and apart. Only those near it are looked
    at: an answer of ten minutes has hundreds, and is asked for every word."""
    seconds = 0.0
    for place in range(bisect_left(spans, start, key=lambda span: span.end), len(spans)):
        if spans[place].start >= end:
            break
        seconds += max(0.0, min(spans[place].end, end) - max(spans[place].start, start))
    return seconds


def enough(answer: Answer) -> bool:
    """Whether the speaking time is long enough for a rate; to the millisecond, so that shifted times judge alike."""
    return round(speaking_seconds(answer), 3) >= ENOUGH_SPEECH


def is_english(transcript: Transcript) -> bool:
    """Whether the transcript's language code is English ("en", "en-GB")."""
    return language(transcript) == "en"


def language(transcript: Transcript) -> str:
    """The two-letter code of the transcript's language: "en" for "en", "en-GB" and "English"."""
    code = transcript.language.lower().split("-")[0].split("_")[0]
    return "en" if code == "english" else code


def own_fillers(answer: Answer) -> FillerList:
    """The user's own fillers in the language of the answer."""
    return answer.filler_lists.get(language(answer.transcript), FillerList())


def is_spoken_word(word: Word) -> bool:
    """Whether a token is a word: it holds letters or digits, and is no hesitation sound."""
    return bool(text.key(word.text)) and not text.is_hesitation(word.text)


def sentences_of(transcript: Transcript) -> tuple[Sentence, ...]:
    """The transcript's sentences, cut here where it brought none."""
    return transcript.sentences or text.sentences(transcript.words)


def quote(words: Sequence[Word], first: int, last: int) -> str:
    """The words `[first, last)` between a few neighbours, as a reader would quote them."""
    a, b = max(0, first - _AROUND), min(len(words), last + _AROUND)
    return f"{'… ' if a else ''}{text.join(words[a:b])}{' …' if b < len(words) else ''}"


def shortened(said: str) -> str:
    """The first words of what was said, enough to know it again."""
    words = said.split()
    return said if len(words) <= QUOTED else f"{' '.join(words[:QUOTED])} …"


def next_word(words: Sequence[Word], moment: float) -> int:
    """Index of the first timed word that starts at `moment` or later; the number of words where there is none."""
    return next_words(words, (moment,))[0]


def next_words(words: Sequence[Word], moments: Sequence[float]) -> tuple[int, ...]:
    """The same for many moments; to the millisecond, so that shifted times agree."""
    timed = [place for place, word in enumerate(words) if word.start is not None]
    found = (
        bisect_left(timed, round(moment, 3), key=lambda place: round(words[place].start or 0.0, 3))
        for moment in moments
    )
    return tuple(timed[at] if at < len(timed) else len(words) for at in found)
