"""Work beside the candidate's: what has begun is waited for, what has not is dropped."""

from __future__ import annotations

import threading

import pytest

from voice_interview.cli.beside import AT_ONCE, beside


def test_what_has_begun_is_waited_for_and_the_rest_is_dropped() -> None:
    begun, done, dropped = threading.Semaphore(0), [], []
    leave = threading.Event()

    def work() -> None:
        begun.release()
        leave.wait(10)
        done.append(threading.current_thread().name)

    with beside() as at_work:
        for _ in range(AT_ONCE):
            at_work.submit(work)
        at_work.submit(dropped.append, True)
        for _ in range(AT_ONCE):
            assert begun.acquire(timeout=10)
        threading.Timer(0.2, leave.set).start()
    assert len(done) == AT_ONCE and not dropped
    assert not [thread for thread in threading.enumerate() if thread.name in done]


def test_it_takes_nothing_once_the_practice_is_over() -> None:
    with beside() as at_work:
        pass
    with pytest.raises(RuntimeError):
        at_work.submit(print)
