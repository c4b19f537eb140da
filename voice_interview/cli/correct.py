"""`takes correct`: what the machine got wrong in a take, set right by a person and kept beside its finding."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voice_interview.cli.completion import take_ids
from voice_interview.cli.moments import moment, stretch
from voice_interview.cli.places import find_take, recordings_option

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from voice_interview.model import Answer, Correction, Report


@click.command()
@click.argument("take_id", metavar="ID", shell_complete=take_ids)
@click.option(
    "--strike", "strikes", type=moment, multiple=True, metavar="TIME", help="The filler at TIME is none: strike it out."
)
@click.option(
    "--add",
    "adds",
    type=(moment, str),
    multiple=True,
    metavar="TIME LABEL",
    help="There is a filler at TIME: um, uh, like, “you know”. A perhaps becomes counted.",
)
@click.option(
    "--mend",
    "mends",
    type=(stretch, str),
    multiple=True,
    metavar="TIME TEXT",
    help="The word at TIME, or the words from TIME-TIME, are really TEXT; an empty TEXT takes them out.",
)
@click.option("--undo", metavar="N|last|all", help="Take back a correction, by its number in the list.")
@click.option("--list", "only_list", is_flag=True, help="Show the corrections and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@recordings_option
def correct(
    take_id: str,
    strikes: tuple[float, ...],
    adds: tuple[tuple[float, str], ...],
    mends: tuple[tuple[tuple[float, float], str], ...],
    undo: str | None,
    only_list: bool,
    as_json: bool,
    recordings: Path | None,
) -> None:
    """Strike out a filler that is none, add one that was missed, mend a misheard word.

    TIME is in seconds (12.4) or as reports show it (1:02.5); `takes show ID --fillers` lists the times. The machine's
    finding stays as it is, the report shows both, and the corrections outlast `analyze --again`. Options can be
    repeated; all of them are done, or none.
    """
    wanted = bool(strikes or adds or mends or undo)
    if wanted == only_list:
        raise click.UsageError("Say what to correct (--strike, --add, --mend, --undo), or give --list.")
    take = find_take(take_id, recordings)
    report = take.report()
    if wanted:
        from voice_interview import analysis
        from voice_interview.correction_list import SPOKEN, without
        from voice_interview.corrections import apply

        heard, kept = take.heard(), take.corrections()
        kept = without(kept, undo, SPOKEN) if undo else kept
        for wish in _wishes(strikes, adds, mends):
            kept = (*kept, wish(apply(heard, kept)[0]))
        report = analysis.again(report, heard, kept, take.earlier())
        take.keep_corrections(kept)
        take.save_report(report)
    _show(report, as_json)


def _wishes(
    strikes: tuple[float, ...],
    adds: tuple[tuple[float, str], ...],
    mends: tuple[tuple[tuple[float, float], str], ...],
) -> list[Callable[[Answer], Correction]]:
    """What is asked for, each still to be found in the answer as it is by then."""
    from datetime import datetime

    from voice_interview.corrections import add_at, mend_at, strike_at

    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return [
        *(partial(mend_at, since=since, until=until, said=said, made_at=now) for (since, until), said in mends),
        *(partial(strike_at, at=at, made_at=now) for at in strikes),
        *(partial(add_at, at=at, label=label, made_at=now) for at, label in adds),
    ]


def _show(report: Report, as_json: bool) -> None:
    from voice_interview.correction_list import SPOKEN

    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(as_corrected(report, SPOKEN)))
    else:
        list_corrections(report, SPOKEN)


def as_corrected(report: Report, kinds: Collection[str]) -> dict[str, Any]:
    """The corrections of these kinds, and every figure that differs from the machine's, for a program."""
    machine = {name: measure.value for name, measure in report.uncorrected.items()}
    figures = {name: measure.value for name, measure in report.measures.items()}
    changed = {name: {"machine": one, "corrected": figures[name]} for name, one in machine.items()}
    changed = {name: pair for name, pair in changed.items() if pair["machine"] != pair["corrected"]}
    made = [outcome for outcome in report.corrections if outcome.correction.what in kinds]
    return {"id": report.id, "corrections": made, "figures": changed}


def list_corrections(report: Report, kinds: Collection[str]) -> None:
    """The same for a person: numbered, as --undo knows them."""
    from voice_interview.reports import corrected

    made = [outcome for outcome in report.corrections if outcome.correction.what in kinds]
    if not made:
        click.echo("There are no corrections in this take.", err=True)
        return
    for number, outcome in enumerate(made, 1):
        click.echo(f"{number}  {corrected.when(outcome)}  {corrected.sentence(outcome)}")
    if machine_alone := corrected.by_the_machine(report):
        click.echo(machine_alone)
