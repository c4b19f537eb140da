"""Whether the Action says what the speaker did, and not "we" alone or what was done by nobody: pure, from its words."""

from __future__ import annotations

import re

from voice_interview.meaning.findings import Read, finding
from voice_interview.meaning.verbs import ADVERBS, DEED
from voice_interview.model import Finding

_THOUGHTS = (
    r"(?:think|guess|suppose|mean|know|believe|remember|recall|hope|feel|felt|wonder|wondered|wish|wished|like|liked|"
    r"mind|"
    r"care|said before|can't|cant|was|were|am|had a|have a)"
)
OWN = re.compile(
    rf"\bi(?:'d|'ve|'ll|d|ve)? {ADVERBS}{{0,2}}+(?:don't |didn't |dont |didnt )?(?!{_THOUGHTS}\b|don't|didn't|dont|"
    rf"didnt)[a-z']+|"
    r"\b(?:i was|i'm) \w+ing\b|\b(?:by|and) (?:me|myself)\b|\bme and\b|\bmyself\b|"
    rf"^(?:and |then |so |first |also |just |next )*{DEED}\b(?! (?:\w+ )?(?:was|were|is|are)\b)"
)
"""What the speaker did, named or with the subject left out ("Rang the office"); thoughts and states are no deeds."""

WE = re.compile(r"\b(?:we|we're|we'd|we've|we'll|us|our|ourselves)\b")
DONE = re.compile(
    r"\b(?:was|were|been|being|got|is|are|be) (?:then |also |all |\w+ly )?(?:\w{3,}ed|brought|built|bought|done|drawn|"
    r"given|found|held|kept|made|put|rung|sent|set|shown|sold|split|taken|told|written|cut|run|chosen)\b"
)
"""What was done, without a word on who did it."""

PERHAPS_A_DEED = 0.3
"""Probability of an Action from which a sentence is looked into, whatever it was called in the end."""

NAMED, NOT_NAMED = 0.99, 0.94
"""How sure each is: right among found in the training pens (405 of 406, 28 of 29), one more of two added."""


def own_part(read: Read) -> Finding | None:
    """Whether the speaker's own part is told; None where no sentence is an Action."""
    deeds = [place for place, label in enumerate(read.labels) if label == "action"]
    if not deeds:
        return None
    looked = [place for place, one in enumerate(read.alone) if place in deeds or one["action"] >= PERHAPS_A_DEED]
    own = [(place, match.group()) for place in looked if (match := OWN.search(read.said[place]))]
    if own:
        return finding(NAMED, 0.5, 0.0, own)
    others = [
        (place, match.group()) for place in deeds for way in (WE, DONE) if (match := way.search(read.said[place]))
    ]
    if not others:
        return Finding(present="unclear")
    told = finding(NOT_NAMED, 0.5, 0.0, others)
    return Finding(present="no", confidence=told.confidence, cues=told.cues, sentences=told.sentences)
