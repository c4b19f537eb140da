"""What a shell offers when Tab is pressed: takes, questions, packs, models, plug-ins and settings that are there.

Each function is the `shell_complete` of an option or argument. What cannot be looked up offers nothing: in the middle
of a command line there is no place for an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_interview.errors import VoiceInterviewError

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from voice_interview.plugins import Role

    Offered = list[CompletionItem]
    Completer = Callable[[click.Context, click.Parameter, str], Offered]

SHOWN = 60
"""Characters of a text that zsh and fish show beside what they offer."""


def _offering(found: Callable[[click.Context], Iterable[tuple[str, str]]]) -> Completer:
    """A completer out of a function that gives values, each with a few words about it."""

    @wraps(found)
    def offer(context: click.Context, parameter: click.Parameter, incomplete: str) -> Offered:
        from click.shell_completion import CompletionItem

        with _quietly():
            taken = context.params.get(parameter.name or "")
            taken = taken if isinstance(taken, tuple) else ()
            return [
                CompletionItem(value, help=about or None)
                for value, about in found(context)
                if value.startswith(incomplete) and value not in taken
            ]
        return []

    return offer


@contextmanager
def _quietly() -> Iterator[None]:
    try:
        yield
    except (VoiceInterviewError, OSError):
        return


@_offering
def take_ids(context: click.Context) -> Iterator[tuple[str, str]]:
    """Ids of takes, the newest first, and "last"; from the names of their folders alone."""
    from voice_interview.cli.places import recordings_folder

    folder = recordings_folder(_folder(context, "recordings", "recordings"))
    ids = sorted((take.parent.name for take in folder.glob("*/take.json")), reverse=True)
    if ids:
        yield "last", "the newest take"
    for one in ids:
        yield one, ""


@_offering
def question_ids(context: click.Context) -> Iterator[tuple[str, str]]:
    """Ids of questions, the user's own among them."""
    for question in _questions(context):
        yield question.id, question.text[:SHOWN]


@_offering
def pack_names(context: click.Context) -> Iterator[tuple[str, str]]:
    """Names of packs."""
    yield from dict.fromkeys((question.pack, "") for question in _questions(context))


@_offering
def model_names(_: click.Context) -> Iterator[tuple[str, str]]:
    """Models that are on this machine."""
    from voice_interview.cli.places import cache_folder
    from voice_interview.whisper import weights

    for place in weights.installed(cache=cache_folder()):
        yield place.name, place.source


@_offering
def fetchable(_: click.Context) -> Iterator[tuple[str, str]]:
    """Models that can be fetched by name."""
    from voice_interview.whisper import weights

    for name in weights.NAMES:
        yield name, ""


@_offering
def setting_names(_: click.Context) -> Iterator[tuple[str, str]]:
    """What can be set."""
    from voice_interview.cli.settings import KEYS

    for name, key in KEYS.items():
        yield name, key.about


@_offering
def quality_ids(_: click.Context) -> Iterator[tuple[str, str]]:
    """What a question can look for."""
    from voice_interview.questions import QUALITIES

    yield from QUALITIES.items()


def plugins(role: Role) -> Completer:
    """Names that are registered for a role."""

    @_offering
    def registered(_: click.Context) -> Iterator[tuple[str, str]]:
        from voice_interview.plugins import names

        for name in names(role):
            yield name, ""

    return registered


def files_or_takes(context: click.Context, parameter: click.Parameter, incomplete: str) -> Offered:
    """Files, by the shell itself; with --again takes."""
    from click.shell_completion import CompletionItem

    if context.params.get("again"):
        return take_ids(context, parameter, incomplete)
    return [CompletionItem(incomplete, type="file")]


def _questions(context: click.Context) -> Iterable[Any]:
    from voice_interview.cli.questions import load

    return load(_folder(context, "questions_dir", ""))


def _folder(context: click.Context, option: str, setting: str) -> Path | None:
    """The folder that was named on the command line so far or in the environment, else by the settings."""
    from voice_interview.cli import settings

    named = context.params.get(option)
    if isinstance(named, Path):
        return named
    chosen = settings.current().text(setting) if setting else None
    return Path(chosen) if chosen else None
