"""The corrections of a take as one list, in which two kinds lie: of what was said, and of what it does in the answer.

Each kind is numbered, taken back and applied by itself; in the list they stay in the order in which they were made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from voice_interview.errors import CorrectionError
from voice_interview.model import Correction, Outcome

SPOKEN = ("strike", "add", "mend")
"""Corrections of words and fillers (`corrections`)."""

LABELS = ("label", "part", "story")
"""Corrections of labels, parts and the story (`label_corrections`)."""


def of(corrections: Iterable[Correction], kinds: Collection[str]) -> tuple[Correction, ...]:
    """The corrections of these kinds, in their order."""
    return tuple(one for one in corrections if one.what in kinds)


def without(corrections: Sequence[Correction], which: str, kinds: Collection[str]) -> tuple[Correction, ...]:
    """The corrections less one of these kinds: `which` is its number among them, from 1, or "last", or "all". Raises
    CorrectionError where there is no such one."""
    own = [place for place, one in enumerate(corrections) if one.what in kinds]
    if not own:
        raise CorrectionError("There is no correction to take back.", "")
    number = len(own) if which == "last" else int(which) if which.isdecimal() else 0
    if which != "all" and not 1 <= number <= len(own):
        raise CorrectionError(f"There is no correction {which!r}.", f"Give a number from 1 to {len(own)}, last or all.")
    taken = own if which == "all" else own[number - 1 : number]
    return tuple(one for place, one in enumerate(corrections) if place not in taken)


def in_order(
    corrections: Iterable[Correction], spoken: Iterable[Outcome], labels: Iterable[Outcome]
) -> tuple[Outcome, ...]:
    """What became of each correction, in the order of the list, from what became of each kind."""
    of_spoken, of_labels = iter(spoken), iter(labels)
    return tuple(next(of_spoken if one.what in SPOKEN else of_labels) for one in corrections)
