"""What was tried, kept and told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, Protocol


class Read(Protocol):
    """Something that is told of: its name in the log, and what it is in words."""

    @property
    def name(self) -> str: ...

    @property
    def reads(self) -> str: ...


class Told(NamedTuple):
    """The same, of what is no target."""

    name: str
    reads: str


def add(log: Path, row: dict[str, Any]) -> None:
    """Append one case."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def rows(log: Path, target: str) -> list[dict[str, Any]]:
    """The cases of a target, as they came."""
    if not log.exists():
        return []
    every = (json.loads(line) for line in log.read_text(encoding="utf-8").splitlines())
    return [row for row in every if row["target"] == target]


def forget(log: Path, target: str) -> None:
    """Leave out what was tried before."""
    if log.exists():
        lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
        log.write_text("".join(line for line in lines if json.loads(line)["target"] != target), encoding="utf-8")


def tried(log: Path, target: str) -> int:
    """The number of the first case of a target that was not tried."""
    return max((row["case"] + 1 for row in rows(log, target)), default=0)


def table(log: Path, targets: Iterable[Read]) -> str:
    """What came of all cases, target by target, as Markdown."""
    lines = ["| read | cases | values | refusals | faults | slowest case, s |", "|---|---:|---:|---:|---:|---:|"]
    for target in targets:
        done = rows(log, target.name)
        steps: Counter[str] = Counter()
        for row in done:
            steps.update(row["steps"])
        faults = sum(bool(row["faults"]) for row in done)
        slowest = max((row.get("seconds", 0.0) for row in done), default=0.0)
        cells = [target.reads, f"{len(done):,}", f"{steps['value']:,}", f"{steps['refused']:,}", f"{faults:,}"]
        lines.append(f"| {' | '.join(cells)} | {slowest:.1f} |")
    return "\n".join(lines)
