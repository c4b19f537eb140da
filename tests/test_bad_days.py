"""Bad days of a practice: the take survives, the words arrive, and one clear sentence says so where they cannot.

Fakes first, then the real listening process with an engine that hears tones. On a sound card: test_bad_days_soundcard.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from practice_fakes import LOUD, QUIET, Practice
from spoken import Loud, Samples, ToneEngine, silence, tone
from test_audio_recorder import OK, OVERFLOW, FakeInput, recorder

from voice_interview import process
from voice_interview.answers import listen
from voice_interview.audio import decode
from voice_interview.cli.listener import ENOUGH, Listener, last_words
from voice_interview.cli.places import cache_folder, load_engine
from voice_interview.errors import EngineError
from voice_interview.hearing.chunks import Chunker
from voice_interview.interview.watch import LOST_AFTER
from voice_interview.listening import Listened, Listening
from voice_interview.live import Live
from voice_interview.model import SAMPLE_RATE, Word
from voice_interview.plugins import Heard
from voice_interview.whisper import weights

ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


# --- a machine that sleeps in the middle ----------------------------------------------------------------------------


def naps(practice: Practice, at: float, seconds: float) -> None:
    """The program stands still once, from `at` on, as in a laptop that was closed: its clock jumps."""
    world, read, slept = practice.world, practice.world.read, [False]

    def read_or_sleep(timeout: float) -> str | None:
        if world.time >= at and not slept[0]:
            slept[0] = True
            world.time += seconds
            return None
        return read(timeout)

    world.read = read_or_sleep  # type: ignore[method-assign]


def test_a_machine_that_slept_goes_on_with_the_same_answer():
    practice = Practice((60.0, "enter"), (60.1, "q"))
    practice.microphone_traits = [{"lost_while": (5.5, 45.0 + LOST_AFTER - 0.2)}]  # the first block after waking
    naps(practice, at=5.0, seconds=40.0)
    assert len(practice.run().reports) == 1
    recording = practice.takes.every[0].recording
    assert recording is not None and recording.seconds == pytest.approx(60.0, abs=0.2)
    assert not practice.world.with_text("went away")


def test_a_microphone_that_is_gone_after_the_sleep_is_noticed_and_the_answer_kept():
    practice = Practice((99.0, "q"))
    practice.microphone_traits = [{"lost_while": (5.5, 1e9)}]
    naps(practice, at=5.0, seconds=40.0)
    assert len(practice.run().reports) == 1 and practice.world.with_text("went away")
    assert practice.takes.every[0].recording is not None


@pytest.mark.parametrize("asleep", ["the machine", "the program"])
def test_a_sleep_is_not_taken_for_silence_that_ends_the_answer(asleep):
    sleeps = [(5.0, "suspend")] if asleep == "the program" else []
    practice = Practice(*sleeps, (300.0, "q"))
    woke = 105.0
    practice.microphone_traits = [{"level": lambda now: LOUD if now < 5 or woke <= now < woke + 8 else QUIET}]
    if asleep == "the machine":
        naps(practice, at=5.0, seconds=100.0)
    practice.run(auto_stop=3.0, limit=250.0)
    closed = practice.microphones[0]
    assert closed.ended is not None
    assert closed.begun + closed.held + closed.ended.seconds == pytest.approx(woke + 8 + 3, abs=0.5)


def test_sound_that_a_sleep_has_swallowed_is_counted(tmp_path):
    now, fake = [0.0], FakeInput()
    take = recorder(tmp_path / "answer.wav", fake, clock=lambda: now[0])
    take.start()
    for moment in (0.0, 0.1, 40.1, 40.2):
        now[0] = moment
        fake.say(tone(440, 0.1), size=1600)
    result = take.stop()
    assert result.overflows == 1 and result.seconds == pytest.approx(0.4)


@pytest.mark.parametrize("burst", [0.4, 2.0])
def test_sound_that_comes_late_and_all_at_once_is_not_lost(tmp_path, burst):
    now, fake = [0.0], FakeInput()
    take = recorder(tmp_path / "answer.wav", fake, clock=lambda: now[0])
    take.start()
    fake.say(tone(440, 0.1), size=1600)
    take.pause()
    now[0] += burst
    fake.say(tone(440, burst), size=1600)
    take.resume()
    now[0] += 0.1
    fake.say(tone(440, 0.1), size=1600)
    assert take.stop().overflows == 0


class Suspended:
    """A recording on a clock that is set by hand; while a `resume` waits, the microphone gives first what the sound
    server `kept` of the time before, and that it lost some, then what is said now: softer, all of it, than the answer.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, kept: float = 0.1) -> None:
        self.now, self.fake = 0.0, FakeInput()
        self.take = recorder(folder / "answer.wav", self.fake, clock=lambda: self.now)
        self.take.start()
        self._kept = [(kept, OVERFLOW)]
        monkeypatch.setattr("voice_interview.audio.delivered.time.sleep", self._looks)

    def speak(self, tenths: int = 10) -> None:
        for _ in range(tenths):
            self.now += 0.1
            self.fake.say(tone(440, 0.1), size=1600)

    def suspend(self, seconds: float = 40.0) -> None:
        self.take.pause()
        self.now += seconds
        self.take.resume()

    def _looks(self, seconds: float) -> None:
        self.now += seconds
        late, status = self._kept.pop() if self._kept else (seconds, OK)
        self.fake.say(0.1 * tone(440, late), status=status)


