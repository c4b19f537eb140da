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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that happen in real time share one of the parallel workers, so that they never disturb each other. The
    benchmark's sample, which judges no time, may run beside them."""
    for item in items:
        if item.get_closest_marker("soundcard") and not item.get_closest_marker("bench"):
            item.add_marker(pytest.mark.xdist_group("soundcard"))
