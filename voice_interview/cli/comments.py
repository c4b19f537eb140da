"""`comments`: what people say about takes: written, listed, sent and merged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli.completion import take_ids
from voice_interview.cli.moments import moment
from voice_interview.cli.places import find_take, recordings_folder, recordings_option
from voice_interview.cli.wiring import show_as

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voice_interview.comments import Merged
    from voice_interview.model import Comment, Profile, Rating, Report
    from voice_interview.packets import Packet
    from voice_interview.takes import Take


def rate(written: str | tuple[str, int]) -> tuple[str, int]:
    """CRITERION=4 as its two parts; a mistake is misuse."""
    if isinstance(written, tuple):
        return written
    criterion, _, score = written.rpartition("=")
    if not criterion.strip() or not score.strip().isascii() or not score.strip().isdecimal():
        raise click.BadParameter(f"{written!r} is no rating: write a criterion and a score, result=4.")
    return criterion.strip(), int(score)


rubric_option = click.option(
    "--rubric",
    "rubric_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your own rubric (TOML).  [default: the one that `comments rubric` shows]",
)


@click.group()
def comments() -> None:
    """Comment on takes, rate them, and exchange comments with others."""


@comments.command()
@click.argument("take_id", metavar="ID", shell_complete=take_ids)
@click.argument("text", default="")
@click.option("--at", type=moment, metavar="TIME", help="About this moment: 12.4 or 1:02.5.")
@click.option(
    "--sentence",
    type=click.IntRange(min=1),
    metavar="N",
    help="About sentence N (`takes label ID` shows the numbers).",
)
@click.option(
    "--rate",
    "rates",
    type=rate,
    multiple=True,
    metavar="CRITERION=N",
    help="A score from 1 to 5 by a criterion of the rubric: result=4.",
)
@rubric_option
@click.option("--author", metavar="NAME", help="Who says so.  [default: your login name]")
@recordings_option
def add(
    take_id: str,
    text: str,
    at: float | None,
    sentence: int | None,
    rates: tuple[tuple[str, int], ...],
    rubric_file: Path | None,
    author: str | None,
    recordings: Path | None,
) -> None:
    """Say TEXT about a take, a moment of it or a sentence, or rate it.

    With one --rate the text is its reason. A rating takes the place of your earlier one by the same criterion.
    """
    from msgspec.structs import replace

    from voice_interview.comments import merge
    from voice_interview.reports import commented

    if at is not None and sentence is not None:
        raise click.UsageError("Choose one of --at and --sentence.")
    if not text.strip() and not rates:
        raise click.UsageError('Say something ("Start with the result."), or rate: --rate result=4.')
    if rubric_file is not None and not rates:
        raise click.UsageError("--rubric goes with --rate.")
    _ratings(rates, rubric_file, "standard")  # a mistake in them is told before a take is looked for
    take = find_take(take_id, recordings)
    report = take.report()
    ratings = _ratings(rates, rubric_file, report.provenance.profile)
    pieces: list[tuple[str, Rating | None]] = [("" if len(ratings) > 1 else text, one) for one in ratings]
    if text.strip() and len(ratings) != 1:
        pieces.insert(0, (text, None))
    made = [_made(report, said, rating, at, sentence, author) for said, rating in pieces]
    with take.commenting():
        take.keep_comments(merge(take.comments(), made).comments)
    show_as(commented.render, replace(report, comments=tuple(made)))


def _ratings(rates: Sequence[tuple[str, int]], file: Path | None, profile: Profile) -> list[Rating]:
    from voice_interview import rubric

    if not rates:
        return []
    by = rubric.by_profile(rubric.load(file) if file is not None else rubric.shipped(), profile)
    ratings = [rubric.rate(by, criterion, score) for criterion, score in rates]
    if len({one.criterion for one in ratings}) < len(ratings):
        raise click.UsageError("Two scores by one criterion: give one.")
    return ratings


def _made(
    report: Report, said: str, rating: Rating | None, at: float | None, sentence: int | None, author: str | None
) -> Comment:
    import secrets
    from datetime import datetime

    from voice_interview.comments import Identity, at_moment, on_sentence, whole

    now = datetime.now().astimezone().isoformat(timespec="microseconds")
    by = Identity(secrets.token_hex(8), _login() if author is None else author, now)
    if at is not None:
        return at_moment(report, by, said, at, rating)
    if sentence is not None:
        return on_sentence(report, by, said, sentence - 1, rating)
    return whole(report, by, said, rating)


def _login() -> str:
    """The user's name; raises CommentError where the system knows none."""
    import getpass

    from voice_interview.errors import CommentError

    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):  # before Python 3.13 whatever the look-up raises
        raise CommentError("This system tells no login name.", "Give one: --author NAME.") from None


@comments.command("list")
@click.argument("take_id", metavar="ID", shell_complete=take_ids)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@recordings_option
def list_(take_id: str, as_json: bool, recordings: Path | None) -> None:
    """Show the comments on a take ("last" is the newest)."""
    from voice_interview.reports import commented

    report = find_take(take_id, recordings).report()
    if as_json:
        import msgspec

        shown = {"schema": "voice-interview/comments/1", "id": report.id, "comments": commented.placed(report)}
        click.echo(msgspec.json.encode(shown))
    elif report.comments:
        show_as(commented.render, report)
    else:
        click.echo('There are no comments on this take. Write one: voice-interview comments add ID "TEXT".', err=True)