@pytest.mark.parametrize("kept", [0.1, 12.0, 40.0])
def test_a_suspension_is_a_cut_and_no_sound_is_missed(kept, tmp_path, monkeypatch):
    """Ctrl-Z: no block comes, and the recording goes on as soon as the program does."""
    suspended = Suspended(tmp_path, monkeypatch, kept)
    suspended.speak()
    suspended.suspend()
    suspended.speak()
    result = suspended.take.stop()
    assert (result.cuts, result.seconds, result.overflows) == ((1.0,), 2.0, 0)
    assert np.abs(decode.read(suspended.take.path) - np.tile(tone(440, 0.1), 20)).max() <= 1 / 32768


@pytest.mark.parametrize("first", ["the sleep", "the suspension"])
def test_what_a_sleep_has_swallowed_is_counted_beside_a_suspension(first, tmp_path, monkeypatch):
    suspended = Suspended(tmp_path, monkeypatch)
    for slept in (first == "the sleep", first != "the sleep"):
        suspended.speak()
        if slept:
            suspended.now += 40.0
        else:
            suspended.suspend()
    suspended.speak()
    assert suspended.take.stop().overflows == 1


def test_an_answer_that_ends_in_a_pause_misses_nothing_of_it(tmp_path, monkeypatch):
    suspended = Suspended(tmp_path, monkeypatch)
    suspended.speak()
    suspended.take.pause()
    suspended.now += 40.0
    suspended.speak()
    result = suspended.take.stop()
    assert (result.cuts, result.seconds, result.overflows) == ((), 1.0, 0)


def test_what_portaudio_itself_counts_is_not_counted_twice(tmp_path):
    now, fake = [0.0], FakeInput()
    take = recorder(tmp_path / "answer.wav", fake, clock=lambda: now[0])
    take.start()
    fake.say(tone(440, 0.1), size=1600)
    now[0] = 40.0
    fake.say(tone(440, 0.1), size=1600, status=OVERFLOW)
    assert take.stop().overflows == 1


def test_lost_sound_is_told():
    for count, told in ((1, "lost, once"), (3, "lost, 3 times")):
        practice = Practice((8.0, "enter"), (8.1, "q"))
        practice.microphone_traits = [{"overflows": count}]
        practice.run()
        assert practice.world.with_text(told)


# --- faults of the program itself -------------------------------------------------------------------------------------


def test_a_bug_in_the_analysis_keeps_its_traceback_and_says_where_the_answer_is():
    practice = Practice((8.0, "enter"), (8.1, "q"))
    practice.analysis = ZeroDivisionError("a bug")
    with pytest.raises(ZeroDivisionError):
        practice.run()
    assert practice.world.order("saves take1", "says Your answer is kept", "says Its report: voice-interview analyze")


