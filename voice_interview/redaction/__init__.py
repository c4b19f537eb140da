"""Names, employers, numbers and places in what was said: found, shown to a person, and taken out. Pure.

What is found is a proposal, which a person approves: nothing here can know every name. What is approved is taken out of
every text of a report by one walk over its values, and the same moments out of the sound.
"""

from __future__ import annotations

from voice_interview.redaction.matching import Remover
from voice_interview.redaction.mentions import Mention, mentions, moments, unheard
from voice_interview.redaction.proposal import propose, remover
from voice_interview.redaction.taking_out import rubric_without, taken_out
from voice_interview.redaction.terms import Found, Kind, Term

__all__ = [
    "Found",
    "Kind",
    "Mention",
    "Remover",
    "Term",
    "mentions",
    "moments",
    "propose",
    "remover",
    "rubric_without",
    "taken_out",
    "unheard",
]
