"""What a target is: how a hostile file is made, and all that the program does with such a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.fuzz.bounds import Outcome, Step, tried

ROOT = Path(__file__).parent.parent.parent
FROZEN = ROOT / "tests" / "frozen"
"""Takes as the program wrote them, of every schema."""


class Target(NamedTuple):
    """`make` puts hostile files into an empty folder; each step that `steps` gives is tried by itself, so that one
    refusal hides no other fault; of many only a `share`, chosen by chance. `reads` says in words what is read."""

    name: str
    reads: str
    make: Callable[[Path, Random], None]
    steps: Callable[[Path], Iterator[Step]]
    share: float = 1.0


def examples(*names: str) -> tuple[bytes, ...]:
    """Files of the frozen takes by their names, in all takes that have them."""
    return tuple(path.read_bytes() for name in names for path in sorted(FROZEN.glob(f"*/{name}")))


def in_a_folder(target: Target, number: int) -> list[Outcome]:
    """What came of each step of the case of this number, in an empty folder of its own."""
    with tempfile.TemporaryDirectory(prefix="voice-interview-fuzz-", ignore_cleanup_errors=True) as name:
        folder, draw = Path(name), Random(f"{target.name} {number}")
        target.make(folder, draw)
        return [tried(step) for step in target.steps(folder) if draw.random() < target.share]