def test_a_bug_while_recording_closes_the_take_and_says_where_it_is():
    practice = Practice((8.0, "enter"))
    practice.microphone_traits = [{"level": lambda now: LOUD if now < 5 else 1 / 0}]
    with pytest.raises(ZeroDivisionError):
        practice.run()
    assert practice.world.order("closes 1", "says What was recorded is kept in") and not practice.screen.moving
    assert practice.takes.kept == ["take1"]


# --- the listening process --------------------------------------------------------------------------------------------


class Steady(ToneEngine):
    """Hears a word in every half second, which takes `rate` seconds for each second of sound, on a clock of its own."""

    def __init__(self, rate: float = 0.0) -> None:
        super().__init__()
        self.rate = rate
        self.clock = 0.0

    def hear(self, samples, prompts, _language, **_):  # type: ignore[no-untyped-def]
        seconds = len(samples) / SAMPLE_RATE
        if None in prompts:  # once for each stretch of sound, however often it is heard
            self.heard.append(seconds)
            self.clock += self.rate * seconds
        starts = np.arange(0.0, seconds - 0.4, 0.5).tolist()
        words = tuple(Word(text=f"w{at:g}", start=at, end=at + 0.4, confidence=1.0) for at in starts)
        return Heard(words=tuple(words for _ in prompts))


class Inbox:
    """An answer in blocks; there is time for a whole guess before each of them."""

    def __init__(self, sound: Samples, size: int = 8_000) -> None:
        import threading

        self.finishing = threading.Event()
        self.unheard = True
        whole = np.clip(np.rint(sound * 32_768), -32_768, 32_767).astype("<i2")
        self._messages = [b"begin1"]
        self._messages += [b"block" + whole[at : at + size].tobytes() for at in range(0, len(whole), size)]
        self._messages += [b"finish"]

    def wake(self) -> None:
        self._awake = True

    def next(self, idle: Callable[[], None]) -> bytes | None:
        self._awake = True
        while self._awake:
            self._awake = False
            idle()
        return self._messages.pop(0) if self._messages else None


