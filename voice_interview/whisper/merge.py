"""Puts together what was heard twice: fillers of the prompted decode into the plain words, and chunks at a torn cut.

Pure. Whisper was trained on texts without fillers and deletes them; asked with a disfluent prompt it writes them down,
but mishears other words. So the words come from the plain decode and the fillers from the prompted one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from voice_interview import text
from voice_interview.model import Hesitation, Word

PROMPT = "Um, uh, so, er, like, you know,"
"""The disfluent prompt. Short: long ones swallowed whole sentences."""

SAME_EVENT = 0.3
"""Seconds within which two fillers are one."""

SHORTEST_SOUND = 0.1
"""Seconds of voiced sound that must lie under a filler; its recognised time may hold a pause as well, or be a mere
point, so it is given `AROUND` on both sides where it is shorter than that sound."""

AROUND = 0.1

SHORT_WORDS = frozenset({"a", "an", "the", "are", "of", "or", "to", "and", "her", "i", "oh"})
"""Words that a filler is easily taken for, and the other way round."""

SURE = 0.6
"""Confidence of a short plain word that a prompted filler in its place does not overrule."""

BESIDE = 0.35
"""Seconds between a filler in the text and one in the sound that are the same: word times drift by as much."""

NOTHING_LIKE = 0.1
"""Chance that the sound shows a filler anywhere near, under which one in the prompted text is not even doubted. This
and `BESIDE` are from a trial on 34 real recordings. From there to a possible hesitation it is a perhaps: 3 of 3 such
were inventions in 17 minutes of synthetic speech by voices held out of training."""

Voiced = Callable[[float, float], float]
"""The share of `[start, end]` that is voiced, 0 to 1."""


class Trace(Protocol):
    """What the sound itself shows of hesitations; seconds as those of the words."""

    @property
    def events(self) -> Sequence[Hesitation]:
        """The possible ones, in order."""

    def peak(self, start: float, end: float) -> float:
        """The highest chance of one from `start` to `end`."""


class _Filler(NamedTuple):
    """A filler in the prompted text: the plain word that it comes before, whether it may be another spelling of a plain
    word, and the same filler in the sound."""

    place: int
    word: Word
    stands_for: bool
    event: Hesitation | None = None


def with_fillers(
    plain: Sequence[Word], prompted: Sequence[Word], voiced: Voiced, trace: Trace | None = None
) -> tuple[Word, ...]:
    """`plain` with the hesitation sounds of `prompted` at their places.

    A filler is taken where voiced sound lies under it and no plain filler stands within 0.3 s. Where the sound shows it
    too (`trace`), it is taken whatever the plain words are, at the time that the sound gives; where it does not, it is
    `doubted`. Without a trace it must not stand in for a plain word that was heard surely. Plain words are all kept;
    the one before a filler no longer covers it."""
    plain, fillers = _timed(plain, _found(plain, prompted), trace.events if trace else ())
    merged: list[Word] = []
    done = 0
    for filler in fillers:
        word = filler.word
        if not _is_believed(filler, trace) or not _is_heard(word, voiced):
            continue
        if _is_counted(filler, merged, plain[done:]):
            continue
        merged.extend(plain[done : filler.place])
        done = max(done, filler.place)
        if merged:
            merged[-1] = _ended_by(merged[-1], word)
        merged.append(_after(merged[-1], word) if merged else word)
        if done < len(plain):
            plain[done] = _begun_after(plain[done], word)
    return (*merged, *plain[done:])


def doubted(
    plain: Sequence[Word], prompted: Sequence[Word], voiced: Voiced, trace: Trace, most: float
) -> tuple[Hesitation, ...]:
    """The fillers in the prompted text that the sound hardly shows, `confidence` what it does show, at most `most`."""
    plain, fillers = _timed(plain, _found(plain, prompted), trace.events)
    unsure = [f for f in fillers if f.event is None and _is_heard(f.word, voiced) and not _is_counted(f, [], plain)]
    found: list[Hesitation] = []
    for filler in unsure:
        start, end = _times(filler.word)
        peak = trace.peak(start - BESIDE, end + BESIDE)
        if peak >= NOTHING_LIKE and not (found and start < found[-1].end):
            label = "um" if text.hesitation_label(filler.word.text) in ("um", "hm", "mm") else "uh"
            found.append(Hesitation(start=start, end=end, confidence=round(min(peak, most), 4), label=label))
    return tuple(found)


def _found(plain: Sequence[Word], prompted: Sequence[Word]) -> list[_Filler]:
    """The fillers that the prompted decode alone wrote, in order, each with its place among the plain words: told by
    the words that both share, and by time where they differ."""
    found = []
    for kind, a, b, c, d in _changes(plain, prompted):
        for word in prompted[c:d]:
            if text.is_hesitation(word.text):
                doubted = kind == "replace" and any(_stands_for(other, word) for other in plain[a:b])
                found.append(_Filler(_place(plain, a, b, word), word, doubted))
    if not plain and len(prompted) > 3 and len(found) == len(prompted):
        # The prompt's echo: nothing was heard, and it answers with ums alone.
        return [filler._replace(stands_for=True) for filler in found]
    return found


def _timed(
    plain: Sequence[Word], fillers: Sequence[_Filler], events: Sequence[Hesitation]
) -> tuple[list[Word], list[_Filler]]:
    """Both with each filler at the time of the event that is nearest to it, one event for one filler; the sound knows
    better than the aligner where it was."""
    timed, found = list(plain), list(fillers)
    own = [at for at, word in enumerate(timed) if text.is_hesitation(word.text)]
    spoken = [timed[at] for at in own] + [filler.word for filler in found]
    pairs = sorted(
        (_gap(word, event), abs(_middle(word) - (event.start + event.end) / 2), place, at)
        for place, word in enumerate(spoken)
        for at, event in enumerate(events)
        if _gap(word, event) <= BESIDE
    )
    used: tuple[set[int], set[int]] = set(), set()
    for _, _, place, at in pairs:
        if place in used[0] or at in used[1]:
            continue
        used[0].add(place)
        used[1].add(at)
        word = replace(spoken[place], start=events[at].start, end=events[at].end)
        if place < len(own):
            timed[own[place]] = _between(timed, own[place], word)
        else:
            found[place - len(own)] = found[place - len(own)]._replace(word=word, event=events[at])
    return timed, found


def _between(words: Sequence[Word], at: int, word: Word) -> Word:
    """The word at its new time, as far as its neighbours leave the order as it is."""
    earliest = words[at - 1].start or 0.0 if at else 0.0
    latest = words[at + 1].end or 0.0 if at + 1 < len(words) else _times(word)[1]
    start = min(max(_times(word)[0], earliest), max(earliest, latest))
    return replace(word, start=start, end=max(start, min(_times(word)[1], latest)))


def _is_believed(filler: _Filler, trace: Trace | None) -> bool:
    return not filler.stands_for if trace is None else filler.event is not None


def _changes(plain: Sequence[Word], prompted: Sequence[Word]) -> list[tuple[str, int, int, int, int]]:
    left, right = [text.key(word.text) for word in plain], [text.key(word.text) for word in prompted]
    changes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return [change for change in changes if change[0] in ("insert", "replace")]


def _stands_for(plain: Word, filler: Word) -> bool:
    """Whether `plain` is a sure short word at the filler's own time, so that the filler is another spelling of it."""
    if text.key(plain.text) not in SHORT_WORDS or (plain.confidence or 0.0) < SURE:
        return False
    return _overlap(plain, filler) >= 0.5 * max(0.02, _seconds(plain))


