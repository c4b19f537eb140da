"""Where an answer says a text word for word: the company's own, learned by heart."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from voice_interview import text
from voice_interview.metrics.expressions import any_of
from voice_interview.metrics.word_classes import (
    AUXILIARIES,
    CONTRACTED,
    DETERMINERS,
    JOINING,
    MODALS,
    OBJECTS,
    PREPOSITIONS,
    SUBJECTS,
)
from voice_interview.model import Word

IN_A_ROW = 7
"""Words in a row that are no chance any more: with `CARRYING`, one in 41,266 pairs of different answers in the STAR
corpus shares them (five words: 14 pairs; seven that need not carry meaning: 5)."""

CARRYING = 3
"""Words among them that carry meaning: "what I was going to do about it" is nobody's own."""

SEED = 3
"""Words in a row from which a match is followed; and how many must follow a word that differs."""

_EMPTY = AUXILIARIES | CONTRACTED | DETERMINERS | JOINING | MODALS | OBJECTS | PREPOSITIONS | SUBJECTS
_LITTLE = any_of("of not as if when than just very more up out going go get got make made lot kind really")


class Match(Struct, frozen=True, kw_only=True):
    """Words `[first, last)` of the answer are words `[from_, until)` of the text, but for single words; `equal` words
    are the same."""

    first: int
    last: int
    from_: int
    until: int
    equal: int


def matches(said: Sequence[Word], written: Sequence[str]) -> tuple[Match, ...]:
    """The stretches of an answer that stand word for word in a text, in order and apart. Hesitations do not count, nor
    does a single word that was changed, left out or put in, if the text goes on after it: people stumble, and
    recognisers mishear."""
    own = [(text.key(word.text), place) for place, word in enumerate(said) if not text.is_hesitation(word.text)]
    own = [(key, place) for key, place in own if key]
    theirs = [(key, place) for place, word in enumerate(written) if (key := text.key(word))]
    a, b = [key for key, _ in own], [key for key, _ in theirs]
    seeds: dict[tuple[str, ...], list[int]] = {}
    for j in range(len(b) - SEED + 1):
        seeds.setdefault(tuple(b[j : j + SEED]), []).append(j)
    found: list[Match] = []
    i = 0
    while i < len(a):
        runs = [_follow(a, b, i, j) for j in seeds.get(tuple(a[i : i + SEED]), ())]
        equal, end_a, begin_b, end_b = max(runs, default=(0, i, 0, 0))
        if equal >= IN_A_ROW and _carrying(a[i:end_a]) >= CARRYING:
            found.append(
                Match(
                    first=own[i][1],
                    last=own[end_a - 1][1] + 1,
                    from_=theirs[begin_b][1],
                    until=theirs[end_b - 1][1] + 1,
                    equal=equal,
                )
            )
            i = end_a
        else:
            i += 1
    return tuple(found)


def _follow(a: Sequence[str], b: Sequence[str], i: int, j: int) -> tuple[int, int, int, int]:
    """How far two texts go together from `a[i]` and `b[j]`: equal words, the end in `a`, where it began and ended in
    `b`."""
    begin, equal = j, 0
    while True:
        while i < len(a) and j < len(b) and a[i] == b[j]:
            i, j, equal = i + 1, j + 1, equal + 1
        for x, y in ((1, 1), (1, 0), (0, 1)):
            on = a[i + x : i + x + SEED]
            if len(on) == SEED and on == b[j + y : j + y + SEED]:
                i, j = i + x, j + y
                break
        else:
            return equal, i, begin, j


def _carrying(keys: Sequence[str]) -> int:
    return len({key for key in keys if key not in _EMPTY and key not in _LITTLE})
