"""What is thrown in, when, and what the program has to do then."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

Phase = Literal["opening", "answer", "closing", "choice"]
Sequel = Literal["ends", "goes on", "gives up"]

ANSWER = 8.0
"""Seconds of an answer."""

ANALYSIS = 4.0
"""Seconds that the analysis of a file takes, from the command on: a fault comes anywhere in it."""

LONGEST: dict[Phase, float] = {"opening": 2.5, "answer": ANSWER - 0.3, "closing": 1.5, "choice": 0.5}
"""Seconds after the beginning of a phase (the start, "Speak now", Enter, the choice) up to which a fault may come."""

BEFORE: tuple[Phase, ...] = ("opening",)
DURING: tuple[Phase, ...] = ("answer",)
AFTER: tuple[Phase, ...] = ("closing",)
USUAL: tuple[Phase, ...] = (*BEFORE, *DURING * 6, *AFTER * 2, "choice")


@dataclass(frozen=True)
class Kind:
    """A fault. `sequel`: the program ends by itself, goes on as if nothing were, or gives the answer up, by itself,
    and tells. `share` is how many of a hundred runs it takes. `disk` is the one that the takes lie on, `needs` what
    the machine must offer beyond a sound card."""

    name: str
    sequel: Sequel
    share: int
    phases: tuple[Phase, ...] = USUAL
    subject: Literal["practice", "analyze"] = "practice"
    disk: Literal["plain", "small", "slow"] = "plain"
    needs: str = ""
    whole: bool = False
    """Whether all of the answer must be there, and not only what was said before the fault."""
    ruins_card: bool = False
    enter: bool = True
    """Whether the candidate ends the answer, where the program has not."""


KINDS = (
    Kind("SIGKILL", "ends", 10),
    Kind("SIGTERM", "ends", 7),
    Kind("SIGINT", "ends", 7),
    Kind("SIGINT, and again", "ends", 4),
    Kind("SIGHUP", "ends", 5),
    Kind("terminal closed", "ends", 6),
    Kind("disk full before", "gives up", 2, BEFORE, disk="small", needs="mounts"),
    Kind("disk full during", "gives up", 6, DURING, disk="small", needs="mounts", enter=False),
    Kind("disk full after", "gives up", 4, AFTER, disk="small", needs="mounts", whole=True),
    Kind("read-only before", "gives up", 2, BEFORE, disk="small", needs="mounts"),
    Kind("read-only during", "gives up", 4, (*DURING * 3, *AFTER), disk="small", needs="mounts", whole=True),
    Kind("microphone unplugged", "gives up", 3, DURING, ruins_card=True, enter=False),
    Kind("microphone stands still", "gives up", 3, DURING, ruins_card=True, enter=False),
    Kind("sound server killed", "gives up", 3, DURING, ruins_card=True, enter=False),
    Kind("sound server hangs", "gives up", 2, DURING, ruins_card=True, enter=False),
    Kind("microphone muted", "goes on", 4, DURING),
    Kind("microphone switched", "goes on", 4, DURING, ruins_card=True),
    Kind("clock set back", "goes on", 4, ("opening", *DURING * 3, *AFTER), needs="faketime", whole=True),
    Kind("model process killed", "goes on", 6, ("opening", *DURING * 4, *AFTER), whole=True),
    Kind("weights truncated", "gives up", 2, BEFORE),
    Kind("two at once", "goes on", 2, DURING, whole=True),
    Kind("two at once, one killed", "goes on", 2, DURING, whole=True),
    Kind("slow disk", "goes on", 2, BEFORE, disk="slow", needs="throttle", whole=True),
    Kind("slow disk, SIGKILL", "ends", 2, DURING, disk="slow", needs="throttle"),
    *(
        Kind(name, "ends", share, BEFORE, subject="analyze")
        for name, share in (("SIGKILL", 2), ("SIGTERM", 1), ("SIGINT", 2), ("SIGHUP", 1), ("terminal closed", 1))
    ),
    Kind("disk full during", "gives up", 1, BEFORE, subject="analyze", disk="small", needs="mounts"),
    Kind("read-only before", "gives up", 1, BEFORE, subject="analyze", disk="small", needs="mounts"),
    Kind("weights truncated", "gives up", 1, BEFORE, subject="analyze"),
)

SAMPLE = (
    ("SIGKILL", "answer"),
    ("SIGTERM", "answer"),
    ("terminal closed", "answer"),
    ("model process killed", "answer"),
)
"""What continuous integration tries: kinds that need no rights of root."""


@dataclass(frozen=True)
class Case:
    """One run: a fault, thrown in `at` seconds after a phase began; all of it follows from the seed."""

    seed: int
    kind: Kind
    phase: Phase
    at: float

    @property
    def name(self) -> str:
        return f"{self.kind.subject}: {self.kind.name}"


def draw(seed: int, kinds: tuple[Kind, ...] = KINDS) -> Case:
    """The case of that seed, each kind as often as its share says."""
    chance = random.Random(seed)
    kind = chance.choices(kinds, [one.share for one in kinds])[0]
    return _case(seed, kind, chance.choice(kind.phases), chance)


def sampled() -> list[Case]:
    """The cases that continuous integration tries."""
    found = []
    for seed, (name, phase) in enumerate(SAMPLE, 1):
        kind = next(kind for kind in KINDS if kind.name == name)
        found.append(_case(seed, kind, phase, random.Random(seed)))  # type: ignore[arg-type]
    return found


def _case(seed: int, kind: Kind, phase: Phase, chance: random.Random) -> Case:
    longest = LONGEST[phase] if kind.subject == "practice" else ANALYSIS
    return Case(seed, kind, phase, round(chance.uniform(0.0, longest), 2))
