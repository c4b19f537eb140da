"""What stands between the practice and a person: keys, screen, signals, settings, and the threads beside it."""

from __future__ import annotations

import io
import math
import os
import signal
import subprocess
import sys
import threading
import time
import wave
from pathlib import Path

import pexpect
import pytest
from click.testing import CliRunner

from voice_interview.cli import cli, keys, settings, stage
from voice_interview.cli.screen import TerminalScreen, bar
from voice_interview.cli.signals import as_interrupts
from voice_interview.cli.speech import ALONE, Sounding, Speech
from voice_interview.errors import NoMicrophoneError, NoSpeakerError, QuestionError, VoiceError
from voice_interview.model import Question

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX terminals")

# --- keys ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "pressed"),
    [
        ("\n", ["enter"]),
        ("\r", ["enter"]),
        ("p", ["p"]),
        ("Q", ["q"]),
        ("\x04", ["q"]),
        ("\x1a", ["suspend"]),
        ("\x1b[A", []),  # arrow up is not "a", which would start the question again
        ("\x1bOP", []),
        ("\x1b", []),
        ("\t\x00\x7f", []),
        ("rq", ["r", "q"]),
        ("é", ["é"]),
    ],
)
def test_what_is_typed_becomes_keys(typed, pressed):
    assert keys.names(typed) == pressed


@posix
def test_keys_come_one_by_one_without_enter_and_the_terminal_is_put_back():
    import termios

    ours, theirs = os.openpty()
    try:
        before = termios.tcgetattr(theirs)
        reader = keys.PosixKeys(theirs)
        with pytest.raises(ZeroDivisionError), reader.raw():
            assert reader.read(0.01) is None
            os.write(ours, b"p\x1b[Ar")
            assert reader.read(1) == "p"
            os.write(ours, b"xy")
            assert reader.read(1) == "x"
            reader.clear()
            assert reader.read(0.01) is None
            os.write(ours, b"\r")
            assert reader.read(1) == "enter"
            raise ZeroDivisionError
        assert termios.tcgetattr(theirs) == before
    finally:
        os.close(ours)
        os.close(theirs)


@posix
def test_a_terminal_that_is_gone_is_leaving():
    ours, theirs = os.openpty()
    reader = keys.PosixKeys(theirs)
    with reader.raw():
        os.close(ours)
        assert reader.read(1) == "q"
    os.close(theirs)


def test_the_windows_console_gives_the_same_keys(monkeypatch):
    """With a stand-in for msvcrt, which only Windows has: arrows come as two characters, Ctrl-C may come as one."""
    import types

    typed = list("P\r\x1a\xe0Hq\x03")
    console = types.SimpleNamespace(kbhit=lambda: bool(typed), getwch=lambda: typed.pop(0))
    monkeypatch.setitem(sys.modules, "msvcrt", console)
    reader = keys.WindowsKeys()
    assert [reader.read(0.05) for _ in range(2)] == ["p", "enter"]
    assert reader.read(0.2) == "q", "Ctrl-Z and an arrow are no keys of ours"
    with pytest.raises(KeyboardInterrupt):
        reader.read(0.05)
    assert reader.read(0.03) is None
    typed.extend("a\xe0Hbc")
    reader.clear()
    assert reader.read(0.03) is None


SUSPENDED = """
import sys
from voice_interview.cli import keys
with keys.reading() as reader:
    print("ready", flush=True)
    while (key := reader.read(0.1)) != "q":
        if key == "suspend":
            reader.suspend()
            print("back", flush=True)
"""


