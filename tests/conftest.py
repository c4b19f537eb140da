"""Fixtures that several test files share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from soundcard import VirtualSoundCard, missing

# No test of this project fails for being slow: machines are shared, and first calls load dictionaries. Every run draws
# other examples; 40 of each law keep the whole run short enough to be run often.
settings.register_profile("unhurried", deadline=None, max_examples=40)
settings.load_profile("unhurried")


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
