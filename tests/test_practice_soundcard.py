"""`practice` for real: a pseudo terminal, a virtual sound card, a voice in the room, and Whisper."""

from __future__ import annotations

import contextlib
import difflib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pexpect
import pytest
from soundcard import VirtualSoundCard, missing

from voice_interview import analysis, text
from voice_interview.audio import decode
from voice_interview.cli.places import load_engine
from voice_interview.model import Question, Recording, Report, Sound, Span, Transcript, Word
from voice_interview.takes import Take, Takes
from voice_interview.text import key, turns
from voice_interview.voices.hibari import HibariVoice
from voice_interview.witness import CannotWitnessError, watch

pytestmark = [pytest.mark.soundcard, pytest.mark.whisper]

PROGRAM = [sys.executable, "-m", "voice_interview"]
SENTENCES = {
    "listening": "Good service means listening before I speak, and doing what I have promised to do.",
    "passport": "Last summer a guest lost her passport, so I called the station and found it before her train left.",
    "unfinished": "Last summer a guest of ours lost her passport. I called the station, and then I asked two drivers.",
    "outcome": "In the end one of them found it in his taxi, and she caught her train.",
    "aside": "The purple elephant painted seven yellow bicycles.",
}


@pytest.fixture(scope="session")
def caches(tmp_path_factory) -> Path:
    """One cache for all practices of the session, so that questions are rendered and weights are joined once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def spoken(tmp_path_factory) -> Callable[[str], Path]:
    """The sentences as sound files."""
    folder = tmp_path_factory.mktemp("spoken")
    voice = HibariVoice()

    def file(name: str) -> Path:
        path = folder / f"{name}.wav"
        return path if path.exists() else voice.speak(SENTENCES[name], path)

    return file


@pytest.fixture(scope="session")
def words_in() -> Callable[[Path], list[str]]:
    """The words that Whisper hears in a sound file of up to half a minute."""
    if reason := missing():
        pytest.skip(f"no virtual sound card: {reason}")
    engine = load_engine("faster-whisper", "base")

    def words(path: Path) -> list[str]:
        heard = engine.hear(decode.read(path)[: 30 * 16_000], [None], "en")
        return [key(word.text) for word in heard.words[0]]

    return words


def share(wanted: str, heard: list[str]) -> float:
    """How many of the wanted words were heard, in their order."""
    words = [key(word) for word in wanted.split()]
    blocks = difflib.SequenceMatcher(None, words, heard, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(words)


class Candidate:
    """Someone at a terminal, in a room with a microphone and a loudspeaker."""

    def __init__(self, card: VirtualSoundCard, folder: Path, caches: Path) -> None:
        self.card = card
        self.recordings = folder / "takes"
        self.env = card.env | {
            "XDG_CACHE_HOME": str(caches),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "VOICE_INTERVIEW_RECORDINGS": str(self.recordings),
            "TERM": "xterm",
            "COLUMNS": "100",
        }
        self.terminal: pexpect.spawn | None = None

    def start(self, *arguments: str) -> pexpect.spawn:
        """`practice` in a terminal of its own."""
        command = [*PROGRAM[1:], "practice", *arguments]
        self.terminal = pexpect.spawn(
            PROGRAM[0], command, env=self.env, cwd=self.card.folder, encoding="utf-8", timeout=90, dimensions=(50, 100)
        )
        return self.terminal

    def muted(self, *arguments: str) -> pexpect.spawn:
        """The same, without the voice and without thinking time, until it is time to speak."""
        terminal = self.start("--mute", "--think", "0", *arguments)
        terminal.expect("Speak now")
        return terminal

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command of the program."""
        return subprocess.run(
            [*PROGRAM, *arguments],
            env=self.env,
            cwd=self.card.folder,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=180,
            check=False,
        )

    def end(self) -> int | None:
        """Wait for the end; the exit code. A library that aborts, when Python leaves, makes the test fail."""
        killed_by = self.gone()
        assert killed_by is None, f"ended by signal {killed_by} after {self.terminal.before}"
        return self.terminal.exitstatus

    def gone(self) -> int | None:
        """Wait for the end; the signal that ended it."""
        self.terminal.expect(pexpect.EOF)
        self.terminal.wait()
        self.terminal.close()
        return self.terminal.signalstatus

    def takes(self) -> tuple[Take, ...]:
        return Takes(self.recordings).all()

    def take(self) -> Take:
        (take,) = self.takes()
        return take


