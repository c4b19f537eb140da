"""Which words are believed: Whisper also makes words of noise, of distant voices, and of laughter. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import exp, log

from voice_interview import text
from voice_interview.model import Word

APART = 0.8
"""Seconds of silence between two groups of words that are believed or not as one."""

AROUND = 0.3
"""Seconds on both sides of a group in which its voice may lie: word times drift by as much."""

HARDLY = 0.15
UNSURE = 0.4
"""Share of voiced frames and geometric mean of confidences under which, both together, a group of words is not
believed: what Whisper made of line noise and distant voices had 0 to .10 and .19 to .35; whispered sentences .2 and
.7 or more."""

HOPELESS = 0.15
"""The same mean under which a group is not believed where there is a voice either: words made of laughing had .01 to
.15 in 19 of 37 groups; 183 groups of short words that synthetic voices said alone, clean to 5 dB, had .16 and more.
Hesitations are heard in the sound besides, and stay; so do words of an engine that does not say how sure it is."""

OFTEN = 4
"""How often something is said in a row from which it is the noise of laughing or coughing that is written down, not
speech: nobody stutters a group of words that holds nothing else."""

TURNS = 3
STUMBLED = 0.15
"""How often words follow one another in circles, and the confidence of any of the first turn under which they are such
a noise too: a decoder that did not know what it heard goes on with what it wrote. In ten minutes of made laughter 15 of
19 groups of one word again and again were under it ("Go, go, go!"); a person who says "no, no, no" is heard well."""

ECHO = 3
AT_ONCE = 18.0
"""Words from which a run may be the echo of the one before it, and how many of them a second no mouth can say: twice
`loops.WORDS_A_SECOND`. A decoder that goes on where nothing more is said repeats its last sentence so, "Thank you for
calling. Have a great day." in 0.02 s; or one that begins too soon says it of the noise before, the last three words of
it in no time."""

_SYLLABLES = re.compile(rf"([^\W\d_]{{2,4}}?)\1{{{OFTEN - 1},}}")
_HYPHENS = re.compile(r"[-\u2010-\u2014]")
_ALL_OF_IT = 0.75
"""The share of a word's letters that such a run of syllables takes ("Hakakakaka")."""

Voice = Callable[[float, float], float]
"""The share of `[start, end]` in which there is a voice, 0 to 1."""


def believed(words: Sequence[Word], voice: Voice) -> tuple[Word, ...]:
    """The words without groups, between silences of `APART`, that are unsure on the whole while hardly any voice lies
    under them, or that are one sound again and again; and without what is said twice, once of it in no time."""
    kept: list[Word] = []
    group: list[Word] = []
    for word in [*_said_once(words), None]:
        if group and (word is None or _seconds_between(group[-1], word) >= APART):
            if not _is_noise(group, voice) and not _is_laughter(group):
                kept.extend(group)
            group = []
        if word is not None:
            group.append(word)
    return tuple(kept)


def sureness(words: Sequence[Word]) -> float:
    """Geometric mean of the confidences, the measure of the decoder itself: one word out of thin air tells. 0 where
    there is no word."""
    return exp(sum(log(max(word.confidence or 0.0, 0.01)) for word in words) / len(words)) if words else 0.0


def _said_once(words: Sequence[Word]) -> list[Word]:
    """The words without runs that repeat the run before them, or are repeated by the one after them, faster than
    anybody speaks."""
    kept: list[Word] = []
    said: list[str] = []
    to_come = [text.key(word.text) for word in words]
    at = 0
    while at < len(words):
        size = _repeated(said, to_come[at:])
        if size and _is_echo(words[at : at + size]):
            at += size
            continue
        if size and _is_echo(kept[-size:]):
            del kept[-size:], said[-size:]
        kept.append(words[at])
        said.append(to_come[at])
        at += 1
    return kept


def _repeated(said: Sequence[str], to_come: Sequence[str]) -> int:
    """How many words, `ECHO` or more, the one ends and the other begins with; the most there are, 0 for none."""
    longest = min(len(said), len(to_come))
    return next((size for size in range(longest, ECHO - 1, -1) if said[-size:] == to_come[:size]), 0)


def _is_echo(run: Sequence[Word]) -> bool:
    """Whether `ECHO` words in a row are faster than a mouth."""
    return any(_lasts(run[at : at + ECHO]) * AT_ONCE < ECHO for at in range(len(run) - ECHO + 1))


def _lasts(words: Sequence[Word]) -> float:
    return (words[-1].end or 0.0) - (words[0].start or 0.0)


def _is_noise(group: Sequence[Word], voice: Voice) -> bool:
    sure = sureness(group)
    judged = all(word.confidence is not None and not text.is_hesitation(word.text) for word in group)
    if judged and sure < HOPELESS:
        return True
    start, end = max(0.0, (group[0].start or 0.0) - AROUND), (group[-1].end or 0.0) + AROUND
    return voice(start, end) < HARDLY and sure < UNSURE


def _is_laughter(group: Sequence[Word]) -> bool:
    if all(_is_chant(word.text) for word in group):
        return True
    said = [(text.key(part), word.confidence or 0.0) for word in group for part in _HYPHENS.split(word.text)]
    said = [one for one in said if one[0]]
    keys = [key for key, _ in said]
    return any(
        keys[turn:] == keys[:-turn] and min(sure for _, sure in said[:turn]) < STUMBLED
        for turn in range(1, len(keys) // TURNS + 1)
    )


def _is_chant(word: str) -> bool:
    """Whether a word is one syllable, or one letter, again and again: "Ta-ta-ta-ta", "T-t-t-t", "hahahaha"; long
    vowels and hesitations ("sooo", "ummm") are not."""
    bare = text.key(word)
    parts = [text.key(part) for part in _HYPHENS.split(word)]
    if len(parts) >= OFTEN and len(set(filter(None, parts))) == 1:
        return True
    run = _SYLLABLES.search(bare)
    return run is not None and len(set(run[1])) > 1 and len(run[0]) >= _ALL_OF_IT * len(bare)


def _seconds_between(one: Word, other: Word) -> float:
    return max(0.0, (other.start or 0.0) - (one.end or 0.0))