def _is_heard(filler: Word, voiced: Voiced) -> bool:
    start, end = _times(filler)
    if end - start < SHORTEST_SOUND:
        start, end = max(0.0, start - AROUND), end + AROUND
    return voiced(start, end) * (end - start) >= SHORTEST_SOUND - 1e-9


def _place(plain: Sequence[Word], first: int, last: int, filler: Word) -> int:
    """Index in `plain[first:last]` of the first word whose middle comes later than the filler's, else `last`."""
    middle = _middle(filler)
    return next((at for at in range(first, last) if _middle(plain[at]) > middle), last)


def _is_counted(filler: _Filler, merged: Sequence[Word], to_come: Sequence[Word]) -> bool:
    """Whether another filler within 0.3 s is the same event: one that the plain decode wrote, or the one before, where
    the sound does not tell them apart."""
    if filler.event is not None:
        return any(text.is_hesitation(word.text) and _overlap(word, filler.word) > 0 for word in (*merged, *to_come))
    near = [word for word in (*merged, *to_come) if text.is_hesitation(word.text)]
    return any(_apart(word, filler.word) < SAME_EVENT for word in near)


def _after(previous: Word, filler: Word) -> Word:
    """The filler, not starting before the word in front of it does."""
    begun, (start, end) = previous.start or 0.0, _times(filler)
    return filler if start >= begun else replace(filler, start=begun, end=max(begun, end))