@comments.command()
@click.argument("take_id", metavar="ID", shell_complete=take_ids)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@recordings_option
def export(take_id: str, output: Path | None, recordings: Path | None) -> None:
    """Write the comments on a take for others.

    One JSON object a line; `comments import` reads it.
    """
    from voice_interview import json_lines
    from voice_interview.errors import CommentError
    from voice_interview.files import write_whole

    take = find_take(take_id, recordings)
    found = take.comments()
    if not found:
        raise CommentError(f"There are no comments on {take.id}.", "Write one: voice-interview comments add.")
    data = json_lines.encode(found)
    if output is None:
        click.echo(data, nl=False)
        return
    try:
        write_whole(output, data)
    except OSError as error:
        raise CommentError(f"Cannot write {output}: {error.strerror}.", "Choose another place with -o.") from None
    click.echo(f"Wrote {len(found)} comment{'s' if len(found) > 1 else ''} to {output}.", err=True)


@comments.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into", metavar="ID", shell_complete=take_ids, help="Put them to this take, whatever take they were made on."
)
@recordings_option
def import_(file: Path, into: str | None, recordings: Path | None) -> None:
    """Take in what others sent: a file of comments, or a packet.

    FILE is what `comments export` or `share` wrote. Takes of a packet that are not here are kept, with their sound and
    report. What is there already stays as it is, so a file can be taken in twice, and those of two coaches one after
    another.
    """
    for take, merged in _taken_in(_read(file), file, into, recordings):
        click.echo(f"{take.id}\t{merged.added} new\t{merged.known} known")
        if merged.different:
            click.echo(
                f"{merged.different} of the known come with other words, redacted or changed: what is here stays.",
                err=True,
            )


def _read(file: Path) -> Packet | dict[str, list[Comment]]:
    """The packet in a file, or its comments by the take that they were made on. Raises CommentError or PacketError."""
    from voice_interview import packets
    from voice_interview.comments import LARGEST, by_take, read
    from voice_interview.errors import CommentError
    from voice_interview.files import ordinary

    try:
        ordinary(file)
        with file.open("rb") as open_file:
            data = open_file.read(LARGEST + 1)
    except OSError as error:
        raise CommentError(f"{file} cannot be read: {error.strerror}.", "Check its permissions.") from None
    return packets.read(file) if data.startswith(b"PK") else by_take(read(data, file.name))


def _taken_in(
    sent: Packet | dict[str, list[Comment]], file: Path, into: str | None, recordings: Path | None
) -> Iterator[tuple[Take, Merged]]:
    """Keep what was sent; each take with what became of its comments. Raises CommentError or TakeError."""
    from voice_interview.comments import merge
    from voice_interview.errors import CommentError

    if not isinstance(sent, dict) and into is None:
        yield from _adopted(sent, recordings)
        return
    found = sent if isinstance(sent, dict) else {one.id: [*one.report.comments] for one in sent.takes}
    found = {id_: those for id_, those in found.items() if those}
    if not found:
        raise CommentError(f"{file.name} holds no comment.", "Export them: voice-interview comments export ID -o FILE.")
    for take, those in _into(into, found, recordings) if into is not None else _at_home(found, file, recordings):
        with take.commenting():
            merged = merge(take.comments(), those)
            if merged.added:
                take.keep_comments(merged.comments)
        yield take, merged


def _adopted(packet: Packet, recordings: Path | None) -> Iterator[tuple[Take, Merged]]:
    from voice_interview import packets
    from voice_interview.takes import Takes

    takes = Takes(recordings_folder(recordings))
    for sent in packet.takes:
        adopted = packets.adopt(sent, takes)
        if adopted.new:
            click.echo(f"A take that was not here: {adopted.take.id} is now in {takes.root}.", err=True)
        yield adopted.take, adopted.comments


def _into(into: str, found: dict[str, list[Comment]], recordings: Path | None) -> list[tuple[Take, list[Comment]]]:
    from msgspec.structs import replace

    take = find_take(into, recordings)
    if len(found) > 1:
        raise click.UsageError(f"The file holds comments on {len(found)} takes: --into is for those of one.")
    return [(take, [replace(one, take=take.id) for those in found.values() for one in those])]


def _at_home(found: dict[str, list[Comment]], file: Path, recordings: Path | None) -> list[tuple[Take, list[Comment]]]:
    """The takes that the comments were made on; those that are not here are named. Raises CommentError where none
    is."""
    from msgspec.structs import replace

    from voice_interview.comments import home
    from voice_interview.errors import CommentError
    from voice_interview.takes import Takes

    takes = Takes(recordings_folder(recordings))
    here = {take.id: take for take in takes.all()}
    taken, strange = [], []
    for id_, those in found.items():
        known = home(id_, here)
        if known is None:
            strange.append(id_ or "no take in particular")
        else:
            taken.append((here[known], [replace(one, take=known) for one in those]))
    if not taken:
        raise CommentError(
            f"{file.name} holds comments on {', '.join(strange[:3])}: nothing of that is in {takes.root}.",
            "Name the take to put them to: --into ID.",
        )
    for id_ in strange:
        click.echo(f"Left out: the comments on {id_}, which is not in {takes.root}.", err=True)
    return taken


@comments.command("rubric")
@rubric_option
def show_rubric(rubric_file: Path | None) -> None:
    """Show what answers are rated by.

    Each criterion, and what an answer of each score does. A file of your own is checked by that too.
    """
    from voice_interview import rubric
    from voice_interview.reports import rating_sheet

    show_as(rating_sheet.render, rubric.load(rubric_file) if rubric_file is not None else rubric.shipped())
