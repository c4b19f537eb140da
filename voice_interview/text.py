"""Words, sentences and moments: pure functions of what was recognised, shared by every part that reads a transcript."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from voice_interview.model import Sentence, Word

UNKNOWN_LANGUAGE = "und"
"""The language code of a text of which only is known that it is not English (ISO 639-3, "undetermined")."""

LONG_PAUSE_BETWEEN_WORDS = 1.0
"""Seconds of silence between two words that end a run-on sentence. Pauses inside a sentence are mostly shorter (0.6 s
sounds most natural: Liu et al. 2022, 10.3389/fpsyg.2022.778018); recognised word ends absorb some of the silence."""

RUN_ON = 45
"""Words without a full stop after which pauses end a sentence: three in four sentences of four written answers that
their author labelled (22 sentences) are no longer."""

FEWEST_WORDS = 5
"""Words that a piece cut out of a run-on sentence keeps at least, so that one long "I ... led it" stays whole."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_OPENING = "\"'“‘«([{¿¡—–-"
_CLOSING = "\"'”’»)]}"

_LEADING = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "no", "vs", "eg", "ie", "approx", "dept", "sgt", "capt", "hon"}
)
"""Abbreviations that a name, a number or an example follows: never the end of a sentence."""

_CLIPPED = frozenset({"etc", "inc", "ltd", "corp", "co"})
"""Abbreviations that may end a sentence, as dotted ones do (a.m., U.S.): where a capital letter or nothing follows."""

HESITATIONS: tuple[tuple[str, str], ...] = (
    ("um", r"u+m+|u+h+m+|e+h+m+|e+r+m+|a+h+m+"),
    ("uh", r"u+h+|e+u*h+"),
    ("er", r"e+r|er{3,}|u+r+g+h+"),
    ("ah", r"a+h+"),
    ("hm", r"h+m+"),
    ("mm", r"m{2,}"),
)
"""Label and spellings of each hesitation sound. What ends nasal after a vowel is "um", however it is spelt (erm, ehm):
the sound is the same, and a sound heard without text is named in that way too. "err" is a verb ("err on the side of")
and is left out, and so are "mhm", "mm-hmm", "uh-huh" (yes) and "uh-uh" (no): they answer somebody."""

_HESITATION_PATTERNS = tuple((label, re.compile(spellings)) for label, spellings in HESITATIONS)


@lru_cache(maxsize=4096)
def key(word: str) -> str:
    """What the spellings of one word share: lower case, no punctuation but the apostrophe and the decimal point inside.

    "Don’t," and "don't" give "don't"; "e-mail" and "Email" give "email"; "3.5" stays, "1,000" gives "1000"; a word of
    punctuation alone gives "". `key(key(word)) == key(word)`.
    """
    plain = unicodedata.normalize("NFKC", word.translate(_APOSTROPHES))
    plain = unicodedata.normalize("NFKC", plain.casefold().translate(_APOSTROPHES))
    kept = [letter for place, letter in enumerate(plain) if _belongs(plain, place)]
    return unicodedata.normalize("NFKC", "".join(kept).strip("'."))


def join(words: Iterable[Word]) -> str:
    """The text of words as `Transcript.text` holds it: joined by single spaces."""
    return " ".join(word.text for word in words)


def times(words: Iterable[Word]) -> tuple[float, float] | tuple[None, None]:
    """When the first of the words that have times begins and the last ends; None, both, where none has."""
    timed = [(word.start, word.end) for word in words if word.start is not None and word.end is not None]
    return (min(start for start, _ in timed), max(end for _, end in timed)) if timed else (None, None)


@lru_cache(maxsize=4096)
def hesitation_label(word: str) -> str | None:
    """um, uh, er, ah, hm or mm where `word` is a hesitation sound in any spelling, else None.

    "ER" in capitals is the emergency room, "HM" is His Majesty ("HM Revenue"). "ah" counts: alone, in the middle of
    one's own answer, it fills time; the metric spares "Ah, I see", which the words around it tell.
    """
    bare = word.strip().strip(_OPENING + _CLOSING + ".,;:!?…*~").translate(_APOSTROPHES)
    if bare in ("ER", "HM"):
        return None
    bare = bare.lower()
    return next((label for label, pattern in _HESITATION_PATTERNS if pattern.fullmatch(bare)), None)


def is_hesitation(word: str) -> bool:
    """Whether `word` is a hesitation sound: um, uh, er, ah, hm, mm in any spelling."""
    return hesitation_label(word) is not None


