"""Processes that do one job at a time: all jobs are accounted for, whatever one of them does."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import worker_jobs

from voice_interview import workers
from voice_interview.crew import Ended
from voice_interview.errors import EngineError
from voice_interview.workers import Workers


def run(jobs: list[str], number: int, **more: Any) -> tuple[dict[str, Ended], list[str]]:
    """What became of each job, and the order in which they ended."""
    with Workers(worker_jobs.begin, number, **more) as crew:
        ended = [event for event in crew.results(iter(jobs)) if isinstance(event, Ended)]
    assert len(ended) == len(jobs)
    return {one.job: one for one in ended}, [one.job for one in ended]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_job_that_ends_its_process_costs_nothing_but_itself() -> None:
    jobs = ["sleep 1", "a", "die", "b", "refuse", "c", "leave", "stumble", "d"]
    found, order = run(jobs, 2)
    codes = {job: one.fault.code for job, one in found.items() if one.fault}
    assert codes == {"die": "worker", "refuse": "unreadable-audio", "leave": "worker", "stumble": "bug"}
    assert "signal 9" in found["die"].fault.message and "exit code 7" in found["leave"].fault.message  # type: ignore[union-attr]
    assert "ZeroDivisionError: by nothing" in found["stumble"].fault.message  # type: ignore[union-attr]
    assert found["sleep 1"].result != found["a"].result, "by two processes"
    assert order[0] == "a", "told as soon as it is done"


def test_a_job_without_a_sign_of_life_is_given_up() -> None:
    begun = time.monotonic()
    found, _ = run(["sleep 600", "a"], 1, patience=1.0)
    assert "no sign of life" in found["sleep 600"].fault.message and found["a"].fault is None  # type: ignore[union-attr]
    assert time.monotonic() - begun < 60


def test_a_program_that_stood_still_blames_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-Z stops the processes too, while the clock runs on."""
    stood_still = 0.0
    monkeypatch.setattr(workers, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + stood_still))
    ended = []
    with Workers(worker_jobs.begin, 1) as crew:
        for event in crew.results(iter(["sleep 1.5", "sleep 1.5"])):
            stood_still += 10_000.0
            ended += [event] if isinstance(event, Ended) else []
    assert [one.fault for one in ended] == [None, None]


@pytest.mark.parametrize(
    ("begin", "said"),
    [(worker_jobs.begin_in_vain, "There are no weights. Fetch them."), (worker_jobs.begin_dead, "exit code 3")],
)
def test_processes_that_cannot_begin_are_told_of(begin: Callable[..., Any], said: str) -> None:
    with Workers(begin, 1) as crew, pytest.raises(EngineError, match=said):
        crew.said()


@pytest.mark.skipif(sys.platform == "win32", reason="asking would end it")
def test_whoever_leaves_leaves_no_process() -> None:
    with pytest.raises(KeyboardInterrupt), Workers(worker_jobs.begin, 1) as crew:
        number = crew.said()
        next(iter(crew.results(iter(["sleep 600"]))))
        raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
