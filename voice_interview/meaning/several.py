"""Whether an answer tells two stories, and where the second begins: pure.

What tells most is the course of the answer: a Situation that comes after a Result, and has an Action and a Result of
its own. Words that name a second story make it sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from voice_interview.meaning.findings import Read, finding
from voice_interview.model import Finding

_STORY = r"(?:one|example|story|occasion|situation|case|incident|instance)"
_LEAD = (
    r"^(?:(?:and|so|but|then|now|well|right|okay|ok|yeah|also|oh|anyway|next) )*"
    r"(?:(?:there (?:was|is|were)|there's|i (?:had|have|remember)|i can think of|i've(?: got)?|had|we had|on|in) )?"
)


class StoryCue(Struct, frozen=True, kw_only=True):
    """Words at the beginning of a sentence that `names` a second story, or only suggests one; with sentences that it
    must and must not match."""

    names: bool
    pattern: re.Pattern[str]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


def _row(names: bool, pattern: str, hits: tuple[str, ...], misses: tuple[str, ...]) -> StoryCue:
    return StoryCue(names=names, pattern=re.compile(rf"{_LEAD}(?:{pattern})"), hits=hits, misses=misses)


CUES = (
    _row(
        True,
        rf"(?:a |an )?(?:another|second|similar|different|one more|one other) "
        rf"(?:(?:similar|different|smaller|good|quick|bad) )?{_STORY}\b",
        (
            "And then another one, a bit different.",
            "A second occasion concerned a student.",
            "On a different occasion I erred.",
        ),
        ("Another customer came in.", "A second pair of gloves.", "I gave another example."),
    ),
    _row(
        True,
        rf"(?:the |my )?(?:second|other) {_STORY}\b|(?:the )?(?:second|other) (?:was|is|happened|would be)\b",
        ("And the other one was a tortoise.", "The second example is modest.", "The other would be a breeder."),
        ("The other man left.", "The second time she rang.", "The two of us went."),
    ),
    _row(
        False,
        r"(?:another|other) time\b|(?:(?:the )?(?:second|other)|another) thing (?:is|was)\b|(?:in )?(?:the )?same "
        r"(?:week|month|year|summer|winter)\b|"
        r"(?:at|in) (?:my|the) next (?:job|place|company|school|role)\b|last (?:year|month|week|summer|winter|spring|"
        r"autumn)\b|"
        r"(?:a|an|this|some) (?:\w+ ){0,2}(?:fella|bloke|lady|man|woman|guy|girl|boy|lad|customer|client|guest|"
        r"patient)\b|"
        r"(?:\w+ ){0,2}(?:years?|months?) (?:later|before that|earlier|ago)\b",
        ("Another time the coffee came late.", "Then there was a fella in Ash Vale.", "Same week, different one."),
        ("It was the same.", "This time I asked.", "The man came back."),
    ),
)

ANNOUNCED = re.compile(
    r"\b(?:two|three|a couple of|a few) (?:things|examples|stories|times|situations|occasions|that|of them)\b|"
    r"\b(?:have|got|give you|there's|there are|do) two\b|^one (?:was|would be)\b|"
    r"\bfirst (?:one|example|story|occasion|situation|case|was|would be)\b"
)
"""Words that promise more than one story."""

SEEN = 0.5
"""Probability from which a sentence is taken for an Action or a Result by its own words."""

NOT_A_DEED = 0.8
"""Probability of an Action or a Result from which "the other one" goes on with the same story ("the other one I
couldn't mend, so I rang the school")."""

SET, ENDED = 0.6, 0.15
"""Probabilities of a Situation here, which words that only suggest a second story need; and of a Result before, which
any words need where no first story was announced ("the other one was stuck too")."""

COURSE, PERHAPS = 0.8, 0.5
"""The course of an answer (see `_course`) from which it has two stories without a word for it, and may have."""

NAMED, SUGGESTED, BY_COURSE = 0.94, 0.8, 0.83
"""How sure each way is: right among found in the training pens (15 of 15, 3 of 3, 4 of 4), one more of two added."""

YES = 0.75
"""Sureness from which there are two stories."""


def two_stories(read: Read) -> Finding:
    """Whether a second story begins, and in which sentence."""
    best = Finding(present="no", confidence=NAMED)
    for place in range(2, len(read.alone) - 1):
        sure, words = max(_signs(read, place), default=(0.0, ""))
        if sure > (0.0 if best.present == "no" else best.confidence or 0.0):
            best = finding(sure, YES, 0.0, [(place, words)])
    return best


def _signs(read: Read, place: int) -> Iterator[tuple[float, str]]:
    """How surely a story begins in this sentence, and the words that say so."""
    course = _course(read, place)
    here = read.alone[place]
    told = min(_most(read, "action", 0, place), _most(read, "action", place, len(read.alone))) >= SEEN
    ended = _most(read, "result", 1, place) >= ENDED
    goes_on = max(here["action"], here["result"]) >= NOT_A_DEED
    for cue in CUES:
        if (match := cue.pattern.search(read.said[place])) and told and not goes_on:
            if cue.names and (ended or any(ANNOUNCED.search(said) for said in read.said[:place])):
                yield NAMED, match.group()
            elif here["situation"] >= SET and ended:
                yield SUGGESTED, match.group()
    if course >= COURSE:
        yield BY_COURSE, ""
    elif course >= PERHAPS:
        yield 0.5, ""


def _course(read: Read, place: int) -> float:
    """The weakest of what two stories need: an Action and a Result (not the opening one) before, a Situation here, an
    Action and a Result after."""
    end = len(read.alone)
    return min(
        _most(read, "action", 0, place),
        _most(read, "result", 1, place),
        read.alone[place]["situation"],
        _most(read, "action", place + 1, end),
        _most(read, "result", place + 2, end),
    )


def _most(read: Read, part: str, first: int, last: int) -> float:
    return max((one[part] for one in read.alone[first:last]), default=0.0)  # type: ignore[index]
