"""From sentences to clauses that rules can read: no hesitations, no filler phrases, no stutters, no run-ons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from voice_interview.meaning.verbs import EVENT
from voice_interview.model import Sentence, Word
from voice_interview.text import is_hesitation, key

LONG_ENOUGH = 2
"""Words that a clause needs before it may be cut from the next: shorter ones say nothing alone."""

KEPT = 4096
"""Sentences that are kept as the rules see them: while an answer is spoken, all before are read again and again."""

_PADDING = (("you", "know"), ("i", "mean"), ("sort", "of"), ("kind", "of"), ("i", "guess"), ("basically",), ("like",))
"""Filler phrases. They are dropped only where a comma sets them off, or a hesitation stands beside them: "I mean it",
"do you know" and "like a fool" are no fillers."""

_JOINT_WORDS = "and but so then because cause cuz since although though which plus anyway afterwards"
_OPENING_WORDS = (
    "i we he she they it you the my our his her their this that there a an one in as at by after when while if finally "
    "eventually then so now what nobody everybody everyone someone customers people"
)
_TYING_WORDS = "that what which who how where when while if after before until once as whether i than"

_JOINTS = frozenset(_JOINT_WORDS.split())
_OPENERS = frozenset(_OPENING_WORDS.split())
_GLUE = _JOINTS | frozenset(_TYING_WORDS.split())
_SUBJECTS = frozenset(["i", "we", "he", "she", "they"])
_IS_EVENT = re.compile(rf"{EVENT}|was|were|had|has|have|is|are|would|didn't|couldn't")


class Clause(Struct, frozen=True, kw_only=True):
    """A part of sentence number `sentence` that is read on its own: `text` in word keys, `size` in words, `place` of
    its middle in the answer, 0 to 1; `sentence_size` is the words of the whole sentence."""

    sentence: int
    sentence_size: int
    text: str
    size: int
    place: float


def clauses(words: Sequence[Word], sentences: Sequence[Sentence]) -> tuple[Clause, ...]:
    """The clauses of all sentences, in order. Position counts words, so it does not depend on times."""
    found: list[Clause] = []
    total = max(1, len(words))
    for number, sentence in enumerate(sentences):
        size, pieces = _pieces(tuple(word.text for word in words[sentence.first : sentence.last]))
        done = 0
        for piece in pieces:
            share = (done + len(piece) / 2) / max(1, size)
            place = (sentence.first + share * (sentence.last - sentence.first)) / total
            found.append(
                Clause(
                    sentence=number,
                    sentence_size=size,
                    text=" ".join(piece),
                    size=len(piece),
                    place=min(1.0, place),
                )
            )
            done += len(piece)
    return tuple(found)


@lru_cache(maxsize=KEPT)
def plain(text: str) -> str:
    """A text as the rules see one clause of it."""
    return " ".join(token for token, _ in _tokens(text.split()))


@lru_cache(maxsize=KEPT)
def _pieces(words: tuple[str, ...]) -> tuple[int, Sequence[Sequence[str]]]:
    """How many words of a sentence are read, and its clauses."""
    tokens = _tokens(words)
    return len(tokens), _cut(tokens)


def _tokens(words: Sequence[str]) -> list[tuple[str, bool]]:
    """Word keys, each with whether a comma or the like follows; hesitations, padding and repeats left out."""
    raw = [(key(word), word[-1] in ",;:-–—.!?", is_hesitation(word)) for word in words]
    kept: list[tuple[str, bool]] = []
    set_off = True
    place = 0
    while place < len(raw):
        token, comma, hesitation = raw[place]
        if hesitation or not token:
            set_off = True
            place += 1
            continue
        length = _padding_at(raw, place) if set_off else 0
        if length:
            place += length
            continue
        if kept and kept[-1][0] == token and token not in {"very", "had", "that", "really"}:
            kept[-1] = (token, comma)
        else:
            kept.append((token, comma))
        set_off = comma
        place += 1
    return kept


def _padding_at(raw: Sequence[tuple[str, bool, bool]], place: int) -> int:
    """How many words of padding start at `place`; the last of them must be set off from what follows."""
    for phrase in _PADDING:
        end = place + len(phrase)
        if tuple(token for token, _, _ in raw[place:end]) != phrase:
            continue
        if raw[end - 1][1] or end >= len(raw) or raw[end][2]:
            return len(phrase)
    return 0


def _cut(tokens: Sequence[tuple[str, bool]]) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for place, (token, _) in enumerate(tokens):
        if len(pieces[-1]) >= LONG_ENOUGH and _starts_clause(tokens, place):
            pieces.append([])
        pieces[-1].append(token)
    return [piece for piece in pieces if piece]


def _starts_clause(tokens: Sequence[tuple[str, bool]], place: int) -> bool:
    """Whether a new clause starts at `place`: a joint before an opener, an opener after a comma, or, in speech without
    stops, a subject with its past verb where nothing ties it to the words before."""
    token = tokens[place][0]
    before, comma = tokens[place - 1]
    following = tokens[place + 1][0] if place + 1 < len(tokens) else ""
    if token in _JOINTS and before not in _JOINTS:
        return following in _OPENERS or following in _JOINTS or bool(_IS_EVENT.fullmatch(following))
    if comma and token in _OPENERS:
        return True
    return token in _SUBJECTS and before not in _GLUE and bool(_IS_EVENT.fullmatch(following))
