"""Where speech stumbles: words said twice, sentences begun anew, words broken off, words drawn out.

The rules lean to leaving out: much that looks like a stumble is meant ("very very", "had had", "I told you you can").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from voice_interview import text
from voice_interview.metrics import shared
from voice_interview.metrics.expressions import any_of
from voice_interview.metrics.filler_events import NEAR
from voice_interview.metrics.vocabulary import FUNCTION_WORDS
from voice_interview.metrics.word_classes import NUMBERS

if TYPE_CHECKING:
    from voice_interview.model import Sound, Word

Kind = Literal["repetition", "restart", "cut-off", "lengthening"]

LONGEST_SYLLABLE = 0.4
"""Seconds. Syllables of spontaneous American English lasted 0.05 to 0.4 s (Greenberg et al. 2003,
10.1016/j.wocn.2003.09.005); a word is drawn out where its voiced sound lasts longer than so many of the longest ones,
and than the drift of recognised word times on top."""


_MEANT_TWICE = any_of(
    "very really so no yes yeah yep okay ok right well bye ha hey oh now many far long much way ever big good bad hard"
    " old new little great nice long small fast slow hot cold never knock blah bla la please sorry hello hi stop wait"
    " go come help again thanks pretty super extra fine sure there cheers walla tut deep high low whole only day"
)
"""Words that are doubled for weight, or as a reply."""

_MEANT_RUNS = any_of("thank_you come_on no_way of_course on_and and_on over_and again_and more_and round_and by_and")

_MAY_MEET = any_of("that had is was it you her in on up one do what there here over")
"""Words that may stand beside themselves: "I know that that works", "when he told you you were late"."""

_SUBJECTS = any_of("i we he she they")
_BEGINNINGS = _SUBJECTS | any_of("it there you i'm we're i've we've it's")
_JOINING = any_of("and but so because or if when then that 'cause cause while as")
_COPULAS = any_of("am is are was were had have has would could can should will didn't don't wasn't couldn't")
_ARTICLES = any_of("the a an my our your their")
_PREPOSITIONS = any_of("in on at to for with from of by about into")
_HANGING = _COPULAS | _ARTICLES | any_of("his this these those some every")
"""Words that no clause ends with."""

_ASKING = any_of(
    "what where who how which when why that than as everything all whatever wherever whenever whoever if once until"
    " although though moment time times chance minute opportunity best way"
)
"""Words before a clause that may end with "I could": "whenever I could I rang", "the moment I could"."""

_COUNTING = NUMBERS | {"zero", "one"}

LONGEST_RUN = 3
LONGEST_START = 5
"""Words that are looked at for a run said twice, and for a beginning that was given up."""

DOUBTED = 0.5
"""Confidence under which a word is more likely another one, so that its letters do not say how long it may last."""


class Stumble(Struct, frozen=True):
    """Words `[first, last)` of the transcript; of a restart those that were given up."""

    kind: Kind
    first: int
    last: int


class _Line(Struct, frozen=True):
    """The words that say something: `places` in the transcript, their keys, and `ends` where a sentence ends, or an
    answer: the next begins at one of the places `firsts`."""

    words: Sequence[Word]
    places: Sequence[int]
    keys: Sequence[str]
    firsts: Collection[int]

    def ends(self, at: int) -> bool:
        """Whether a sentence ends between the spoken words `at` and `at + 1`."""
        between = self.words[self.places[at] : self.places[at + 1]]
        if any(place in self.firsts for place in range(self.places[at] + 1, self.places[at + 1] + 1)):
            return True
        return any(re.search(r"(?<!\.)[.!?][\"'”’)]*$", word.text) for word in between)

    def is_whole(self, first: int, last: int) -> bool:
        """Whether no sentence ends inside the spoken words [first, last)."""
        return not any(self.ends(at) for at in range(first, last - 1))

    def key(self, at: int) -> str:
        return self.keys[at] if 0 <= at < len(self.keys) else ""

    def token(self, at: int) -> str:
        return self.words[self.places[at]].text

    def interrupted(self, at: int) -> bool:
        """Whether a filler or a hesitation stands after the spoken word `at`."""
        return self.places[at + 1] - self.places[at] > 1

    def has_whole(self, key: str) -> bool:
        """Whether the word is also said without being broken off."""
        return any(key == other and not self.breaks_off(at) for at, other in enumerate(self.keys))

    def breaks_off(self, at: int) -> bool:
        return bool(re.search(r"(-|–|—|\.\.|…)[\"'”’,]*$", self.token(at)))


def stumbles(
    words: Sequence[Word], fillers: Collection[int], sound: Sound | None, firsts: Collection[int] = ()
) -> tuple[Stumble, ...]:
    """All stumbles in order, none overlapping; `fillers` are the indices of words that only fill time, `firsts` those
    at which another answer begins: what was said before it is not taken up again. Lengthenings need the sound: a
    recognised word ends where the next begins, and takes in the pause between them."""
    places = [place for place, word in enumerate(words) if place not in fillers and text.key(word.text)]
    places = [place for place in places if not text.is_hesitation(words[place].text)]
    line = _Line(words, places, [text.key(words[place].text) for place in places], firsts)
    found = [
        Stumble(kind, places[first], places[last - 1] + 1)
        for kind, first, last in _apart((*_cut_off(line), *_repetitions(line), *_restarts(line)))
    ]
    if sound is not None:
        taken = {place for one in found for place in range(one.first, one.last)}
        found += [one for one in _lengthenings(line, sound) if one.first not in taken]
    return tuple(sorted(found, key=lambda one: one.first))


def _apart(found: Sequence[tuple[Kind, int, int]]) -> Iterator[tuple[Kind, int, int]]:
    """The finds that overlap none of those before."""
    taken: set[int] = set()
    for kind, first, last in found:
        if taken.isdisjoint(range(first, last)):
            taken |= set(range(first, last))
            yield kind, first, last


def _cut_off(line: _Line) -> Iterator[tuple[Kind, int, int]]:
    """Words written with a hyphen at their end that are none: "cust-"; not "pre- and post-sale"."""
    for at, key in enumerate(line.keys):
        following = line.key(at + 1)
        if not _is_hyphened(line.token(at)) or following in ("and", "or", "to", key):
            continue
        begun = following.startswith(key) and len(following) > len(key)
        if begun or (key not in FUNCTION_WORDS and not line.has_whole(key)):
            yield "cut-off", at, at + 1


def _is_hyphened(token: str) -> bool:
    return "-" in token and bool(re.fullmatch(r"[\"'“‘(]*[^\W\d_]+-[\"'”’,]*", token))


def _repetitions(line: _Line) -> Iterator[tuple[Kind, int, int]]:
    """Runs of one to three words said again at once: "I I I", "it was, it was"."""
    at = 0
    while at < len(line.keys):
        sizes = (1, 2, LONGEST_RUN) if line.keys[at] in line.keys[at + 1 : at + 1 + LONGEST_RUN] else ()
        last = next((last for size in sizes if (last := _repeated(line, at, size))), 0)
        if last:
            yield "repetition", at, last
        at = last or at + 1


def _repeated(line: _Line, at: int, size: int) -> int:
    """Where the run of `size` words from `at` ends that is said again and again; 0 where it is not, or is meant."""
    run = line.keys[at : at + size]
    last = at + size
    while line.keys[last : last + size] == run and line.is_whole(last - 1, last + size):
        last += size
    times = (last - at) // size
    if times < 2 or not line.is_whole(at, at + size) or any(key[:1].isdigit() or key in _COUNTING for key in run):
        return 0
    asked = run[-1] in _COPULAS and line.key(at - 1) in _ASKING  # "as late as it was it was fine"
    meant = _is_meant_twice(line, at, times) if size == 1 else _is_meant_run(run) or asked
    return 0 if meant else last


def _is_meant_twice(line: _Line, at: int, times: int) -> bool:
    key = line.keys[at]
    if key in _MEANT_TWICE:
        return True
    if key != "i" and all(line.token(at + one)[:1].isupper() for one in range(times)) and not _begins(line, at):
        return True  # a name: Duran Duran
    if key not in _MAY_MEET or times > 2 or line.interrupted(at):
        return False
    before = line.key(at - 1) if at and not line.ends(at - 1) else ""
    return not ((before in _JOINING or not before) and key in ("it", "you", "in", "on", "is", "what"))


def _begins(line: _Line, at: int) -> bool:
    return at == 0 or line.ends(at - 1)


def _is_meant_run(run: Sequence[str]) -> bool:
    """Whether a run said twice is meant: "thank you thank you", "over and over and", "step by step by"."""
    if "_".join(run) in _MEANT_RUNS or all(key in _MEANT_TWICE for key in run):
        return True
    return len(run) == 2 and bool({"and", "by", "after", "or"} & set(run)) and not set(run) & (_BEGINNINGS | _ARTICLES)


def _restarts(line: _Line) -> Iterator[tuple[Kind, int, int]]:
    """Beginnings that were given up: "I was- I went", "we had the, we had a", "the I"."""
    for at, key in enumerate(line.keys):
        again = enumerate(line.keys[at + 2 : at + LONGEST_START + 1], 2)
        size = next((size for size, other in again if other == key and _begun_anew(line, at, size)), 0)
        if size:
            yield "restart", at, at + size
        elif at + 1 < len(line.keys) and _article_left(line, at):
            yield "restart", at, at + 1


def _begun_anew(line: _Line, at: int, size: int) -> bool:
    """Whether `size` words from `at`, after which the first of them comes again, were given up: they end in the air."""
    key, end = line.keys[at], at + size
    if not line.is_whole(at, end + 1):
        return False
    if line.breaks_off(end - 1):
        return key not in _MAY_MEET or key in _BEGINNINGS
    hanging = line.keys[end - 1] in _HANGING
    asked = line.key(at - 1) in _ASKING or key in _ASKING
    if line.keys[at + 1] == line.key(end + 1) and size > 2:
        return hanging and not asked
    if size != 2:
        return False
    if key in _PREPOSITIONS:
        return line.keys[at + 1] in _ARTICLES
    return key in _SUBJECTS and line.keys[at + 1] in _COPULAS and not asked


def _article_left(line: _Line, at: int) -> bool:
    """Whether an article or possessive is followed by what it cannot belong to: "the I", "a my"."""
    following = line.keys[at + 1]
    lone_letter = line.token(at + 1)[:1] == "A" and following == "a"
    fits = following not in _SUBJECTS | _ARTICLES or following == line.keys[at] or lone_letter
    return line.keys[at] in _ARTICLES and not fits and line.is_whole(at, at + 2)


def _lengthenings(line: _Line, sound: Sound) -> Iterator[Stumble]:
    """Words of grammar inside a sentence that are drawn out; others are stretched for weight, and last words by rule.
    Where a hesitation is heard in the word, that is a filler and no lengthening."""
    for place, key in zip(line.places, line.keys, strict=True):
        word = line.words[place]
        if key not in FUNCTION_WORDS or word.start is None or word.end is None or word.text[-1] in ".!?":
            continue
        if word.confidence is not None and word.confidence < DOUBTED:
            continue
        start, end = word.start, word.end
        limit = LONGEST_SYLLABLE * _syllables(key) + NEAR
        if round(end - start, 3) <= limit or round(shared.covered(sound.voiced, start, end), 3) <= limit:
            continue
        if not any(heard.start < end and start < heard.end for heard in sound.hesitations):
            yield Stumble("lengthening", place, place + 1)


@lru_cache(maxsize=256)
def _syllables(key: str) -> int:
    """About how many: groups of vowels, without a silent e at the end."""
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouy])e$", "", key))))
