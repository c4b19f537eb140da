"""A practice in which nothing is real, and time passes only while keys are waited for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from voice_interview.errors import VoiceInterviewError
from voice_interview.interview import Rules, Session, Stage, Summary
from voice_interview.interview.gate import LevelGate
from voice_interview.model import Fault, Provenance, Question, Reading, Recording, Report, Transcript

LOUD, QUIET = -20.0, -70.0

QUESTION = Question(id="meaning", text="What does it mean?", kind="philosophy", pack="p", think_seconds=10)
OTHER = Question(id="other", text="And this?", kind="behavioural", pack="p", think_seconds=5)


@dataclass
class World:
    """Time, the keys that will be pressed ("^C" for Ctrl-C) and when, and all that happened, in order."""

    keys: list[tuple[float, str]] = field(default_factory=list)
    time: float = 0.0
    happened: list[str] = field(default_factory=list)
    cleared: int = 0
    suspended: int = 0
    reads: int = 0

    def read(self, timeout: float) -> str | None:
        self.reads += 1
        assert self.reads < 200_000, "the practice never ends"
        if self.keys and self.keys[0][0] <= self.time + timeout:
            at, key = self.keys.pop(0)
            self.time = max(self.time, at)
            if key == "^C":
                raise KeyboardInterrupt
            return key
        self.time += timeout
        return None

    def clear(self) -> None:
        self.cleared += 1

    def suspend(self) -> None:
        self.suspended += 1
        self.time += 100

    def note(self, what: str) -> None:
        self.happened.append(what)

    def order(self, *wanted: str) -> bool:
        """Whether these happened, in this order, whatever lies between."""
        rest = iter(self.happened)
        return all(any(thing.startswith(want) for thing in rest) for want in wanted)

    def with_text(self, text: str) -> bool:
        return any(text in thing for thing in self.happened)


class Screen:
    def __init__(self, world: World) -> None:
        self.world = world
        self.moving = False
        self.clocks: list[tuple[float, float | None, bool]] = []

    def question(self, question: Question, place: str) -> None:
        self.world.note(f"shows {question.id} {place}".strip())

    def follow_up(self, text: str) -> None:
        self.world.note(f"asks {text}")

    def say(self, line: str) -> None:
        self.world.note(f"says {line}")

    def speaking(self, phase: str) -> None:
        self.moving = True
        if self.world.happened[-1] != f"speaking {phase}":
            self.world.note(f"speaking {phase}")

    def thinking(self, left: float) -> None:
        self.moving = True
        if not self.world.happened[-1].startswith("thinking"):
            self.world.note(f"thinking {left:g}")

    def speak_now(self) -> None:
        self.world.note("speak now")

    def recording(self, seconds: float, level_dbfs: float | None, paused: bool) -> None:
        self.moving = True
        self.clocks.append((seconds, level_dbfs, paused))

    def still(self) -> None:
        self.moving = False

    def report(self, report: Report) -> None:
        self.world.note(f"report {report.id}")

    def choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        self.world.note("choices " + "".join(key for key, _ in choices))


@dataclass
class Sounding:
    world: World
    ready: float
    over: float
    problem: str | None = None
    stopped: bool = False

    @property
    def phase(self) -> str:
        if self.stopped or self.world.time >= self.over:
            return "over"
        return "preparing" if self.world.time < self.ready else "playing"

    def stop(self) -> None:
        if not self.stopped:
            self.world.note("silence")
        self.stopped = True


class Speaker:
    """Needs a second to prepare, and speaks for two."""

    def __init__(self, world: World, problem: str | None = None) -> None:
        self.world, self.problem = world, problem

    def say(self, text: str) -> Sounding:
        self.world.note(f"speaks {text}")
        return Sounding(self.world, self.world.time + 1, self.world.time + 3, self.problem)

    def play(self, sound: Path) -> Sounding:
        self.world.note(f"plays {sound}")
        return Sounding(self.world, self.world.time, self.world.time + 4)


@dataclass
class Recorded:
    seconds: float
    sample_rate: int = 48_000
    overflows: int = 0
    cuts: tuple[float, ...] = ()


@dataclass
class Microphone:
    """Live after half a second; `level` by the world's clock, `lost_at` and `full_at` by the seconds recorded."""

    world: World
    name: str = "1"
    level: Callable[[float], float | None] = lambda _: LOUD
    live: bool = True
    refuses: VoiceInterviewError | None = None
    lost_at: float = 1e9
    full_at: float = 1e9
    full: VoiceInterviewError | None = None
    lost_while: tuple[float, float] = (1e9, 1e9)
    stop_interrupted: bool = False
    overflows: int = 0
    cuts: list[float] = field(default_factory=list)
    begun: float | None = None
    held: float = 0.0
    paused_since: float | None = None
    ended: Recorded | None = None

    @property
    def seconds(self) -> float:
        if self.ended:
            return self.ended.seconds
        if self.begun is None:
            return 0.0
        now = self.world.time if self.paused_since is None else self.paused_since
        return min(now - self.begun - self.held, self.lost_at)

    @property
    def level_dbfs(self) -> float | None:
        return self.level(self.world.time)

    @property
    def lost(self) -> bool:
        return self.seconds >= self.lost_at or self.lost_while[0] <= self.world.time < self.lost_while[1]

    @property
    def error(self) -> VoiceInterviewError | None:
        return self.full if self.seconds >= self.full_at else None

    def start(self) -> None:
        if self.refuses:
            raise self.refuses
        self.world.note(f"records {self.name}")
        self.begun = self.world.time

    def wait_live(self, timeout: float) -> bool:
        self.world.time += 0.5 if self.live else timeout
        return self.live

    def pause(self) -> None:
        assert self.paused_since is None
        self.paused_since = self.world.time

    def resume(self) -> None:
        assert self.paused_since is not None
        self.held += self.world.time - self.paused_since
        self.paused_since = None
        self.cuts.append(self.seconds)

    def hold(self) -> Recorded:
        if self.paused_since is None:
            self.pause()
        self.world.note(f"holds {self.name}")
        return Recorded(self.seconds, overflows=self.overflows, cuts=tuple(self.cuts))

    def stop(self) -> Recorded:
        if self.stop_interrupted:
            self.stop_interrupted = False
            raise KeyboardInterrupt
        if self.ended is None:
            self.world.note(f"closes {self.name}")
            self.ended = Recorded(self.seconds, overflows=self.overflows, cuts=tuple(self.cuts))
        return self.ended


