"""`cohort analyze` on a Dask cluster whose workers are killed, and how much several processes help.

    python -m benchmarks.cluster trial [--files 200]     workers die, leave and join; each report against one machine's
    python -m benchmarks.cluster scale [--files 24]      one process and two, here and on a cluster; longer recordings
    python -m benchmarks.cluster plan [--takes 100000]   from those figures: hours, memory, cost, what is full first

The figures are kept in .cache/cluster.json; `plan` writes all of it into scaling.md. A trial takes some minutes of two
idle cores, the measurement of scaling three more.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import log
from benchmarks.cluster_rig import Cluster, analysed, analysing, clips, clocked, nothing
from voice_interview.crew import Ended

FIGURES = log.CACHE / "cluster.json"
WORKERS = 3
DEEDS = ("kill", "join", "kill", "join", "leave", "join")
"""What happens to the workers while the recordings are analysed, evenly spread."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster")
    steps = parser.add_subparsers(dest="step", required=True)
    trial_ = steps.add_parser("trial")
    trial_.add_argument("--files", type=int, default=200)
    trial_.add_argument("--model", default="tiny.en")
    scale_ = steps.add_parser("scale")
    scale_.add_argument("--files", type=int, default=24)
    scale_.add_argument("--model", default="base")
    plan_ = steps.add_parser("plan")
    plan_.add_argument("--takes", type=int, default=100_000)
    plan_.add_argument("--seconds", type=float, default=120.0, help="median length of a take")
    plan_.add_argument("--price", type=float, help="of one core for an hour, in a currency of yours")
    asked = parser.parse_args()
    if asked.step == "plan":
        from benchmarks import cluster_plan

        text = cluster_plan.text(read(), asked.takes, asked.seconds, asked.price)
        (Path(__file__).parent / "scaling.md").write_text(text, encoding="utf-8")
        print(text)
        return
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        found = (trial if asked.step == "trial" else scale)(Path(folder), asked.files, asked.model)
    found |= {"day": f"{date.today():%d %B %Y}", "files": asked.files, "model": asked.model, "machine": log.machine()}
    write({**read(), asked.step: found})
    print(json.dumps(found, indent=1))
    sys.exit(1 if found.get("wrong") else 0)


def read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    return found


