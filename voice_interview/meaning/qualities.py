"""What each quality sounds like in an answer: the table `qualities.toml`, and the weights that are made from it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from voice_interview.meaning import sealed
from voice_interview.text import key

if TYPE_CHECKING:
    from voice_interview.meaning.minilm import Vectors

FOLDER = Path(__file__).parent
WEIGHTS = sealed.FOLDER / "coverage.npz"

ALIASES = {
    "honesty": "integrity", "trust": "integrity", "transparency": "integrity", "openness": "integrity",
    "respect": "respect-and-courtesy", "courtesy": "respect-and-courtesy", "compassion": "empathy", "caring": "empathy",
    "kindness": "empathy", "care": "empathy", "listening": "active-listening", "communication": "clear-communication",
    "collaboration": "teamwork", "team spirit": "teamwork", "together": "teamwork", "cooperation": "teamwork",
    "responsibility": "accountability", "ownership": "accountability", "reliability": "accountability",
    "flexibility": "adaptability", "agility": "adaptability", "learning": "continuous-improvement",
    "improvement": "continuous-improvement", "growth": "continuous-improvement", "passion": "genuine-interest",
    "enthusiasm": "genuine-interest", "perseverance": "resilience", "persistence": "resilience",
    "expertise": "product-knowledge", "loyalty": "relationship-building", "speed": "responsiveness",
    "drive": "initiative", "entrepreneurship": "initiative", "precision": "attention-to-detail",
    "thoroughness": "attention-to-detail",
}  # fmt: skip
"""Other names under which companies list these values."""


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One quality: sentences that show it, sentences that only look so, and those by which the row is tested."""

    near: tuple[str, ...]
    apart: tuple[str, ...]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All rows by the id of their quality, and sentences that show none."""

    plain: tuple[str, ...]
    quality: dict[str, Row]


class Weights(NamedTuple):
    """What turns vectors of sentences into scores for a quality: `vectors @ slopes[quality] + bias[quality]`; `made_of`
    is the fingerprint of the table."""

    slopes: dict[str, Vectors]
    bias: dict[str, float]
    made_of: str


@cache
def table() -> Table:
    """The sentences from which the weights are made, and those by which they are tested."""
    return msgspec.toml.decode((FOLDER / "qualities.toml").read_bytes(), type=Table)


def fingerprint(table: Table) -> str:
    """What changes where a sentence that the weights are made of does."""
    made_of = [table.plain, *((name, row.near, row.apart) for name, row in table.quality.items())]
    return hashlib.sha256(msgspec.json.encode(made_of)).hexdigest()


@cache
def weights() -> Weights:
    """The shipped weights. Raises MeaningError where their file is missing or damaged."""
    import numpy as np

    with np.load(sealed.whole(WEIGHTS), allow_pickle=False) as kept:
        names = [str(name) for name in kept["qualities"]]
        return Weights(
            slopes=dict(zip(names, kept["weights"].astype(np.float32), strict=True)),
            bias=dict(zip(names, kept["bias"].tolist(), strict=True)),
            made_of=str(kept["made_of"]),
        )


def named(value: str) -> str | None:
    """The quality that a company's value of one to three words names ("Integrity"); else None."""
    words = " ".join(filter(None, (key(word) for word in value.replace("-", " ").split())))
    quality = ALIASES.get(words) or words.replace(" ", "-")
    return quality if quality in table().quality else None
