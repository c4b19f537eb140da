"""`cohort`: what a coach sees of many candidates."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli.cohort_analyze import analyze
from voice_interview.cli.output import write
from voice_interview.cli.wiring import progress, show_as

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voice_interview.candidates import Candidates, Found
    from voice_interview.cli.cohort_pages import Pages
    from voice_interview.cohort.brief import Brief
    from voice_interview.cohort.table import Cohort


@click.group("cohort")
def cohort_group() -> None:
    """Analyse the recordings of many candidates, and see all of them in one table."""


cohort_group.add_command(analyze)


@cohort_group.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write X.csv or X.html."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def report(folder: Path, output: Path | None, as_json: bool) -> None:
    """Tell who in DIR needs what next, and who changed in what.

    A candidate is a folder that holds takes, or a packet, anywhere in DIR. They are told from saved reports, and stand
    in order of need. X.html gets a page for each take beside it, in X-pages, which plays its sound from where it lies.
    """
    import msgspec

    from voice_interview.candidates import Candidates
    from voice_interview.reports.cohort import columns, page, screen

    kind = output.suffix.lower() if output else ""
    if kind not in ("", ".csv", ".html"):
        raise click.UsageError("Name a file that ends in .csv or .html.")
    if as_json and output:
        raise click.UsageError("Choose one of --json and -o.")
    candidates = Candidates(folder)
    found = list(candidates.read())
    _say_what_was_left_out(candidates)
    table = _table(candidates, found)
    if as_json:
        click.echo(msgspec.json.encode(table))
    elif output is None:
        show_as(screen.render, table)
    elif kind == ".csv":
        write(columns.render(table), output)
    else:
        from voice_interview.cli.cohort_pages import Pages

        pages = Pages(output, found)
        write(page.render(table, pages.links), output)
        sys.exit(_pages(pages))


def _table(candidates: Candidates, found: Sequence[Found]) -> Cohort:
    from voice_interview.cohort.table import cohort
    from voice_interview.errors import TakeError

    if not found and not candidates.unread:
        raise TakeError(
            f"There is neither a take with a report nor a packet in {candidates.root}.",
            "Name the folder in which the folders of the candidates lie.",
        )
    briefs: dict[str, list[Brief]] = {}
    for one in found:
        briefs.setdefault(one.candidate, []).append(one.brief)
    return cohort(candidates.name, briefs, candidates.unread)


def _say_what_was_left_out(candidates: Candidates) -> None:
    from voice_interview.reports.content import clean

    for one in candidates.unread:
        click.echo(f"voice-interview: {clean(one.path)}: {clean(one.why)}", err=True)
    if candidates.demos:
        click.echo(f"Left out: {candidates.demos} of the demo, whose voice is no candidate's.", err=True)


def _pages(pages: Pages) -> int:
    """Write what is new of them, beside a bar. Returns the exit code."""
    from voice_interview.reports.content import clean

    failed = 0
    try:
        with progress("Writing pages", len(pages.wanted)) as told:
            for number, failure in enumerate(pages.write(), 1):
                if failure:
                    failed += 1
                    click.echo(f"voice-interview: {clean(failure)}", err=True)
                if told:
                    told(number)
    except KeyboardInterrupt:
        click.echo("Stopped. The same command writes the pages that are missing.", err=True)
        return 130
    made = f"Wrote {pages.written} pages in {pages.folder}"
    click.echo(f"{made}; {len(pages.wanted) - pages.written - failed} were up to date.", err=True)
    return 0
