"""Bad days on a sound card: a program that stands still, two interviews at once, an end without warning."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest
from soundcard import VirtualSoundCard
from test_practice_soundcard import (  # the fixtures are found by their names
    PROGRAM,
    SENTENCES,
    Candidate,
    caches,  # noqa: F401
    candidate,  # noqa: F401
    share,
    spoken,  # noqa: F401
)

from voice_interview.takes import Take
from voice_interview.text import key

pytestmark = pytest.mark.soundcard

NAP = 7.0
"""Seconds that the program stands still: longer than a lost device takes to be noticed."""


def heard_in(take: Take) -> list[str]:
    return [key(word.text) for word in take.report().transcript.words]


@pytest.mark.whisper
def test_a_program_that_stood_still_goes_on_and_tells_what_it_lost(candidate, spoken):  # noqa: F811
    """The recording and the listening process are both stopped, as in a laptop that was closed."""
    terminal = candidate.muted()
    candidate.card.say(spoken("passport"))
    time.sleep(0.5)
    os.killpg(terminal.pid, signal.SIGSTOP)
    begun = time.monotonic()
    candidate.card.say(spoken("aside"))
    time.sleep(max(0.0, begun + NAP - time.monotonic()))
    os.killpg(terminal.pid, signal.SIGCONT)
    terminal.expect(r"\d:\d\d  [█░]")
    time.sleep(1.0)
    candidate.card.say(spoken("listening"))
    terminal.send("\r")
    terminal.expect("leave")
    shown = terminal.before
    terminal.send("q")
    assert candidate.end() == 0 and "went away" not in shown
    take = candidate.take()
    heard = heard_in(take)
    assert share(SENTENCES["passport"], heard) >= 0.8 and share(SENTENCES["listening"], heard) >= 0.8
    lost = take.report().recording.overflows
    # What was said in between may have waited in the sound server. If not, the loss is counted, and told.
    assert share(SENTENCES["aside"], heard) >= 0.8 or (lost and "sound was lost" in shown)


@pytest.mark.whisper
def test_two_interviews_at_once_are_both_whole(candidate, spoken, tmp_path, caches):  # noqa: F811
    """On one microphone, with one folder of takes, one cache and one file of settings."""
    other = Candidate(candidate.card, tmp_path, caches)
    try:
        terminals = [candidate.muted(), other.muted()]
        for name in ("passport", "listening"):
            candidate.card.say(spoken(name))
        for terminal in terminals:
            terminal.send("\r")
        for terminal in terminals:
            terminal.expect("leave")
            terminal.send("q")
        assert candidate.end() == 0 and other.end() == 0
    finally:
        if other.terminal is not None:
            other.terminal.close(force=True)
    takes = candidate.takes()
    assert len(takes) == 2
    for take in takes:
        assert share(SENTENCES["passport"] + " " + SENTENCES["listening"], heard_in(take)) >= 0.8
        assert take.report().recording.overflows == 0


def test_a_practice_that_is_killed_names_the_way_to_its_answer(candidate):  # noqa: F811
    child = subprocess.Popen(
        [*PROGRAM, "practice", "--mute", "--think", "0", "--auto-stop", "60"],
        env=candidate.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=candidate.card.folder,
    )
    assert child.stderr is not None
    for line in child.stderr:
        if "Speak now" in line:
            break
    time.sleep(1.5)
    child.kill()
    _, told = child.communicate(timeout=60)
    assert told.count("voice-interview takes recover") == 1, told
    take = candidate.take()
    assert candidate.run("takes", "recover").stdout.startswith(f"{take.id}\t")
    assert (take.load().recording.seconds or 0) > 1


ASSERTION = """
import ctypes
from voice_interview.audio.system import portaudio
from voice_interview.cli.signals import tell_faults
tell_faults()
portaudio()
def recording():
    ctypes.CDLL(None).__assert_fail(b"ret == self->nfds", b"pa_linux_alsa.c", 3641, b"BeginPolling")
recording()
"""


def test_an_assertion_in_a_sound_library_does_not_end_the_program_in_silence(sound_card: VirtualSoundCard):
    """Its own words go nowhere, with all the chatter of these libraries; where it happened is told all the same."""
    done = sound_card.python(ASSERTION)
    assert done.returncode == -signal.SIGABRT
    assert "Fatal Python error: Aborted" in done.stderr and "in recording" in done.stderr
    assert "nfds" not in done.stderr and not done.stdout
