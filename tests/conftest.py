"""Fixtures that several test files share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from soundcard import VirtualSoundCard, missing

from voice_interview.cli.places import APP
from voice_interview.cli.settings import KEYS, variable

# No test of this project fails for being slow: machines are shared, and first calls load dictionaries. Every run draws
# other examples; 40 of each law keep the whole run short enough to be run often.
settings.register_profile("unhurried", deadline=None, max_examples=40)
settings.load_profile("unhurried")


OUTSIDE = ("whisper", "soundcard", "reference", "bench", "browser", "install")
"""Markers of tests that use real weights, sound, another engine, a browser or pip."""

BROWSER = [
    "--mute-audio",
    "--no-sandbox",  # Chromium has none for root, and the pages are our own
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""How Chromium is started: nothing of its own that asks the network or draws on a graphics card."""


@pytest.fixture(autouse=True, scope="session")
def _no_settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the person at this machine has set is nothing to the tests, nor to the programs that they start."""
    folder = tmp_path_factory.mktemp("config")
    os.environ["XDG_CONFIG_HOME"] = str(folder)
    for name in KEYS:
        os.environ.pop(variable(name), None)
    return folder


@pytest.fixture(autouse=True)
def _nothing_left_set(_no_settings: Path) -> Iterator[None]:
    """What a test sets is nothing to the next one."""
    yield
    shutil.rmtree(_no_settings / APP, ignore_errors=True)


@pytest.fixture
def sound_card() -> Iterator[VirtualSoundCard]:
    """A virtual sound card of the test's own; mark the test `soundcard` and start children with `sound_card.env`."""
    if reason := missing():
        pytest.skip(f"no virtual sound card: {reason}")
    with VirtualSoundCard() as card:
        yield card


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, without a window; mark the test `browser`. Playwright keeps an event loop running as long as
    it is there, beside which a test of another module could not run its own."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no browser: chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=BROWSER)
        yield chromium
        chromium.close()


@pytest.fixture
def wrong() -> list[str]:
    """What a page did that it must not: said on the console, asked for, popped up."""
    return []


@pytest.fixture
def opened(browser: Any, wrong: list[str], tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens the text of a page from a file, in a window of its own without a network. Anything `wrong` fails the
    test."""
    contexts: list[Any] = []

    def open_(text: str, **how: Any) -> Any:
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8", newline="")
        contexts.append(browser.new_context(offline=True, **how))
        shown = contexts[-1].new_page()
        shown.on("console", lambda message: wrong.append(message.text))
        shown.on("pageerror", lambda error: wrong.append(str(error)))
        shown.on("dialog", lambda dialog: (wrong.append("a dialog"), dialog.dismiss()))
        inside = (file.as_uri(), "data:audio/mpeg;base64,")
        shown.on("request", lambda asked: None if asked.url.startswith(inside) else wrong.append(asked.url[:99]))
        shown.goto(file.as_uri())
        return shown

    yield open_
    for context in contexts:
        context.close()
    assert not wrong


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that happen in real time share one of the parallel workers, so that they never disturb each other. The
    benchmark's sample, which judges no time, may run beside them. The core is counted as covered by the tests that need
    nothing outside it and give one example; to follow the others line by line would only take them twice as long."""
    for item in items:
        if any(item.get_closest_marker(name) for name in (*OUTSIDE, "hypothesis")):
            item.add_marker(pytest.mark.no_cover)
        if item.get_closest_marker("soundcard") and not item.get_closest_marker("bench"):
            item.add_marker(pytest.mark.xdist_group("soundcard"))
        if item.get_closest_marker("browser"):  # one browser is enough
            item.add_marker(pytest.mark.xdist_group("browser"))
