"""Whether a find is a person, an employer or a place, by the words around it. It decides only what stands in its place,
and by what word a person sees it in the list."""

from __future__ import annotations

from collections.abc import Sequence

from voice_interview.redaction.terms import Kind
from voice_interview.redaction.tokens import Token
from voice_interview.redaction.words import AFTER_WORK, BEFORE_EMPLOYERS, BEFORE_PLACES, SPEECH, SUFFIXES, TITLES, WENT

_ANNOUNCED = (("my", "name", "is"), ("my", "name's"), ("name", "was"), ("i'm", "called"), ("am", "called"))
_BACK = 3
"""Words before a find in which "worked" makes it an employer."""


def is_announced(made: Sequence[Token], at: int) -> bool:
    """Whether a name must follow, with a capital or without: "my name is", "Mrs"."""
    before = [token.small.replace("’", "'") for token in made[max(0, at - 3) : at]]
    if before and before[-1] in TITLES - {"miss", "captain", "sir", "madam"}:
        return True
    return any(tuple(before[-len(phrase) :]) == phrase for phrase in _ANNOUNCED)


def kind(made: Sequence[Token], first: int, last: int) -> Kind:
    """The kind of the find `[first, last)`; a name where nothing tells."""
    end = made[last - 1].small
    before = [
        token.small for token in made[max(0, first - _BACK - 1) : first] if token.small not in ("the", "a", "our")
    ]
    before = before[-_BACK:]
    if is_announced(made, first) or (before and before[-1] in TITLES):
        return "name"
    if last - first > 1 and (end in SUFFIXES["employer"] or made[first].small in SUFFIXES["employer"]):
        return "employer"  # Bank of America, Halden Logistics
    if last - first > 1 and end in SUFFIXES["place"]:
        return "place"
    follows = made[last].small if last < len(made) and not made[last - 1].closes else ""
    if before:
        return _by_preposition(before, follows)
    return "name"


def _by_preposition(before: Sequence[str], follows: str) -> Kind:
    near = before[-1]
    if near in BEFORE_EMPLOYERS:
        works = bool(AFTER_WORK & set(before))
        return "employer" if works or near in ("at", "joined", "join") else "name"
    if near in BEFORE_PLACES and follows not in SPEECH:
        return "place" if near != "to" or WENT & set(before) else "name"
    return "name"
