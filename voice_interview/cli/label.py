"""`takes label`: what the sentences of an answer do, set right by a person; as training data only where they say so."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli.completion import take_ids
from voice_interview.cli.correct import as_corrected, list_corrections
from voice_interview.cli.moments import moment
from voice_interview.cli.places import find_take, recordings_option
from voice_interview.model import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from voice_interview.model import Correction, Label, Presence, Report, Transcript

LABELS: tuple[Label, ...] = ("situation", "task", "action", "result", "learning", "other")
"""What a person can call a sentence."""


def label_named(written: str) -> Label:
    """A label, by its name or its first letter; a mistake is misuse."""
    found = [one for one in LABELS if written.lower() in (one, one[0])]
    if not found:
        raise click.BadParameter(f"{written!r} is no label: write {', '.join(LABELS)}, or the first letter of one.")
    return found[0]


@click.command()
@click.argument("take_ids", metavar="ID...", nargs=-1, required=True, shell_complete=take_ids)
@click.option(
    "--sentence",
    "sentences",
    type=(click.IntRange(min=1), label_named),
    multiple=True,
    metavar="N LABEL",
    help="Sentence N is LABEL: situation, task, action, result, learning, other.",
)
@click.option(
    "--at",
    "moments",
    type=(moment, label_named),
    multiple=True,
    metavar="TIME LABEL",
    help="The sentence at TIME is LABEL.",
)
@click.option(
    "--part",
    "parts",
    type=(click.Choice(PARTS), click.Choice(("yes", "implied", "no"))),
    multiple=True,
    metavar="PART yes|implied|no",
    help="Whether the answer has this part, wherever it is.",
)
@click.option("--story", type=click.Choice(("yes", "no")), help="Whether the answer tells a story.")
@click.option("--undo", metavar="N|last|all", help="Take back a correction, by its number in the list.")
@click.option("--list", "only_list", is_flag=True, help="Show the corrections and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "--export",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write these answers, as labelled, to FILE as training data. It says first what that holds.",
)
@click.option("--yes", is_flag=True, help="With --export: do not ask.")
@recordings_option
def label(
    take_ids: tuple[str, ...],
    sentences: tuple[tuple[int, Label], ...],
    moments: tuple[tuple[float, Label], ...],
    parts: tuple[tuple[str, Presence], ...],
    story: str | None,
    undo: str | None,
    only_list: bool,
    as_json: bool,
    export: Path | None,
    yes: bool,
    recordings: Path | None,
) -> None:
    """Set right what a sentence does, whether a part is there, whether a story is told.

    With an ID alone the sentences are shown with their numbers. The machine's reading stays as it is, the report shows
    both, and the corrections outlast `analyze --again`. Options can be repeated; all of them are done, or none.
    """
    wishes = _wishes(sentences, moments, parts, story)
    _refuse(len(take_ids), bool(wishes or undo), only_list or as_json, export is not None, yes)
    if export is not None:
        _export(take_ids, recordings, export, yes)
        return
    take = find_take(take_ids[0], recordings)
    report = take.report()
    if wishes or undo:
        from voice_interview import analysis
        from voice_interview.correction_list import LABELS as KINDS
        from voice_interview.correction_list import without

        kept = take.corrections()
        kept = without(kept, undo, KINDS) if undo else kept
        kept = (*kept, *(wish(report.transcript) for wish in wishes))
        report = analysis.again(report, take.heard(), kept, take.earlier())
        take.keep_corrections(kept)
        take.save_report(report)
    _show(report, as_json, bool(wishes or undo or only_list))


def _refuse(takes: int, changes: bool, shows: bool, exports: bool, yes: bool) -> None:
    """Raise click.UsageError for what cannot be meant together."""
    if exports and (changes or shows):
        raise click.UsageError("--export stands alone: label first, then export.")
    if yes and not exports:
        raise click.UsageError("--yes belongs to --export.")
    if takes > 1 and not exports:
        raise click.UsageError("Label one take at a time; several go with --export.")


def _wishes(
    sentences: tuple[tuple[int, Label], ...],
    moments: tuple[tuple[float, Label], ...],
    parts: tuple[tuple[str, Presence], ...],
    story: str | None,
) -> list[Callable[[Transcript], Correction]]:
    """What is asked for, each still to be found in the answer."""
    from datetime import datetime

    from voice_interview import label_corrections as found

    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return [
        *(partial(found.label_sentence, number=number, label=label, made_at=now) for number, label in sentences),
        *(partial(found.label_at, at=at, label=label, made_at=now) for at, label in moments),
        *(partial(found.set_part, part=part, present=there, made_at=now) for part, there in parts),
        *([partial(found.set_story, told=story == "yes", made_at=now)] if story else []),
    ]


def _show(report: Report, as_json: bool, corrections: bool) -> None:
    import msgspec

    from voice_interview.cli.wiring import show_as
    from voice_interview.correction_list import LABELS as KINDS
    from voice_interview.reports import corrected, labels

    if as_json:
        click.echo(msgspec.json.encode(as_corrected(report, KINDS) | labels.rows(report)))
        return
    if not corrections:
        show_as(labels.render, report)
        return
    list_corrections(report, KINDS)
    if corrected.waits_for_a_story(report):
        click.echo(
            f"The machine finds no story here. If one is told: voice-interview takes label {report.id} --story yes",
            err=True,
        )


def _export(take_ids: tuple[str, ...], recordings: Path | None, target: Path, yes: bool) -> None:
    """Write the answers of these takes as training data, after saying what that is and asking."""
    from voice_interview.errors import TakeError
    from voice_interview.files import write_whole
    from voice_interview.reports import training

    reports = {take.id: take.report() for take in (find_take(one, recordings) for one in take_ids)}
    lines = [training.line(report) for report in reports.values()]
    click.echo(training.contents(target.name, len(lines)), err=True)
    if not yes:
        click.confirm("Write it?", abort=True, err=True)
    try:
        write_whole(target, b"".join(line + b"\n" for line in lines))
    except OSError as error:
        raise TakeError(f"Cannot write {target}: {error.strerror}.", "Choose another place.") from None
    click.echo(f"Wrote {target}.", err=True)
