"""What the practice is given: small roles, named after what they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct

from voice_interview.errors import VoiceInterviewError
from voice_interview.model import Question, Recording, Report

ENTER, PAUSE, RETRY, QUIT, AGAIN, NEXT, PLAY = "enter", "p", "r", "q", "a", "n", "p"
SUSPEND = "suspend"
"""What `Keys.read` gives for Ctrl-Z: the practice pauses the recording, then lets the program be suspended."""


class Rules(Struct, frozen=True, kw_only=True):
    """How this practice goes. `think` and `limit` in seconds, None for the question's own; `auto_stop` seconds of
    silence that end an answer, None for a key alone; `takes` how often one question may be answered, None for as often
    as wanted; `follow_ups` how many are asked at most; `interactive` whether there is someone at the keys."""

    think: float | None = None
    limit: float | None = None
    auto_stop: float | None = None
    takes: int | None = None
    follow_ups: int = 0
    may_pause: bool = True
    interactive: bool = True


class Keys(Protocol):
    """Single keys, as they are pressed."""

    def read(self, timeout: float) -> str | None:
        """The next key ("enter", "suspend", or one character in lower case), or None after `timeout` seconds. Where
        the terminal is gone it is "q". Ctrl-C raises KeyboardInterrupt."""

    def clear(self) -> None:
        """Forget what was pressed before now."""

    def suspend(self) -> None:
        """Give the terminal back, let the program be suspended, and return when it goes on."""


class Playback(Protocol):
    """Sound that is being played."""

    @property
    def phase(self) -> str:
        """ "preparing", "playing" or "over"."""

    @property
    def problem(self) -> str | None:
        """Once over: why nothing, or not all, was heard; None where all went well."""

    def stop(self) -> None:
        """Silence now; returns when it is silent."""


class Speaker(Protocol):
    """Speaks questions and plays answers; both return at once."""

    def say(self, text: str) -> Playback: ...

    def play(self, sound: Path) -> Playback: ...


class Microphone(Protocol):
    """Records one answer to a file while it happens (see `audio.recorder`)."""

    @property
    def seconds(self) -> float: ...

    @property
    def level_dbfs(self) -> float | None: ...

    @property
    def lost(self) -> bool: ...

    @property
    def error(self) -> VoiceInterviewError | None:
        """Why the recording ended by itself (a full disk); None while all is well."""

    def start(self) -> None: ...

    def wait_live(self, timeout: float) -> bool:
        """Wait for the first live buffer; False where none came in `timeout` seconds, or there is an `error`."""

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def hold(self) -> Recorded:
        """Pause between two answers; what is recorded after `resume` begins exactly where this says that it ends."""

    def stop(self) -> Recorded: ...


class Recorded(Protocol):
    """What a recording that is closed, or held, knows of itself."""

    @property
    def seconds(self) -> float: ...

    @property
    def sample_rate(self) -> int: ...

    @property
    def overflows(self) -> int: ...

    @property
    def cuts(self) -> tuple[float, ...]: ...


class Gate(Protocol):
    """Tells voice from silence, for one recording."""

    def __call__(self, level_dbfs: float | None) -> bool:
        """Whether the level of this moment is voice."""


class Take(Protocol):
    """One folder of recordings/ (see `takes`)."""

    @property
    def id(self) -> str: ...

    @property
    def folder(self) -> Path: ...

    @property
    def answer(self) -> Path: ...

    def record(self, recording: Recording) -> None: ...

    def note(self, recording: Recording) -> None:
        """Remember what is known of a recording that goes on."""

    def delete(self) -> None: ...


class Takes(Protocol):
    def new(self, question: Question | None, now: datetime) -> Take: ...


class Screen(Protocol):
    """What the candidate sees; calm, and never in the way of the recording."""

    def question(self, question: Question, place: str) -> None:
        """The question in full; `place` says which of how many, or is empty."""

    def follow_up(self, text: str) -> None:
        """A follow-up in full."""

    def say(self, line: str) -> None:
        """One line that stays."""

    def speaking(self, phase: str) -> None:
        """The question is being prepared or spoken."""

    def thinking(self, left: float) -> None:
        """Seconds of thinking time that are left."""

    def speak_now(self) -> None:
        """The cue."""

    def recording(self, seconds: float, level_dbfs: float | None, paused: bool) -> None:
        """Clock and level, nothing else. A level of -inf is a quiet moment; None is a microphone that gave no sound at
        all so far."""

    def still(self) -> None:
        """Take away what moves (countdown, clock, level)."""

    def report(self, report: Report) -> None:
        """The report of one answer."""

    def choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        """What can be done now: pairs of key and deed."""


@dataclass(frozen=True)
class Stage:
    """Everything that acts.

    `speaker` is None where there is no output device; `silent_because` says why questions are printed only, None where
    they are spoken; `chime` sounds softly (for headphones), "soon" and "end", or is None. `analyse` turns a take whose
    recording is closed into a report and saves it there, `so_far` one whose recording is held: what comes after is
    another answer. `check` raises before a recording what `analyse` would raise after it. `clock` in seconds, never
    going back; `now` the time of day.
    """

    screen: Screen
    keys: Keys
    speaker: Speaker | None
    silent_because: str | None
    microphone: Callable[[Path], Microphone]
    device: str
    takes: Takes
    analyse: Callable[[Take], Report]
    so_far: Callable[[Take], Report]
    check: Callable[[], None]
    gate: Callable[[], Gate]
    chime: Callable[[Literal["soon", "end"]], None] | None
    clock: Callable[[], float]
    now: Callable[[], datetime]