class AtOnce:
    """A thread whose work is done when it is given."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def submit(self, work: Callable[[], None]) -> Future[None]:
        done: Future[None] = Future()
        done.set_result(work())
        return done


def answered(rate: float, monkeypatch: pytest.MonkeyPatch) -> tuple[Steady, Listened, float]:
    """What the process hears of half a minute on a machine of that speed, and what it says of its effort."""
    engine, said = Steady(rate), []
    monkeypatch.setattr(process.time, "perf_counter", lambda: engine.clock)
    monkeypatch.setattr(process, "ThreadPoolExecutor", AtOnce)
    inbox = Inbox(halting(30.0))
    process._answers(engine, inbox, lambda **what: said.append(what))
    assert not inbox.unheard
    return engine, said[-1]["listened"], said[-1]["effort"]


def spoken(seconds: float) -> Samples:
    """Speech, so that there is something to listen to."""
    return decode.read(ANSWER)[: round(seconds * SAMPLE_RATE)]


def halting(seconds: float) -> Samples:
    """Three seconds of speech, and 0.8 s to think, again and again: each time it might have been the end."""
    speech = spoken(seconds)
    parts = [speech[at : at + 3 * SAMPLE_RATE] for at in range(0, len(speech), 3 * SAMPLE_RATE)]
    return np.concatenate([piece for part in parts for piece in (part, silence(0.8))])[: len(speech)]


def test_a_slow_machine_makes_no_guesses_and_hears_the_same(monkeypatch):
    fast, heard, effort = answered(0.02, monkeypatch)
    slow, heard_slowly, slow_effort = answered(0.9, monkeypatch)
    plain = Steady()
    file = listen([halting(30.0)], plain)
    # Pauses are guessed at before the first words are due; every later guess would come late.
    assert set(plain.heard) <= set(slow.heard)
    assert len(slow.heard) < len(fast.heard)
    assert sum(slow.heard) - sum(plain.heard) <= plain.heard[0] < sum(fast.heard) - sum(plain.heard)
    assert heard.transcript == heard_slowly.transcript == file.transcript
    assert effort < 0.2 and 0.7 < slow_effort < 1.1


class Ear:
    """A live listener that is done, with so much effort."""

    def __init__(self, effort: float | None) -> None:
        self.effort = effort


@pytest.mark.parametrize(
    ("effort", "seconds", "model", "told"),
    [
        (1.3, 60.0, "base", True),
        (0.8, ENOUGH, "small.en", True),
        (0.7, 60.0, "base", False),
        (1.3, ENOUGH - 1, "base", False),
        (1.3, 60.0, "tiny.en", False),
        (None, 60.0, "base", False),
    ],
)
def test_a_machine_that_is_too_slow_is_told_with_its_cure(effort, seconds, model, told):
    listener = Listener.__new__(Listener)
    listener._live, listener._seconds, listener._model = Ear(effort), seconds, model  # type: ignore[assignment]
    assert (listener.too_slow is not None) == told
    if listener.too_slow:
        assert f"{effort:.1f} s" in listener.too_slow and "--model tiny.en" in listener.too_slow


@pytest.fixture
def start() -> Iterator[Callable[..., Live]]:
    """Starts listening processes and ends them all."""
    started: list[Live] = []

    def start_one(load: Any) -> Live:
        started.append(Live(load))
        return started[-1]

    yield start_one
    for one in started:
        if one._process.pid and os.name != "nt":
            with suppress(ProcessLookupError):
                os.kill(one._process.pid, signal.SIGCONT)
        one.close()


@posix
def test_a_listener_that_hangs_does_not_hold_up_the_end_of_the_recording(start, tmp_path):
    live = start(ToneEngine)
    assert live.identity(None)
    os.kill(live._process.pid, signal.SIGSTOP)
    fake = FakeInput()
    live.begin()
    take = recorder(tmp_path / "answer.wav", fake, on_block=live.feed)
    take.start()
    for _ in range(30):
        fake.say(tone(440, 1.0), size=320)  # half a minute: far more than a pipe holds
    begun = time.monotonic()
    assert take.stop().seconds == 30.0
    assert time.monotonic() - begun < 5
    assert live.finish(patience=0.2) is None and not live.alive


OUTLIVED = """
import os, signal, sys, time
import numpy as np
from spoken import ToneEngine
from voice_interview.cli.listener import last_words
from voice_interview.cli.signals import tell_faults
from voice_interview.live import Live

if __name__ == "__main__":
    tell_faults()
    live = Live(ToneEngine, last_words)
    live.identity(None)
    live.begin()
    live.feed(np.zeros(1600, np.float32))
    how = sys.argv[1]
    if how in ("finished", "killed at a follow-up"):
        live.finish()
    if how == "killed at a follow-up":
        live.feed(np.zeros(1600, np.float32))
    time.sleep(0.3)
    if how.startswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "aborted":
        os.abort()
"""


@posix
@pytest.mark.parametrize("how", ["killed", "killed at a follow-up", "aborted", "finished", "left"])
def test_a_practice_that_ends_without_a_word_has_last_words_all_the_same(how, tmp_path):
    """A kill, no memory, an assertion in a sound library: nothing in the program can speak any more, so the listening
    process does. It says nothing where the program ended by itself, or where there was no answer under way."""
    program = tmp_path / "program.py"
    program.write_text(OUTLIVED, encoding="utf-8")
    paths = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
    done = subprocess.run(
        [sys.executable, str(program), how],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    died = how not in ("finished", "left")
    ended = {"killed": -signal.SIGKILL, "aborted": -signal.SIGABRT}
    assert done.returncode == ended.get(how.split()[0], 0)
    assert ("voice-interview takes recover" in done.stderr) == died, done.stderr
    assert ("Fatal Python error: Aborted" in done.stderr) == (how == "aborted")


def test_last_words_name_the_way_to_the_answer(capsys):
    last_words(False)
    last_words(True)
    first, second = [line for line in capsys.readouterr().err.splitlines() if line]
    assert first.endswith("takes recover") and second.endswith("analyze --again last")


def test_last_words_to_a_terminal_that_is_gone_are_no_fault(monkeypatch):
    def gone(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("click.echo", gone)
    last_words(False)


# --- weights and memory -----------------------------------------------------------------------------------------------


def tight() -> Any:
    """The small model, in a process that may grow by 30 MB after everything but the weights is there: they are 75."""
    import resource

    import ctranslate2  # noqa: F401
    import faster_whisper  # noqa: F401

    taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + 30_000_000, resource.RLIM_INFINITY))
    return load_engine("faster-whisper", "tiny.en")


@pytest.mark.whisper
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")
def test_too_little_memory_for_the_model_is_said_before_the_answer(start, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # each thread would want a stack of its own first
    with pytest.raises(EngineError, match=r"not enough memory.* Close other programs, or choose --model tiny\.en"):
        start(tight).identity(None)


@pytest.fixture
def own_weights(tmp_path: Path) -> Path:
    """The small model in a folder of one's own."""
    return Path(shutil.copytree(weights.find("tiny.en", cache=cache_folder()).folder, tmp_path / "mine"))


