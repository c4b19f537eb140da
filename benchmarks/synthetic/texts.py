"""The sentences that are spoken: the project's own, different ones to train and to test with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal


@cache
def sentences(split: Literal["train", "test"]) -> tuple[str, ...]:
    """All sentences of that side, without fillers, one a line in the file."""
    lines = (Path(__file__).parent / f"{split}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip())
