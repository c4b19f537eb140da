"""How far a long piece of work is, told to the program that started this one: a line of JSON on stderr for each step,
where the environment asks for it."""

from __future__ import annotations

import os
import sys

from msgspec import Struct, json

ENVIRONMENT = "VOICE_INTERVIEW_STAGES"
"""Asks for these lines, where it is set."""


class Stage(Struct, frozen=True):
    """What is being done, and how much of it (0 to 1), None where that is not known."""

    stage: str
    done: float | None = None


def asked_for() -> bool:
    return bool(os.environ.get(ENVIRONMENT))


def tell(stage: Stage) -> None:
    """Write one line, at once."""
    sys.stderr.write(json.encode(stage).decode() + "\n")
    sys.stderr.flush()
