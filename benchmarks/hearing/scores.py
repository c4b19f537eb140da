"""One recording's report against its truth, and the sum over many. Pure: from values to values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from benchmarks.figures import median, percentile
from benchmarks.hearing.found import PAUSE, Find, Heard, of_sounds
from benchmarks.hearing.matching import REACH, WAYS, Tally, by_count, by_onset, pair, share_interval
from benchmarks.hearing.truth import WORD, Clip, Said
from voice_interview.model import Span

EDGE = 0.1
"""Seconds that the edge of a pause may be off."""


class Words(Struct, frozen=True):
    """Words said and heard (fillers left out of both), and what it takes to make one text of the other."""

    said: int = 0
    heard: int = 0
    wrong: int = 0
    lost: int = 0
    added: int = 0

    def __add__(self, other: Words) -> Words:
        return Words(*(a + b for a, b in zip(self._all(), other._all(), strict=True)))

    @property
    def rate(self) -> float | None:
        """Word error rate; None where nothing was said."""
        return (self.wrong + self.lost + self.added) / self.said if self.said else None

    def _all(self) -> tuple[int, ...]:
        return self.said, self.heard, self.wrong, self.lost, self.added


class Event(Struct, frozen=True):
    """One event as it went: found, missed or invented. `perhaps` says that a missed one was among the uncounted."""

    label: str
    at: Span | None
    heard_as: str | None = None
    heard_at: Span | None = None
    how: str | None = None
    perhaps: bool = False


class Judged(Struct, frozen=True, kw_only=True):
    """One clip, judged. `sounds` counts the filler sounds; `events` has them one by one where times are known."""

    clip: Clip
    seconds: float
    refused: str | None
    sounds: Tally
    ways: dict[str, Tally]
    events: tuple[Event, ...]
    said_kinds: dict[str, int]
    found_kinds: dict[str, int]
    found_how: dict[str, int]
    filler_words: Tally
    perhaps: int
    words: Words
    heard_words: int
    pauses: Tally
    exact_pauses: Tally
    edges: tuple[float, ...]
    onset: float | None


def judge(clip: Clip, heard: Heard) -> Judged:
    """Compare what was said with what was heard."""
    said, finds = tuple(s for s in clip.said if s.kind != WORD), of_sounds(heard.finds)
    ways = {name: _tally(said, finds, name) for name in WAYS} if clip.timed else {}
    pauses, exact, edges = judge_pauses(clip.silences, heard.pauses)
    both = clip.onset is not None and heard.onset is not None
    return Judged(
        clip=clip,
        seconds=heard.seconds,
        refused=heard.refused,
        sounds=ways["onset"] if clip.timed else by_count(len(said), len(finds)),
        ways=ways,
        events=_events(said, finds, of_sounds(heard.perhaps)) if clip.timed else (),
        said_kinds=Counter(one.kind for one in said),
        found_kinds=Counter(find.kind for find in finds),
        found_how=Counter(find.how or "not told" for find in finds),
        filler_words=_filler_words(clip, heard),
        perhaps=len(heard.perhaps),
        words=word_errors(clip.words, heard.words),
        heard_words=heard.all_words,
        pauses=pauses,
        exact_pauses=exact,
        edges=edges,
        onset=heard.onset - clip.onset if both and heard.onset is not None and clip.onset is not None else None,
    )


def word_errors(said: Sequence[str], heard: Sequence[str]) -> Words:
    """Substitutions, deletions and insertions of the best alignment (jiwer)."""
    if not said or not heard:
        return Words(len(said), len(heard), 0, len(said), len(heard))
    import jiwer

    out = jiwer.process_words(" ".join(said), " ".join(heard))
    return Words(len(said), len(heard), out.substitutions, out.deletions, out.insertions)


def judge_pauses(silences: Sequence[Span] | None, found: Sequence[Span]) -> tuple[Tally, Tally, tuple[float, ...]]:
    """Pauses found, pauses found with both edges within 100 ms, and how far off the edges of found pauses are.

    A pause is found where it and a find overlap, one to one, the edges as near as can be. Truth holds silences under
    `PAUSE` too: a find that lies on such a one, edges within 100 ms, is neither true nor invented.
    """
    if silences is None:
        return Tally(), Tally(), ()
    pairs = _overlapping(silences, found)
    long = [round(silence.seconds, 3) >= PAUSE for silence in silences]
    kept = [(a, b) for a, b in pairs if long[a]]
    excused = sum(not long[a] and _off(silences[a], found[b]) <= EDGE for a, b in pairs)
    exact = sum(_off(silences[a], found[b]) <= EDGE for a, b in kept)
    counted = len(found) - excused
    edges = [edge for a, b in kept for edge in _edges(silences[a], found[b])]
    return Tally(sum(long), counted, len(kept)), Tally(sum(long), counted, exact), tuple(edges)


def _overlapping(silences: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    """Pairs of silences and finds that overlap. The longer silences choose first: a find that spans a pause and a
    short silence is the pause's."""
    far = 1e6

    def apart(silence: Span, find: Span) -> float:
        overlap = min(silence.end, find.end) - max(silence.start, find.start)
        return sum(_edges(silence, find)) if overlap > 0 else far

    pauses = [place for place, silence in enumerate(silences) if round(silence.seconds, 3) >= PAUSE]
    short = [place for place, silence in enumerate(silences) if round(silence.seconds, 3) < PAUSE]
    first = pair([silences[place] for place in pauses], found, apart, far / 2)
    free = [place for place in range(len(found)) if place not in {b for _, b in first}]
    second = pair([silences[place] for place in short], [found[place] for place in free], apart, far / 2)
    return [(pauses[a], b) for a, b in first] + [(short[a], free[b]) for a, b in second]


