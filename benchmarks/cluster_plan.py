"""How long so many takes take on so many processes, simulated with the times that were measured; writes scaling.md.

A single queue: the command reads, hashes and hands out one recording after the other, the longest first; each process
does one at a time and waits for the next. Nothing is assumed that was not measured or given, but for the lengths of the
takes (spread like a log-normal distribution around the median that is asked for).
"""

from __future__ import annotations

import heapq
import math
import random
import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

from benchmarks import log
from benchmarks.figures import table

SPREAD = 0.5
"""Standard deviation of the logarithm of a take's length: a sixth are over 1.6 times the median."""

SHORTEST, LONGEST = 10.0, 900.0
WORKERS = (1, 2, 8, 32, 128, 512, 2048)
BYTES = 32_000
"""Of a second of WAV at 16 kHz and 16 bits; a compressed recording has a tenth."""


class Costs(NamedTuple):
    """Processor seconds for a take: what each needs at all and for a second of its sound, by how much takes differ from
    that, what the command needs to look at it, to hand it out and to hash a second of it, the gap until a process has
    its next, and what the scheduler needs."""

    each: float
    second: float
    ratios: tuple[float, ...]
    looking: float
    handing: float
    hashing: float
    gap: float
    scheduler: float


def costs(scale: dict[str, Any]) -> Costs:
    """A straight line through what was measured, by least squares, and the ratios of the rest."""
    points = [(float(x), float(y)) for x, y in scale["seconds"]]
    mean_x, mean_y = (sum(column) / len(points) for column in zip(*points, strict=True))
    second = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    each = max(0.0, mean_y - second * mean_x)
    one = scale["empty"]
    ratios = tuple(y / (each + second * x) for x, y in points)
    gap = one["command"] + one["scheduler"] + one["worker"]
    hashing = BYTES / scale["hashed"]
    return Costs(each, second, ratios, scale["here 2"]["looking"], one["command"], hashing, gap, one["scheduler"])


class Run(NamedTuple):
    """What came of a simulation: seconds, the share of the time that processes worked, and the command's share."""

    took: float
    worked: float
    command: float


def simulate(lengths: Sequence[float], workers: int, cost: Costs, seed: int = 1) -> Run:
    chance = random.Random(seed)
    begun = len(lengths) * cost.looking
    free, command, worked = [begun] * workers, begun, 0.0
    for seconds in sorted(lengths, reverse=True):
        asked = heapq.heappop(free)
        command = max(command, asked) + cost.handing + cost.hashing * seconds
        job = (cost.each + cost.second * seconds) * chance.choice(cost.ratios)
        start = max(command, asked + cost.gap)
        worked += job
        heapq.heappush(free, start + job)
    took = max(free)
    busy = begun + len(lengths) * cost.handing + sum(lengths) * cost.hashing
    return Run(took, worked / (took * workers), busy / took)


def lengths_of(takes: int, median: float, seed: int = 1) -> list[float]:
    chance = random.Random(seed)
    return [min(LONGEST, max(SHORTEST, chance.lognormvariate(math.log(median), SPREAD))) for _ in range(takes)]


def text(figures: dict[str, Any], takes: int, median: float, price: float | None) -> str:
    """scaling.md, of what was measured; a part that was not says so."""
    scale, trial = figures.get("scale"), figures.get("trial")
    parts = ["# Many recordings, several processes, several machines", _trial(trial) if trial else NOT_TRIED]
    parts += [_scale(scale), _plan(scale, takes, median, price)] if scale else ["Scaling has not been measured."]
    return "\n\n".join(map(_flowing, "\n\n".join(parts).split("\n\n"))) + "\n"


def _flowing(block: str) -> str:
    """A paragraph in lines of one length, under its heading; a table as it is."""
    head, _, rest = block.partition("\n") if block.startswith("#") else ("", "", block)
    flowed = rest if rest.startswith("|") else textwrap.fill(" ".join(rest.split()), 120, break_on_hyphens=False)
    return "\n".join(filter(None, (head, flowed)))


NOT_TRIED = "Workers that die have not been tried yet: `python -m benchmarks.cluster trial`."


def _trial(trial: dict[str, Any]) -> str:
    wrong = "; ".join(trial["wrong"]) or "nothing"
    return f"""## Workers that die, leave and join
`python -m benchmarks.cluster trial`, {trial["day"]}, {trial["machine"]}, model {trial["model"]}: {trial["files"]}
recordings of 6 to 10 s of our own making, {trial["broken"]} of them broken, on a scheduler and three worker processes.

What happened meanwhile: {", ".join(trial["happened"])} results (kill: SIGKILL; leave: SIGTERM; join: one more worker).
{trial["processes"]} processes did the work. What the command said at its end: "{trial["summary"]}" Reports on disk:
{trial["reports"]}. A second call: "{trial["second"]}" It took {trial["took"]:.0f} s, and a process held
{trial["peak_mb"]:.0f} MB at most.

Compared with the same call on one machine, every file of every take to the byte, and what was said of each recording:
**{wrong}** differs, is missing or is there twice."""


