"""What the sentence model says of an answer, and the names of what it scores."""

from __future__ import annotations

from msgspec import Struct

from voice_interview.model import PARTS, Label

LABELS: tuple[Label, ...] = ("situation", "task", "action", "result", "learning", "other")
KINDS = ("story", "definition", "opinion", "habit", "self-description", "hypothetical", "method")
__all__ = ["KINDS", "LABELS", "PARTS", "Scores"]


class Scores(Struct, frozen=True, kw_only=True):
    """Logits: of each sentence for each of `LABELS`, of each of `PARTS` being anywhere in the answer, of a story being
    told, of each of `KINDS`, and of the story having ended badly."""

    labels: tuple[tuple[float, ...], ...]
    presence: tuple[float, ...]
    story: float
    kind: tuple[float, ...]
    bad: float