TWO_SECONDS = r"0:0[2-9]"
"""What the clock shows from two seconds on: on a busy machine it leaves seconds out."""


@pytest.fixture
def candidate(sound_card: VirtualSoundCard, tmp_path: Path, caches: Path) -> Iterator[Candidate]:
    someone = Candidate(sound_card, tmp_path, caches)
    yield someone
    if someone.terminal is not None and someone.terminal.isalive():
        someone.terminal.kill(signal.SIGKILL)  # closing the terminal ends the answer, and does not wait for its end
        someone.terminal.wait()


def test_a_question_is_heard_an_answer_recorded_reported_and_played_back(candidate, spoken, words_in, tmp_path):
    with candidate.card.record_speaker(tmp_path / "heard.wav"):
        terminal = candidate.start("--think", "0")
        terminal.expect(re.escape("What does customer service mean to you?"))
        terminal.expect("Speak now")
    assert share("What does customer service mean to you?", words_in(tmp_path / "heard.wav")) >= 0.8
    candidate.card.say(spoken("listening"))
    terminal.send("\r")
    terminal.expect("leave")
    assert "FOR THE NEXT TAKE" in terminal.before or "FIGURES" in terminal.before
    with candidate.card.record_speaker(tmp_path / "again.wav"):
        terminal.send("p")
        terminal.expect("Playing your answer")
        terminal.expect("leave")
    assert share(SENTENCES["listening"], words_in(tmp_path / "again.wav")) >= 0.8
    terminal.send("q")
    assert candidate.end() == 0, [fault.code for take in candidate.takes() for fault in take.report().recording.faults]
    take = candidate.take()
    report, file = take.report(), take.load()
    assert share(SENTENCES["listening"], [key(word.text) for word in report.transcript.words]) >= 0.8
    assert share("What does customer service mean to you?", [key(w.text) for w in report.transcript.words]) < 0.5
    assert file.state == "recorded" and file.question is not None and file.question.id == "what-customer-service-means"
    recording = file.recording
    assert recording.seconds is not None and recording.seconds == pytest.approx(decode.duration(take.answer), abs=0.01)
    assert recording.cue_at is not None and recording.cue_at < 2 and recording.overflows == 0
    assert take.answer.stat().st_mode & 0o777 == 0o600 and take.folder.stat().st_mode & 0o777 == 0o700


def test_a_follow_up_is_asked_aloud_and_its_answer_joins_the_report(candidate, spoken, words_in, tmp_path):
    """A story without its end; what it lacks is asked for, and the second answer is told apart from the first, live and
    from the saved take."""
    asked = "And how did it turn out?"
    story = ["--ask", "Tell me about a time when you helped somebody.", "--kind", "behavioural"]
    terminal = candidate.start("--think", "0", "--follow-ups", "1", *story)
    terminal.expect("1 follow-up at most")
    terminal.send("\r")  # the question itself is not waited for
    terminal.expect("Speak now")
    candidate.card.say(spoken("unfinished"))
    with candidate.card.record_speaker(tmp_path / "heard.wav"):
        terminal.send("\r")
        terminal.expect(re.escape(asked))
        terminal.expect("Speak now")
    time.sleep(0.5)
    candidate.card.say(spoken("outcome"))
    terminal.send("\r")
    terminal.expect(r"Recorded: \d+ s")
    terminal.expect("leave")
    assert f"Follow-up: {asked}" in terminal.before
    terminal.send("q")
    assert candidate.end() == 0
    assert share(asked, words_in(tmp_path / "heard.wav")) >= 0.8
    take = candidate.take()
    report = take.report()
    (follow_up,) = report.recording.follow_ups
    (_, first), (_, last) = turns(report.transcript.words, report.recording.starts)
    words = [key(word.text) for word in report.transcript.words]
    assert follow_up.text == asked and share(SENTENCES["unfinished"], words[:first]) >= 0.8
    assert share(SENTENCES["outcome"], words[first:last]) >= 0.8 and share(asked, words) < 0.7
    assert report.recording.cuts == (follow_up.start,) and report.measures["pauses"].value == 0
    again = candidate.run("analyze", "--again", take.id, "--json")
    assert again.returncode == 0, again.stderr
    heard = msgspec.json.decode(again.stdout, type=Report)
    assert (heard.transcript, heard.sound, heard.measures) == (report.transcript, report.sound, report.measures)