@dataclass
class Take:
    world: World
    id: str
    recording: Recording | None = None
    noted: Recording | None = None
    deleted: bool = False
    refuses: VoiceInterviewError | None = None

    @property
    def folder(self) -> Path:
        return Path("takes") / self.id

    @property
    def answer(self) -> Path:
        return self.folder / "answer.wav"

    def record(self, recording: Recording) -> None:
        if self.refuses:
            raise self.refuses
        self.recording = recording
        self.world.note(f"saves {self.id}")

    def note(self, recording: Recording) -> None:
        if self.refuses:
            raise self.refuses
        self.noted = recording

    def delete(self) -> None:
        assert not self.deleted
        self.deleted = True
        self.world.note(f"deletes {self.id}")


class Takes:
    def __init__(self, world: World) -> None:
        self.world = world
        self.every: list[Take] = []

    def new(self, question: Question | None, now: datetime) -> Take:
        assert question is not None and now.tzinfo is not None
        self.every.append(Take(self.world, f"take{len(self.every) + 1}"))
        return self.every[-1]

    @property
    def kept(self) -> list[str]:
        return [take.id for take in self.every if not take.deleted]


class Practice:
    """A whole practice of fakes; `run` plays the keys and gives what came of it."""

    def __init__(self, *keys: tuple[float, str], **fields: object) -> None:
        self.world = World(list(keys))
        self.screen = Screen(self.world)
        self.takes = Takes(self.world)
        self.microphones: list[Microphone] = []
        self.microphone_traits: list[dict[str, object]] = [{}]
        self.faults: tuple[Fault, ...] = ()
        self.analysis: BaseException | None = None
        self.interim: BaseException | None = None
        self.question = QUESTION
        self.heard = Transcript(language="en", engine="e", model="m", text="")
        self.reading: Reading | None = None
        self.chimes: list[tuple[float, str]] = []
        stage = {
            "speaker": None,
            "silent_because": "Printed only.",
            "chime": None,
            "check": lambda: None,
            "gate": LevelGate,
        } | fields
        self.stage = Stage(
            screen=self.screen,
            keys=self.world,
            microphone=self._microphone,
            device="Blue",
            takes=self.takes,
            analyse=self._analyse,
            so_far=self._so_far,
            clock=lambda: self.world.time,
            now=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
            **stage,  # type: ignore[arg-type]
        )

    def run(self, *questions: Question, count: int | None = None, **rules: object) -> Summary:
        settings = {"think": 0.0} | rules
        return Session(self.stage, Rules(**settings)).run(questions or (QUESTION,), count)  # type: ignore[arg-type]

    def _microphone(self, path: Path) -> Microphone:
        assert path == self.takes.every[-1].answer
        number = len(self.microphones)
        traits = self.microphone_traits[min(number, len(self.microphone_traits) - 1)]
        self.microphones.append(Microphone(self.world, str(number + 1), **traits))  # type: ignore[arg-type]
        return self.microphones[-1]

    def _analyse(self, take: object) -> Report:
        assert isinstance(take, Take) and take.recording is not None and not take.deleted
        assert not self.screen.moving
        self.world.note(f"analyses {take.id}")
        if self.analysis:
            raise self.analysis
        return self._report(take, take.recording)

    def _so_far(self, take: object) -> Report:
        assert isinstance(take, Take) and take.noted is not None and take.recording is None and not take.deleted
        assert not self.screen.moving
        self.world.note(f"reads {take.id}")
        if self.interim:
            raise self.interim
        return self._report(take, take.noted)

    def _report(self, take: Take, recording: Recording) -> Report:
        return Report(
            id=take.id,
            created_at="2026-01-02T03:04:05+00:00",
            question=self.question,
            recording=replace(recording, path="answer.wav", faults=self.faults),
            transcript=self.heard,
            sound=None,
            reading=self.reading,
            measures={},
            advice=(),
            provenance=Provenance(version="0"),
        )
