"""Two transcripts of one story, sentence by sentence: what was kept, changed, told in other words, cut, added, moved.

A spoken story is told in other words each time, so words alone would give confetti. Sentences are paired first, by the
content that they share (as a re-take is held against its plan, `metrics.repeats`) or by words that tell this story
from others (as stories told again are found, `likeness`), and only then their words. The
recogniser puts full stops at will: one sentence may be paired with two, as texts of two languages are aligned (Gale &
Church 1993, aclanthology.org/J93-1004).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from voice_interview import text
from voice_interview.likeness.telling_words import telling
from voice_interview.metrics import repeats, shared
from voice_interview.model import Passage, Sentence, Transcript

SHORTEST_RUN = 2
"""Words in a row that a changed sentence must share with the one before for them to be shown as kept: one alone is
mostly a word of grammar that stands there by chance."""

MOSTLY = 0.5
"""Share of the words of the shorter of two sentences that must be kept for the words to be shown one by one: with less
of them (a convention) the two are easier to read one below the other."""

TELLING = 2
"""Words that tell one story from others which two sentences must share to be the same one in other words: so are 29 of
123 sentences of stories retold after days (tests/retold_stories.toml), and none of 16,417 pairs from different ones."""

SHORTEST = 2
"""Words with content of a short sentence, all of which another must have to be the same: of 16,417 pairs of sentences
from different stories (tests/retold_stories.toml) none is so."""

_BEADS = ((1, 1), (1, 2), (2, 1))

_COST = 0.01
"""What a second sentence costs, so that two are joined only where it says something of its own."""


class Piece(Struct, frozen=True, kw_only=True):
    """Words in a row of a changed sentence."""

    what: Literal["kept", "cut", "added"]
    text: str


class Aligned(Struct, frozen=True, kw_only=True):
    """A sentence, or two, of the take before and of this one; None on the side that does not have it. `pieces` are the
    words of a changed one; one that is "retold" says it in other words; `moved` where it comes at another place now."""

    what: Literal["kept", "changed", "retold", "cut", "added"]
    before: Passage | None = None
    now: Passage | None = None
    pieces: tuple[Piece, ...] = ()
    moved: bool = False


class _Said(Struct, frozen=True):
    """What one sentence, or two in a row, says."""

    keys: tuple[str, ...]
    content: repeats.Said
    tells: frozenset[str]


class _Bead(Struct, frozen=True):
    """Sentences `[a, a + wide)` before and `[b, b + long)` now, which say the same."""

    a: int
    wide: int
    b: int
    long: int


class _Side:
    """The sentences of one transcript, with what each says, and each together with the next."""

    def __init__(self, transcript: Transcript) -> None:
        self.sentences = shared.sentences_of(transcript)
        words = [one.text.split() for one in self.sentences]
        english = shared.is_english(transcript)
        self.said = {
            1: [_said(one, english) for one in words],
            2: [_said([*one, *after], False) for one, after in pairwise(words)],
        }

    def __len__(self) -> int:
        return len(self.sentences)

    def at(self, place: int, wide: int) -> _Said | None:
        return self.said[wide][place] if place < len(self.said[wide]) else None


def align(before: Transcript, now: Transcript) -> tuple[Aligned, ...]:
    """Both transcripts as one list, in the order of what was said now; what was cut stands where it was."""
    ours, theirs = _Side(before), _Side(now)
    beads = _in_order(ours, theirs)
    moved = _moved(ours, theirs, beads)
    gone, elsewhere = _places(moved, "a"), {bead.b: bead for bead in moved}
    second = _places(moved, "b") - set(elsewhere)
    found: list[Aligned] = []
    a = b = 0
    for bead in [*beads, _Bead(len(ours), 0, len(theirs), 0)]:
        cut = (n for n in range(a, bead.a) if n not in gone)
        found += (Aligned(what="cut", before=_passage(ours.sentences[n : n + 1])) for n in cut)
        for n in sorted(set(range(b, bead.b)) - second):
            if n in elsewhere:
                found.append(replace(_paired(ours, theirs, elsewhere[n]), moved=True))
            else:
                found.append(Aligned(what="added", now=_passage(theirs.sentences[n : n + 1])))
        if bead.wide:
            found.append(_paired(ours, theirs, bead))
        a, b = bead.a + bead.wide, bead.b + bead.long
    return tuple(found)


def _said(words: Sequence[str], tells: bool) -> _Said:
    """What words say; only where `tells`, which of them tell a story from others."""
    keys = tuple(key for word in words if not text.is_hesitation(word) and (key := text.key(word)))
    stems = {stem for key in keys if (stem := telling(key))} if tells else set()
    return _Said(keys, repeats.said(words), frozenset(stems))


def _alike(ours: _Said | None, theirs: _Said | None) -> float:
    """How much of two sentences is the same, 0 to 1; 0 where it is too little to say that one became the other."""
    if ours is None or theirs is None:
        return 0.0
    if ours.content.content.isdisjoint(theirs.content.content):
        return 1.0 if ours.keys == theirs.keys else 0.0
    if min(len(one.content.content) for one in (ours, theirs)) < repeats.FEWEST:
        like = _alike_short(ours, theirs)
    else:
        pairs = (ours.content, theirs.content), (theirs.content, ours.content)
        shares = [repeats.share_said(*pair) for pair in pairs]
        like = sum(shares) / 2 if max(shares) >= repeats.PARTLY else 0.0
    told = len(ours.tells & theirs.tells)
    if like or told < TELLING:
        return like
    return repeats.PARTLY / 2 * told / min(len(ours.tells), len(theirs.tells))


def _alike_short(ours: _Said, theirs: _Said) -> float:
    """The same where one of them has little content: all of it, two words or more, stands in the other, or they are
    nearly the same word for word."""
    a, b = ours.content.content, theirs.content.content
    if (
        min(len(a), len(b)) >= SHORTEST
        and len(a & b) == min(len(a), len(b))
        and ours.content.denies == theirs.content.denies
    ):
        return 2 * len(a & b) / (len(a) + len(b))
    same = SequenceMatcher(None, ours.keys, theirs.keys, autojunk=False)
    return ratio if max(len(a), len(b)) < repeats.FEWEST and (ratio := same.ratio()) >= repeats.AGAIN else 0.0


def _in_order(ours: _Side, theirs: _Side) -> list[_Bead]:
    """The pairs that together share most and cross each other nowhere."""
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    step: dict[tuple[int, int], tuple[int, int]] = {}
    for a in reversed(range(len(ours))):
        for b in reversed(range(len(theirs))):
            best[a][b], step[a, b] = max((best[a + 1][b], (1, 0)), (best[a][b + 1], (0, 1)))
            for wide, long in _BEADS:
                like = _alike(ours.at(a, wide), theirs.at(b, long))
                if like and (score := like - _COST * (wide + long - 2) + best[a + wide][b + long]) > best[a][b]:
                    best[a][b], step[a, b] = score, (wide, long)
    return list(_walk(step))


def _walk(step: dict[tuple[int, int], tuple[int, int]]) -> Iterator[_Bead]:
    a = b = 0
    while (a, b) in step:
        wide, long = step[a, b]
        if wide and long:
            yield _Bead(a, wide, b, long)
        a, b = a + wide, b + long


def _moved(ours: _Side, theirs: _Side, beads: Sequence[_Bead]) -> list[_Bead]:
    """The pairs among the sentences that are left over, the likest first: these come at another place now."""
    taken, given = _places(beads, "a"), _places(beads, "b")
    left = [
        (-like, _Bead(a, wide, b, long))
        for a in sorted(set(range(len(ours))) - taken)
        for b in sorted(set(range(len(theirs))) - given)
        for wide, long in _BEADS
        if (like := _alike(ours.at(a, wide), theirs.at(b, long)))
    ]
    found: list[_Bead] = []
    for _, bead in sorted(left, key=lambda one: (one[0], one[1].a, one[1].b)):
        if not (_places([bead], "a") & taken or _places([bead], "b") & given):
            found.append(bead)
            taken |= _places([bead], "a")
            given |= _places([bead], "b")
    return found


def _places(beads: Sequence[_Bead], side: Literal["a", "b"]) -> set[int]:
    """The sentences of one side that stand in these pairs."""
    spans = [(bead.a, bead.wide) if side == "a" else (bead.b, bead.long) for bead in beads]
    return {first + n for first, count in spans for n in range(count)}


def _paired(ours: _Side, theirs: _Side, bead: _Bead) -> Aligned:
    """Two sentences that say the same, with the words in which they differ."""
    was, is_ = ours.sentences[bead.a : bead.a + bead.wide], theirs.sentences[bead.b : bead.b + bead.long]
    pieces = _pieces(*(" ".join(one.text for one in side) for side in (was, is_)))
    said = [sum(len(piece.text.split()) for piece in pieces if piece.what in ("kept", one)) for one in ("cut", "added")]
    kept = sum(len(piece.text.split()) for piece in pieces if piece.what == "kept")
    what: Literal["kept", "changed", "retold"] = "changed" if kept >= MOSTLY * min(said) else "retold"
    if all(piece.what == "kept" for piece in pieces):
        what = "kept"
    return Aligned(what=what, before=_passage(was), now=_passage(is_), pieces=pieces if what == "changed" else ())


def _passage(sentences: Sequence[Sentence]) -> Passage:
    starts = [one.start for one in sentences if one.start is not None]
    ends = [one.end for one in sentences if one.end is not None]
    timed = bool(starts and ends)
    return Passage(
        text=" ".join(one.text for one in sentences),
        start=min(starts) if timed else None,
        end=max(ends) if timed else None,
    )


def _pieces(was: str, now: str) -> tuple[Piece, ...]:
    """The words of both, in the wording of now where they are kept. Case and punctuation, which are the recogniser's,
    make no difference, and hesitations are left out: the fillers have a figure of their own."""
    before, after = (
        [one for one in side.split() if text.key(one) and not text.is_hesitation(one)] for side in (was, now)
    )
    a_keys, b_keys = ([text.key(word) for word in words] for words in (before, after))
    found: list[tuple[list[str], list[str], list[str]]] = [([], [], [])]
    blocks = SequenceMatcher(None, a_keys, b_keys, autojunk=False).get_matching_blocks()
    a = b = 0
    for block in blocks:
        cut, added, kept = before[a : block.a], after[b : block.b], after[block.b : block.b + block.size]
        found[-1][0].extend(cut)
        found[-1][1].extend(added)
        alone = block.size < SHORTEST_RUN and (found[-1][0] or found[-1][1])
        if not alone or block.a + block.size == len(before):
            found[-1][2].extend(kept)
            found.append(([], [], []))
        else:
            found[-1][0].extend(before[block.a : block.a + block.size])
            found[-1][1].extend(kept)
        a, b = block.a + block.size, block.b + block.size
    named = [
        (what, " ".join(words)) for run in found for what, words in zip(("cut", "added", "kept"), run, strict=True)
    ]
    return tuple(Piece(what=what, text=said) for what, said in named if said)  # type: ignore[arg-type]
