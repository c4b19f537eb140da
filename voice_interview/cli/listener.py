"""The ear of a practice: listens while the answer is spoken, and to the file where that failed."""

from __future__ import annotations

import time
from concurrent.futures import wait
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from voice_interview import memory
from voice_interview.cli.places import load_engine
from voice_interview.cli.speech import ALONE
from voice_interview.cli.wiring import Ear, listen, progress
from voice_interview.errors import EngineError
from voice_interview.live import Live

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from voice_interview.analysis import Identified
    from voice_interview.listening import Listened
    from voice_interview.model import Transcript
    from voice_interview.plugins import Samples
    from voice_interview.takes import Take

SAME_LENGTH = 0.05
"""Seconds by which what was heard may differ from what is on disk: one block that got lost is longer."""

PATIENCE = 3.0
"""Seconds that a recording waits for the engine, where there was no thinking time in which it could be loaded: the
default model takes two, in a process of its own."""

SHOWN_AFTER = 0.8
"""Seconds of waiting for the last words after which a progress bar is shown: mostly they are there in 0.1 to 0.6 s
(benchmarks/results.md), and a bar that flashes up tells nothing."""

SLOW = 0.8
"""Seconds of work for a second of the answer from which the words come late: of the 13 s that may be pending at its end
ten are still to be worked on."""

ENOUGH = 20.0
"""Seconds of an answer from which that can be told: a short one may hold one guess in vain and little else."""

GIVE_WAY = 0.3
"""Seconds in which the voice may begin to load before the rest does: the candidate waits for the voice first."""


class Listener:
    """Loads the engine in a process of its own at once, and what the report needs beside it: `prepare` comes last.
    `ahead` is given what was understood so far, while it is still being spoken."""

    def __init__(
        self,
        engine: str,
        model: str,
        work: Executor,
        prepare: Callable[[], None] = lambda: None,
        ahead: Callable[[Transcript], None] = lambda _: None,
    ) -> None:
        self._work = work
        self._ahead = ahead
        self._newest: Transcript | None = None
        self._live = Live(partial(load_engine, engine, model), last_words, self._understood)
        self._ear = Ear(engine, model)
        self._model = model
        self._seconds = 0.0

        def warm() -> None:
            time.sleep(GIVE_WAY)
            _warm()
            memory.give_back()
            prepare()
            memory.settle()

        self._warm = work.submit(warm)

    def check(self) -> None:
        """Raise what loading the engine has raised, if it has: better before an answer than after it. Gives it a
        moment, because what is missing or misspelt shows at once."""
        self._live.identity(PATIENCE)

    def begin(self) -> None:
        self._live.begin()

    def feed(self, block: Samples) -> None:
        self._live.feed(block)

    def ask(self) -> None:
        """The answer is over: its last words are decoded while other things are done."""
        self._live.ask()

    def hear(self, take: Take) -> tuple[Listened, Identified]:
        """What was said in a take that is closed or held, and the engine that heard it; what is fed after this answers
        a follow-up. Raises EngineError, TakeError."""
        wait([self._warm])
        recording = take.load().recording
        self._seconds = seconds = recording.seconds or 0.0
        listened, identity = self._heard_live(seconds)
        if listened is not None and identity is not None and abs(listened.seconds - seconds) <= SAME_LENGTH:
            return listened, identity
        engine = self._ear.engine()
        return listen(take.answer, engine, recording.starts), engine

    @property
    def too_slow(self) -> str | None:
        """That this machine is too slow for the model, and what would be faster; None where it is not, or nothing would
        be."""
        effort = self._live.effort
        if effort is None or effort < SLOW or self._seconds < ENOUGH or self._model.startswith("tiny"):
            return None
        return (
            f"Each second that you speak takes this machine {effort:.1f} s to write down, so the words come late. "
            f"--model tiny.en takes about half as long."
        )

    def _heard_live(self, seconds: float) -> tuple[Listened | None, Identified | None]:
        """What was heard while it was spoken; None where that failed, for whatever failed may go well a second time."""
        with progress("Listening to the last words", seconds, after=SHOWN_AFTER) as heard, suppress(EngineError):
            return self._live.finish(heard), self._live.identity()
        return None, None

    def _understood(self, so_far: Transcript) -> None:
        self._newest = so_far
        with suppress(RuntimeError):  # the practice is over
            self._work.submit(self._read_newest)

    def _read_newest(self) -> None:
        newest, self._newest = self._newest, None
        if newest is not None:
            self._ahead(newest)


def last_words(finished: bool) -> None:
    """Said by the listening process when the program itself is gone: killed, out of memory, or ended by a fault in a
    library below Python, without a chance to say anything."""
    import click

    way = "analyze --again last" if finished else "takes recover"
    with suppress(OSError):  # the terminal may be gone with it
        click.echo(f"\nThe practice ended without warning. What you said is kept: voice-interview {way}", err=True)


def _warm() -> None:
    """Make one report of nothing: what it imports and loads takes a second or two the first time."""
    with ALONE:
        import scipy.special  # noqa: F401  (the range of a rate)

    from voice_interview import analysis, text
    from voice_interview.metrics import readability
    from voice_interview.model import Recording, Sound, Span, Transcript, Word
    from voice_interview.reports import terminal

    readability.lighten()
    words = tuple(Word(text=word, start=at, end=at + 0.5) for at, word in enumerate(["Um,", *["one"] * 40]))
    sound = Sound(voiced=(Span(0.0, 41.0),), level_dbfs=-20.0)
    transcript = Transcript(
        language="en", engine="none", model="none", text=text.join(words), words=words, sentences=text.sentences(words)
    )
    answer = analysis.understand(None, Recording(path="nothing", seconds=41.0), transcript, sound)
    terminal.render(analysis.report(answer, ("nothing", ""), analysis.provenance(None)))
