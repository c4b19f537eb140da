"""One run: the scene, the fault, and what the next commands make of it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

from benchmarks.faults import checks, deeds
from benchmarks.faults.plan import Case, Phase
from benchmarks.faults.program import LOOK, Program, Stopwatch
from benchmarks.faults.scene import MODEL, RATE, Scene

HANG = 10.0
"""Seconds without a step, the processor being free, that are a hang."""

START = 120.0
"""Seconds that a start may take before any fault; after that the machine is no place for this."""

NOTICES = 1.0
"""Seconds after which a program that has to end, and ends as if nothing were, took no notice of it."""

ANALYSED_EVERY = 3
MOST_LOST = 1.0
CUE = "Speak now"
LEAVE = "q leave"
"""Of the choice after the report; an answer may hold the word alone."""
STEPS = re.compile(
    rf"Speak now|went away|Recorded: |{LEAVE}|kept|voice-interview \d|voice-interview: |Listening|Loading"
)
"""What the program shows when it has come a step further."""

SETTLES = 0.3
"""Seconds after the end of the answer at which Enter is pressed."""


class Trial:
    """Plays a case out; afterwards `problems` says what went wrong, `row` what is to be remembered."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.case: Case = scene.case
        self.problems: list[str] = []
        self.injected = False
        self.hung = False
        self.longest = (0.0, 0.0)
        self.told: list[str] = []
        self.lost: list[float] = []
        self.overflows = 0
        self.busy = 0.0
        self.exit: tuple[int | None, int | None] = (None, None)
        self.stopped = 0.0
        self._watch: Stopwatch | None = None

    @property
    def analysed_again(self) -> bool:
        """Whether `analyze --again` is called afterwards, for what has no report: it takes as long as all the rest."""
        return self.case.seed % ANALYSED_EVERY == 0

    # -- until the program is over ----------------------------------------------------------------------------------

    def play(self) -> None:
        scene = self.scene
        deeds.prepare(scene)
        scene.start()
        self._stopwatch()
        if self.case.kind.name.startswith("two at once"):
            scene.start()
        self._reach("opening", 0.0)
        if self._goes_on() and self.case.kind.subject == "practice":
            self._answer()
        if not self.hung:
            self._wait(lambda: all(program.over for program in scene.programs))
        self._family_gone()
        self._stopwatch()
        ends = [program.end() for program in scene.programs]
        self.exit = ends[0]

    def _answer(self) -> None:
        scene = self.scene
        if not self._see(CUE):
            return
        scene.speak()
        begun = time.monotonic()
        self._reach("answer", begun)
        if not self._goes_on():
            return
        if self.case.kind.enter or not self.injected:
            self._look_until(lambda: not scene.speaking or self._over())
            self._rest(SETTLES)
            scene.mark("enter")
            self._press("\r")
        self._reach("closing", time.monotonic())
        if self._goes_on() and self._see(LEAVE):
            self._reach("choice", time.monotonic())
            self._press("q")

    def _goes_on(self) -> bool:
        """Whether there is more to do than to wait for the end."""
        return not (self.hung or self._over() or (self.injected and self.case.kind.sequel == "ends"))

    def _reach(self, phase: Phase, begun: float) -> None:
        """Inject the fault if this is its phase, at its moment."""
        if self.case.phase != phase or self.hung:
            return
        begun = begun or time.monotonic()
        self._look_until(lambda: time.monotonic() - begun >= self.case.at or self._over())
        if self._over():
            return
        if self._watch:
            self.busy = self._watch.starved / max(self._watch.seconds, LOOK)
        self.scene.mark("fault")
        deeds.inject(self.scene)
        self.injected = True

    def _over(self) -> bool:
        return self.scene.program.over

    def _press(self, key: str) -> None:
        for program in self.scene.programs:
            program.press(key)

    def _see(self, wanted: str) -> bool:
        """Wait until every program shows it, or is over; False where the first one does not show it."""
        self._wait(lambda: all(_shows(program, wanted) or program.over for program in self.scene.programs))
        return _shows(self.scene.program, wanted) and not self._over()

    def _wait(self, until: Callable[[], bool]) -> None:
        """Wait for it; every step that is shown gives more time. What takes too long after the fault is a hang."""
        watch, steps, begun = self._stopwatch(), self._steps(), time.monotonic()
        while not until():
            self._look()
            if self._steps() != steps:
                watch, steps = self._stopwatch(), self._steps()
            if self.injected and self._hangs(watch):
                return
            if time.monotonic() - begun > START:
                raise RuntimeError(f"no step in {START:.0f} s: {self.scene.program.text[-500:]!r}")

    def _hangs(self, watch: Stopwatch) -> bool:
        """Whether it takes too long, the processor being free; how long it takes is remembered."""
        excused = watch.starved + watch.stopped
        if watch.seconds <= self.longest[0]:
            return False
        seconds, starved = self.longest = watch.seconds, excused
        self.hung = seconds - starved > HANG
        if self.hung:
            self.problems.append(
                f"hang: {seconds:.1f} s without a step, {starved:.1f} of them without processor or disk"
            )
        return self.hung

    def _stopwatch(self) -> Stopwatch:
        """A new one; what the one before has seen is remembered."""
        self.stopped += self._watch.stopped if self._watch else 0.0
        self._watch = Stopwatch(self.scene.program)
        return self._watch

    def _steps(self) -> int:
        return sum(len(STEPS.findall(program.text)) + program.over for program in self.scene.programs)

    def _look_until(self, until: Callable[[], bool]) -> None:
        while not until():
            self._look()

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        self._look_until(lambda: time.monotonic() >= until)

    def _look(self) -> None:
        for program in self.scene.programs:
            program.look()
        if self._watch:
            self._watch.look()

    def _family_gone(self) -> None:
        """Nothing of it may be left running."""
        deadline = time.monotonic() + HANG
        while any(program.family() for program in self.scene.programs) and not self.hung:
            if time.monotonic() > deadline:
                self.problems.append("a process of it is left")
                return
            time.sleep(LOOK)

    # -- afterwards -------------------------------------------------------------------------------------------------

    def look_back(self) -> None:
        """What it left, what the next commands say of it, and how much of the sound is there."""
        scene, folder = self.scene, self.scene.disk.folder
        scene.fall_silent()
        heard = scene.witness.heard()
        for program in scene.programs:
            if fault := checks.faulty(program.text):
                self.problems.append(f"traceback: {fault}")
        self.problems += checks.damaged_files(folder)
        opened = checks.open_takes(folder)
        if self.case.kind.disk == "small":
            self._next("takes", "list")  # on the disk as it is
        scene.disk.mend()
        said = " ".join([*self.told, self._next("takes", "list")])
        if opened and not re.search("Brought back|Removed a take", said):
            self.problems.append("a take that was cut off was not brought back, or nothing was said of it")
        self.problems += checks.damaged_files(folder) + checks.broken_takes(folder) + checks.left_behind(folder)
        self._sound(heard)
        for take in sorted(path.parent for path in folder.glob("*/take.json")) if self.analysed_again else ():
            if not (take / "report.json").exists() and (take / "answer.wav").stat().st_size > 2 * RATE:
                self._next("analyze", "--again", take.name, "--model", MODEL)
        self.problems += checks.damaged_files(folder)
        self._ended_well()

    def _next(self, *words: str) -> str:
        """What the next command says; it may fail with a sentence, never with a traceback."""
        done = self.scene.run(*words)
        if fault := checks.faulty(done.stderr):
            self.problems.append(f"traceback in {' '.join(words[:2])}: {fault}")
        elif done.returncode not in (0, 1, 3):
            self.problems.append(f"{' '.join(words[:2])} ended with {done.returncode}")
        if self.case.kind.disk != "small" and done.returncode == 1:
            self.problems.append(f"{' '.join(words[:2])} failed: {done.stderr.strip()[-300:]}")
        self.told.append(done.stderr.strip())
        return done.stderr

    def _sound(self, heard: checks.Samples) -> None:
        """How much of what was said is missing from each recording."""
        import soundfile

        moment, kind = self.scene.moment, self.case.kind
        if "speech" not in moment or (self.case.phase == "opening" and not kind.whole):
            return
        begin = moment["speech"]
        ends = [begin + soundfile.info(self.scene.sound).duration, moment.get("enter", len(heard) / RATE)]
        cut = [*ends, moment.get("fault", ends[0])]
        untils = sorted(min(ends if kind.whole else cut) for _ in self.scene.programs)
        if kind.name == "two at once, one killed":
            untils = [min(cut), min(ends)]
        files = sorted(self.scene.disk.folder.glob("*/answer.wav"), key=lambda path: path.stat().st_size)
        recordings = [checks.samples(path) for path in files[-len(untils) :]]
        recordings = [checks.samples(None)] * (len(untils) - len(recordings)) + recordings
        for path in files:
            self.overflows += json.loads((path.parent / "take.json").read_text())["recording"].get("overflows", 0)
        for recorded, until in zip(recordings, untils, strict=True):
            found = checks.lost(recorded, heard, begin, until)
            self.lost.append(round(found.total, 3))
            if found.total > MOST_LOST:
                parts = ", ".join(f"{name} {value:.2f}" for name, value in found._asdict().items())
                self.problems.append(f"lost: {found.total:.2f} s of {until - begin:.1f} s ({parts})")

    def _ended_well(self) -> None:
        """Where it had to go on, it must have ended with a report."""
        (code, number), program = self.exit, self.scene.program
        if self.case.kind.sequel == "goes on" and not self.hung and code not in (0, 3):
            self.problems.append(f"ended with code {code}, signal {number}")
        if self.case.kind.sequel == "ends" and self.injected and code in (0, 3) and self.longest[0] > NOTICES:
            self.problems.append("it took no notice of that, and went on to its end")
        if code == 1 and not re.search(r"voice-interview: |Aborted!", program.text) and not program.window_closed:
            self.problems.append("failed without a word")

    def row(self) -> dict[str, Any]:
        code, number = self.exit
        found = {
            "kind": self.case.name,
            "seed": self.case.seed,
            "phase": self.case.phase,
            "moment": self.case.at,
            "met": self.injected,
            "lost": max(self.lost, default=None),
            "waited": round(self.longest[0], 2),
            "starved": round(self.longest[1], 2),
            "stopped": round(self.stopped, 1),
            "overflows": self.overflows,
            "busy": round(self.busy, 2),
            "exit": code,
            "signal": number,
            "said": _short(self.scene.program)[-200:],
            "told": " / ".join(line for line in self.told if line)[:600],
            "problems": self.problems,
        }
        if self.problems:
            found["shown"] = "\n".join(_short(program) for program in self.scene.programs)
        return found


def _shows(program: Program, wanted: str) -> bool:
    """Whether it stands on its terminal; of what comes after the cue to speak, only what stands after it counts."""
    _, cue, after = program.text.partition(CUE)
    return bool(cue) if wanted == CUE else wanted in after


def _short(program: Program) -> str:
    """The end of what a terminal showed, without the clock and the level that move on one line."""
    lines = [line for line in program.text.splitlines() if line.strip()]
    return "\n".join(line[-300:] for line in lines)[-4000:]
