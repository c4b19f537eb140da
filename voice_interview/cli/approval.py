"""What would be taken out of a packet, shown in the terminal, and what a person says to it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from voice_interview.cli.plain import layout

if TYPE_CHECKING:
    from voice_interview.model import Report
    from voice_interview.redaction import Found, Mention, Remover

MOST_MOMENTS = 4
"""Moments of one term that are shown."""

_RANGE = re.compile(r"(\d+)(?:-(\d+))?")

NOBODY = "Nobody can be asked here: this is no terminal. To share without being asked, give --yes."


def approve(found: Sequence[Found], reports: Sequence[Report], question: str, yes: bool) -> Remover | None:
    """The terms that are to go, once a person approved them; None where nothing is to be written. With `yes` all go,
    and the list is only shown."""
    from voice_interview import redaction

    kept = list(range(len(found)))
    while True:
        remover = redaction.remover([found[place].term for place in kept], reports)
        click.echo(_listed(found, kept, remover, reports), err=True)
        if yes:
            return remover
        answer = _asked(f"{question} y, n, or the numbers of those that stay in (2 5-7)")
        if answer in ("y", "yes"):
            return remover
        if answer in ("n", "no", "q"):
            return None
        stay = _numbers(answer, len(found))
        if stay is None:
            click.echo("Write y, n, or numbers from the list, such as 2 5-7.", err=True)
        else:
            kept = [place for place in kept if place + 1 not in stay]


def confirm(question: str, yes: bool) -> bool:
    """Whether a person says so."""
    return yes or _asked(f"{question} y or n") in ("y", "yes")


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(NOBODY)
    answer: str = click.prompt(question, err=True, prompt_suffix=": ")
    return answer.strip().lower()


def _numbers(answer: str, most: int) -> set[int] | None:
    """The numbers in "2 5-7"; None where it is anything else."""
    found: set[int] = set()
    for part in answer.replace(",", " ").split():
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= most:
            return None
        found |= set(range(first, last + 1))
    return found


def _listed(found: Sequence[Found], kept: Sequence[int], remover: Remover, reports: Sequence[Report]) -> str:
    """The terms that go, each with its number, its moments and the words around it; below them what else goes."""
    from voice_interview.redaction import mentions, unheard
    from voice_interview.reports.console import finish, grid, make_console, say

    said = [(number, one) for number, report in enumerate(reports, 1) for one in mentions(report.transcript, remover)]
    console = make_console(layout(sys.stderr)[0], False)
    console.print(say(f"{len(kept) or 'No'} term{'s' * (len(kept) != 1)} to take out of every text and of the sound:"))
    table = grid(3, 8, 24, None)
    for place, number in enumerate(kept):
        mine = [(take, mention) for take, mention in said if mention.term == place]
        where = _where(found[number], mine, len(reports) > 1)
        words = found[number].quote or (_around(reports, mine[0]) if mine else "")
        term, quote = found[number].term, f"“{words}”" if words else ""
        table.add_row(say(number + 1), say(term.kind), say(term.text), say(f"{where}  {quote}"))
    console.print(table)
    unknown = sum(end - start for report in reports for start, end in unheard(report))
    if unknown:
        console.print(say(f"Also {unknown:.1f} s of voice in which no word was recognised go out of the sound."))
    if not any(letter.isupper() for report in reports for letter in report.transcript.text):
        console.print(say("The transcript has no capitals, by which names are found: name them with --redact-term."))
    console.print(say("A name that is not in this list stays: read the transcript, and add it with --redact-term."))
    return finish(console, False).rstrip("\n")


def _around(reports: Sequence[Report], said: tuple[int, Mention]) -> str:
    """A mention with the words around it."""
    from voice_interview.redaction.finding import quote

    number, one = said
    return quote([word.text for word in reports[number - 1].transcript.words], one.first, one.last)


def _where(found: Found, mine: Sequence[tuple[int, Mention]], several: bool) -> str:
    """When a term is said; or in which other text it is."""
    from voice_interview.reports.content import moment

    if not mine:
        absent = {"": "", "yours": "not in any transcript: it may be written otherwise there"}
        return absent.get(found.where, f"in a {found.where}:")
    times = [f"{f'take {take} ' if several else ''}{moment(one.start)}" for take, one in mine]
    more = f" and {len(times) - MOST_MOMENTS} more" if len(times) > MOST_MOMENTS else ""
    return f"{', '.join(times[:MOST_MOMENTS])}{more}"
