"""Ctrl-C while a program or one of its processes is still being loaded: no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence

import pytest

from voice_interview import interrupts

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

LOADING = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it starts in the background ignore it
os.kill(os.getpid(), signal.SIGINT)   # while it still loads what it needs
from voice_interview.interrupts import left_to_the_program
left_to_the_program()
os.kill(os.getpid(), signal.SIGINT)   # and later
print("alive")
"""

TYPED_EARLY = """
import runpy, sys
class Finder:
    def find_spec(self, name, *_):
        if name == "voice_interview.cli":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Finder())
runpy.run_module("voice_interview", run_name="__main__")
"""


def run(code: str, arguments: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@posix
def test_a_process_that_is_being_loaded_is_not_ended_by_ctrl_c():
    with interrupts.withheld():
        done = run(LOADING)
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")


@posix
def test_without_that_it_would_be():
    done = run(LOADING)
    assert done.returncode != 0 and "KeyboardInterrupt" in done.stderr


@posix
def test_the_program_itself_gets_it_as_soon_as_they_are_started():
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.raises(KeyboardInterrupt), interrupts.withheld():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_ctrl_c_while_the_command_line_is_loaded_ends_the_program_in_silence():
    done = run(TYPED_EARLY)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