def _ended_by(word: Word, filler: Word) -> Word:
    """A word that ends where the filler after it starts: recognised ends absorb the filler that was left out."""
    (start, end), cut = _times(word), _times(filler)[0]
    return replace(word, end=max(cut, min(end, start + 0.05))) if start <= cut < end else word


def _begun_after(word: Word, filler: Word) -> Word:
    """A word that starts where the filler in front of it ends, as far as it has the time."""
    (start, end), cut = _times(word), _times(filler)[1]
    return replace(word, start=max(start, min(cut, end - 0.05))) if start < cut else word


def stitch(left: Sequence[Word], right: Sequence[Word], cut: float, overlap: float) -> tuple[Word, ...]:
    """One sequence from the words of two windows that both hear `overlap` seconds on either side of `cut`.

    Where both heard the same words there, the join is inside the longest such run; else each side gives the words whose
    middle lies on it. A word at the cut is neither lost nor doubled.
    """
    zone = (cut - overlap - 0.2, cut + overlap + 0.2)
    inside = [i for i, word in enumerate(left) if _middle(word) > zone[0]]
    first = inside[0] if inside else len(left)
    last = next((i for i, word in enumerate(right) if _middle(word) > zone[1]), len(right))
    a, b = [text.key(word.text) for word in left[first:]], [text.key(word.text) for word in right[:last]]
    run = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    if run.size:
        joins = range(run.size)
        best = min(joins, key=lambda i: abs(_middle(left[first + run.a + i]) - cut))
        pair = left[first + run.a + best], right[run.b + best]
        if abs(_middle(pair[0]) - _middle(pair[1])) < 0.6:
            return (*left[: first + run.a + best + 1], *right[run.b + best + 1 :])
    before, after = [word for word in left if _middle(word) < cut], [word for word in right if _middle(word) >= cut]
    if before and after and _overlap(before[-1], after[0]) > 0.5 * min(_seconds(before[-1]), _seconds(after[0])):
        weaker = before if (before[-1].confidence or 0.0) < (after[0].confidence or 0.0) else after
        weaker.pop(-1 if weaker is before else 0)  # one word, heard as two
    return (*before, *after)


def _times(word: Word) -> tuple[float, float]:
    return word.start or 0.0, word.end or 0.0


def _middle(word: Word) -> float:
    return sum(_times(word)) / 2


def _seconds(word: Word) -> float:
    start, end = _times(word)
    return end - start


def _overlap(one: Word, other: Word) -> float:
    (a, b), (c, d) = _times(one), _times(other)
    return max(0.0, min(b, d) - max(a, c))


def _gap(word: Word, event: Hesitation) -> float:
    """Seconds between a word and a sound, 0 where they touch."""
    start, end = _times(word)
    return max(0.0, event.start - end, start - event.end)


def _apart(one: Word, other: Word) -> float:
    """Seconds of silence between two words, 0 where they touch."""
    (a, b), (c, d) = _times(one), _times(other)
    return max(0.0, c - b, a - d)
