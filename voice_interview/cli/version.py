"""`--version`: the program, what transcribes, and the weights on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import click

PACKAGES = {"faster-whisper": ("faster-whisper", "ctranslate2"), "openai-whisper": ("openai-whisper", "torch")}
"""What does the work of the program's own engines; that of a plug-in is the package that registered it."""

SHOWN = 12
"""Digits of a checksum, as reports show it."""


def show(context: click.Context) -> None:
    """Print the versions and end."""
    for line in lines():
        click.echo(line)
    context.exit()


def lines() -> Iterator[str]:
    """The version, the engine that is set, and each model with the checksum that it must have to be loaded: nothing is
    read but names, so that it takes no time. Raises SettingsError."""
    from voice_interview import __version__
    from voice_interview.cli import settings
    from voice_interview.cli.places import cache_folder
    from voice_interview.whisper import weights

    found = settings.current()
    engine, model = found.text("engine") or "faster-whisper", found.text("model") or "base"
    yield f"voice-interview {__version__}"
    yield f"engine {engine}: {', '.join(_packages(engine))}"
    for place in weights.installed(cache=cache_folder()):
        expected = weights.expected(place)
        checksum = f"sha256 {expected[:SHOWN]}" if expected else "no published checksum"
        yield f"model {place.name}: {checksum}, {place.source}{' (default)' if place.name == model else ''}"


def _packages(engine: str) -> Iterator[str]:
    """The packages behind an engine, each with its version."""
    from importlib.metadata import PackageNotFoundError, entry_points, version

    given = next(iter(entry_points(group="voice_interview.engines", name=engine)), None)
    behind = PACKAGES.get(engine) or ((given.dist.name,) if given and given.dist else ())
    for package in behind:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"{package} is not installed"
    if not behind:
        yield "not installed"
