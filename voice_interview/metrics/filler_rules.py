"""When a word fills time and when it means something: rules about what stands around it.

The rules lean to leaving out: a filler that was never said costs more trust than one that was missed. Recognisers set
discourse markers off by commas most of the time, so commas carry much of the evidence; a text without any punctuation
yields fewer filler words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from voice_interview import text

if TYPE_CHECKING:
    from voice_interview.model import Word

MARKS = ".,;:!?…—–"


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
    def opens(self) -> bool:
        """Whether a sentence begins here, hesitation sounds aside."""
        place = self.first - 1
        while place >= 0 and text.is_hesitation(self.words[place].text):
            place -= 1
        return place < 0 or ends_with(self.words[place], ".!?…")

    @property
    def opens_answer(self) -> bool:
        """Whether nothing but hesitation sounds was said before."""
        return all(text.is_hesitation(word.text) for word in self.words[: self.first])

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
        if ends_with(self.words[self.last - 1], ",;:—–…"):
            return True
        return self.last < len(self.words) and text.is_hesitation(self.words[self.last].text)

    @property
    def set_off(self) -> bool:
        return self.set_off_before and self.set_off_after

    @property
    def ends_question(self) -> bool:
        return ends_with(self.words[self.last - 1], "?")


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


_KNOWING = _keys(
    "do does did don't doesn't didn't if as would could should can can't to let make when once before until because"
    " what that how who whom why where whether everything all anything people well"
)
_KNOWN = _keys(
    "that what how who where why when whether if which about the a an my your his their our it him her them me us"
    " nothing something everything of better"
)
_JOINING = _keys("and but or because")
_LEANING = _keys("was were is are it's that's the a an my our very for with in at from just like")
_BE = _keys("was were is are it's that's he's she's they're i'm we're am be")
_DEGREE = _keys(
    "really very so super totally completely extremely pretty quite too two three four five six seven eight nine ten"
    " eleven twelve fifteen twenty thirty forty fifty hundred hundreds thousand thousands"
)
_PERSONS = _keys("i we you they he she it who would people customers don't didn't i'd we'd they'd you'd")
_SENSES = _keys("look looks looked looking feel feels felt feeling sound sounds sounded seem seems seemed taste smell")
_KINDS = _keys(
    "a an the this that what which some any no one other another these those same every each all certain different"
    " new best right first second only my your our their its his her whatever many"
)


def you_know(place: Place) -> bool:
    if place.before() in _KNOWING and not ends_with(place.words[place.first - 1], MARKS):
        return False
    if place.set_off_before and place.after() == "what" and place.after(2) in ("i", "i'm"):
        return True
    if place.set_off or (place.set_off_after and place.before() in _JOINING):
        return True
    return place.before() in _LEANING and bool(place.after()) and place.after() not in _KNOWN


def like(place: Place) -> bool:
    if place.before() in _BE and _is_degree(place.after()):
        return True
    if place.before() in _SENSES or place.before() in _PERSONS or place.before() in _BE:
        return place.set_off and place.before() not in _BE
    if place.set_off:
        return True
    return _is_degree(place.after()) and not place.set_off_before and not place.opens and place.after() != "so"


def i_mean(place: Place) -> bool:
    if place.before() in _KNOWING and not place.set_off_before:
        return False
    if place.set_off or (place.set_off_after and place.before() in _JOINING):
        return True
    meant = {"it", "to", "by", "that", "what", "this", "everything", "well"}
    begins = place.set_off_before or place.before() in _JOINING or place.before() in ("so", "well")
    return begins and bool(place.after()) and place.after() not in meant


def kind_of(place: Place) -> bool:
    before = place.before()
    if before in _KINDS and not place.set_off_before:
        return False
    return bool(place.after()) and place.after() not in {"you", "him", "her", "them", "me", "us", "thing", "person"}


def set_off(place: Place) -> bool:
    return place.set_off


def basically(place: Place) -> bool:
    pronouns = {"i", "we", "you", "they", "he", "she", "it", "and", "so", "but"}
    return place.set_off or (place.before() in pronouns and bool(place.after()))


def tag_right(place: Place) -> bool:
    alone = place.opens and place.ends_question
    after_comma = place.first > 0 and ends_with(place.words[place.first - 1], ",")
    return alone or (after_comma and (place.ends_question or place.set_off_after))


def opener(place: Place) -> bool:
    if not place.opens:
        return False
    going_on = {"far", "many", "much", "long", "that", "as", "done", "known", "before", "enough", "trained", "called"}
    return place.set_off_after or (place.opens_answer and bool(place.after()) and place.after() not in going_on)


def _is_degree(word: str) -> bool:
    return word in _DEGREE or word[:1].isdigit()


def ends_with(word: Word, marks: str) -> bool:
    return word.text.rstrip("\"'”’)")[-1:] in tuple(marks)
