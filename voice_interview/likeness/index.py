"""An index of many answers by the words they share, built on the fly and thrown away."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from voice_interview.likeness.telling import Telling
from voice_interview.likeness.telling_words import telling
from voice_interview.model import Likeness

RUN = 5
"""Words in a row that count as the same wording: shorter runs are idiom ("at the end of the"), and in longer ones one
slip of memory or of the recogniser costs too much."""

BY_HEART = 0.6
"""Share of an answer's words in such runs from which its wording is called the same: of answers learnt by heart 0.84 or
more, 0.69 or more where three words in a hundred are misheard, of free ones minutes apart at most 0.48
(docs/likeness.md)."""

SHARED, SHARE = 5, 0.4
"""Telling words that two answers share at least, and their share of those of the shorter one, from which they tell one
story: 14 of 15 stories told again in other words have both, none of 26,010 pairs of different stories written in one
register has (docs/likeness.md)."""

FEWEST_WORDS = 40
"""Words under which an answer is compared with none: five words for your service are the same five every time."""

MOST_QUESTIONS = 3
"""Other questions named for one answer: the likest."""


class Index:
    """Many answers, found again by their words. Those of fewer than `FEWEST_WORDS` are left out."""

    def __init__(self, tellings: Iterable[Telling] = ()) -> None:
        self._tellings: list[Telling] = []
        self._ages: list[tuple[str, str]] = []
        self._tells: list[int] = []
        self._runs: dict[int, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        for one in sorted(tellings, key=lambda one: one.age):
            self.add(one)

    def add(self, one: Telling) -> None:
        """Take in an answer that was made after all that are there."""
        said = one.said()
        if len(said) < FEWEST_WORDS:
            return
        stems = {stem for stem, _ in one.stems()}
        for run in set(_runs(said)):
            self._runs.setdefault(run, []).append(len(self._tellings))
        for stem in stems:
            self._stems.setdefault(stem, []).append(len(self._tellings))
        self._tellings.append(one)
        self._ages.append(one.age)
        self._tells.append(len(stems))

    @property
    def tellings(self) -> Sequence[Telling]:
        """The answers that are compared, the oldest first."""
        return self._tellings

    def alike(self, here: Telling) -> tuple[Likeness, ...]:
        """What `here`, which need not be in the index, has in common with earlier answers: first, once, nearly the same
        wording, then the same story told to other questions, the likest first. A take once more of another is compared
        with that one alone, and gets no remark."""
        if here.retake is not None:
            return self._retaken(here, here.retake)
        worded = self._worded(here)
        taken = {there.asked for _, there in worded}
        stories: dict[str | None, list[tuple[float, Telling]]] = {}
        for share, there in self._told(here):
            if there.asked not in taken:
                stories.setdefault(there.asked, []).append((share, there))
        likest = sorted(stories.values(), key=lambda found: -found[0][0])[:MOST_QUESTIONS]
        return (
            *((_worded_like(here, *worded[0], more=len(worded) - 1),) if worded else ()),
            *(_told_like(here, *found[0], more=len(found) - 1) for found in likest),
        )

    def told_again(self) -> list[tuple[Telling, Likeness]]:
        """Every answer that is like an earlier one, the oldest first; where a story was told to two questions more than
        twice, the likest pair. Takes once more of another are left out."""
        known = {one.id: one for one in self._tellings}
        best: dict[object, tuple[Telling, Likeness]] = {}
        for here in self._tellings:
            for like in self.alike(here) if here.retake is None else ():
                worded = like.kind == "wording"
                pair = here.id if worded else frozenset((here.asked, known[like.take].asked))
                if pair not in best or best[pair][1].share < like.share:
                    best[pair] = (here, like)
        return sorted(best.values(), key=lambda found: (found[0].age, found[1].kind == "story"))

    def _retaken(self, here: Telling, of: str) -> tuple[Likeness, ...]:
        there = next((one for one in self._tellings if one.id == of), None)
        if there is None or len(here.said()) < FEWEST_WORDS:
            return ()
        return (_worded_like(here, _share(here, there), there, retake=True),)

    def _worded(self, here: Telling) -> list[tuple[float, Telling]]:
        """Earlier answers with nearly the same wording, the likest first, each with the share of `here` that is."""
        said = here.said()
        if len(said) < FEWEST_WORDS:
            return []
        shared = [self._runs.get(run, ()) for run in _runs(said)]
        # A word lies in `RUN` runs at most, so fewer shared runs than this cannot cover enough words.
        enough = BY_HEART * len(said) / RUN
        covered: dict[int, set[int]] = {n: set() for n, count in self._earlier(here, shared).items() if count >= enough}
        for place, numbers in enumerate(shared):
            for number in covered.keys() & numbers:
                covered[number].update(range(place, place + RUN))
        shares = [(len(places) / len(said), self._tellings[number]) for number, places in covered.items()]
        found = [(share, there) for share, there in shares if share >= BY_HEART and not here.same_recording(there)]
        return sorted(found, key=lambda pair: (-pair[0], pair[1].age))

    def _told(self, here: Telling) -> list[tuple[float, Telling]]:
        """Earlier answers to other questions that tell the same story, the likest first, each with the share of telling
        words."""
        stems = {stem for stem, _ in here.stems()}
        if here.asked is None or len(here.said()) < FEWEST_WORDS:
            return []
        found = []
        for number, count in self._earlier(here, (self._stems.get(stem, ()) for stem in stems)).items():
            share = count / min(len(stems), self._tells[number])
            if count < SHARED or share < SHARE:
                continue
            there = self._tellings[number]
            if there.asked not in (None, here.asked) and not here.same_recording(there):
                found.append((share, there))
        return sorted(found, key=lambda pair: (-pair[0], pair[1].age))

    def _earlier(self, here: Telling, postings: Iterable[Sequence[int]]) -> Counter[int]:
        """In how many of the postings each earlier answer stands."""
        until = bisect_left(self._ages, here.age)
        counts: Counter[int] = Counter()
        for numbers in postings:
            counts.update(numbers[: bisect_left(numbers, until)])
        return counts


def _runs(said: Sequence[tuple[str, int]]) -> Iterator[int]:
    """A number for each `RUN` words in a row, by their place."""
    keys = [key for key, _ in said]
    return map(hash, zip(*(keys[at:] for at in range(RUN)), strict=False))


def _share(here: Telling, there: Telling) -> float:
    """Share of the words of `here` that stand in runs which `there` has too."""
    said, known = here.said(), set(_runs(there.said()))
    covered: set[int] = set()
    for place, run in enumerate(_runs(said)):
        if run in known:
            covered.update(range(place, place + RUN))
    return len(covered) / len(said)


def _worded_like(here: Telling, share: float, there: Telling, *, more: int = 0, retake: bool = False) -> Likeness:
    """The likeness, with the longest run that both have."""
    ours, theirs = here.said(), there.said()
    run = SequenceMatcher(None, [key for key, _ in ours], [key for key, _ in theirs], autojunk=False)
    a, b, size = run.find_longest_match()
    return Likeness(
        kind="wording",
        take=there.id,
        created_at=there.created_at,
        question=there.question.text if there.question else None,
        share=share,
        here=here.quote(ours[a][1], ours[a + size - 1][1] + 1 if size else ours[a][1]),
        there=there.quote(theirs[b][1], theirs[b + size - 1][1] + 1 if size else theirs[b][1]),
        more=more,
        retake=retake,
    )


def _told_like(here: Telling, share: float, there: Telling, *, more: int) -> Likeness:
    """The likeness, with the passage of each in which most of the shared words stand."""
    shared = {stem for stem, _ in here.stems()} & {stem for stem, _ in there.stems()}
    ours = here.densest(lambda stems: len(stems & shared))
    quoted = {stem for stem, place in here.stems() if ours[0] <= place < ours[1]}
    theirs = there.densest(lambda stems: 2 * len(stems & shared & quoted) + len(stems & shared))
    spelt = {stem: key for key, _ in reversed(here.said()) if (stem := telling(key)) and stem in shared}
    return Likeness(
        kind="story",
        take=there.id,
        created_at=there.created_at,
        question=there.question.text if there.question else None,
        share=share,
        words=tuple(sorted(spelt.values())),
        here=here.quote(*ours),
        there=there.quote(*theirs),
        more=more,
    )