def test_a_retake_asks_again_and_ends_with_both_takes_side_by_side(candidate, spoken):
    """The take before was too long: its plan is shown, its question asked, and the new report compared with it."""
    question = Question(id="passport", text="Tell me about a time.", kind="behavioural", pack="own", answer_seconds=15)
    long = "Let me see, that is a good one, where do I begin. " * 3 + "A guest lost her passport. I called the station."
    said = tuple(Word(text=one, start=at / 2, end=at / 2 + 0.4) for at, one in enumerate(long.split()))
    transcript = Transcript(language="en", engine="e", model="m", text=long, words=said, sentences=text.sentences(said))
    first = Takes(candidate.recordings).new(question, datetime.now(UTC))
    first.record(Recording(path="answer.wav", seconds=len(said) / 2))
    sound = Sound(voiced=(Span(0.0, len(said) / 2),), level_dbfs=-20.0)
    answer = analysis.understand(question, first.load().recording, transcript, sound)
    report = analysis.report(answer, (first.id, ""), analysis.provenance(None))
    assert report.plan is not None
    first.save(answer, report)

    terminal = candidate.start("--mute", "--think", "0", "--retake", "last")
    terminal.expect(f"Once more, after {first.id}")
    terminal.expect("The aim is 15 s")
    terminal.expect(re.escape(question.text))
    terminal.expect("Speak now")
    candidate.card.say(spoken("passport"))
    terminal.send("\r")
    terminal.expect("AGAINST THE TAKE BEFORE")
    terminal.expect("leave")
    shown = re.sub(r"\x1b\[[0-9;]*m", "", terminal.before)
    assert re.search(r"Length +\d+ s +\d+ s +\d+ s", shown) and "Within its time: " in shown
    terminal.send("q")
    assert candidate.end() == 0
    _, second = candidate.takes()
    retake = second.report().retake
    assert second.load().retake_of == first.id and second.load().question == question
    assert retake is not None and retake.of == first.id and retake.seconds is not None
    assert retake.seconds.before == report.measures["length"].value
    assert retake.seconds.planned == report.plan.projected_seconds
    assert retake.seconds.now == second.report().measures["length"].value
    assert retake.tool is not None, "the take before was heard by another engine"


def test_what_is_said_in_a_pause_is_not_recorded(candidate, spoken, words_in):
    terminal = candidate.muted()
    candidate.card.say(spoken("listening"))
    time.sleep(0.5)
    terminal.send("p")
    terminal.expect("paused")
    candidate.card.say(spoken("aside"))
    time.sleep(0.5)
    terminal.send("p")
    terminal.expect(r"\d:\d\d  [█░]")
    time.sleep(0.3)
    candidate.card.say(spoken("passport"))
    terminal.send("\r")
    terminal.expect("leave")
    terminal.send("q")
    assert candidate.end() == 0
    take = candidate.take()
    heard = words_in(take.answer)
    assert share(SENTENCES["listening"], heard) >= 0.8 and share(SENTENCES["passport"], heard) >= 0.8
    assert not {"purple", "elephant", "bicycles"} & set(heard)
    recording = take.report().recording
    assert len(recording.cuts) == 1 and 3 < recording.cuts[0] < (recording.seconds or 0) - 3


