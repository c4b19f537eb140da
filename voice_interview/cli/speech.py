"""What sounds beside the practice, in threads of its own: questions being spoken, answers being played."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from voice_interview.errors import VoiceInterviewError

ALONE = threading.RLock()
"""Held by whoever may be the first to load scipy. Its modules import each other, so two threads that begin at different
ones can find each other's half loaded: the voice (scipy.fft) then failed with "partially initialized module" while the
warming (scipy.special) went on."""


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
