"""faults.md from the log. Nothing is run here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from benchmarks.faults.mended import MENDED, STAYS
from benchmarks.faults.plan import KINDS
from benchmarks.figures import table
from benchmarks.log import Log, Row, machine, versions

WHAT = "fault"
TRIES = 3
TARGETS = {
    "traceback": "a traceback on the terminal, or in what a later command said",
    "hang": "a hang: 10 s without a step, the processor and the disk being free",
    "lost": "over 1 s of recorded sound lost",
    "half-written": "a half-written JSON",
    "": "anything else: a take neither whole nor brought back, a process or file left, an end without a word",
}


def write(log: Log, folder: Path, lacking: dict[str, str]) -> None:
    """Write faults.md into the folder; `lacking` is what this machine cannot do."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "faults.md").write_text(text(log, lacking), encoding="utf-8", newline="\n")


def text(log: Log, lacking: dict[str, str]) -> str:
    """The page, from the rows that there are."""
    tries = by_case(log.rows(WHAT))
    cases = [confirmed(rows) for rows in tries]
    parts = [
        _head(log, cases),
        "## What must never happen\n" + _targets(cases, tries),
        "## Runs\n" + _kinds(cases),
        _found(cases),
        _doubtful(tries),
        "## What was found, and how it was mended\n" + "\n".join(f"- {one}" for one in MENDED),
        "## What stays\n" + "\n".join(f"- {one}" for one in STAYS),
        _not_run(cases, lacking),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def by_case(rows: Sequence[Row]) -> list[list[Row]]:
    """The tries of each case, in the order in which they were made."""
    found: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["seed"], row["kind"]), []).append(row)
    return list(found.values())


def is_open(tries: Sequence[Row], kind: str) -> bool:
    """Whether the case of a seed is to be tried (again): what hung or lost sound is, until it does not, three times at
    most. A seed that stood for another kind of fault, when the plan was another one, is done with."""
    if not tries:
        return True
    return tries[-1]["kind"] == kind and len(tries) < TRIES and bool(problems(tries[-1]) & {"hang", "lost"})


def confirmed(tries: Sequence[Row]) -> Row:
    """What counts of a case: the last try. A hang or a loss that another try did not show was this machine's; other
    problems are not tried again."""
    return tries[-1]


def problems(row: Row) -> set[str]:
    """Which of the targets the run missed."""
    kinds = [kind for kind in TARGETS if kind]
    return {next((kind for kind in kinds if one.startswith(kind)), "") for one in row["problems"]}


def _head(log: Log, cases: Sequence[Row]) -> str:
    commits = ", ".join(f"{commit} ({runs})" for commit, runs in Counter(row["commit"] for row in cases).items())
    stopped = len(log.rows("stopped"))
    apart = f" {stopped} more, during which another program had stopped this one, count for nothing." if stopped else ""
    return f"""# Faults
Written by `python -m benchmarks.faults` on {date.today():%d %B %Y}. {machine()}; {versions()}.
{len(cases)} runs of real `practice` and `analyze` (answers of about 8 s, Whisper tiny.en, virtual sound cards), by
version and commit: {commits}.{apart}
Each is met by a fault at a random moment. A witness records the same sound from the sound server: what the recording
lacks of what was said before the fault is lost; of faults that should cost nothing, all of the answer counts. Then
`takes list` is called, and in every third run `analyze --again` for what has no report. A hang or a loss is tried
again, twice at most: the machine is shared. What the last try shows counts, and the others are named. Kills, Ctrl-C and
closed windows hit the start (one in ten), the answer (six), the report (two) or the choice after it."""


def _targets(cases: Sequence[Row], tries: Sequence[Sequence[Row]]) -> str:
    every = [row for rows in tries for row in rows]
    lines = []
    for kind, meaning in TARGETS.items():
        last, all_ = (sum(kind in problems(row) for row in rows) for rows in (cases, every))
        lines.append([meaning, f"{last} of {len(cases)}", f"{all_} of {len(every)}"])
    lines.append(["the most sound that was lost", f"{_most(cases):.2f} s", f"{_most(every):.2f} s"])
    return table(["what", "runs", "all tries counted"], lines)


def _most(rows: Iterable[Row]) -> float:
    """Seconds of sound lost."""
    return max((row["lost"] for row in rows if row["lost"] is not None), default=0.0)


def _kinds(cases: Sequence[Row]) -> str:
    names = dict.fromkeys(f"{kind.subject}: {kind.name}" for kind in KINDS)
    lines = []
    for name in names:
        rows = [row for row in cases if row["kind"] == name]
        if not rows:
            continue
        lost = [row["lost"] for row in rows if row["lost"] is not None]
        waits = [row["waited"] - row["starved"] for row in rows if not any(map(_is_hang, row["problems"]))]
        back = sum("Brought back" in row["told"] for row in rows)
        bad = sum(bool(row["problems"]) for row in rows)
        shown = [f"{max(lost):.2f}" if lost else "-", f"{max(waits, default=0.0):.1f}", f"{back}", f"{bad}"]
        lines.append([name, f"{len(rows)}", *shown])
    columns = ["fault", "runs", "most lost, s", "longest without a step, s", "brought back by itself", "with a problem"]
    return table(columns, lines)


def _is_hang(problem: str) -> bool:
    return problem.startswith("hang")


def _found(cases: Iterable[Row]) -> str:
    lines = [f"- {_named(row)}: {_shortly(row['problems'])}" for row in cases if row["problems"]]
    return "## Runs with a problem\n" + "\n".join(lines) if lines else "## Runs with a problem\nNone."


def _doubtful(tries: Iterable[Sequence[Row]]) -> str:
    lines = [
        f"- {_named(rows[0])}: {_shortly(rows[0]['problems'])}"
        for rows in tries
        if rows[0]["problems"] and not confirmed(rows)["problems"]
    ]
    return "## Seen, and not in a later try\n" + "\n".join(lines) if lines else ""


def _named(row: Row) -> str:
    waited = f", no processor for {row['busy']:.0%} of the time before" if "busy" in row else ""
    return f"{row['kind']}, seed {row['seed']}, {row['moment']:.1f} s into the {row['phase']}, {row['commit']}{waited}"


def _shortly(problems: Iterable[str]) -> str:
    return "; ".join(one.splitlines()[0][:160] for one in problems)


def _not_run(cases: Iterable[Row], lacking: dict[str, str]) -> str:
    met = {row["kind"] for row in cases}
    lines = []
    for kind in KINDS:
        name = f"{kind.subject}: {kind.name}"
        if name not in met:
            lines.append(f"- {name}: {lacking.get(kind.needs, 'not drawn yet')}")
    return "## Not run\n" + "\n".join(dict.fromkeys(lines)) if lines else "## Not run\nNothing: every kind was tried."
