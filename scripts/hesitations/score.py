"""How well fillers are found by time, through the program's own classifier and events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scripts.hesitations.material import STATE_SECONDS, Heard
from scripts.hesitations.network import Weights
from voice_interview.hearing.hesitations import Classifier, events

NEAR = 0.3
"""Seconds within which a found filler is the said one."""

Event = tuple[float, float]


@dataclass(frozen=True)
class Score:
    said: int = 0
    found: int = 0
    right: int = 0
    seconds: float = 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.said + self.found)

    def plus(self, said: int, found: int, right: int, seconds: float) -> Score:
        return Score(self.said + said, self.found + found, self.right + right, self.seconds + seconds)

    def __str__(self) -> str:
        recall, precision = self.right / max(1, self.said), self.right / max(1, self.found)
        return (
            f"F1 {self.f1:.3f} recall {recall:.3f} precision {precision:.3f} "
            f"(said {self.said}, found {self.found}, {self.seconds / 60:.0f} minutes)"
        )


def chances(weights: Weights, material: Heard) -> NDArray[np.float32]:
    """(frames, 3) of all windows."""
    network = Classifier(weights, "")
    pairs = zip(material.edges[:-1], material.edges[1:], strict=True)
    return np.concatenate([network(material.states[a:b].astype(np.float32)) for a, b in pairs])


def matched(said: Sequence[Event], found: Sequence[Event]) -> int:
    """How many of `said` have a partner of their own in `found`, whose middle lies within NEAR of theirs, or within
    them; both in order of time."""
    free, right = list(found), 0
    for start, end in said:
        reach = max(NEAR, (end - start) / 2)
        for other in free:
            if abs(sum(other) - start - end) / 2 <= reach:
                free.remove(other)
                right += 1
                break
    return right


def score(
    probable: NDArray[np.float32], material: Heard, threshold: float, chosen: NDArray[np.bool_] | None = None
) -> Score:
    """Over all windows, or the `chosen`, with events of that confidence."""
    total = Score()
    for number, (a, b) in enumerate(zip(material.edges[:-1], material.edges[1:], strict=True)):
        if chosen is not None and not chosen[number]:
            continue
        found = [(e.start, e.end) for e in events(probable[a:b]) if e.confidence >= threshold]
        said = [(start, end) for _, start, end in material.events[number]]
        total = total.plus(len(said), len(found), matched(said, found), (b - a) * STATE_SECONDS)
    return total