def _scale(scale: dict[str, Any]) -> str:
    runs = {name: scale[name] for name in ("here 1", "here 2", "cluster 1", "cluster 2")}
    lines = []
    for name, one in runs.items():
        times = scale[f"{name.split()[0]} 1"]["took"] / one["took"]
        cells = [f"{one['took']:.1f}", f"{times:.2f}", f"{one['job'] * 1000:.0f}", f"{one['job_worked'] * 1000:.0f}"]
        cells += [f"{one['idle'] * 1000:.0f}", f"{one['until_first']:.1f}"]
        lines.append([name, *cells, f"{one['peak_mb']:.0f}", f"{one['others']:.0%}"])
    columns = ["processes", "s", "times one", "a file, ms", "processor time of that, ms", "from a file to the next, ms"]
    columns += ["s before the first", "MB of a process", "taken by others"]
    two = min(scale[f"{where} 1"]["took"] / scale[f"{where} 2"]["took"] for where in HOW)
    alike = min(_alike(scale, where) for where in HOW)
    idle = max(one["idle"] for one in runs.values())
    empty = scale["empty"]
    here = max(one["looking"] + one["handing"] + one["between_worked"] for name, one in runs.items() if "here" in name)
    there = scale["here 2"]["looking"] + empty["command"] + empty["scheduler"] + empty["worker"]
    peak = max(*(one["peak_mb"] for one in runs.values()), scale["longer_peak_mb"])
    longest = max(seconds for seconds, _ in scale["seconds"])
    quiet = max(one["others"] for one in runs.values()) <= log.DISTURBED
    targets = [
        ["two processes on two cores, times one", "1.7", f"{two:.2f}", _met(two >= 1.7, quiet)],
        ["the same by processor time, had each a core", "1.7", f"{alike:.2f}", _met(alike >= 1.7, quiet)],
        ["from the end of a file to the begin of the next", "50 ms", f"{idle * 1000:.0f} ms", _met(idle < 0.05, quiet)],
        ["processor time beyond the analysis, here", "50 ms", f"{here * 1000:.0f} ms", _met(here < 0.05, True)],
        ["the same on a cluster", "50 ms", f"{there * 1000:.0f} ms", _met(there < 0.05, True)],
        [f"memory of a process, takes of up to {longest:.0f} s", "700 MB", f"{peak:.0f} MB", _met(peak < 700, True)],
    ]
    return f"""## One process and two
`python -m benchmarks.cluster scale`, {scale["day"]}, {scale["machine"]}, model {scale["model"]}: {scale["files"]}
recordings of 8 s, once each. Seconds run from the begin of the first file to the end of the last; of here and on a
cluster the worse counts. {QUIET if quiet else BUSY}

{table(columns, lines)}

{table(["what", "target", "measured", "met"], targets)}

On a cluster a job that is none takes the command {empty["command"] * 1000:.1f} ms, the scheduler
{empty["scheduler"] * 1000:.1f} ms and the worker {empty["worker"] * 1000:.1f} ms of processor time; to that comes what
the command needs to look at a recording ({scale["here 2"]["looking"] * 1000:.1f} ms). Scheduler and workers also use
some while nothing happens, which is not counted there."""


QUIET = "Others left the processor alone."
BUSY = """Other programs took most of the processor meanwhile: seconds on the clock are theirs too, and prove nothing
(marked "?"). Processor time, too, is more on a crowded machine, but it is what can be told."""

HOW = ("here", "cluster")


def _alike(scale: dict[str, Any], where: str) -> float:
    """How many times one process's work two would do with a core each, by the processor time that a file takes."""
    one, two = (scale[f"{where} {number}"] for number in (1, 2))
    return float(2 * (one["job_worked"] + one["between_worked"]) / (two["job_worked"] + two["between_worked"]))


def _met(met: bool, counts: bool) -> str:
    return "?" if not counts else "yes" if met else "**no**"


def _plan(scale: dict[str, Any], takes: int, median: float, price: float | None) -> str:
    cost, lengths = costs(scale), lengths_of(takes, median)
    job = sum(cost.each + cost.second * one for one in lengths) / takes
    peak = max(scale["cluster 2"]["peak_mb"], scale["longer_peak_mb"])
    lines = []
    for workers in WORKERS:
        run = simulate(lengths, workers, cost)
        hours = run.took / 3600
        cells = [f"{hours:.1f}", f"{run.worked:.0%}", f"{hours * workers:.0f}", f"{workers * peak / 1000:.1f}"]
        cells += [f"{2 * sum(lengths) * BYTES / 1e6 / run.took:.1f}", f"{run.command:.0%}"]
        lines.append([str(workers), *cells, f"{hours * workers * price:.0f}" if price else "core-hours × your price"])
    columns = ["processes, a core each", "hours", "at work", "core-hours", "memory, GB", "read from storage, MB/s"]
    handing = cost.handing + cost.hashing * sum(lengths) / takes
    full = {
        "the command, which reads and hands out one recording after the other": job / handing,
        "the scheduler": job / cost.scheduler if cost.scheduler else math.inf,
    }
    first = min(full, key=lambda name: full[name])
    most = "; ".join(f"{name}: about {number:,.0f} processes" for name, number in full.items())
    return f"""## A plan for {takes:,} takes
Simulated with those times (`python -m benchmarks.cluster plan --takes {takes} --seconds {median:g}`{_priced(price)}):
takes of {median:g} s at the median, spread from {min(lengths):.0f} to {max(lengths):.0f} s, {sum(lengths) / 3600:,.0f}
hours of sound. A take needs {cost.each:.2f} s and {cost.second * 1000:.0f} ms for each second of its sound, by
{len(cost.ratios)} files that were measured with two processes on two cores: {1 / cost.second:.0f} hours of sound in an
hour of a core. Before the first is handed out, the command asks each how long it is: {takes * cost.looking:.0f} s.

{table([*columns, "command busy", "cost"], lines)}

What is full first: **{first}**. Each could feed, by its own processor time for a take ({handing * 1000:.1f} ms and
{cost.scheduler * 1000:.1f} ms): {most}. Storage is read twice (once to know a recording by its content, once to
analyse it) and written once, as WAV; the table says what it must give. The hours assume that every core is as fast as
the one measured, with nobody else on it, and storage that is not slower
than this machine's disk; neither scheduler nor storage was tried with more than three processes."""


def _priced(price: float | None) -> str:
    return f" with `--price {price:g}`" if price else ""