def _edges(silence: Span, find: Span) -> tuple[float, float]:
    return round(abs(silence.start - find.start), 6), round(abs(silence.end - find.end), 6)


def _off(silence: Span, find: Span) -> float:
    return max(_edges(silence, find))


def _tally(said: Sequence[Said], finds: Sequence[Find], way: str) -> Tally:
    spans, found = [one.at for one in said if one.at], [find.at for find in finds if find.at]
    return Tally(len(said), len(finds), len(pair(spans, found, WAYS[way], REACH)))


def _filler_words(clip: Clip, heard: Heard) -> Tally:
    """Filler words ("you know"); where the truth does not tell them from ordinary ones, only how many were found."""
    finds = [find for find in heard.finds if find.kind == WORD]
    if not clip.all_said:
        return Tally(0, len(finds), 0)
    said = [one.at for one in clip.said if one.kind == WORD and one.at]
    return Tally(len(said), len(finds), len(pair(said, [find.at for find in finds if find.at], by_onset, REACH)))


def _events(said: Sequence[Said], finds: Sequence[Find], perhaps: Sequence[Find]) -> tuple[Event, ...]:
    """Every sound said, with its find where it has one, then every invention."""
    said, finds = [one for one in said if one.at], [find for find in finds if find.at]
    spans, found = [one.at for one in said if one.at], [find.at for find in finds if find.at]
    partner = dict(pair(spans, found, by_onset, REACH))
    missed = [place for place in range(len(said)) if place not in partner]
    unsure = [find.at for find in perhaps if find.at]
    in_doubt = {missed[a] for a, _ in pair([spans[place] for place in missed], unsure, by_onset, REACH)}
    events = []
    for place, one in enumerate(said):
        find = finds[partner[place]] if place in partner else None
        event = Event(one.label, one.at, perhaps=place in in_doubt)
        events.append(Event(one.label, one.at, find.label, find.at, find.how) if find else event)
    taken = set(partner.values())
    return (*events, *(Event(f.label, None, f.label, f.at, f.how) for n, f in enumerate(finds) if n not in taken))


# -- sums -------------------------------------------------------------------------------------------------------------


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def all_words(judged: Iterable[Judged]) -> Words:
    return sum((one.words for one in judged), Words())


