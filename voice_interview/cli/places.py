"""Where things lie on this machine, and the options that choose them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voice_interview.cli import completion
from voice_interview.files import expanded

if TYPE_CHECKING:
    from collections.abc import Callable

    from voice_interview.plugins import Engine
    from voice_interview.takes import Take

APP = "voice-interview"

WHISPER = ("faster-whisper", "openai-whisper")
"""Engines that can have an ear beside them; what a plug-in hears is its own affair."""


def recordings_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--recordings",
        envvar="VOICE_INTERVIEW_RECORDINGS",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the takes.  [default: as in config, else ./recordings of this project, else your data folder]",
    )(command)


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    model = click.option(
        "--model",
        metavar="NAME|FOLDER",
        envvar="VOICE_INTERVIEW_MODEL",
        default="base",
        show_default=True,
        help="Whisper model: a name (see `models list`) or a folder with weights.",
        shell_complete=completion.model_names,
    )
    engine = click.option(
        "--engine",
        metavar="NAME",
        envvar="VOICE_INTERVIEW_ENGINE",
        default="faster-whisper",
        show_default=True,
        help="Transcription engine: faster-whisper or openai-whisper.",
        shell_complete=completion.plugins("engines"),
    )
    return engine(model(command))


def recordings_folder(option: Path | None) -> Path:
    """The folder of takes: the one named, else ./recordings where that is this project's or already holds takes, else
    the user's data folder."""
    if option is not None:
        return expanded(option)
    here = Path("recordings")
    if (here / ".gitignore").is_file() or any(here.glob("*/take.json")):
        return here.resolve()
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False) / "recordings"


def find_take(take_id: str, recordings: Path | None) -> Take:
    """The take of this id ("last" is the newest) in the folder of takes. Raises TakeError."""
    from voice_interview.takes import Takes

    return Takes(recordings_folder(recordings)).find(take_id)


def cache_folder() -> Path:
    """For what can be made again: spoken questions, joined weights, the index of the search."""
    if named := os.environ.get("VOICE_INTERVIEW_CACHE"):
        return expanded(Path(named)).absolute()
    from platformdirs import user_cache_path

    return user_cache_path(APP, appauthor=False)


def config_folder() -> Path:
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False)


def load_engine(name: str, model: str) -> Engine:
    """The engine with its weights, found, verified and loaded; raises PluginError, WeightsError or EngineError."""
    return load_engines(name, model, 1)[0]


def load_engines(name: str, model: str, at_most: int, *, one_core: bool = False) -> tuple[Engine, ...]:
    """Engines for so many threads, or one where its weights cannot be shared; several use one core each, and so does a
    single one where `one_core` asks for it. Raises what `load_engine` raises."""
    from voice_interview import plugins
    from voice_interview.whisper import weights

    make = plugins.load("engines", name)
    found = weights.find(model, cache=cache_folder())
    if (at_most > 1 or one_core) and hasattr(make, "several"):
        return _with_ears(make.several(found, at_most))
    return _with_ears((make(found),))


def _with_ears(engines: tuple[Engine, ...]) -> tuple[Engine, ...]:
    """Whisper of a model in whose states nothing listens for hesitations, with one in whose states something does.
    Where that cannot be loaded too they stay as they are, and the report says what it lacks."""
    from voice_interview.errors import EngineError
    from voice_interview.hearing import hesitations
    from voice_interview.whisper import weights
    from voice_interview.whisper.ctranslate import CTranslateEngine
    from voice_interview.whisper.ear import WithEar

    if engines[0].name not in WHISPER or hesitations.classifier(engines[0].model) is not None:
        return engines
    try:
        ears = CTranslateEngine.several(weights.find(hesitations.EAR, cache=cache_folder()), len(engines))
    except EngineError:
        return engines
    return tuple(map(WithEar, engines, ears))
