"""From the end of an answer to its report, and to the transcript of the peers that begin when the answer has ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks import engines, peer_threads
from benchmarks.log import Log, Others, wait_until_quiet
from benchmarks.room import Room
from benchmarks.speech import answer

AT_ONCE, AS_PEOPLE_DO = 0.0, 0.5
"""Seconds from the end of the sound to Enter."""


class Take(NamedTuple):
    """An answer to give: its length and seed (see speech.py), when Enter is pressed, what is watched meanwhile."""

    seconds: float
    seed: int
    pause: float = AT_ONCE
    kind: str = "practice"
    look_every: float | None = None


class Heard(NamedTuple):
    """An answer that a peer hears so many times."""

    name: str
    seconds: float
    times: int = 1


SHORT = [Take(20, seed, pause) for seed in range(1, 7) for pause in (AT_ONCE, AS_PEOPLE_DO)]
LONG = [Take(seconds, seed) for seed in (1, 2, 3) for seconds in (600, 300, 180, 60)]
LONG[0] = Take(600, 1, look_every=5.0)
LONG += [Take(60, seed, AS_PEOPLE_DO) for seed in (1, 2)]
LOOKED_INTO = [*(Take(20, seed, kind="traced") for seed in (1, 2, 3)), Take(60, 3, kind="memory", look_every=0.5)]

FAST = ("faster-whisper", "faster-whisper, voice only")
SLOW = ("openai-whisper, greedy", "openai-whisper, beam 5", "whisper.cpp")
SAMPLED = ("faster-whisper", "voice-interview")
"""What a sample measures of the peers: the slow ones take longer to start than all the rest."""

PEERS = [
    *(Heard(name, 180, 2) for name in FAST),
    *(Heard(name, 180) for name in SLOW),
    *(Heard(name, seconds, 3) for name in FAST for seconds in (20, 60)),
    Heard("faster-whisper, batched", 180),
    *(Heard(name, seconds) for name in SLOW for seconds in (20, 60)),
    *(Heard(name, seconds) for name in FAST for seconds in (300, 600)),
    Heard("voice-interview", 600),
    *(Heard(name, 300) for name in SLOW),
]


def take_all(log: Log, takes: Sequence[Take], *, patience: float = 60.0) -> None:
    """Give every answer that was not given yet, one after the other: side by side, on a sound card each, they make each
    other's waits longer."""
    failed: list[Exception] = []
    for take in takes:
        if not log.missing(1, take.kind, seconds=take.seconds, seed=take.seed, pause=take.pause):
            continue
        try:
            _take(log, take, patience)
        except Exception as error:  # one take that failed is no reason to lose an hour of others
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} takes failed", failed)


def _take(log: Log, take: Take, patience: float) -> None:
    sound, text = answer(take.seconds, take.seed)
    busy = wait_until_quiet(patience)
    others = Others()
    with Room() as room:
        found = room.practise(sound, pause=take.pause, look_every=take.look_every, traced=take.kind == "traced")
    if found["exit"] or found["faults"]:
        raise RuntimeError(f"{take} ended with code {found['exit']} and the faults {found['faults']}")
    case = {"seconds": take.seconds, "seed": take.seed, "pause": take.pause}
    log.add(take.kind, **case, busy=busy, others=others.lap(), wanted=text, **found)


def hear_all(log: Log, heard: Sequence[Heard], *, patience: float = 60.0) -> None:
    """Let every peer hear what it has not heard yet, its model loaded and warm."""
    for name, seconds, times in heard:
        left = log.missing(times, "peer", name=name, seconds=seconds)
        if not left:
            continue
        sound, text = answer(seconds, 1)
        peer_threads.choose(log, patience)
        busy = wait_until_quiet(patience)
        others = Others()
        for found in engines.timed(name, [sound] * len(left)):
            took = {"took": found["seconds"], "load": found["load"], "peak_mb": found["peak_mb"]}
            log.add(
                "peer",
                name=name,
                seconds=seconds,
                busy=busy,
                others=others.lap(),
                **took,
                wanted=text,
                text=found["text"],
            )