class Part(Struct, frozen=True):
    """Finds of one sort: `said` and `found` in all recordings; `timed` where times are known, for only there a find can
    be told to be this event."""

    said: int
    found: int
    timed: Tally


def by_kind(judged: Sequence[Judged]) -> dict[str, Part]:
    """By kind: how many were said, how many were found under that name, and (`timed`) how many of those said were found
    under whatever name."""
    said, found, true = Counter[str](), Counter[str](), Counter[str]()
    timed_said, timed_found = Counter[str](), Counter[str]()
    for one in judged:
        said.update(one.said_kinds)
        found.update(one.found_kinds)
        if one.clip.timed:
            timed_said.update(one.said_kinds)
            timed_found.update(one.found_kinds)
            true.update(Said(event.label).kind for event in one.events if event.at and event.heard_at)
    return {
        name: Part(said[name], found[name], Tally(timed_said[name], timed_found[name], true[name]))
        for name in sorted(said | found)
    }


def by_how(judged: Sequence[Judged]) -> dict[str, Part]:
    """By how they were found (text, sound, both): all finds, and (`timed`) the true ones."""
    found, timed, true = Counter[str](), Counter[str](), Counter[str]()
    for one in judged:
        found.update(one.found_how)
        if one.clip.timed:
            timed.update(one.found_how)
            true.update(event.how or "not told" for event in one.events if event.at and event.heard_at)
    return {name: Part(0, found[name], Tally(0, timed[name], true[name])) for name in sorted(found)}


def split(judged: Sequence[Judged], column: str) -> dict[str, list[Judged]]:
    """The clips by what a column of the manifest says of them, in the order of the manifest."""
    parts: dict[str, list[Judged]] = {}
    for one in judged:
        parts.setdefault(one.clip.groups.get(column, ""), []).append(one)
    return parts


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """All figures of some clips as plain values, for JSON and for tables; what is not known is None."""
    sounds, words = total(one.sounds for one in judged), all_words(judged)
    pauses, exact = total(one.pauses for one in judged), total(one.exact_pauses for one in judged)
    edges = [edge for one in judged for edge in one.edges]
    onsets = [one.onset for one in judged if one.onset is not None]
    return {
        "clips": len(judged),
        "seconds": sum(one.seconds for one in judged),
        "refused": sum(one.refused is not None for one in judged),
        "timed": all(one.clip.timed for one in judged),
        "sounds": figures(sounds),
        "ways": {way: figures(total(one.ways.get(way, Tally()) for one in judged)) for way in WAYS},
        "filler_words": figures(total(one.filler_words for one in judged)),
        "perhaps": sum(one.perhaps for one in judged),
        "missed_but_perhaps": sum(event.perhaps for one in judged for event in one.events),
        "words": {"said": words.said, "heard": words.heard, "wrong": words.wrong, "lost": words.lost,
                  "added": words.added, "rate": words.rate, "all_heard": sum(one.heard_words for one in judged)},
        "pauses": figures(pauses),
        "exact_pauses": figures(exact),
        "edges": _spread(edges),
        "edges_within": sum(edge <= EDGE for edge in edges) / len(edges) if edges else None,
        "onset": _spread([abs(value) for value in onsets]),
    }  # fmt: skip


def figures(tally: Tally) -> dict[str, Any]:
    """A tally with its shares and their exact 95 % intervals."""
    return {
        "said": tally.said,
        "found": tally.found,
        "true": tally.true,
        **recall(tally),
        **precision(tally),
        "f1": tally.f1,
    }


def recall(tally: Tally) -> dict[str, Any]:
    """The share found of those said, with its interval."""
    return {"recall": tally.recall, "recall_95": share_interval(tally.true, tally.said)}


def precision(tally: Tally) -> dict[str, Any]:
    """The share true of those found, with its interval."""
    return {"precision": tally.precision, "precision_95": share_interval(tally.true, tally.found)}


def _spread(values: Sequence[float]) -> dict[str, float] | None:
    if not values:
        return None
    return {"count": len(values), "median": median(values), "percentile_95": percentile(values, 95)}
