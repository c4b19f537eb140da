"""What a target is: how a hostile file is made, and all that the program does with such a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
FROZEN = ROOT / "tests" / "frozen"
"""Takes as the program wrote them, of every schema."""

Step = Callable[[], object]


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
