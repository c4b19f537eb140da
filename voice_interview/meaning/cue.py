"""A cue: words that tell what a clause does in an answer. The rows stand in `setting_cues` and `deed_cues`.

Weights are natural logarithms of "how many times likelier in this part than elsewhere". Where it was counted, the count
stands in the source; else `FORM` marks a judgement: 2 for a wording that names the part, 1 for one that suggests it,
1/2 for a lean. They were not fitted to any set of answers.
"""

from __future__ import annotations

import re

from msgspec import Struct

from voice_interview.model import Label

FORM = "judgement: the wording names or suggests the part as the STAR method defines it"
RESULT_COUNT = "149 answers labelled by their writers: result words in 32 % of Result sentences, 10 to 11 % of others"
DEED_COUNT = (
    "149 answers labelled by their writers: I + past action verb in 44 % of Action sentences, 22 to 27 % of others"
)
LEARNING = "STARL and CARL name what was learned a part of its own; 'I learned' is no outcome"


class Cue(Struct, frozen=True, kw_only=True):
    """One row: `pattern` is searched in a clause of word keys; `hits` and `misses` are whole sentences it must and must
    not match."""

    name: str
    label: Label
    weight: float
    pattern: re.Pattern[str]
    source: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]


def row(
    label: Label,
    name: str,
    weight: float,
    pattern: str,
    hits: tuple[str, ...],
    misses: tuple[str, ...],
    source: str = FORM,
) -> Cue:
    """One row of the table; `pattern` is bound to whole words."""
    return Cue(
        name=name,
        label=label,
        weight=weight,
        pattern=re.compile(rf"\b(?:{pattern})\b"),
        source=source,
        hits=hits,
        misses=misses,
    )


PERSON = (
    r"(?:customer|client|guest|caller|patient|passenger|student|user|visitor|member|man|woman|"
    r"lady|gentleman|guy|family|couple|person|colleague|coworker|teammate|tenant|buyer|"
    r"shopper|diner)"
)
"""Those whom stories are told about."""
