"""Who of a cluster does which job, on a line that is made up: workers join, leave, hang and end over jobs."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interview.cluster import is_address
from voice_interview.cluster.desk import ARRIVAL, TRIES, Desk, Heard, Ready
from voice_interview.crew import At, Ended
from voice_interview.errors import ClusterError
from voice_interview.model import Fault

NO_STORAGE = Fault(code="take", message="It does not see /course.", fix="Mount it.")


class Cluster:
    """A `Line` to workers that answer at once, in the order in which they were asked, unless they are told not to.
    Time passes where nothing is heard."""

    def __init__(self, *workers: str) -> None:
        self.there = set(workers)
        self.says: dict[str, Ready] = {}
        self.hangs: set[Any] = set()
        self.given: list[tuple[str, Any]] = []
        self.asked: dict[int, tuple[str, Any]] = {}
        self.forgotten: set[int] = set()
        self.now = 0.0
        self.closed = False
        self.meanwhile: Callable[[], None] = lambda: None

    def workers(self) -> list[str]:
        return sorted(self.there)

    def greet(self, worker: str, ticket: int) -> None:
        self.asked[ticket] = (worker, None)

    def give(self, worker: str, ticket: int, job: Any) -> None:
        busy = [who for at, (who, _) in self.asked.items() if at not in self.forgotten]
        assert worker not in busy, "one thing at a time"
        self.given.append((worker, job))
        self.asked[ticket] = (worker, job)

    def forget(self, ticket: int) -> None:
        self.forgotten.add(ticket)

    def hear(self, seconds: float) -> Heard | None:
        self.meanwhile()
        for ticket, (worker, job) in self.asked.items():
            if worker in self.there and job not in self.hangs:
                return self.answered(ticket)
        self.now += seconds
        return None

    def answered(self, ticket: int) -> Heard:
        worker, job = self.asked.pop(ticket)
        return Heard(ticket, self.says.get(worker, Ready("base")) if job is None else Ended(None, f"did {job}"))

    def close(self) -> None:
        self.closed = True


def desk(cluster: Cluster, told: list[str] | None = None, patience: float = 300.0) -> Desk:
    return Desk(cluster, (told if told is not None else []).append, lambda: cluster.now, patience)


def run(cluster: Cluster, jobs: list[str], told: list[str] | None = None, patience: float = 300.0) -> dict[str, Ended]:
    with desk(cluster, told, patience) as crew:
        ended = [event for event in crew.results(iter(jobs)) if isinstance(event, Ended)]
    assert sorted(one.job for one in ended) == sorted(jobs), "each once"
    assert cluster.closed
    return {one.job: one for one in ended}


class Wild(Cluster):
    """Workers join and leave, and some jobs end whoever does them; what one that left had done is heard late."""

    def __init__(self, chance: Random, poison: set[str]) -> None:
        super().__init__("w0")
        self.chance = chance
        self.poison = poison
        self.number = 0

    def hear(self, seconds: float) -> Heard | None:
        self.now += seconds
        if self.chance.random() < 0.4 or not self.there:
            self.number += 1
            self.there.add(f"w{self.number}")
        if self.chance.random() < 0.1:
            self.there.discard(self.chance.choice(sorted(self.there)))
        self.there -= {who for who, job in self.asked.values() if job in self.poison}
        able = [ticket for ticket, (_, job) in self.asked.items() if job not in self.poison]
        if not able or self.chance.random() < 0.2:
            return None
        ticket = self.chance.choice(able)
        if self.chance.random() < 0.3:
            return Heard(ticket, 1.0)
        return self.answered(ticket)


@given(st.integers(0, 2**32), st.integers(0, 25), st.sets(st.integers(0, 25), max_size=3))
def test_every_job_ends_once_whoever_comes_and_goes(seed: int, number: int, poison: set[int]) -> None:
    jobs = [str(one) for one in range(number)]
    wild = Wild(Random(seed), {str(one) for one in poison})
    found = run(wild, jobs)
    for job, ended in found.items():
        given_to = [who for who, one in wild.given if one == job]
        if job in wild.poison:
            assert ended.fault is not None and len(given_to) == TRIES
        elif ended.fault is not None:
            assert len(given_to) == TRIES, "given up only where that many have left over it"
        else:
            assert ended.result == f"did {job}"


def test_jobs_go_out_in_their_order_to_whoever_is_free() -> None:
    cluster = Cluster("a", "b")
    run(cluster, ["long", "middle", "short"])
    assert [job for _, job in cluster.given] == ["long", "middle", "short"]
    assert {who for who, _ in cluster.given[:2]} == {"a", "b"}


def test_how_far_a_job_is_and_what_comes_of_it_too_late() -> None:
    cluster = Cluster("a")
    with desk(cluster) as crew:
        assert crew.said() == "base"
        events = crew.results(iter(["x"]))
        cluster.hangs.add("x")
        answers = [Heard(2, 4.0), Heard(1, Ended(None, "late")), Heard(2, Ended(None, "done"))]
        cluster.hear = lambda _: answers.pop(0)  # type: ignore[method-assign]
        assert list(events) == [At("x", 4.0), Ended("x", "done")]


def test_a_scheduler_without_workers() -> None:
    cluster = Cluster()
    with pytest.raises(ClusterError, match=r"No worker has joined the scheduler. Start one"):
        run(cluster, ["x"])
    assert ARRIVAL <= cluster.now <= 2 * ARRIVAL


def test_who_cannot_take_part_is_told_of_and_the_others_go_on() -> None:
    cluster = Cluster("a", "b", "c")
    cluster.says = {"a": Ready(fault=NO_STORAGE), "c": Ready("tiny.en")}
    told: list[str] = []
    found = run(cluster, ["x", "y"], told)
    assert all(one.fault is None for one in found.values()) and {who for who, _ in cluster.given} == {"b"}
    assert told == [
        "a does not take part: It does not see /course. Mount it.",
        "c does not take part: It works with another model than the first worker: tiny.en, not base."
        " Install the same there.",
    ]


def test_where_nobody_can_take_part_it_says_why() -> None:
    cluster = Cluster("a", "b")
    cluster.says = dict.fromkeys("ab", Ready(fault=NO_STORAGE))
    with pytest.raises(ClusterError, match=r"None of its 2 workers .* a: It does not see /course\. Mount it\."):
        run(cluster, ["x"])


def test_what_gives_no_sign_of_life_is_given_up_and_takes_part_again_when_it_does() -> None:
    cluster = Cluster("a")
    cluster.hangs.add("x")
    cluster.meanwhile = lambda: cluster.hangs.clear() if cluster.now > 15 else None
    found = run(cluster, ["x", "y"], patience=10.0)
    assert found["x"].fault is not None and "no sign of life for 10 s" in found["x"].fault.message
    assert found["y"].result == "did y" and cluster.given == [("a", "x"), ("a", "y")]


def test_where_all_have_left_it_waits_and_then_says_so() -> None:
    cluster, told = Cluster("a"), list[str]()
    cluster.hangs.add("x")
    cluster.meanwhile = lambda: cluster.there.clear() if cluster.given else None
    with pytest.raises(ClusterError, match=r"No worker has joined for 30 s. Start some; the same command goes on"):
        run(cluster, ["x"], told, patience=30.0)
    assert told == ["No worker is left: waiting for one to join."]


def test_a_new_one_goes_on_where_all_had_left() -> None:
    cluster, told = Cluster("a"), list[str]()

    def meanwhile() -> None:
        if cluster.given and "a" in cluster.there:
            cluster.there.clear()
        elif cluster.now > 5:
            cluster.there.add("b")
            cluster.hangs.clear()

    cluster.meanwhile = meanwhile
    cluster.hangs.add("x")
    assert run(cluster, ["x"], told) == {"x": Ended("x", "did x")}
    assert cluster.given == [("a", "x"), ("b", "x")] and len(told) == 1


@pytest.mark.parametrize("good", ["tcp://host:8786", "tls://10.0.0.1:1", "tcp://[::1]:8786", "tcp://a.b-c.d:65535"])
def test_addresses(good: str) -> None:
    assert is_address(good)


@pytest.mark.parametrize("bad", ["", "host:8786", "tcp://host", "http://host:1", "tcp://host:1/x", "inproc://x:1"])
def test_what_is_no_address(bad: str) -> None:
    assert not is_address(bad)
