"""What each quality sounds like in an answer: the table `qualities.toml`, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from voice_interview.text import key

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
    """One quality: sentences that show it, and those by which the row is tested."""

    near: tuple[str, ...]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


@cache
def table() -> Mapping[str, Row]:
    """Each quality's row, by its id."""
    from importlib.resources import files

    content = files("voice_interview.meaning").joinpath("qualities.toml").read_bytes()
    return msgspec.toml.decode(content, type=dict[str, Row])


def named(value: str) -> str | None:
    """The quality that a company's value of one to three words names ("Integrity"); else None."""
    words = " ".join(filter(None, (key(word) for word in value.replace("-", " ").split())))
    quality = ALIASES.get(words) or words.replace(" ", "-")
    return quality if quality in table() else None
