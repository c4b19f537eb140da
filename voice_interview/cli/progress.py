"""`progress`: what changed over weeks of practice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli.demo import BUNDLED
from voice_interview.cli.list_takes import dates, in_time
from voice_interview.cli.places import recordings_folder, recordings_option
from voice_interview.cli.tidying import tidy
from voice_interview.cli.wiring import show_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voice_interview.history.summary import Summary
    from voice_interview.takes import Takes


@click.command()
@click.option("--question", "question_id", metavar="ID", help="Only takes of this question.")
@dates
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@recordings_option
def progress(
    question_id: str | None, since: datetime | None, until: datetime | None, as_json: bool, recordings: Path | None
) -> None:
    """Show how your figures change over weeks, your bests, and each question's first take and latest."""
    import msgspec

    from voice_interview.history import trends
    from voice_interview.reports import progress as words
    from voice_interview.takes import Takes

    takes = Takes(recordings_folder(recordings))
    tidy(takes)
    found = trends.progress(
        one
        for one in _summaries(takes)
        if (question_id is None or (one.question is not None and one.question.id == question_id))
        and in_time(one.created_at, since, until)
    )
    if as_json:
        click.echo(msgspec.json.encode(found))
        return
    if found.takes or found.unfit:
        show_as(words.render, found)
    elif takes.all():
        click.echo("No take with a report is like that. See all of them: voice-interview takes list.", err=True)
    else:
        click.echo(f"There are no takes in {takes.root} yet. Record one: voice-interview practice.", err=True)


def _summaries(takes: Takes) -> Iterator[Summary]:
    """Of every take that has a report, but for the demo's; one that cannot be read is told of and left out."""
    from voice_interview.errors import TakeError
    from voice_interview.history.summary import Summary

    demos = 0
    for take in takes.all():
        try:
            found = take.report_as(Summary) if take.has_report else None
        except TakeError as error:
            click.echo(f"voice-interview: {error}", err=True)
            continue
        if found is not None and found.recording.device == BUNDLED:
            demos += 1
        elif found is not None:
            yield found
    if demos:
        click.echo(f"Left out: {demos} of the demo, whose voice is not yours.", err=True)
