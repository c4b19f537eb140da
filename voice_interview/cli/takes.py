"""`takes`: what has been recorded."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli.compare import compare
from voice_interview.cli.completion import plugins, take_ids
from voice_interview.cli.correct import correct
from voice_interview.cli.label import label
from voice_interview.cli.list_takes import list_takes
from voice_interview.cli.moments import AFTER, AROUND, Moment, counted, filler_moments, moment, play_moments
from voice_interview.cli.output import output_option, write
from voice_interview.cli.places import find_take, recordings_folder, recordings_option
from voice_interview.cli.removing import delete, purge
from voice_interview.cli.tidying import bring_back, brought_back, tell_lost
from voice_interview.cli.wiring import show, show_as
from voice_interview.earlier import beside_earlier, tellings

if TYPE_CHECKING:
    from voice_interview.plugins import Format
    from voice_interview.takes import Take


@click.group()
def takes() -> None:
    """See, play, correct, recover and delete your takes."""


@takes.command("show")
@click.argument("take_id", metavar="ID", shell_complete=take_ids)
@click.option("--fillers", is_flag=True, help="A table of every filler: when, in which words, found by what, how sure.")
@click.option("--plan", is_flag=True, help="What to leave out so that the answer meets its time, and what stays.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@recordings_option
def show_(take_id: str, fillers: bool, plan: bool, as_json: bool, recordings: Path | None) -> None:
    """Show the report of one take ("last" is the newest)."""
    import msgspec

    from voice_interview import tightening
    from voice_interview.reports import plan as plans
    from voice_interview.reports import proof
    from voice_interview.takes import Takes

    if fillers and plan:
        raise click.UsageError("Choose one of --fillers and --plan.")
    takes = Takes(recordings_folder(recordings))
    bring_back(takes)
    take = takes.find(take_id)
    found = counted(take) if fillers else take.report() if plan else beside_earlier(take.report(), take)
    made = tightening.of_report(found) if plan else None
    if plan and as_json:
        click.echo(msgspec.json.encode(made))
    elif plan:
        show_as(partial(plans.render, plan=made), found)
    elif as_json:
        click.echo(msgspec.json.encode(proof.proof(found) if fillers else found))
    elif fillers:
        show_as(proof.render, found)
    else:
        show(found)


@takes.command()
@click.argument("take_id", metavar="ID", shell_complete=take_ids)
@click.option(
    "--format",
    "form",
    default="md",
    show_default=True,
    metavar="NAME",
    help="One of those above.",
    shell_complete=plugins("formats"),
)
@output_option
@recordings_option
def report(take_id: str, form: str, output: Path | None, recordings: Path | None) -> None:
    """Write the report of one take in another format.

    \b
    md          the whole report to read, in Markdown
    html        a page to read and listen to, in one file
    json        everything, for programs
    csv         the figures: one row for the take
    events-csv  one row for each sentence, filler, pause, hedge ...
    vtt         captions for a player
    textgrid    tiers for Praat
    audacity    labels for Audacity
    """
    from voice_interview import plugins

    take = find_take(take_id, recordings)
    text = _rendered(plugins.load("formats", form), take, output is None and sys.stdout.isatty())
    write(text, output)


def _rendered(render: Format, take: Take, to_screen: bool) -> str:
    """The report of a take in a format; with its sound where the format takes it in."""
    from voice_interview.plugins import SoundFormat

    report = beside_earlier(take.report(), take)
    if not isinstance(render, SoundFormat) or not take.answer.exists():
        return render(report)
    if to_screen:
        raise click.UsageError("This format holds the sound and is no reading for a terminal: name a file with -o.")
    from voice_interview.audio import mp3

    return render.with_sound(report, mp3.encode(take.answer))


@takes.command()
@click.argument("take_id", metavar="ID", shell_complete=take_ids)
@click.option("--at", type=moment, metavar="TIME", help="Only this moment, with a second before it: 12.4 or 1:02.5.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="With --at: N seconds from there, without the second before.",
)
@click.option("--fillers", is_flag=True, help="Only the fillers, one after another, each with a second around it.")
@click.option("--device", metavar="NAME|INDEX", help="Speaker to play on.")
@recordings_option
def play(
    take_id: str, at: float | None, seconds: float | None, fillers: bool, device: str | None, recordings: Path | None
) -> None:
    """Play the answer of one take, or moments of it. Ctrl-C stops."""
    from voice_interview.audio.devices import find_output
    from voice_interview.audio.player import Player

    if at is not None and fillers:
        raise click.UsageError("Choose one of --at and --fillers.")
    if seconds is not None and at is None:
        raise click.UsageError("--seconds goes with --at.")
    take = find_take(take_id, recordings)
    moments: list[Moment] | None = None
    if at is not None:
        moments = [Moment("", at, at - AROUND, at + AFTER) if seconds is None else Moment("", at, at, at + seconds)]
    elif fillers:
        moments = filler_moments(counted(take))
        if not moments:
            click.echo("No filler was found in this take: there is nothing to play.", err=True)
            return
    try:
        if moments is None:
            Player(find_output(device)).play(take.answer)
        else:
            play_moments(take.answer, moments, device)
    except KeyboardInterrupt:
        sys.exit(130)


@takes.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@recordings_option
def reuse(as_json: bool, recordings: Path | None) -> None:
    """Find the same story told to two questions, and answers that come word for word."""
    import msgspec

    from voice_interview.likeness import Index
    from voice_interview.reports import alike
    from voice_interview.takes import Takes

    index = Index(tellings(Takes(recordings_folder(recordings))))
    rows = [(one.id, one.question.text if one.question else None, like) for one, like in index.told_again()]
    if as_json:
        named = [{"take": take, "question": asked, "alike": like} for take, asked, like in rows]
        click.echo(msgspec.json.encode({"compared": len(index.tellings), "found": named}))
        return
    if rows:
        show_as(alike.render, rows)
    click.echo(alike.compared(len(index.tellings), bool(rows)), err=True)


@takes.command()
@recordings_option
def recover(recordings: Path | None) -> None:
    """Bring back takes whose recording was cut off by a crash, a kill or a flat battery.

    Happens by itself before practice, progress, takes list, takes show and analyze --again.
    """
    from voice_interview.takes import Takes

    found = brought_back(Takes(recordings_folder(recordings)))
    for take, seconds in found.kept:
        click.echo(f"{take.id}\t{seconds:.1f} s")
    tell_lost(found)
    if found.kept:
        click.echo("Analyse them: voice-interview analyze --again ID", err=True)
    elif not (found.empty or found.failed):
        click.echo("Nothing to recover: every take was closed properly.", err=True)
    if found.failed:
        raise click.exceptions.Exit(1)


takes.add_command(delete)
takes.add_command(purge)
takes.add_command(correct)
takes.add_command(label)
takes.add_command(list_takes)
takes.add_command(compare)
