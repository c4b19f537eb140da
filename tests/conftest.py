"""Fixtures that several test files share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from soundcard import VirtualSoundCard, missing


@pytest.fixture
def sound_card() -> Iterator[VirtualSoundCard]:
    """A virtual sound card of the test's own; mark the test `soundcard` and start children with `sound_card.env`."""
    if reason := missing():
        pytest.skip(f"no virtual sound card: {reason}")
    with VirtualSoundCard() as card:
        yield card
