"""What a finding about a whole answer rests on, and how a probability becomes one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from voice_interview.model import Finding, Label


class Read(Struct, frozen=True, kw_only=True):
    """An answer as the rules see it, sentence by sentence: `said` in word keys, without hesitations; the probability of
    each label by the sentence's `own` words, before place and order weigh in; the `cues` that speak for each label; the
    log odds of a `bad` end; and the `labels` it was given in the end (none yet where they are still to come)."""

    said: tuple[str, ...]
    alone: tuple[dict[Label, float], ...]
    cues: tuple[dict[Label, tuple[str, ...]], ...]
    bad: float
    labels: tuple[Label, ...] = ()


def finding(probability: float, yes: float, no: float, words: Sequence[tuple[int, str]] = ()) -> Finding:
    """Yes from one probability on, no under the other, unclear between them; `words` with their sentences are what
    speaks for it, and not told of a "no"."""
    if probability < no:
        return Finding(present="no", confidence=round(1 - probability, 2))
    return Finding(
        present="yes" if probability >= yes else "unclear",
        confidence=round(probability if probability >= yes else max(probability, 1 - probability), 2),
        cues=tuple(dict.fromkeys(said.strip() for _, said in words if said.strip())),
        sentences=tuple(dict.fromkeys(place for place, _ in words)),
    )