def turns(words: Sequence[Word], starts: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """Words `[first, last)` of each answer in one recording: to the question, and to each follow-up; those begin at
    `starts` (seconds, in order). A word without a time belongs with the word before it."""
    firsts = [0]
    for start in starts:
        later = (place for place, word in enumerate(words) if word.start is not None and word.start >= start)
        firsts.append(max(firsts[-1], next(later, len(words))))
    return tuple(zip(firsts, [*firsts[1:], len(words)], strict=True))


def sentences(words: Sequence[Word], starts: Sequence[float] = ()) -> tuple[Sentence, ...]:
    """Cut words into sentences that hold every word exactly once, in order; times are those of the timed words.
    No sentence goes on from one answer to the next, which begin at `starts` (see `turns`).

    A sentence ends at . ! ? of the recogniser (not at abbreviations, initials, decimals or a "..." that goes on in
    small letters). Hesitation sounds alone make no sentence: they open the next one, or close the last. Where more
    than `RUN_ON` words pass without an end, pauses of `LONG_PAUSE_BETWEEN_WORDS` end sentences too, so that speech
    without full stops has sentences as well.
    """
    pieces = [(a + first, b + first) for first, last in turns(words, starts) for a, b in _cut(words[first:last])]
    return tuple(_sentence(words, a, b) for a, b in pieces)


def _cut(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Where the sentences of one answer lie."""
    ends: list[int] = []
    first = 0
    for place in range(len(words)):
        if _ends_sentence(words, place) and not _only_hesitations(words[first : place + 1]):
            ends.append(place + 1)
            first = place + 1
    if first < len(words):
        if ends and _only_hesitations(words[first:]):
            ends.pop()
        ends.append(len(words))
    firsts = [0, *ends[:-1]]
    return [piece for a, b in zip(firsts, ends, strict=False) for piece in _split_run_on(words, a, b)]


def _belongs(text: str, place: int) -> bool:
    letter = text[place]
    if letter.isalnum() or unicodedata.category(letter).startswith("M") or letter in "%$€£&+#@":
        return True
    before, after = text[:place][-1:], text[place + 1 :][:1]
    if letter == "'":
        return before.isalnum() and after.isalnum()
    return letter == "." and before.isdigit() and after.isdigit()


def _ends_sentence(words: Sequence[Word], place: int) -> bool:
    text = words[place].text.rstrip(_CLOSING)
    if not text or text[-1] not in ".!?…。！？":
        return False
    following = words[place + 1].text.lstrip(_OPENING) if place + 1 < len(words) else ""
    if text[-1] == "…" or text.endswith(".."):
        return not following[:1].islower()
    if text[-1] != ".":
        return True
    return not _is_abbreviation(words, place, text.lstrip(_OPENING), following)


def _is_abbreviation(words: Sequence[Word], place: int, text: str, following: str) -> bool:
    if not following:
        return False
    if text[:-1].isdigit() and following[0].isdigit():
        return True
    bare = text.replace(".", "").lower()
    if bare in _LEADING and (bare != "no" or following[0].isdigit()):
        return True
    if bare in _CLIPPED or re.fullmatch(r"(\w{1,2}\.){2,}", text):
        return not following[0].isupper()
    if re.fullmatch(r"[A-Z]\.", text) and text != "I.":
        before = words[place - 1].text.lstrip(_OPENING) if place else ""
        return following[0].isupper() and (place == 0 or before[:1].isupper())
    return False


def _only_hesitations(words: Sequence[Word]) -> bool:
    return all(is_hesitation(word.text) for word in words)


def _split_run_on(words: Sequence[Word], first: int, last: int) -> list[tuple[int, int]]:
    if last - first <= RUN_ON:
        return [(first, last)]
    cuts = [first]
    for place in range(first + FEWEST_WORDS, last - FEWEST_WORDS + 1):
        if place - cuts[-1] >= FEWEST_WORDS and _gap(words[place - 1], words[place]) >= LONG_PAUSE_BETWEEN_WORDS:
            cuts.append(place)
    return list(zip(cuts, [*cuts[1:], last], strict=True))


def _gap(word: Word, following: Word) -> float:
    """Seconds between two words, to the millisecond so that shifted times give the same cut; 0 where untimed."""
    if word.end is None or following.start is None:
        return 0.0
    return round(following.start - word.end, 3)


def _sentence(words: Sequence[Word], first: int, last: int) -> Sentence:
    start, end = times(words[first:last])
    return Sentence(text=join(words[first:last]), start=start, end=end, first=first, last=last)


def moment(seconds: float) -> str:
    """A moment of a recording as m:ss, or h:mm:ss from one hour on; what has begun of a second does not count."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def exact_moment(seconds: float) -> str:
    """The same to the nearest tenth of a second, for what is played or corrected: 1:02.5."""
    tenths = round(seconds * 10)
    return f"{moment(tenths // 10)}.{tenths % 10}"
