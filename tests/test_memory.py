"""What was freed is handed back to the system."""

from __future__ import annotations

import os
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


FAULTS = """
import resource, sys
from voice_interview import memory

if "reuse" in sys.argv:
    memory.reuse()
begun = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(100):
    bytearray(2**20)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - begun)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have other allocators")
def test_what_is_freed_is_used_again_although_dask_says_otherwise() -> None:
    """A hundred megabytes one after the other, each of 256 pages: asked for once, or a hundred times."""
    told_by_dask = os.environ | {"MALLOC_TRIM_THRESHOLD_": "65536"}
    fresh, used_again = (
        int(
            subprocess.run(
                [sys.executable, "-c", FAULTS, how], env=told_by_dask, capture_output=True, text=True, check=True
            ).stdout
        )
        for how in ("as told", "reuse")
    )
    assert fresh > 20_000 > 2_000 > used_again


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
