"""A sample of `benchmarks/fuzz`: hostile files for every reader, and odd sound files, the same in every run."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.fuzz import bounds, heard, mutations, sounds
from benchmarks.fuzz.__main__ import TARGETS
from benchmarks.fuzz.target import Target, in_a_folder

CASES = {"packs": 25, "rubric": 10, "settings": 15, "company": 20, "transcripts": 15, "takes": 5, "sound": 40}
FEW = 4
"""Cases of the targets that are not named: each takes a tenth of a second and more."""

posix = pytest.mark.skipif(os.name == "nt", reason="the targets make pipes and links")


@posix
@pytest.mark.parametrize("target", [one for one in TARGETS.values() if one.name != "weights"], ids=lambda one: one.name)
def test_a_hostile_file_gives_a_value_or_one_clear_sentence(target: Target) -> None:
    @settings(
        max_examples=CASES.get(target.name, FEW),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32))
    def law(number: int) -> None:
        faults = [one for one in in_a_folder(target, number) if one.ended == "fault"]
        assert not faults, f"python -m benchmarks.fuzz --only {target.name} --case {number}"

    law()


@posix
def test_odd_sound_files_give_a_report_or_one_clear_sentence() -> None:
    """Every sixth of them, less those of hours; all in `python -m benchmarks.fuzz --sounds`."""
    files = [one for one in sounds.odd_files() if "silen" not in one.name]
    assert len(files) > 200 and len({one.name for one in files}) == len(files)
    wrong = {
        odd.name: row["faults"] for odd, row in zip(files[::6], heard.tried(files[::6]), strict=True) if row["faults"]
    }
    assert not wrong


# What tells faults from answers


def test_a_number_makes_the_same_files_again() -> None:
    tree = {"a": [1, 2.5, "three", None], "b": {"c": True}}
    made = [mutations.json_of(mutations.changed(tree, Random(7)), Random(8)) for _ in range(2)]
    assert made[0] == made[1]
    assert tree == {"a": [1, 2.5, "three", None], "b": {"c": True}}
    assert len({mutations.broken(b"0123456789" * 9, Random(number)) for number in range(50)}) > 40


def raises(error: BaseException) -> bounds.Step:
    def step() -> None:
        raise error

    return step


def test_only_our_own_errors_with_a_clear_sentence_are_no_faults() -> None:
    from voice_interview.errors import TakeError

    assert bounds.tried(lambda: 3).ended == "value"
    assert bounds.tried(raises(TakeError("It is damaged.", "Mend it."))).ended == "refused"
    assert bounds.tried(raises(TakeError("", ""))).said.startswith("a refusal without a word")
    for error in (KeyError("x"), RecursionError("deep"), MemoryError(), AssertionError("x")):
        outcome = bounds.tried(raises(error))
        assert outcome.ended == "fault" and type(error).__name__ in outcome.said and "raises" not in outcome.said
    assert bounds.unclear("two\nlines") and bounds.unclear("\x1b[2J") and bounds.unclear("x" * 3000)


@posix
def test_what_waits_or_works_for_ever_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def works() -> None:
        while True:
            pass

    assert "of work" in bounds.tried(works, busy=0.05).said
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(bounds, "WAITING", 0.05)
    assert "waits for ever" in bounds.tried(lambda: (tmp_path / "pipe").read_bytes()).said
