"""`takes list`: which takes there are, filtered, sorted, searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from voice_interview.cli.places import cache_folder, recordings_folder, recordings_option
from voice_interview.cli.tidying import tidy

if TYPE_CHECKING:
    from voice_interview.history.summary import Summary
    from voice_interview.takes import Take, TakeFile, Takes

ORDERS = ("date", "question", "kind")


class Row(Struct, frozen=True):
    """A take in the list: what its folder says, its figures where they are asked for, and where the words are said."""

    take: Take
    file: TakeFile
    figures: dict[str, float | None]
    excerpt: str | None


Keeps = Callable[[Row], bool]


class Limit(Struct, frozen=True):
    """A measure whose figure must be `sign` * over `sign` * `limit`."""

    name: str
    limit: float
    sign: int

    def keeps(self, row: Row) -> bool:
        value = row.figures[self.name]
        return value is not None and self.sign * value > self.sign * self.limit


def dates(command: Callable[..., None]) -> Callable[..., None]:
    """The options `--since` and `--until`."""
    day = click.DateTime(formats=["%Y-%m-%d"])
    until = click.option("--until", type=day, metavar="DATE", help="Only takes of that day (2026-03-31) and before.")
    since = click.option("--since", type=day, metavar="DATE", help="Only takes of that day (2026-03-01) and later.")
    return since(until(command))


def in_time(created_at: str, since: datetime | None, until: datetime | None) -> bool:
    """Whether a moment (ISO 8601) lies on these days, by the date where it was made."""
    day = created_at[:10]
    return (since is None or f"{since:%Y-%m-%d}" <= day) and (until is None or day <= f"{until:%Y-%m-%d}")


@click.command("list")
@click.option("--question", "question_id", metavar="ID", help="Only takes of this question.")
@click.option("--kind", metavar="KIND", help="Only questions of this kind: behavioural, philosophy ...")
@dates
@click.option(
    "--text", "query", metavar="WORDS", help='Only takes in which all of this was said: refund* "wrong size".'
)
@click.option("--over", type=(str, float), multiple=True, metavar="MEASURE N", help="Only with more: --over fillers 4.")
@click.option(
    "--under", type=(str, float), multiple=True, metavar="MEASURE N", help="Only with less: --under length 90."
)
@click.option(
    "--sort", "order", default="date", show_default=True, metavar="BY", help="date, question, kind or a measure."
)
@click.option("--reverse", is_flag=True, help="The other way round.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array of takes.")
@recordings_option
def list_takes(
    question_id: str | None,
    kind: str | None,
    since: datetime | None,
    until: datetime | None,
    query: str | None,
    over: tuple[tuple[str, float], ...],
    under: tuple[tuple[str, float], ...],
    order: str,
    reverse: bool,
    recordings: Path | None,
    as_json: bool,
) -> None:
    """List the takes, the newest last."""
    from voice_interview.takes import Takes

    takes = Takes(recordings_folder(recordings))
    tidy(takes)
    limits = [*(Limit(*one, 1) for one in over), *(Limit(*one, -1) for one in under)]
    names = list(dict.fromkeys([one.name for one in limits] + [order] * (order not in ORDERS)))
    found = _rows(takes, names, _hits(takes, query))

    def kept(row: Row) -> bool:
        asked = row.file.question
        return (
            (question_id is None or (asked is not None and asked.id == question_id))
            and (kind is None or (asked is not None and asked.kind == kind))
            and in_time(row.file.created_at, since, until)
            and all(limit.keeps(row) for limit in limits)
        )

    rows = _sorted([row for row in found if kept(row)], order, reverse)
    if as_json:
        _print_json(rows)
        return
    if not rows:
        _say_none(takes)
    for row in rows:
        click.echo("\t".join(_cells(row)))


def _hits(takes: Takes, query: str | None) -> dict[str, str] | None:
    """Where the words were said, by the id of the take; None where none are asked for."""
    if query is None:
        return None
    from voice_interview.reports.content import clean
    from voice_interview.search import search

    return {hit.id: hit.excerpt for hit in search(takes, clean(query), cache_folder())}


def _rows(takes: Takes, names: Sequence[str], hits: dict[str, str] | None) -> list[Row]:
    from voice_interview.errors import TakeError

    rows, known = [], set[str]()
    for take in takes.all():
        if hits is not None and take.id not in hits:
            continue
        try:
            file = take.load()
            measures = _summary(take).measures if names and take.has_report else {}
        except TakeError as error:
            click.echo(f"voice-interview: {error}", err=True)
            continue
        known |= measures.keys()
        figures = {name: measures[name].value if name in measures else None for name in names}
        rows.append(Row(take, file, figures, hits[take.id] if hits else None))
    _check(names, known)
    return rows


def _summary(take: Take) -> Summary:
    from voice_interview.history.summary import Summary

    return take.report_as(Summary)


def _check(names: Iterable[str], known: set[str]) -> None:
    """A measure that no take has is a slip of the pen; where there are no reports nobody can tell."""
    strange = [name for name in names if name not in known] if known else []
    if strange:
        raise click.UsageError(f"No take has the measure {strange[0]!r}. There are: {', '.join(sorted(known))}.")


def _sorted(rows: list[Row], order: str, reverse: bool) -> list[Row]:
    """Takes without the figure, or without a question, stand at the end either way."""

    def rank(row: Row) -> str | float | None:
        if order == "date":
            return row.file.created_at
        if order in ORDERS:
            return (
                str(getattr(row.file.question, "id" if order == "question" else order)) if row.file.question else None
            )
        return row.figures[order]

    ranked = [(value, row) for row in rows if (value := rank(row)) is not None]
    last = [row for row in rows if rank(row) is None]
    return [row for _, row in sorted(ranked, key=lambda pair: pair[0], reverse=reverse)] + last


def _print_json(rows: Sequence[Row]) -> None:
    import msgspec

    shown = []
    for row in rows:
        figures = {"figures": row.figures} if row.figures else {}
        excerpt = {"excerpt": row.excerpt} if row.excerpt is not None else {}
        shown.append(msgspec.to_builtins(row.file) | figures | excerpt)
    click.echo(msgspec.json.encode(shown))


def _say_none(takes: Takes) -> None:
    if takes.all():
        click.echo("No take is like that. See all of them: voice-interview takes list.", err=True)
    else:
        click.echo(f"There are no takes in {takes.root} yet. Record one: voice-interview practice.", err=True)


def _cells(row: Row) -> list[str]:
    from voice_interview.reports.content import DASH, clean, number

    seconds = row.file.recording.seconds
    length = "unfinished" if seconds is None else f"{seconds:.0f} s"
    asked = row.file.question.text if row.file.question else "(no question)"
    figures = [f"{name} {DASH if value is None else number(value)}" for name, value in row.figures.items()]
    said = [row.excerpt] if row.excerpt is not None else []
    cells = [row.take.id, length, "report" if row.take.has_report else "no report", asked, *figures, *said]
    return [clean(cell) for cell in cells]
