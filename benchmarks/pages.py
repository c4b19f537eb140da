"""How long the coach's pages take while ten people read and two recordings are analysed.

    python -m benchmarks.pages [READERS] [SECONDS]

makes a hundred takes, starts `serve` over them, brings two recordings of ten minutes, and lets so many readers (10)
open pages for so many seconds (40), each a second or two after the last one. Prints for each kind of page how many
were opened, how many failed, and the median, the 95th percentile and the longest time in milliseconds, from the request
to the last byte.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from statistics import quantiles
from typing import Any

import numpy as np
import soundfile

from benchmarks import cohort
from voice_interview.audio import decode
from voice_interview.takes import Takes

ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"
TAKES, ANALYSES, MINUTES = 100, 2, 10
RATE = 16_000


class Reader:
    """A browser that was let in, and keeps its connection."""

    def __init__(self, address: str, cookie: str = "") -> None:
        self.address = address
        self.cookie = cookie
        self._connection = http.client.HTTPConnection(address, timeout=60)

    @classmethod
    def by(cls, link: str) -> Reader:
        address, _, path = link.removeprefix("http://").partition("/")
        made = cls(address)
        made.open(f"/{path}")
        return made

    def open(self, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Status and body of an answer."""
        sent = {"Cookie": self.cookie, "Origin": f"http://{self.address}", **headers}
        self._connection.request("GET" if body is None else "POST", path, body, sent)
        answer = self._connection.getresponse()
        if cookie := answer.getheader("set-cookie"):
            self.cookie = cookie.split(";")[0]
        return answer.status, answer.read()

    def jobs(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.open("/api/jobs")[1])
        return found


def read(reader: Reader, ids: list[str], until: float, seed: int, found: dict[str, list[tuple[float, bool]]]) -> None:
    """Open pages until then, and note for each how long it took and whether it came."""
    chance = random.Random(seed)
    time.sleep(chance.uniform(0, 2))  # ten people do not press a key in the same instant
    while time.monotonic() < until:
        take = chance.choice(ids)
        kinds: dict[str, tuple[str, dict[str, str]]] = {
            "list": ("/", {}),
            "search": ("/?text=guest&sort=fillers", {}),
            "take": (f"/takes/{take}", {}),
            "sound": (f"/api/takes/{take}/sound", {"Range": "bytes=0-262143"}),
            "comparison": (f"/compare?take={ids[-1]}&take={ids[2]}", {}),
            "progress": ("/progress", {}),
        }
        kind = chance.choices(list(kinds), weights=(3, 2, 6, 3, 1, 1))[0]
        path, headers = kinds[kind]
        begun = time.monotonic()
        status, _ = reader.open(path, None, **headers)
        found[kind].append((time.monotonic() - begun, status in (200, 206)))
        time.sleep(chance.uniform(1, 2))


def main(readers: int, seconds: float) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = made(Path(place))
        long = Path(place) / "long.flac"
        samples = decode.read(ANSWER)
        soundfile.write(long, np.tile(samples, -(-MINUTES * 60 * RATE // len(samples)))[: MINUTES * 60 * RATE], RATE)
        command = [sys.executable, "-m", "voice_interview", "serve", "--no-browser", "--recordings", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
            try:
                assert program.stdout is not None
                run(Reader.by(program.stdout.readline().strip()), long.read_bytes(), readers, seconds)
            finally:
                program.terminate()


def made(place: Path) -> Path:
    """A folder of takes with two minutes of sound each."""
    cohort.make(place / "cohort", 1, TAKES)
    folder = next(one for one in (place / "cohort").iterdir() if one.is_dir())
    for take in Takes(folder).all():
        soundfile.write(take.answer, np.zeros(120 * RATE, dtype=np.int16), RATE)
    return folder


def run(first: Reader, recording: bytes, readers: int, seconds: float) -> None:
    """Everybody reads by the cookie of the first browser, each over a connection of their own."""
    listed = json.loads(first.open("/api/takes?question=calmed")[1])
    ids = [one["id"] for one in listed if one["has_report"]]
    for number in range(ANALYSES):
        status, _ = first.open(f"/api/recordings?name=long{number}.flac", recording)
        assert status == 202
    while sum(one["stage"].startswith("Listening") for one in first.jobs()) < ANALYSES:
        time.sleep(0.2)
    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    until = time.monotonic() + seconds
    everybody = [
        threading.Thread(target=read, args=(Reader(first.address, first.cookie), ids, until, seed, found))
        for seed in range(readers)
    ]
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()
    running = sum(one["state"] == "running" for one in Reader(first.address, first.cookie).jobs())
    print(f"{readers} readers, {seconds:g} s; {running} of {ANALYSES} analyses still ran at the end")
    everything = [one for times in found.values() for one in times]
    for kind, times in [*sorted(found.items()), ("all", everything)]:
        took = sorted(1000 * seconds for seconds, _ in times)
        cuts = quantiles(took, n=20, method="inclusive") if len(took) > 1 else took * 19
        failed = sum(not came for _, came in times)
        told = f"median {cuts[9]:.0f} ms, 95 % {cuts[18]:.0f} ms, longest {took[-1]:.0f} ms"
        print(f"{kind:11}{len(times):4} opened, {failed} failed; {told}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("readers", nargs="?", type=int, default=10)
    parser.add_argument("seconds", nargs="?", type=float, default=40.0)
    main(**vars(parser.parse_args()))
