"""Which words are fillers where: a table of rows, each with a rule for its surroundings and examples both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from voice_interview import text
from voice_interview.metrics import filler_rules as rules
from voice_interview.metrics.filler_rules import MARKS, Place, ends_with

if TYPE_CHECKING:
    from voice_interview.model import Word

RECOGNITION = frozenset({"i", "yes", "yeah", "okay", "ok", "right", "good", "great", "thanks", "sure"})
"""What follows an "ah" of understanding: "Ah, I see", "Ah, okay"; it is no hesitation."""


class FillerWord(Struct, frozen=True, kw_only=True):
    """One row: words that fill time where `rule` says so; `hits` hold exactly one such place each, `misses` none."""

    words: tuple[str, ...]
    rule: Callable[[Place], bool]
    hits: tuple[str, ...]
    misses: tuple[str, ...]

    @property
    def label(self) -> str:
        return " ".join(self.words)


FILLER_WORDS: tuple[FillerWord, ...] = (
    FillerWord(
        words=("you", "know"),
        rule=rules.you_know,
        hits=(
            "It was, you know, late.",
            "You know, it was hard.",
            "It was you know kind to them.",
            "And you know, it was a Friday night.",
            "They were upset, you know what I mean.",
        ),
        misses=(
            "Did you know her?",
            "As you know, we close at six.",
            "You know the feeling when a parcel is late.",
            "Let me show you how you know what to do.",
            "That is what you know.",
            "Do you know?",
            "I asked if you know, and she smiled.",
            "And you know the rules.",
            "We plan so you know exactly what comes.",
            "The people you know are the best help.",
            "Take a dish you know well.",
            "And you know they have a phone.",
            "You know that we never close.",
        ),
    ),
    FillerWord(
        words=("like",),
        rule=rules.like,
        hits=(
            "It was, like, really late.",
            "It was like really late.",
            "There were like twenty people.",
            "Like, nobody had called him back.",
            "We waited for like three hours.",
            "And, um, like, um she left.",
        ),
        misses=(
            "I like this.",
            "It looks like rain.",
            "I would like three copies.",
            "Firms like ours care.",
            "He was like a father to me.",
            "It felt like ten years.",
            "The things I like, and the things I avoid.",
            "I treat people like family.",
            "Like I said, we apologised.",
            "Companies, like banks, have rules.",
            "Some things, like really old plans, stay.",
            "What do you like?",
            "I like really difficult work.",
        ),
    ),
    FillerWord(
        words=("i", "mean"),
        rule=rules.i_mean,
        hits=(
            "I mean, it was late.",
            "It was hard, I mean, really hard.",
            "And I mean we tried.",
            "But I mean, it is fair.",
        ),
        misses=(
            "I mean it.",
            "You see what I mean.",
            "That is what I mean, really.",
            "I mean to stay.",
            "By respect I mean that you listen.",
            "Did I mean harm?",
            "By respect I mean listening.",
        ),
    ),
    FillerWord(
        words=("sort", "of"),
        rule=rules.kind_of,
        hits=("I sort of took over.", "It was, sort of, my job.", "Um, sort of a leader."),
        misses=(
            "It is a sort of cheese.",
            "What sort of help?",
            "I like this sort of work.",
            "The same sort of problem came back.",
            "No problem of any sort of course.",
        ),
    ),
    FillerWord(
        words=("kind", "of"),
        rule=rules.kind_of,
        hits=("It was kind of hard.", "I, um, kind of knew.", "We kind of made it up."),
        misses=(
            "It is a kind of promise.",
            "That was kind of you.",
            "What kind of customer?",
            "Every kind of question.",
            "He is a different kind of leader.",
        ),
    ),
    FillerWord(
        words=("basically",),
        rule=rules.basically,
        hits=("Basically, I ran the desk.", "So basically we lost the order.", "I basically took over."),
        misses=("The two plans are basically the same.", "It works, basically.", "A basically sound idea."),
    ),
    FillerWord(
        words=("actually",),
        rule=rules.set_off,
        hits=("Actually, I was new.", "And, actually, it worked.", "Um, actually, we met."),
        misses=("I actually called him.", "What actually happened was simple.", "It worked, actually."),
    ),
    FillerWord(
        words=("literally",),
        rule=rules.set_off,
        hits=("Literally, nobody came.", "I was, literally, alone.", "And um, literally, all left."),
        misses=("He took it literally.", "She translated it literally, word by word.", "I literally ran."),
    ),
    FillerWord(
        words=("right",),
        rule=rules.tag_right,
        hits=("So we called them, right?", "The parcel was lost, right, and they were upset.", "We lost it. Right?"),
        misses=(
            "We did it right away.",
            "Is that right?",
            "Turn right, then stop.",
            "You have the right to ask.",
            "Right away, we called.",
            "The customer is always right.",
        ),
    ),
    FillerWord(
        words=("so",),
        rule=rules.opener,
        hits=("So I was working at a desk.", "Um, so I was new.", "It ended. So, I left.", "It ended. So um I left."),
        misses=(
            "So far we have lost nobody.",
            "I was ill, so I called.",
            "It rained. So I took the car.",
            "It was so good.",
            "I think so, yes.",
            "So many people called.",
            "So",
        ),
    ),
    FillerWord(
        words=("well",),
        rule=rules.opener,
        hits=("Well, it means care.", "Um, well I think it means care.", "It ended. Well, nearly."),
        misses=("Well done is better.", "I know it well.", "It went well, and we left.", "Well-known firms do it."),
    ),
)


def filler_words(words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    """(label, first, last) of each filler word or phrase, in order, none overlapping, the longest at each place."""
    keys = tuple(text.key(word.text) for word in words)
    rows = sorted(FILLER_WORDS, key=lambda row: -len(row.words))
    place = 0
    while place < len(words):
        row = next((row for row in rows if _matches(row, words, keys, place)), None)
        if row is None:
            place += 1
            continue
        yield row.label, place, place + len(row.words)
        place += len(row.words)


def hesitations(words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    """(label, first, last) of each hesitation sound; "Ah, I see", "5 mm", "mm hmm" and "uh huh" are none."""
    for place, word in enumerate(words):
        label = text.hesitation_label(word.text)
        if label is not None and not _is_meant(words, place, label):
            yield label, place, place + 1


def filler_places(words: Sequence[Word]) -> frozenset[int]:
    """Indices of all words that are filler words or hesitation sounds."""
    found = (*filler_words(words), *hesitations(words))
    return frozenset(place for _, first, last in found for place in range(first, last))


def opening(words: Sequence[Word], place: int = 0) -> int:
    """Index of the first word from `place` on that is no filler; `len(words)` where all are."""
    fillers = filler_places(words[place:])
    return next((i for i in range(place, len(words)) if i - place not in fillers), len(words))


def _matches(row: FillerWord, words: Sequence[Word], keys: tuple[str, ...], first: int) -> bool:
    last = first + len(row.words)
    if keys[first:last] != row.words or any(ends_with(word, MARKS) for word in words[first : last - 1]):
        return False
    return row.rule(Place(words, keys, first, last))


def _is_meant(words: Sequence[Word], place: int, label: str) -> bool:
    before = text.key(words[place - 1].text) if place else ""
    after = text.key(words[place + 1].text) if place + 1 < len(words) else ""
    if label == "ah":
        return after in RECOGNITION and not (after == "i" and _key_at(words, place + 2) != "see")
    if label == "mm":
        return before[:1].isdigit() or after in ("hm", "hmm")
    if label == "hm":
        return before in ("mm", "m")
    return label == "uh" and after == "huh"


def _key_at(words: Sequence[Word], place: int) -> str:
    return text.key(words[place].text) if place < len(words) else ""