def write(figures: dict[str, Any]) -> None:
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def trial(folder: Path, files: int, model: str) -> dict[str, Any]:
    """A twentieth of the files is broken; what is wrong at the end is said in `wrong`."""
    there, alone, clock = folder / "there", folder / "alone", folder / "clock.jsonl"
    paths = clips(there, files, files // 20)
    shutil.copytree(there, alone)
    happened: list[str] = []
    begun = time.perf_counter()
    with Cluster(folder, {"BENCHMARK_CLOCK": str(clock)}) as cluster:
        for _ in range(WORKERS):
            cluster.join()
        said = []
        with analysing(there, clock, "--scheduler", cluster.address, "--model", model) as running:
            assert running.stdout is not None and running.stderr is not None
            for line in running.stdout:
                said.append(json.loads(line))
                if len(happened) < len(DEEDS) and len(said) >= files * (len(happened) + 1) // (len(DEEDS) + 2):
                    getattr(cluster, deed := DEEDS[len(happened)])()
                    happened.append(f"{deed} after {len(said)}")
            summary = running.stderr.read()
        took = time.perf_counter() - begun
        again, second = analysed(there, clock, "--scheduler", cluster.address, "--model", model)
    jobs = clocked(clock, "job")
    one, _ = analysed(alone, folder / "alone.jsonl", "--model", model)
    return {
        "took": took,
        "happened": happened,
        "processes": len({job["pid"] for job in jobs}),
        "broken": files // 20,
        "reports": len(list(there.rglob("report.json"))),
        "summary": summary.strip().splitlines()[0],
        "second": second.strip().splitlines()[0],
        "peak_mb": max(job["peak_mb"] for job in jobs),
        "wrong": _wrong(there, alone, [str(path.relative_to(there)) for path in paths], said, one, again),
    }


def _wrong(
    there: Path, alone: Path, paths: list[str], said: list[dict[str, Any]], one: list[dict[str, Any]], again: Any
) -> list[str]:
    """What a cluster did otherwise than one machine, or twice, or not at all."""
    wrong = []
    if sorted(line["path"] for line in said) != sorted(paths):
        wrong.append("not every file was told of once")
    if _lines(said) != _lines(one):
        wrong.append("another thing was told of a file than by one machine")
    ours, theirs = _written(there), _written(alone)
    wrong += [f"{name} is missing" for name in sorted(theirs.keys() - ours.keys())]
    wrong += [f"{name} is too much" for name in sorted(ours.keys() - theirs.keys())]
    wrong += [f"{name} differs" for name in sorted(ours.keys() & theirs.keys()) if ours[name] != theirs[name]]
    if [line for line in again if line["error"] is None]:
        wrong.append("a second call analysed files once more")
    return wrong


def _lines(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In order, and of a failure only what it is: its sentence names the whole path."""
    short = [{**line, "error": line["error"] and line["error"]["code"]} for line in said]
    return sorted(short, key=lambda line: str(line["path"]))


def _written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def scale(folder: Path, files: int, model: str) -> dict[str, Any]:
    """The same files by one process and by two, here and on a cluster; then some that are longer, for the plan."""
    clips(folder / "clips", files, shortest=8.0, longest=8.0)
    found: dict[str, Any] = {}
    for where in ("here", "cluster"):
        for number in (1, 2):
            found[f"{where} {number}"] = _timed(folder, files, model, where, number)
            print(where, number, {k: v for k, v in found[f"{where} {number}"].items() if k != "jobs"}, file=sys.stderr)
    clips(folder / "longer", 8, shortest=10.0, longest=100.0)
    analysed(folder / "longer", folder / "longer.jsonl", "--model", model)
    longer = clocked(folder / "longer.jsonl", "job")
    found["seconds"] = [[_seconds(Path(job["path"])), _worked(job)] for job in longer]
    found["seconds"] += [[8.0, worked] for worked in found["here 2"].pop("jobs")]
    found["hashed"] = _hashed()
    found["empty"] = empty(folder)
    found["longer_peak_mb"] = max(job["peak_mb"] for job in longer)
    return found


def _timed(folder: Path, files: int, model: str, where: str, number: int) -> dict[str, Any]:
    place, clock = folder / f"{where}-{number}", folder / f"{where}-{number}.jsonl"
    shutil.copytree(folder / "clips", place)
    scheduler = 0.0
    if where == "here":
        others = log.Others()
        analysed(place, clock, "--model", model, "--workers", str(number))
        busy = others.lap()
    else:
        import psutil

        with Cluster(folder, {"BENCHMARK_CLOCK": str(clock)}) as cluster:
            for _ in range(number):
                cluster.join()
            time.sleep(5)
            process = psutil.Process(cluster.scheduler.pid)
            others = log.Others()
            with analysing(place, clock, "--model", model, "--scheduler", cluster.address) as running:
                assert running.stdout is not None
                running.stdout.readline()
                before = process.cpu_times()
                running.stdout.read()
            after = process.cpu_times()
            busy = others.lap()
            scheduler = (after.user + after.system - before.user - before.system) / max(1, files - 1)
    jobs, (command,) = clocked(clock, "job"), clocked(clock, "command")
    first, last = min(job["begun"] for job in jobs), max(job["ended"] for job in jobs)
    idle, between = [], []
    for pid in {job["pid"] for job in jobs}:
        own = sorted((job for job in jobs if job["pid"] == pid), key=lambda job: float(job["begun"]))
        idle += [after["begun"] - before["ended"] for before, after in pairwise(own)]
        between += [after["worked"][0] - before["worked"][1] for before, after in pairwise(own)]
    return {
        "took": last - first,
        "idle": sum(idle) / max(1, len(idle)),
        "until_first": first - command["begun"],
        "job": sum(job["ended"] - job["begun"] for job in jobs) / len(jobs),
        "job_worked": sum(map(_worked, jobs)) / len(jobs),
        "between_worked": sum(between) / max(1, len(between)),
        "looking": (command["handed"] - command["looked"]) / files,
        "handing": (command["worked"] - command["handed"]) / files,
        "scheduler": scheduler,
        "peak_mb": max(job["peak_mb"] for job in jobs),
        "others": busy,
        "jobs": [_worked(job) for job in jobs],
    }


def _worked(job: dict[str, Any]) -> float:
    """Processor seconds of a job."""
    return float(job["worked"][1] - job["worked"][0])


def empty(folder: Path, jobs: int = 300) -> dict[str, float]:
    """Processor seconds of the command, the scheduler and a worker for a job that is none. Over hours all three use
    some while nothing happens; this is what each job adds."""
    import psutil

    from voice_interview.cluster import dask_line, desk

    dask_line.ANSWER = desk.ARRIVAL = 120.0  # others may be at work on this machine
    with Cluster(folder, {}) as cluster:
        cluster.join()
        with desk.Desk(dask_line.DaskLine(cluster.address, nothing), print) as crew:
            crew.said()
            pids = {"command": os.getpid(), "scheduler": cluster.scheduler.pid, "worker": cluster.workers[0].pid}
            seen = {name: psutil.Process(pid) for name, pid in pids.items()}
            before = {name: sum(process.cpu_times()[:2]) for name, process in seen.items()}
            begun = time.perf_counter()
            ended = sum(isinstance(event, Ended) for event in crew.results(iter(range(jobs))))
            took = time.perf_counter() - begun
            after = {name: sum(process.cpu_times()[:2]) for name, process in seen.items()}
    if ended != jobs:
        raise RuntimeError(f"{ended} of {jobs} jobs ended")
    return {name: (after[name] - before[name]) / jobs for name in seen} | {"took": took / jobs}


def _hashed() -> float:
    """Bytes that are hashed in a second."""
    data = bytes(64_000_000)
    begun = time.perf_counter()
    hashlib.sha256(data)
    return len(data) / (time.perf_counter() - begun)


def _seconds(path: Path) -> float:
    import soundfile

    return float(soundfile.info(path).duration)


if __name__ == "__main__":
    main()
