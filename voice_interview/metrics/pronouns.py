"""I against we: whose deeds the answer tells, shown without a judgement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from voice_interview import text
from voice_interview.metrics import shared
from voice_interview.metrics.filler_events import filler_places
from voice_interview.model import Evidence, Measure

if TYPE_CHECKING:
    from voice_interview.model import Answer

SOURCE = '"We" went with better ratings in 138 mock interviews (Naim et al. 2015, 10.1109/FG.2015.7163127)'

PRONOUNS: dict[str, frozenset[str]] = {
    "I": frozenset({"i", "i'm", "i've", "i'll", "i'd", "me", "my", "mine", "myself"}),
    "we": frozenset({"we", "we're", "we've", "we'll", "we'd", "us", "our", "ours", "ourselves", "let's"}),
}


def pronouns(answer: Answer) -> Measure:
    """Share of I (me, my) among I and we (us, our), 0 to 1; details: both counts and both shares. Neutral: interviewers
    want one's own part, and teams are praised too."""
    if not shared.is_english(answer.transcript):
        return Measure(value=None, unit="share", caveat=shared.ENGLISH_ONLY, source=SOURCE)
    words = answer.transcript.words
    left_out = filler_places(answer)
    evidence = tuple(
        Evidence(label=label, start=word.start, end=word.end, first=place, last=place + 1, found_by="text")
        for place, word in enumerate(words)
        if place not in left_out and (label := pronoun(word.text))
    )
    singular = sum(one.label == "I" for one in evidence)
    plural = len(evidence) - singular
    details: dict[str, Any] = {"i": singular, "we": plural, "share_i": None, "share_we": None}
    if not evidence:
        return Measure(value=None, unit="share", caveat="Neither I nor we was said.", source=SOURCE, details=details)
    details |= {"share_i": singular / len(evidence), "share_we": plural / len(evidence)}
    return Measure(value=singular / len(evidence), unit="share", source=SOURCE, evidence=evidence, details=details)


def pronoun(word: str) -> str | None:
    """ "I" or "we" where the word is one of their forms; "US" and "U.S." are a country."""
    if re.sub(r"\W", "", word) == "US":
        return None
    return next((label for label, forms in PRONOUNS.items() if text.key(word) in forms), None)