@posix
def test_ctrl_z_and_a_stop_from_outside_give_the_terminal_back_and_take_it_again():
    child = pexpect.spawn(sys.executable, ["-c", SUSPENDED], timeout=20, encoding="utf-8")
    child.expect("ready")
    assert not _echoes(child)
    child.send("\x1a")
    _wait(lambda: _echoes(child))
    os.kill(child.pid, signal.SIGCONT)
    child.expect("back")
    assert not _echoes(child)
    os.kill(child.pid, signal.SIGTSTP)
    _wait(lambda: _echoes(child))
    os.kill(child.pid, signal.SIGCONT)
    _wait(lambda: not _echoes(child))
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_without_a_terminal_no_key_is_ever_pressed():
    done = subprocess.run(
        [sys.executable, "-c", SUSPENDED.replace("while", "if")], input="q", capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "ready"


def _echoes(child: pexpect.spawn) -> bool:
    return bool(child.getecho())


def _wait(until) -> None:
    deadline = time.monotonic() + 10
    while not until():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


# --- screen -------------------------------------------------------------------------------------------------------


def test_the_level_is_a_bar():
    assert bar(-math.inf) == bar(-60) == bar(-99) == "░" * 20
    assert bar(0) == bar(6) == "█" * 20
    assert bar(-30) == "█" * 10 + "░" * 10
    assert "muted" in bar(None)


def _screen(keys: bool = True, **options: object):
    from rich.console import Console

    written = io.StringIO()
    screen = TerminalScreen(Console(file=written, width=80, **options), print, keys)  # type: ignore[arg-type]
    return screen, written


QUESTION = Question(id="q", text="What does [bold] mean to you?", kind="philosophy", pack="p")


def test_without_a_terminal_each_state_is_one_plain_line():
    screen, written = _screen()
    screen.question(QUESTION, "Question 1 of 2")
    for left in (3.0, 2.9, 2.0):
        screen.thinking(left)
    screen.still()
    screen.speak_now()
    for second in range(4):
        screen.recording(second, -20, False)
    screen.recording(4, -20, True)
    screen.recording(4, -20, False)
    screen.still()
    lines = [line.strip() for line in written.getvalue().splitlines() if line.strip()]
    assert lines == [
        "Question 1 of 2", QUESTION.text, "Thinking time.", "Speak now.", "Recording.", "Paused.", "Recording.",
    ]  # fmt: skip
    assert "\x1b" not in written.getvalue()


@pytest.mark.parametrize("keys", [True, False])
def test_a_key_is_named_only_where_one_can_be_pressed(keys):
    screen, written = _screen(keys)
    screen.speaking("speaking")
    assert written.getvalue().strip() == ("Listen …  (Enter skips)" if keys else "Listen …")
    moving, written = _screen(keys, force_terminal=True, _environ={"TERM": "xterm"})
    moving.thinking(3.0)
    moving.still()
    assert "Think: 0:03" in written.getvalue() and ("Enter" in written.getvalue()) is keys


def test_a_follow_up_is_shown_as_the_question_was():
    screen, written = _screen()
    screen.follow_up("And how did it turn out?")
    assert [line.rstrip() for line in written.getvalue().splitlines()] == [
        "", "Follow-up", "And how did it turn out?", "",
    ]  # fmt: skip


def test_on_a_terminal_the_clock_moves_in_one_line_and_is_gone_afterwards():
    import pyte

    screen, written = _screen(force_terminal=True, legacy_windows=False, _environ={"TERM": "xterm"})
    screen.speak_now()
    screen.recording(0.04, -30, False)
    shown = pyte.Screen(80, 24)
    stream = pyte.Stream(shown)
    stream.feed(written.getvalue().replace("\n", "\r\n"))
    assert [line.strip() for line in shown.display[:2]] == ["Speak now.", "0:00  " + "█" * 10 + "░" * 10]
    before = len(written.getvalue())
    screen.recording(0.14, -30, False)
    assert len(written.getvalue()) == before, "what has not changed is not drawn again"
    screen.recording(61.2, None, False)
    screen.say("30 seconds left.")
    screen.still()
    shown.reset()
    stream.feed(written.getvalue().replace("\n", "\r\n"))
    assert [line.strip() for line in shown.display[:3]] == ["Speak now.", "30 seconds left.", ""]


def test_a_dumb_terminal_gets_plain_lines():
    screen, written = _screen(force_terminal=True, _environ={"TERM": "dumb"})
    screen.recording(1, -30, False)
    screen.recording(2, -30, False)
    assert written.getvalue().strip() == "Recording."


def test_an_old_code_page_gets_signs_that_it_has():
    from rich.console import Console

    raw = io.BytesIO()
    written = io.TextIOWrapper(raw, encoding="ascii", errors="strict", write_through=True)
    screen = TerminalScreen(Console(file=written, force_terminal=True, _environ={"TERM": "xterm"}), print)
    screen.speaking("preparing")
    screen.recording(1, -30, False)
    screen.still()
    screen.choices((("a", "again"), ("q", "leave")))
    assert b"##########----------" in raw.getvalue() and b"a again | q leave" in raw.getvalue()


def test_no_color_leaves_the_clock():
    screen, written = _screen(force_terminal=True, legacy_windows=False, _environ={"TERM": "xterm", "NO_COLOR": "1"})
    screen.speak_now()
    screen.recording(1, -30, False)
    assert "0:01" in written.getvalue() and "[32m" not in written.getvalue()


def test_a_terminal_that_is_gone_does_not_stop_the_practice():
    from rich.console import Console

    class Gone(io.StringIO):
        def write(self, *_: object) -> int:
            raise OSError(5, "Input/output error")

        def flush(self) -> None:
            raise OSError(5, "Input/output error")

    screen = TerminalScreen(Console(file=Gone(), force_terminal=True, _environ={"TERM": "xterm"}), print)
    screen.question(QUESTION, "")
    screen.say("x")
    screen.thinking(3)
    screen.speak_now()
    screen.recording(1, -30, False)
    screen.still()
    screen.choices((("a", "again"),))


# --- signals ------------------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_being_told_to_end_is_an_interruption_once(name):
    number = getattr(signal, name)
    before = signal.getsignal(number)
    with as_interrupts():
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
            time.sleep(5)
        os.kill(os.getpid(), number)  # an impatient second one, while the take is being closed
        time.sleep(0.05)
    assert signal.getsignal(number) == before


# --- beside the practice ------------------------------------------------------------------------------------------


class Loudspeaker:
    """Plays until it is told to stop, or half a minute."""

    def __init__(self) -> None:
        self.played: list[Path] = []
        self.begun = threading.Event()

    def play(self, sound: Path, stop: threading.Event | None = None) -> None:
        assert stop is not None
        self.played.append(sound)
        self.begun.set()
        stop.wait(30)


def test_speech_is_prepared_then_played_and_can_be_stopped():
    ready = threading.Event()
    player = Loudspeaker()

    def render(text: str) -> Path:
        assert text == "Why?" and ready.wait(10)
        return Path("spoken.wav")

    sounding = Speech(render, player).say("Why?")
    assert sounding.phase == "preparing"
    ready.set()
    assert player.begun.wait(10)
    assert sounding.phase == "playing"
    sounding.stop()
    assert sounding.phase == "over" and sounding.problem is None and player.played == [Path("spoken.wav")]


def test_what_was_stopped_while_being_prepared_is_never_heard():
    ready, done = threading.Event(), threading.Event()
    player = Loudspeaker()

    def render() -> Path:
        ready.wait(10)
        done.set()
        return Path("late.wav")

    sounding = Sounding(render, player)
    sounding.stop()
    ready.set()
    assert done.wait(10)
    _wait(lambda: sounding.phase == "over")
    assert player.played == []


def test_a_voice_that_cannot_speak_is_a_problem_and_a_bug_stays_a_bug():
    def fails() -> Path:
        raise VoiceError("It cannot speak.", "Try --voice system.")

    sounding = Sounding(fails, Loudspeaker())
    _wait(lambda: sounding.phase == "over")
    assert sounding.problem == "It cannot speak. Try --voice system."

    def breaks() -> Path:
        raise ZeroDivisionError

    broken = Sounding(breaks, Loudspeaker())
    _wait(lambda: broken.phase == "over")
    with pytest.raises(ZeroDivisionError):
        _ = broken.problem


def test_without_a_loudspeaker_the_question_is_printed_only_and_it_says_so(monkeypatch):
    from voice_interview.audio import devices

    def none(_choice: object) -> None:
        raise NoSpeakerError("No loudspeaker was found.", "Plug one in.")

    monkeypatch.setattr(devices, "find_output", none)
    assert stage._loudspeaker() == (None, "No loudspeaker was found. The question is printed only.")


def test_the_microphone_of_last_time_is_taken_while_it_is_there(monkeypatch, tmp_path):
    from voice_interview.audio import devices
    from voice_interview.audio.devices import Device

    blue = Device(index=3, name="Blue", host_api="ALSA", channels=1, sample_rate=48_000)
    built_in = Device(index=0, name="Built-in", host_api="ALSA", channels=2, sample_rate=44_100, default=True)
    there = [built_in, blue]
    monkeypatch.setattr(devices, "inputs", lambda: tuple(there))
    monkeypatch.setattr(stage, "config_folder", lambda: tmp_path)
    monkeypatch.setattr(settings, "config_folder", lambda: tmp_path)
    screen, written = _screen()
    assert stage.microphone(None, screen).name == "Built-in"
    assert stage.microphone("3", screen).name == "Blue"
    there[1] = Device(index=7, name="Blue", host_api="ALSA", channels=1, sample_rate=48_000)
    assert stage.microphone(None, screen).name == "Blue", "its number may change"
    there.pop()
    assert stage.microphone(None, screen).name == "Built-in"
    assert "Blue, ALSA, is not here" in written.getvalue()
    with pytest.raises(NoMicrophoneError):
        stage.microphone("Blue", screen)
    assert settings.current().text("device") == "Blue, ALSA"


def test_the_voice_is_loaded_alone(monkeypatch, tmp_path):
    """scipy cannot be loaded from two threads at once: the voice failed while the rest was being warmed."""
    from voice_interview import plugins

    class Voice:
        name = "fake"

        def speak(self, _text: str, to: Path) -> Path:
            other = threading.Thread(target=lambda: free.append(ALONE.acquire(blocking=False)))
            other.start()
            other.join()
            with wave.open(str(to), "wb") as file:
                file.setparams((1, 2, 16_000, 0, "NONE", ""))
                file.writeframes(b"\1\0" * 16_000)
            return to

    free: list[bool] = []
    monkeypatch.setattr(plugins, "load", lambda _role, _name: Voice)
    monkeypatch.setattr(stage, "cache_folder", lambda: tmp_path)
    assert stage._renderer("fake")("Why?").is_file()
    assert free == [False]


# --- the command --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "--auto-stop"),
        (["x", "--ask", "Why?", "--auto-stop", "2"], "one of them"),
        (["x", "--count", "2", "--auto-stop", "2"], "One question was named"),
        (["--ask", "Why?", "--pack", "sales", "--auto-stop", "2"], "One question was named"),
        (["--takes", "2", "--auto-stop", "2"], "--one-way"),
        (["--seed", "2", "--auto-stop", "2"], "--shuffle"),
        (["--auto-stop", "0"], "0.5"),
        (["--count", "0", "--auto-stop", "2"], "--count"),
        (["--kind", "poetry", "--auto-stop", "2"], "poetry"),
    ],
)
def test_misuse_is_exit_code_2(arguments, says):
    result = CliRunner().invoke(cli, ["practice", *arguments])
    assert result.exit_code == 2 and says in result.stderr and not result.stdout


def test_what_was_misspelt_is_said_before_that_there_is_no_key():
    with pytest.raises(QuestionError, match="There is no question 'nonesuch'"):
        CliRunner().invoke(cli, ["practice", "nonesuch"], catch_exceptions=False)


def test_help_names_every_option_of_the_practice():
    text = CliRunner().invoke(cli, ["practice", "--help"]).stdout
    options = "ask pack kind count shuffle think limit auto-stop one-way takes cues mute voice device model engine"
    for option in [*options.split(), "recordings", "questions"]:
        assert f"--{option}" in text
