"""The same answer as it might have come: parts removed or thinned out, more or fewer fillers, full stops lost, lines
run together, words misheard. What is written is smoother than what is said; what is recognised is rougher still."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from scripts.star.corpus import PARTS, Answer, Line

FILLERS = ("um", "uh", "um,", "uh,", "like", "you know,", "I mean,", "so", "er", "sort of", "kind of", "basically")
OPENERS = re.compile(r"^(?:so|and|but|then|and then|so then|well|anyway|yeah|okay|now),? (?=\w)", re.IGNORECASE)
BREATHS = ((0.0, 0.0), (0.0, 0.0), (0.3, 0.05), (0.7, 0.15))
"""How likely a sentence runs on into the next of the same part, and of another: some people hardly make full stops."""
SOUNDS = re.compile(r"\b(?:um+|uh+|er+m?|ah|hm+|mm+)\b[,.]? ?", re.IGNORECASE)


def ablated(answer: Answer, random: Random) -> Answer:
    """One part removed, two in every fourth copy."""
    parts = sorted(answer.present)
    count = 2 if len(parts) > 2 and random.random() < 0.25 else 1
    return answer.without("".join(random.sample(parts, min(count, len(parts)))))


def thinned(answer: Answer, random: Random) -> Answer:
    """Every part keeps one or two of its lines and still counts as present: people's parts are short."""
    keep: set[int] = set()
    for part in PARTS:
        places = [at for at, line in enumerate(answer.lines) if line.label == part]
        keep.update(random.sample(places, min(len(places), random.choice((1, 1, 2)))))
    keep.update(at for at, line in enumerate(answer.lines) if line.label in "LO" and random.random() < 0.5)
    return replace(answer, lines=tuple(line for at, line in enumerate(answer.lines) if at in keep))


def cropped(answer: Answer, random: Random) -> Answer:
    """A few neighbouring lines: labels must not need the place in the answer."""
    size = random.randint(2, 4)
    begin = random.randrange(max(1, len(answer.lines) - size + 1))
    return replace(answer, lines=answer.lines[begin : begin + size])


def amid_talk(answer: Answer, talk: Answer, random: Random) -> Answer:
    """A story with general talk before or behind it, a line to four of one that is no story: people explain why they
    tell it, and what they think of such things, and it is a story all the same."""
    size = random.randint(1, min(4, len(talk.lines)))
    first = random.randint(0, len(talk.lines) - size)
    general = talk.lines[first : first + size]
    lines = (*answer.lines, *general) if random.random() < 0.6 else (*general, *answer.lines)
    return replace(answer, lines=lines)


def spoken(answer: Answer, random: Random) -> Answer:
    """Rough edges of speech and recognition."""
    lines = _joined(list(answer.lines), *random.choice(BREATHS), random)
    for way, chance in ((_with_fillers, 0.3), (_without_fillers, 0.3), (_unpunctuated, 0.3), (_misheard, 0.3)):
        if random.random() < chance:
            lines = [replace(line, text=way(line.text, random) or line.text) for line in lines]
    if random.random() < 0.3:
        lines = [replace(line, text=OPENERS.sub("", line.text)) for line in lines]
    return replace(answer, lines=tuple(lines))


def _joined(lines: list[Line], alike: float, unlike: float, random: Random) -> list[Line]:
    """Some neighbours become one sentence."""
    joined: list[Line] = []
    for line in lines:
        if joined and random.random() < (alike if joined[-1].label == line.label else unlike):
            joined.append(joined.pop().joined(line, random.choice((", and ", ", so ", ", ", " and "))))
        else:
            joined.append(line)
    return joined


def _with_fillers(text: str, random: Random) -> str:
    words: list[str] = []
    for word in text.split():
        if random.random() < 0.06:
            words.append(random.choice(FILLERS))
        words.append(word)
        if random.random() < 0.015:
            words.append(word)  # a repetition
    return " ".join(words)


def _without_fillers(text: str, random: Random) -> str:
    del random
    return SOUNDS.sub("", text)


def _unpunctuated(text: str, random: Random) -> str:
    return re.sub(r"[.,;:!?]+(?=\s|$)" if random.random() < 0.5 else r"[,;:]+(?=\s|$)", "", text)


def _misheard(text: str, random: Random) -> str:
    words = [word for word in text.split() if random.random() > 0.03]
    for at in range(len(words) - 1):
        if random.random() < 0.02:
            words[at] = words[at + 1]
    return " ".join(words)
