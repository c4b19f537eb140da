"""Whether an answer opens with its result: pure. Where it does, place alone would call the opening a Situation."""

from __future__ import annotations

import math

from voice_interview.meaning.by_cues import quantified
from voice_interview.meaning.findings import Read, finding
from voice_interview.model import Finding, Label

WEIGHTS = (0.43, 1.18, 1.44, 0.69)
"""Log odds of a result in the opening sentence: a constant; the weights of the model's own log odds (by the words of
the sentence alone), of a result cue, and of an amount. `scripts/star/findings.py` fitted them to 472 stories of pens
that an earlier model had not seen; what fits 2,030 now is no better on the test pens (12 of 16 found, not 13)."""

YES, NO = 0.6, 0.3
"""Probabilities from which the result comes first, and under which it does not: of 2,340 stories of pens that the model
had not seen, of which 137 do, 121 lie over the one (108 of them do) and 2,199 under the other (21)."""

LIKELY, SURELY_A_DEED = 0.5, 0.8
"""Probabilities from which an opening sentence is something else than a result, and a deed: more likely than not, and
surely. On the test pens one of the 67 removed Results (of 110) that are noticed is noticed no more for it; with .9 for
the deed three, and with 1 five."""

SURELY = 1e-4
"""Probabilities are kept this far from 0 and 1."""


def result_first(read: Read) -> Finding:
    """Whether the first sentence tells the result, or the second where the first belongs to no part."""
    place = opening(read)
    if place is None:
        return Finding(present="no")
    odds = sum(weight * value for weight, value in zip(WEIGHTS, values(read, place), strict=True))
    cues = read.cues[place].get("result", ())
    return finding(1 / (1 + math.exp(-odds)), YES, NO, [(place, words) for words in cues or ("",)])


def may_hold_result(read: Read) -> bool:
    """Whether something that is surely neither scene nor duty, view nor deed is told before the scene is set: it may be
    the result, however little shows it, so none is surely missing then."""
    place = opening(read)
    if place is None or _likeliest(read, place + 1) != "situation":
        return False
    told = read.alone[place]
    likely = max(told[label] for label in told if label not in ("action", "result"))
    return likely < LIKELY and told["action"] < SURELY_A_DEED


def opening(read: Read) -> int | None:
    """The number of the sentence that opens the answer; None where nothing follows it."""
    place = int(_likeliest(read, 0) == "other")
    return place if place + 1 < len(read.alone) else None


def _likeliest(read: Read, place: int) -> Label:
    """The label of a sentence by what the model says of it alone."""
    return max(read.alone[place], key=read.alone[place].__getitem__)


def values(read: Read, place: int) -> tuple[float, ...]:
    """What `WEIGHTS` weigh."""
    sure = min(1 - SURELY, max(SURELY, read.alone[place]["result"]))
    cued, amount = bool(read.cues[place].get("result")), quantified(read.said[place])
    return (1.0, math.log(sure / (1 - sure)), float(cued), float(amount))
