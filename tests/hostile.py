"""What the tests of hostile files share."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voice_interview.errors import VoiceInterviewError
from voice_interview.takes import Take

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.fuzz.bounds import unclear


def changed(take: Take, name: str, change: Callable[[Any], object]) -> None:
    """One of its files with something else in it."""
    path = take.folder / name
    tree = json.loads(path.read_bytes())
    change(tree)
    path.write_text(json.dumps(tree), encoding="utf-8")


def refused(read: Callable[[], object]) -> str:
    """The sentence of a refusal: it comes without waiting, and says something that a terminal shows as it is."""
    with pytest.raises(VoiceInterviewError) as told:
        read()
    assert not unclear(str(told.value))
    return str(told.value)
