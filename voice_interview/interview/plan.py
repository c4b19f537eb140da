"""Which questions, in which order."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence

from voice_interview.errors import QuestionError
from voice_interview.model import Question

FIRST_PACK = "customer-service"


def choose(questions: Sequence[Question], pack: str | None, kind: str | None) -> tuple[Question, ...]:
    """The questions of one pack, of one kind, or both; without either, of the first pack. Raises QuestionError."""
    packs = tuple(dict.fromkeys(q.pack for q in questions))
    if pack is not None and pack not in packs:
        raise QuestionError(f"There is no pack {pack!r}.", f"Choose one of: {', '.join(packs)}.")
    wanted = pack or (None if kind else FIRST_PACK)
    chosen = tuple(q for q in questions if (wanted is None or q.pack == wanted) and (kind is None or q.kind == kind))
    if not chosen:
        raise QuestionError(
            f"No question of kind {kind!r} is in the pack {wanted!r}." if kind else f"The pack {wanted!r} is not here.",
            "See what there is: voice-interview questions list.",
        )
    return chosen


def order(
    questions: Sequence[Question], practised: Iterable[str], chance: random.Random | None
) -> tuple[Question, ...]:
    """The least practised first (`practised` holds one question id for each take), in the pack's order among equals;
    with `chance`, in any order at all."""
    if chance is not None:
        shuffled = list(questions)
        chance.shuffle(shuffled)
        return tuple(shuffled)
    counts = Counter(practised)
    return tuple(sorted(questions, key=lambda q: counts[q.id]))
