"""What happens beside the practice, in threads of its own: speaking, playing, and loading the Whisper model."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from voice_interview.errors import VoiceInterviewError

if TYPE_CHECKING:
    from voice_interview.plugins import Engine


class Plays(Protocol):
    """A loudspeaker (see `audio.player.Player`)."""

    def play(self, sound: Path, stop: threading.Event | None = None) -> None: ...


class Sounding:
    """`interview.roles.Playback`: one sound that is made, and then played, in a thread."""

    def __init__(self, make: Callable[[], Path], player: Plays) -> None:
        self._make = make
        self._player = player
        self._stopped = threading.Event()
        self._error: BaseException | None = None
        self._phase = "preparing"
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    @property
    def phase(self) -> str:
        return self._phase

    @property
    def problem(self) -> str | None:
        """Why it was not heard. A bug is not a problem to be told in a sentence: it is raised."""
        if self._error is None or isinstance(self._error, VoiceInterviewError):
            return str(self._error) if self._error else None
        raise self._error

    def stop(self) -> None:
        """Silence now. What is still being made is left to finish, unheard: it will be there the next time."""
        self._stopped.set()
        if self._phase == "playing":
            self._thread.join()

    def _run(self) -> None:
        try:
            sound = self._make()
            if not self._stopped.is_set():
                self._phase = "playing"
                self._player.play(sound, self._stopped)
        except BaseException as error:
            self._error = error
        finally:
            self._phase = "over"


class Speech:
    """`interview.roles.Speaker`: `spoken` renders a text, or finds it rendered, and gives the file."""

    def __init__(self, spoken: Callable[[str], Path], player: Plays) -> None:
        self._spoken = spoken
        self._player = player

    def say(self, text: str) -> Sounding:
        return Sounding(lambda: self._spoken(text), self._player)

    def play(self, sound: Path) -> Sounding:
        return Sounding(lambda: sound, self._player)


PATIENCE = 3.0
"""Seconds that a recording waits for the engine, where there was no thinking time in which it could be loaded: the
default model takes 0.3 s to load, and a second where the machine is busy."""


class Preload:
    """The engine, loaded in a thread while the question is being spoken."""

    def __init__(self, load: Callable[[], Engine]) -> None:
        self._load = load
        self._engine: Engine | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()

    @property
    def ready(self) -> bool:
        return not self._thread.is_alive()

    def check(self) -> None:
        """Raise what loading has raised, if it has: better before an answer than after it. Gives it a moment, because
        what is missing or misspelt shows at once, and a model that loads while a recording begins is in its way."""
        self._thread.join(PATIENCE)
        if self._error:
            raise self._error

    def engine(self) -> Engine:
        """The engine, waited for; raises what loading raised."""
        self._thread.join()
        if self._error:
            raise self._error
        assert self._engine is not None
        return self._engine

    def _run(self) -> None:
        try:
            self._engine = self._load()
        except BaseException as error:
            self._error = error
