"""How likely what sounds like a hesitation is one, given how many this speaker makes."""

from __future__ import annotations

from collections.abc import Sequence

LEARNT = 16.3
"""Hesitations a minute in what the network learnt from (14,161 in 14.5 hours, docs/hesitations.md): its chances hold
for speakers who hesitate as often."""

USUAL = 5.0
"""Fillers a minute of an average speaker (Zandan 2018, Harvard Business Review; a vendor's data)."""

HIGHEST = 0.9999
"""Chances are told with four digits; one of 1 would be beyond any doubt."""

CLOSE = 1e-6
ROUNDS = 200


def posteriors(chances: Sequence[float], minutes: float) -> tuple[float, ...]:
    """The chances (0 to 1) of the possible hesitations in so many minutes of voice, corrected for how often this
    speaker hesitates, which the corrected chances themselves tell.

    A classifier's odds shift with the share of what it looks for (Saerens, Latinne & Decaestecker 2002, "Adjusting the
    outputs of a classifier to new a priori probabilities", 10.1162/089976602753284446); both are found in turn. Of the
    rate nothing but its mean among speakers is known, so before anything is heard it has an exponential distribution,
    and afterwards the mean of that is (1 + events) / (1 / USUAL + minutes)."""
    odds = [chance / (1 - chance) / LEARNT for chance in (min(one, HIGHEST) for one in chances)]
    found, rate = tuple(chances), 0.0
    for _ in range(ROUNDS):
        before, rate = rate, (1 + sum(found)) / (1 / USUAL + minutes)
        found = tuple(one * rate / (1 + one * rate) for one in odds)
        if abs(rate - before) < CLOSE:
            break
    return found