@pytest.mark.whisper
def test_weights_that_break_between_two_answers_are_heard_to_the_end(start, own_weights):
    """They are in memory by then; only a new start needs them, and says so before anybody speaks."""
    live = start(partial(load_engine, "faster-whisper", str(own_weights)))
    assert live.identity(None)
    first = told(live, spoken(12.0))
    with (own_weights / "model.bin").open("r+b") as file:
        file.truncate(1_000_000)
    second = told(live, spoken(12.0))
    assert first is not None and second is not None
    assert first.transcript == second.transcript and len(first.transcript.words) > 20
    with pytest.raises(EngineError, match="could not be loaded"):
        start(partial(load_engine, "faster-whisper", str(own_weights))).identity(None)


def told(live: Live, sound: Samples) -> Listened | None:
    live.begin()
    for at in range(0, len(sound), 1600):
        live.feed(sound[at : at + 1600])
    return live.finish()


# --- long answers -----------------------------------------------------------------------------------------------------


def beeping(seconds: float) -> Iterator[Samples]:
    """Speech of tones: half a second each, a pause of 0.45 s after every ninth, in blocks of half a second."""
    for number in range(round(seconds * 2)):
        pitch = 200 + 100 * (number % 7)
        sound = tone(pitch, 0.5)
        if number % 9 == 8:
            sound[-int(0.45 * SAMPLE_RATE) :] = 0
        yield sound


def test_five_minutes_of_silence_in_the_middle_are_one_pause_and_cost_no_memory():
    listening = Listening(ToneEngine(), chunker=Chunker(Loud()))
    held = 0
    for block in (tone(300, 0.5), *[silence(0.5)] * 600, tone(500, 0.5), silence(1.0)):
        listening.feed(block)
        held = max(held, sum(map(len, listening._chunker._kept)))
    heard = listening.finish()
    assert [word.text.lower().strip(".") for word in heard.transcript.words] == ["w300", "w500"]
    assert [round(word.start) for word in heard.transcript.words] == [0, 300]
    (pause,) = heard.sound.pauses
    assert pause.seconds == pytest.approx(300, abs=0.2)
    assert held <= 12 * SAMPLE_RATE  # what may still be the end of a sentence; never the silence itself


def test_memory_grows_by_a_kilobyte_for_a_second_of_speech_and_by_its_words_alone():
    """Chunks that are heard go at once, with their sound: nothing of it waits until garbage is collected."""
    import gc

    listening, blocks, held = Listening(Steady(), chunker=Chunker(Loud())), beeping(135.0), []
    gc.disable()
    tracemalloc.start()
    try:
        for until in (45, 135):
            while listening.seconds < until:
                listening.feed(next(blocks))
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
        gc.enable()
    heard = listening.finish()
    assert heard.seconds == pytest.approx(135.0) and len(heard.transcript.words) > 200
    words = 2 * 400  # two a second, and what Python makes of each
    assert held[1] - held[0] < 90 * (1024 + words)
