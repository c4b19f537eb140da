"""`takes`: what has been recorded."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli.places import recordings_folder, recordings_option
from voice_interview.cli.wiring import show

if TYPE_CHECKING:
    from voice_interview.takes import Take


@click.group()
def takes() -> None:
    """See, play, recover and delete your takes."""


@takes.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array of takes.")
@recordings_option
def list_(recordings: Path | None, as_json: bool) -> None:
    """List the takes, the newest last."""
    import msgspec

    from voice_interview.errors import TakeError
    from voice_interview.takes import Takes

    folder = recordings_folder(recordings)
    found = Takes(folder).all()
    rows = []
    for take in found:
        try:
            rows.append(take.load())
        except TakeError as error:
            click.echo(f"voice-interview: {error}", err=True)
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    if not rows:
        click.echo(f"There are no takes in {folder} yet. Record one: voice-interview practice.", err=True)
    for take, row in ((Takes(folder).find(r.id), r) for r in rows):
        seconds = row.recording.seconds
        length = "unfinished" if seconds is None else f"{seconds:.0f} s"
        asked = row.question.text if row.question else "(no question)"
        click.echo(f"{take.id}\t{length}\t{'report' if take.has_report else 'no report'}\t{asked}")


@takes.command("show")
@click.argument("take_id", metavar="ID")
@recordings_option
def show_(take_id: str, recordings: Path | None) -> None:
    """Show the report of one take ("last" is the newest)."""
    show(_find(take_id, recordings).report())


@takes.command()
@click.argument("take_id", metavar="ID")
@click.option("--format", "form", default="md", show_default=True, help="md or json.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@recordings_option
def report(take_id: str, form: str, output: Path | None, recordings: Path | None) -> None:
    """Write the report of one take in another format."""
    from voice_interview import plugins

    text: str = plugins.load("formats", form)(_find(take_id, recordings).report())
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    from voice_interview.errors import TakeError
    from voice_interview.files import write_whole

    try:
        write_whole(output, text.encode())
    except OSError as error:
        raise TakeError(f"Cannot write {output}: {error.strerror}.", "Choose another place with -o.") from None
    click.echo(f"Wrote {output}.", err=True)


@takes.command()
@click.argument("take_id", metavar="ID")
@click.option("--device", metavar="NAME|INDEX", help="Speaker to play on.")
@recordings_option
def play(take_id: str, device: str | None, recordings: Path | None) -> None:
    """Play the answer of one take."""
    from voice_interview.audio.devices import find_output
    from voice_interview.audio.player import Player

    take = _find(take_id, recordings)
    Player(find_output(device)).play(take.answer)


@takes.command()
@click.argument("take_ids", metavar="ID...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@recordings_option
def delete(take_ids: tuple[str, ...], yes: bool, recordings: Path | None) -> None:
    """Delete takes for good: the sound and all that was found in it."""
    found = [_find(take_id, recordings) for take_id in take_ids]
    for take in found:
        click.echo(take.id, err=True)
    if not yes:
        click.confirm(f"Delete {len(found)} for good?", abort=True, err=True)
    for take in found:
        take.delete()


@takes.command()
@recordings_option
def recover(recordings: Path | None) -> None:
    """Bring back takes whose recording was cut off by a crash, a kill or a flat battery."""
    from voice_interview.audio.recorder import repair
    from voice_interview.takes import Takes

    folder = recordings_folder(recordings)
    kept = Takes(folder).recover(time.time(), _runs, repair)
    for take, seconds in kept:
        click.echo(f"{take.id}\t{seconds:.1f} s")
    if kept:
        click.echo("Analyse them: voice-interview analyze --again ID", err=True)
    else:
        click.echo("Nothing to recover: every take was closed properly.", err=True)


def _runs(pid: int) -> bool:
    """Whether a process of that number exists. On Windows, where asking would end it, none is said to."""
    if os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _find(take_id: str, recordings: Path | None) -> Take:
    from voice_interview.takes import Takes

    return Takes(recordings_folder(recordings)).find(take_id)