def test_starting_over_keeps_the_new_answer_alone(candidate, spoken):
    terminal = candidate.muted()
    candidate.card.say(spoken("aside"))
    terminal.send("r")
    terminal.expect("Once more")
    terminal.expect("Speak now")
    assert len(candidate.takes()) == 2, "the old take is kept until the new one is saved"
    candidate.card.say(spoken("listening"))
    terminal.send("\r")
    terminal.expect("leave")
    terminal.send("q")
    assert candidate.end() == 0
    heard = [key(word.text) for word in candidate.take().report().transcript.words]
    assert share(SENTENCES["listening"], heard) >= 0.8 and "elephant" not in heard


def test_leaving_keeps_what_was_said_and_says_where(candidate):
    terminal = candidate.muted()
    terminal.expect(TWO_SECONDS)
    terminal.send("q")
    assert candidate.end() == 0
    take = candidate.take()
    assert take.folder.name in terminal.before.replace("\r\n", "")
    assert take.load().state == "recorded" and not take.has_report
    assert (decode.duration(take.answer) or 0) >= 2


def test_leaving_at_once_keeps_nothing(candidate):
    terminal = candidate.muted()
    terminal.send("q")
    assert candidate.end() == 0
    assert "Nothing was kept" in terminal.before or candidate.takes()  # a slow machine may have recorded a second


def test_ctrl_c_keeps_the_take_and_analyze_again_finishes_it(candidate, spoken):
    terminal = candidate.muted()
    candidate.card.say(spoken("listening"))
    terminal.sendintr()
    assert candidate.end() == 130
    take = candidate.take()
    assert f"voice-interview analyze --again {take.id}" in terminal.before.replace("\r\n", "")
    assert take.load().state == "recorded" and not take.has_report
    done = candidate.run("analyze", "--again", take.id, "--json")
    assert done.returncode == 0, done.stderr
    heard = [key(word["text"]) for word in json.loads(done.stdout)["transcript"]["words"]]
    assert share(SENTENCES["listening"], heard) >= 0.8


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_end_keeps_the_take(candidate, number):
    terminal = candidate.muted()
    terminal.expect(TWO_SECONDS)
    os.kill(terminal.pid, number)
    assert candidate.end() == 130
    assert candidate.take().load().state == "recorded" and (decode.duration(candidate.take().answer) or 0) >= 2


def test_a_closed_terminal_window_keeps_the_take(candidate):
    terminal = candidate.muted()
    terminal.expect(TWO_SECONDS)
    with contextlib.suppress(pexpect.ExceptionPexpect):  # it ends when it has closed the take, not at once
        terminal.close(force=False)
    _until(lambda: candidate.take().load().state == "recorded")
    assert (decode.duration(candidate.take().answer) or 0) >= 2


def test_the_limit_ends_the_answer(candidate, spoken):
    terminal = candidate.muted("--limit", "4")
    candidate.card.say(spoken("listening"))
    terminal.expect("Time is up")
    terminal.expect("leave")
    terminal.send("q")
    assert candidate.end() == 0
    assert candidate.take().report().recording.seconds == pytest.approx(4, abs=1)


def test_a_microphone_that_goes_away_leaves_an_answer_that_is_analysed(candidate, spoken):
    terminal = candidate.muted()
    candidate.card.say(spoken("listening"))
    candidate.card.unplug_speaker()  # or the sound server would go on recording from its monitor
    candidate.card.unplug_microphone()
    terminal.expect("went away")
    terminal.expect("leave")
    terminal.send("q")
    assert candidate.end() == 0
    heard = [key(word.text) for word in candidate.take().report().transcript.words]
    assert share(SENTENCES["listening"], heard) >= 0.8


