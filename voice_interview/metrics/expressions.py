"""Expressions that count in some places and not in others: rows of a table, and what a row's rule may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from voice_interview import text

if TYPE_CHECKING:
    from voice_interview.model import Word

MARKS = ".,;:!?…—–"
ENDS = ".!?…"
PAUSES = ",;:—–…"

SPELLINGS: Mapping[str, str] = {"ok": "okay"}
"""What recognisers write for the words of the tables."""


class Expression(Struct, frozen=True, kw_only=True):
    """One row: words that count where `rule` says so; `hits` hold exactly one such place each, `misses` none."""

    words: tuple[str, ...]
    rule: Callable[[Place], bool]
    hits: tuple[str, ...]
    misses: tuple[str, ...]

    @property
    def label(self) -> str:
        return " ".join(self.words)


class Place(Struct, frozen=True):
    """Words `[first, last)` among all words, with what stands around them."""

    words: Sequence[Word]
    keys: Sequence[str]
    first: int
    last: int

    def before(self, back: int = 1) -> str:
        """Key of the word `back` places before; "" where there is none."""
        return self.keys[self.first - back] if self.first >= back else ""

    def after(self, ahead: int = 1) -> str:
        """Key of the word `ahead` places after; "" where there is none."""
        place = self.last + ahead - 1
        return self.keys[place] if place < len(self.keys) else ""

    @property
    def earlier(self) -> Sequence[str]:
        """Keys of the words before in the same sentence."""
        place = self.first
        while place and not ends_with(self.words[place - 1], ENDS):
            place -= 1
        return self.keys[place : self.first]

    @property
    def opens(self) -> bool:
        """Whether a sentence begins here, hesitation sounds aside."""
        return self.opens_after(frozenset())

    def opens_after(self, openers: frozenset[str]) -> bool:
        """The same, where words such as "okay" and "yes" may stand before too."""
        return all(key in openers or text.is_hesitation(key) for key in self.earlier)

    @property
    def opens_answer(self) -> bool:
        """Whether this is the first sentence."""
        return len(self.earlier) == self.first

    @property
    def set_off_before(self) -> bool:
        """Whether a mark, a hesitation sound or nothing at all stands before."""
        if self.first == 0:
            return True
        word = self.words[self.first - 1]
        return ends_with(word, MARKS) or text.is_hesitation(word.text)

    @property
    def set_off_after(self) -> bool:
        """Whether a comma or a dash follows, or a hesitation sound."""
        if ends_with(self.words[self.last - 1], PAUSES):
            return True
        return self.last < len(self.words) and text.is_hesitation(self.words[self.last].text)

    @property
    def set_off(self) -> bool:
        return self.set_off_before and self.set_off_after

    @property
    def ends(self) -> bool:
        """Whether the sentence ends here."""
        return self.last == len(self.words) or ends_with(self.words[self.last - 1], ENDS)

    @property
    def ends_question(self) -> bool:
        return ends_with(self.words[self.last - 1], "?")


def always(_: Place) -> bool:
    """The rule of words that mean the same wherever they stand."""
    return True


def find(rows: Sequence[Expression], words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    """(label, first, last) of each expression that counts, in order, none overlapping, the longest at each place. None
    stands across a mark."""
    keys = keys_of(words)
    longest_first: dict[str, list[Expression]] = {}
    for row in sorted(rows, key=lambda row: -len(row.words)):
        longest_first.setdefault(row.words[0], []).append(row)
    place = 0
    while place < len(words):
        here = longest_first.get(keys[place], ())
        found = next((row for row in here if _matches(row, words, keys, place)), None)
        if found is None:
            place += 1
            continue
        yield found.label, place, place + len(found.words)
        place += len(found.words)


@cache
def any_of(line: str) -> frozenset[str]:
    """The keys of a line, for rules to look words up in."""
    return frozenset(line.split())


def keys_of(words: Sequence[Word]) -> tuple[str, ...]:
    """What the rules compare: the key of each word, in one spelling."""
    return tuple(_one_spelling(text.key(word.text)) for word in words)


def keys_of_line(line: str) -> tuple[str, ...]:
    """The same for a phrase that somebody wrote down."""
    return tuple(_one_spelling(key) for token in line.split() if (key := text.key(token)))


def _one_spelling(key: str) -> str:
    return SPELLINGS.get(key, key)


def ends_with(word: Word, marks: str) -> bool:
    return word.text.rstrip("\"'”’)")[-1:] in tuple(marks)


def _matches(row: Expression, words: Sequence[Word], keys: tuple[str, ...], first: int) -> bool:
    last = first + len(row.words)
    if keys[first:last] != row.words or any(ends_with(word, MARKS) for word in words[first : last - 1]):
        return False
    return row.rule(Place(words, keys, first, last))
