"""What the candidate sees, on stderr: a few calm lines, and at most one line that moves.

Where stderr is no terminal, or a dumb one, nothing moves: each state is told once, as a plain line. NO_COLOR takes the
colours away and leaves the clock.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from voice_interview.model import Question, Report
from voice_interview.text import moment

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live

MUTED = "no sound: is the microphone muted?"

CELLS = 20
"""Cells of the level bar."""

FLOOR, CEILING = -60.0, 0.0
"""dBFS at the two ends of the bar: a quiet room on the left, the loudest that can be recorded on the right."""


def bar(level_dbfs: float | None) -> str:
    """The level as a short bar; None, a microphone that gives no sound at all, in words."""
    if level_dbfs is None:
        return MUTED
    share = (max(FLOOR, level_dbfs) - FLOOR) / (CEILING - FLOOR)
    full = min(CELLS, round(share * CELLS))
    return "█" * full + "░" * (CELLS - full)


DOT = " · "
"""Between things that stand on one line, as whoever calls `say` writes it too."""

PLAIN = str.maketrans({"█": "#", "░": "-", "…": "...", "·": "|"})
"""For consoles whose encoding has no such signs (an old Windows code page)."""


class TerminalScreen:
    """`interview.roles.Screen` on a console of rich; `show` prints a report as a result, `keys` tells whether somebody
    can press any. A terminal that is gone (its window was closed) is no reason to lose a recording: what cannot be
    shown is not shown."""

    def __init__(self, console: Console, show: Callable[[Report], None], keys: bool = True) -> None:
        self._console = console
        self._show = show
        self._keys = keys
        self._moves = console.is_terminal and not console.is_dumb_terminal
        self._live: Live | None = None
        self._told = ""
        self._signs = {} if console.encoding.lower().startswith("utf") else PLAIN

    def question(self, question: Question, place: str) -> None:
        self._ask(question.text, place)

    def follow_up(self, text: str) -> None:
        self._ask(text, "Follow-up")

    def _ask(self, text: str, place: str) -> None:
        from rich.padding import Padding
        from rich.text import Text

        with suppress(OSError):
            self._console.print()
            if place:
                self._console.print(Text(place, style="dim"))
            shown = Text(text, style="bold")
            self._console.print(Padding(shown, (0, 2), expand=False) if self._moves else shown)
            self._console.print()

    def say(self, line: str) -> None:
        line = line if self._moves else line.replace(DOT, ", ")  # which a screen reader would name
        with suppress(OSError):
            self._console.print(line.translate(self._signs), markup=False, highlight=False, soft_wrap=True)

    def speaking(self, phase: str) -> None:
        self._move("Preparing the question …" if phase == "preparing" else self._with("Listen …", "Enter skips"))

    def thinking(self, left: float) -> None:
        self._move(self._with(f"Think: {moment(math.ceil(left))}", "Enter starts now"), told="Thinking time.")

    def speak_now(self) -> None:
        from rich.text import Text

        with suppress(OSError):
            self._console.print(Text("Speak now.", style="bold green"))
        self._told = ""

    def recording(self, seconds: float, level_dbfs: float | None, paused: bool) -> None:
        if paused:
            self._move(f"{moment(seconds)}  paused (p goes on)", told="Paused.")
        else:
            told = "Recording." if level_dbfs is not None else f"{MUTED[0].upper()}{MUTED[1:]}"
            self._move(f"{moment(seconds)}  {bar(level_dbfs)}", told=told)

    def still(self) -> None:
        self._told = ""
        if self._live:
            live, self._live = self._live, None
            with suppress(OSError):
                live.stop()

    def report(self, report: Report) -> None:
        self.still()
        self._show(report)

    def choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        self.say("")
        self.say(DOT.join(f"{key} {deed}" for key, deed in choices))

    def _with(self, line: str, key: str) -> str:
        """The line with what a key does, where somebody can press one."""
        return f"{line}  ({key})" if self._keys else line

    def _move(self, line: str, told: str | None = None) -> None:
        """Change the line that moves, if it changes; where nothing moves, tell the state once."""
        said = (line if self._moves else told or line).translate(self._signs)
        if said == self._told:
            return
        self._told = said
        if not self._moves:
            self.say(said)
            return
        from rich.live import Live
        from rich.text import Text

        with suppress(OSError):
            if self._live is None:
                self._live = Live(console=self._console, auto_refresh=False, transient=True)
                self._live.start()
            self._live.update(Text(said, no_wrap=True, overflow="ellipsis"), refresh=True)