def test_a_listener_that_is_killed_costs_nothing_but_time(candidate, spoken):
    """The words were being taken down in a process of their own; it dies, and the file is listened to instead."""
    terminal = candidate.muted()
    candidate.card.say(spoken("passport"))
    found = subprocess.run(
        ["pgrep", "-P", str(terminal.pid), "-f", "spawn_main"], capture_output=True, text=True, check=True
    )
    os.kill(int(found.stdout.split()[0]), signal.SIGKILL)
    candidate.card.say(spoken("listening"))
    terminal.send("\r")
    terminal.expect("leave")
    terminal.send("q")
    assert candidate.end() == 0
    heard = [key(word.text) for word in candidate.take().report().transcript.words]
    assert share(SENTENCES["passport"] + " " + SENTENCES["listening"], heard) >= 0.8


def test_the_report_of_a_take_is_the_report_of_its_file(candidate, spoken):
    terminal = candidate.muted()
    for name in ("passport", "listening"):
        candidate.card.say(spoken(name))
    terminal.send("\r")
    terminal.expect("leave")
    terminal.send("q")
    assert candidate.end() == 0
    live = candidate.take().report()
    done = candidate.run("analyze", "--again", "last", "--json")
    file = msgspec.json.decode(done.stdout, type=Report)
    assert live.transcript == file.transcript
    assert live.sound == file.sound
    assert live.measures == file.measures


def test_silence_ends_the_answers_where_nobody_is_at_the_keys(candidate, spoken):
    """Standard input is no terminal: plain lines, two questions, a report each on standard output, and a summary."""
    child = subprocess.Popen(
        [*PROGRAM, "practice", "--mute", "--think", "0", "--auto-stop", "2", "--count", "2"],
        env=candidate.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=candidate.card.folder,
    )
    lines = []
    for name in ("listening", "passport"):
        for line in child.stderr:
            lines.append(line)
            if "Speak now" in line:
                break
        candidate.card.say(spoken(name))
    out, rest = child.communicate(timeout=120)
    assert child.returncode == 0, "".join(lines) + rest
    takes = candidate.takes()
    assert len(takes) == 2
    for take, name in zip(takes, ("listening", "passport"), strict=True):
        heard = [key(word.text) for word in take.report().transcript.words]
        assert share(SENTENCES[name], heard) >= 0.8
    assert out.count("WHAT WAS SAID") == 2 and "Words/min" in out.rsplit("WHAT WAS SAID", 1)[1]
    assert "\x1b" not in out and "\x1b" not in "".join(lines) + rest and "SPEAK NOW" not in out.upper()


def test_the_kernel_sees_a_practice_ask_for_no_internet_socket(candidate, spoken):
    """With the voice, the loudspeaker, the microphone and the listening process; `doctor --offline` has only the demo,
    which needs neither device."""
    said: list[str] = []

    def answer(practice: subprocess.Popen[str]) -> None:
        for line in practice.stderr:
            said.append(line)
            if "Speak now" in line:
                break
        candidate.card.say(spoken("listening"))

    command = [*PROGRAM, "practice", "why-service", "--think", "0", "--auto-stop", "2"]
    try:
        seen = watch(command, candidate.env, candidate.card.folder, meanwhile=answer)
    except CannotWitnessError as error:
        pytest.skip(str(error))
    assert (seen.exit_code, seen.attempts) == (0, ()), "".join(said) + seen.stderr
    heard = [key(word.text) for word in candidate.take().report().transcript.words]
    assert share(SENTENCES["listening"], heard) >= 0.8


def test_json_is_one_report_in_one_line_and_the_talk_stays_apart(candidate):
    done = candidate.run(
        "practice", "why-service", "--mute", "--think", "0", "--limit", "2", "--auto-stop", "1", "--json"
    )
    assert done.returncode == 3, done.stderr  # nobody has spoken
    (line,) = done.stdout.splitlines()
    report = json.loads(line)
    assert report == json.loads(msgspec.json.encode(candidate.take().report()))
    assert [fault["code"] for fault in report["recording"]["faults"]] == ["no-speech"]
    assert "Speak now" in done.stderr


