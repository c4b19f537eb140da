"""`share`: takes as one file for a coach, on request without names, employers, numbers and places."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli import approval
from voice_interview.cli.comments import rubric_option
from voice_interview.cli.completion import take_ids
from voice_interview.cli.places import find_take, recordings_option
from voice_interview.cli.signals import as_interrupts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voice_interview.model import Report, Span
    from voice_interview.packets import Packet, PacketTake
    from voice_interview.redaction import Remover
    from voice_interview.takes import Take


@click.command()
@click.argument("take_ids", metavar="ID...", nargs=-1, required=True, shell_complete=take_ids)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the packet here: packet.zip.",
)
@click.option("--no-audio", is_flag=True, help="Leave the sound out.")
@click.option(
    "--redact",
    is_flag=True,
    help="Take names, employers, numbers and places out of texts and sound, once you approved the list of them.",
)
@click.option(
    "--redact-term",
    "terms",
    multiple=True,
    metavar="TERM",
    help="With --redact: take these words out too. Repeat it for more.",
)
@rubric_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@recordings_option
def share(
    take_ids: tuple[str, ...],
    output: Path,
    no_audio: bool,
    redact: bool,
    terms: tuple[str, ...],
    rubric_file: Path | None,
    yes: bool,
    recordings: Path | None,
) -> None:
    """Put takes into one file for a coach: a page of each to read and hear, its figures, a rubric, the comments.

    Nothing is written before you agreed, and nothing is sent: you send the file.
    """
    from voice_interview import rubric
    from voice_interview.errors import PacketError

    if terms and not redact:
        raise click.UsageError("--redact-term goes with --redact.")
    if not output.absolute().parent.is_dir():
        raise PacketError(f"There is no folder {output.absolute().parent}.", "Choose another place with -o.")
    takes = list({take.folder: take for take in (find_take(one, recordings) for one in take_ids)}.values())
    if rubric_file is not None:
        rubric.load(rubric_file)  # one with a mistake in it is of no use to the coach
    rubric_text = (rubric_file or rubric.shipped_file()).read_text(encoding="utf-8")
    try:
        with as_interrupts():
            packet = _packet(takes, output, rubric_text, terms if redact else None, not no_audio, yes)
            size = _write(packet, output) if packet else 0
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nNothing was written.", err=True)
        sys.exit(130)
    if size:
        click.echo(f"Wrote {output}: {len(takes)} take{'s' * (len(takes) > 1)}, {size / 1e6:.1f} MB.", err=True)
    else:
        click.echo("Nothing was written.", err=True)


def _write(packet: Packet, output: Path) -> int:
    """Write the file, whole or not at all, and return its bytes. Raises PacketError."""
    from voice_interview import packets
    from voice_interview.errors import PacketError
    from voice_interview.files import write_whole

    data = packets.write(packet)
    try:
        write_whole(output, data)
    except OSError as error:
        raise PacketError(f"Cannot write {output}: {error.strerror}.", "Choose another place with -o.") from None
    return len(data)


def _packet(
    takes: Sequence[Take], output: Path, rubric_text: str, terms: tuple[str, ...] | None, audio: bool, yes: bool
) -> Packet | None:
    """What is to be written once a person approved it; None where they did not. `terms` is None where nothing is taken
    out."""
    from voice_interview import profiles, redaction, rubric
    from voice_interview.packets import Packet

    reports = [take.report() for take in takes]
    rubric_text = rubric.text_by_profile(rubric_text, profiles.of(reports))
    remover: Remover | None = None
    if terms is None:
        click.echo(_contents(reports, output, audio), err=True)
        if not approval.confirm("Write it?", yes):
            return None
    else:
        found = redaction.propose(reports, terms)
        remover = approval.approve(found, reports, f"Write {output.name} without them?", yes)
        if remover is None:
            return None
        rubric_text = redaction.rubric_without(rubric_text, remover)
    made = tuple(
        _take(take, report, remover, audio and take.answer.exists())
        for take, report in zip(takes, reports, strict=True)
    )
    return Packet(made, rubric_text, redacted=remover is not None)


def _contents(reports: Sequence[Report], output: Path, audio: bool) -> str:
    """What the packet will hold, for a person to agree to."""
    sound, heard = ("the sound, ", "read and hear") if audio else ("", "read")
    names = "\n".join(f"  {report.id}" for report in reports)
    return (
        f"{output.name} will hold, of each of these takes, the page, {sound}the transcript, the figures and the"
        f" comments:\n{names}\nWhoever has the file can {heard} all of it, names and all; --redact takes names out."
    )


def _take(take: Take, report: Report, remover: Remover | None, audio: bool) -> PacketTake:
    """A take as it goes into the packet. Raises PacketError where a term has no time, so that it cannot be taken out of
    the sound."""
    from voice_interview import redaction
    from voice_interview.errors import PacketError
    from voice_interview.packets import PacketTake

    if remover is None:
        return PacketTake(report.id, report, _mp3(take, ()) if audio else None)
    spans, untimed = redaction.moments(report, remover)
    if audio and untimed:
        term = remover.terms[untimed[0].term].text
        raise PacketError(
            f"“{term}” has no time in {report.id}, so it cannot be taken out of the sound.",
            f"Share without sound (--no-audio), or find the times: voice-interview analyze --again {report.id}.",
        )
    clean = redaction.taken_out(report, remover)
    return PacketTake(clean.id, clean, _mp3(take, spans) if audio else None)


def _mp3(take: Take, without: Sequence[Span]) -> bytes:
    from voice_interview.audio import mp3

    return mp3.encode(take.answer, without)
