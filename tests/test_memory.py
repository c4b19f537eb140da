"""What was freed is handed back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

LEFT_OVER = """
from pathlib import Path
from voice_interview.memory import give_back

def resident():
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * 4096 / 2**20

kept = [bytes(1000) for _ in range(200_000)]
pin = bytes(1000)
del kept
before = resident()
give_back()
print(before - resident())
"""


def test_what_was_loaded_is_not_collected_again() -> None:
    looked_at = "import gc, json; from voice_interview import memory; memory.settle(); print(len(gc.get_objects()))"
    done = subprocess.run([sys.executable, "-c", looked_at], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) < 100


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have other allocators")
def test_freed_memory_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", LEFT_OVER], capture_output=True, text=True, timeout=60, check=True)
    assert float(done.stdout) > 50, "200 MB were freed"


SYLLABLES = """
import gc, sys
import textstat
from voice_interview.metrics import readability

if "light" in sys.argv:
    readability.lighten()
prose = "Sophisticated algorithms determine readability, and customers don't mind. The voicemailish rest is hyphenated."
print(textstat.flesch_reading_ease(prose), textstat.flesch_kincaid_grade(prose), len(gc.get_objects()))
"""


def test_the_dictionary_of_syllables_is_small_and_counts_the_same() -> None:
    heavy, light = (
        subprocess.run([sys.executable, "-c", SYLLABLES, how], capture_output=True, text=True, timeout=60, check=True)
        for how in ("heavy", "light")
    )
    *wanted, before = heavy.stdout.split()
    *found, after = light.stdout.split()
    assert found == wanted
    assert int(after) < int(before) / 5