def test_without_a_terminal_and_without_auto_stop_it_is_misuse(candidate):
    done = candidate.run("practice")
    assert done.returncode == 2 and "--auto-stop" in done.stderr and not candidate.takes()


def test_a_muted_microphone_is_exit_code_3_with_the_cure_and_the_take_kept(candidate):
    candidate.card.mute_microphone()
    terminal = candidate.muted("--limit", "5")
    terminal.expect("no sound")
    terminal.expect("Switch the microphone on")
    terminal.expect("leave")
    terminal.send("q")
    assert candidate.end() == 3
    assert [fault.code for fault in candidate.take().report().recording.faults] == ["muted"]
    assert candidate.take().answer.exists()


def test_a_question_that_the_microphone_hears_late_is_an_echo_with_its_cure(candidate, spoken, caches):
    folder = caches / "voice-interview" / "spoken"
    before = set(folder.glob("*.wav"))
    terminal = candidate.start("--think", "0", "--ask", "How do you begin a day at your counter?")
    terminal.expect("Speak now")
    (prompt,) = set(folder.glob("*.wav")) - before
    candidate.card.say(prompt)
    candidate.card.say(spoken("listening"))
    terminal.send("\r")
    terminal.expect("headphones")
    terminal.expect("leave")
    terminal.send("q")
    assert candidate.end() == 3
    assert [fault.code for fault in candidate.take().report().recording.faults] == ["echo"]


def test_cues_sound_softly_in_the_headphones_thirty_seconds_before_the_end(candidate, tmp_path):
    import numpy as np

    terminal = candidate.start("--mute", "--think", "0", "--limit", "32", "--cues")
    terminal.expect("Speak now")
    with candidate.card.record_speaker(tmp_path / "cue.wav"):
        terminal.expect("30 seconds left")
        time.sleep(1)
    terminal.send("q")
    assert candidate.end() == 0
    sound = decode.read(tmp_path / "cue.wav")
    assert 0.02 < float(np.abs(sound).max()) < 0.3, "soft, but heard"


def test_a_device_that_was_chosen_is_remembered_and_may_be_gone(candidate):
    assert candidate.run("practice", "--device", "nonesuch", "--auto-stop", "1").returncode == 1
    terminal = candidate.start("--device", "pulse", "--mute", "--think", "60")
    terminal.expect("Microphone: pulse")
    terminal.send("q")
    assert candidate.end() == 0
    terminal = candidate.start("--mute", "--think", "60")
    terminal.expect("Microphone: pulse")
    terminal.send("q")
    assert candidate.end() == 0
    settings = Path(candidate.env["XDG_CONFIG_HOME"]) / "voice-interview" / "config.toml"
    settings.write_text('device = "gone, nowhere"', encoding="utf-8")
    terminal = candidate.start("--mute", "--think", "60")
    terminal.expect("gone, nowhere, is not here")
    terminal.expect("Microphone: ")
    terminal.send("q")
    assert candidate.end() == 0 and not candidate.takes()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_kill_at_any_moment_loses_less_than_a_second(candidate, seed):
    terminal = candidate.muted()
    begun = time.monotonic()
    time.sleep(random.Random(seed).uniform(1.0, 4.0))
    passed = time.monotonic() - begun
    os.kill(terminal.pid, signal.SIGKILL)
    assert candidate.gone() == signal.SIGKILL
    take = candidate.take()
    assert take.load().state == "recording"
    done = candidate.run("takes", "recover")
    assert done.returncode == 0 and done.stdout.startswith(f"{take.id}\t"), done.stderr
    recording = take.load().recording
    assert take.load().state == "recorded" and recording.seconds is not None
    assert recording.seconds == pytest.approx(decode.duration(take.answer), abs=0.01)
    assert recording.seconds > passed - 1


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.1)
