"""`takes compare`: takes of one question side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli.completion import take_ids
from voice_interview.cli.moments import Moment, play_moments
from voice_interview.cli.output import check_page, page_options, write
from voice_interview.cli.places import find_take, recordings_option
from voice_interview.cli.wiring import show_as

if TYPE_CHECKING:
    from voice_interview.history.comparison import Comparison
    from voice_interview.takes import Take


@click.command()
@click.argument("take_ids", metavar="ID ID...", nargs=-1, required=True, shell_complete=take_ids)
@click.option(
    "--play", "number", type=click.IntRange(min=1), metavar="N", help="Play sentence N of the words from both."
)
@click.option("--device", metavar="NAME|INDEX", help="Speaker to play on.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@page_options
@recordings_option
def compare(
    take_ids: tuple[str, ...],
    number: int | None,
    device: str | None,
    as_json: bool,
    form: str | None,
    output: Path | None,
    recordings: Path | None,
) -> None:
    """Compare takes of one question, each with the one before: figures, story, words."""
    import msgspec

    from voice_interview.history import comparison
    from voice_interview.reports import comparison as words

    if form and number is not None:
        raise click.UsageError("Choose one of --format and --play.")
    check_page(form, output, as_json)
    takes = [find_take(take_id, recordings) for take_id in take_ids]
    found = comparison.compare([take.report() for take in takes])
    if number is not None:
        _play(found, takes, number, device)
    elif as_json:
        click.echo(msgspec.json.encode(found))
    elif form:
        write(_page(found, takes), output)
    else:
        show_as(words.render, found)


def _page(found: Comparison, takes: list[Take]) -> str:
    """The page, with the sound of each take that still has it."""
    from voice_interview.audio import mp3
    from voice_interview.reports.page import comparison as pages

    return pages.page(found, [mp3.encode(take.answer) if take.answer.exists() else b"" for take in takes])


def _play(found: Comparison, takes: list[Take], number: int, device: str | None) -> None:
    """One sentence from each of the two takes that have it."""
    if len(takes) != 2:
        raise click.UsageError("--play goes with two takes.")
    words = found.steps[0].words
    if number > len(words):
        raise click.UsageError(f"There are {len(words)} sentences.")
    for take, passage in zip(takes, (words[number - 1].before, words[number - 1].now), strict=True):
        if passage is None or passage.start is None or passage.end is None:
            click.echo(f"{take.id} does not have it.", err=True)
            continue
        click.echo(f"{take.id}: {passage.text}", err=True)
        play_moments(take.answer, [Moment("", passage.start, passage.start, passage.end)], device)
