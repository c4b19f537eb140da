"""`python -m benchmarks.hearing`: make sets with exact truth, run programs over sets, score them.

python -m benchmarks.hearing make answers                 a set of our making, into benchmarks/.cache/hearing
python -m benchmarks.hearing score answers nothing        make, run and score sets of our making
python -m benchmarks.hearing score MANIFEST.tsv           run and score recordings of your own
python -m benchmarks.hearing score "NAME=MANIFEST.tsv"    the same, called NAME in the results
python -m benchmarks.hearing score SET --again RUN.jsonl  score what was run before
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.hearing import document, runs, sets, tables, truth
from benchmarks.hearing.found import heard
from benchmarks.hearing.runs import PEER, PLAIN, PROGRAM, Run
from benchmarks.hearing.scores import Judged, judge
from benchmarks.hearing.truth import Clip
from benchmarks.log import version


def main() -> None:
    asked = _arguments()
    try:
        if asked.do == "make":
            for name in asked.sets:
                print(sets.made(name, asked.minutes))
        else:
            _score(asked)
    except (truth.ManifestError, runs.RunError) as error:
        sys.exit(str(error))


def _score(asked: argparse.Namespace) -> None:
    opened = [_open(one, asked.minutes) for one in asked.sets]
    again = [runs.load(path) for path in asked.again]
    parts: dict[str, dict[str, list[Judged]]] = {}
    for name, clips in opened:
        made = runs.of_set(again, name, clips) if again else _run(name, clips, asked)
        if not made:
            raise runs.RunError(f"no run of {name} among {', '.join(path.name for path in asked.again)}")
        parts[name] = {one.name: [judge(clip, heard(one.reports[clip.name])) for clip in clips] for one in made}
    if asked.json:
        print(json.dumps({name: tables.values(part) for name, part in parts.items()}, ensure_ascii=False))
    else:
        print(document.overview(parts, PLAIN))
        for name, part in parts.items():
            print("\n" + document.section(name, part))
            if asked.events:
                print("\n" + tables.events(next(iter(part.values()))))
    if asked.to:
        asked.to.write_text(document.written(parts, PLAIN), encoding="utf-8")


def _open(asked: str, minutes: float | None) -> tuple[str, tuple[Clip, ...]]:
    """The name of a set and its clips."""
    if asked in sets.SETS:
        return asked, truth.read(sets.made(asked, minutes))
    name, _, path = asked.rpartition("=")
    return name or truth.name_of(Path(path)), truth.read(Path(path))


def _run(name: str, clips: Sequence[Clip], asked: argparse.Namespace) -> list[Run]:
    """The program, and plain decoding unless it is not wanted, over all clips; both are kept."""
    commands: dict[str, Sequence[str]] = {asked.run or version(): shlex.split(asked.command or "") or PROGRAM}
    if not asked.no_plain:
        commands[PLAIN] = PEER
    done = []
    for program, command in commands.items():
        done.append(runs.run(program, name, command, clips))
        path = runs.path_of(program, name if asked.minutes is None else f"{name}-{asked.minutes:g}")
        runs.save(done[-1], path)
        took = f"{done[-1].took:.0f} s, {done[-1].worked:.0f} s of processor time"
        print(f"{program} over {name}: {took}; kept in {path.name}", file=sys.stderr)
    return done


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.hearing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands: Any = parser.add_subparsers(dest="do", required=True)
    made = ", ".join(sets.SETS)
    for name, what in (("make", "make sets"), ("score", "run and score sets")):
        command = commands.add_parser(name, help=what)
        command.add_argument("sets", nargs="+", metavar="SET", help=f"{made}" + ", or a manifest" * (name == "score"))
        command.add_argument("--minutes", type=float, help="make sets of this length  [default: in full]")
    command.add_argument("--to", type=Path, metavar="FILE", help="write the results there as Markdown too")
    command.add_argument("--json", action="store_true", help="print plain values")
    command.add_argument("--events", action="store_true", help="print every miss and invention")
    command.add_argument("--again", type=Path, nargs="+", default=[], metavar="RUN", help="only score these runs")
    command.add_argument("--run", metavar="NAME", help="what to call the program run  [default: its version]")
    command.add_argument("--command", help="the program to run  [default: the installed one]")
    command.add_argument("--no-plain", action="store_true", help="leave plain decoding out")
    return parser.parse_args()


if __name__ == "__main__":
    main()
