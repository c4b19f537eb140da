"""`progress`: what changed over weeks of practice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from voice_interview.cli.completion import question_ids
from voice_interview.cli.list_takes import dates, iso_day
from voice_interview.cli.output import check_page, page_options, write
from voice_interview.cli.places import recordings_folder, recordings_option
from voice_interview.cli.tidying import tidy
from voice_interview.cli.wiring import show_as


@click.command()
@click.option(
    "--question", "question_id", metavar="ID", shell_complete=question_ids, help="Only takes of this question."
)
@dates
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@page_options
@recordings_option
def progress(
    question_id: str | None,
    since: datetime | None,
    until: datetime | None,
    as_json: bool,
    form: str | None,
    output: Path | None,
    recordings: Path | None,
) -> None:
    """Show how your figures change over weeks, your bests, and each question's first take and latest."""
    import msgspec

    from voice_interview import listing
    from voice_interview.history import trends
    from voice_interview.reports import progress as words
    from voice_interview.takes import Takes

    check_page(form, output, as_json)
    takes = Takes(recordings_folder(recordings))
    tidy(takes)
    wanted = listing.Wanted(question=question_id, since=iso_day(since), until=iso_day(until))
    practised = listing.practised(takes, wanted)
    for damaged in practised.damaged:
        click.echo(f"voice-interview: {damaged}", err=True)
    if practised.demos:
        click.echo(f"Left out: {practised.demos} of the demo, whose voice is not yours.", err=True)
    found = trends.progress(practised.summaries)
    if as_json:
        click.echo(msgspec.json.encode(found))
        return
    if (found.takes or found.unfit) and form:
        from voice_interview.reports.page import progress as pages

        write(pages.page(found), output)
    elif found.takes or found.unfit:
        show_as(words.render, found)
    elif takes.all():
        click.echo("No take with a report is like that. See all of them: voice-interview takes list.", err=True)
    else:
        click.echo(f"There are no takes in {takes.root} yet. Record one: voice-interview practice.", err=True)
