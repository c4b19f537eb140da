"""`doctor --offline`: the kernel tells whether an interview asks for the network."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from voice_interview.cli.demo import ANSWER
from voice_interview.cli.places import cache_folder
from voice_interview.files import TEMPORARY

if TYPE_CHECKING:
    from voice_interview.witness import Attempt, Witnessed


class Run(Struct, frozen=True, kw_only=True):
    """One command that was watched; `attempts` the internet sockets that it, or a process of its own, asked for."""

    command: str
    exit_code: int
    seconds: float
    attempts: tuple[Attempt, ...]


class Proof(Struct, frozen=True, kw_only=True):
    """What `doctor --offline --json` prints. `proved` is false, and the exit code 1, where a command asked for the
    network, or failed, and where `reason` says why nothing can be proved here."""

    schema: str = "voice-interview/offline/1"
    proved: bool
    reason: str = ""
    runs: tuple[Run, ...] = ()


def prove() -> Proof:
    """Run analyze, the demo (which is a practice without a microphone) and a report under the kernel's eyes, after a
    program that does ask for the network and must be seen."""
    from voice_interview.witness import CannotWitnessError

    try:
        return _prove()
    except CannotWitnessError as error:
        return Proof(proved=False, reason=f"This cannot be proved here. {error}")


def _prove() -> Proof:
    with tempfile.TemporaryDirectory(prefix=TEMPORARY) as name:
        folder = Path(name)
        asking = "import socket\ntry: socket.socket(socket.AF_INET)\nexcept PermissionError: pass"
        seen = _watch([sys.executable, "-c", asking], folder)
        if len(seen.attempts) != 1:
            return Proof(proved=False, reason="This cannot be proved here. A program that asks was not seen.")
        runs = tuple(_run(command, folder) for command in _commands(folder))
    return Proof(proved=all(run.exit_code == 0 and not run.attempts for run in runs), runs=runs)


def _commands(folder: Path) -> tuple[tuple[str, ...], ...]:
    kept = ("--recordings", str(folder / "takes"))
    return (
        ("analyze", str(ANSWER), "--keep", *kept),
        ("demo", "--mute", *kept),
        ("takes", "report", "last", "--format", "html", "-o", str(folder / "report.html"), *kept),
    )


def _run(command: tuple[str, ...], folder: Path) -> Run:
    shown = " ".join(word for word in command[:2] if not Path(word).is_absolute())
    click.echo(f"Watching {shown} ...", err=True)
    seen = _watch([sys.executable, "-m", "voice_interview", *command], folder)
    if seen.exit_code:
        click.echo(seen.stderr, err=True)
    return Run(command=shown, exit_code=seen.exit_code, seconds=seen.seconds, attempts=seen.attempts)


def _watch(command: list[str], folder: Path) -> Witnessed:
    from voice_interview import witness

    environ = {name: value for name, value in os.environ.items() if name != "CI"}  # where libraries keep quiet anyway
    return witness.watch(command, environ | {"VOICE_INTERVIEW_CACHE": str(cache_folder())}, folder)


def show(proof: Proof, as_json: bool) -> None:
    from voice_interview.reports.content import clean

    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(proof))
        return
    for run in proof.runs:
        asked = f"asked for {len(run.attempts)} internet sockets" if run.attempts else "asked for no internet socket"
        failed = f", but failed with exit code {run.exit_code}" if run.exit_code else ""
        mark = "FAIL" if run.attempts or run.exit_code else "ok  "
        click.echo(f"{mark} {run.command:14} {asked} in {run.seconds:.0f} s{failed}")
        for attempt in run.attempts:
            click.echo(f"{'':20} {attempt.family} by {clean(attempt.program)}")
    if proof.reason:
        click.echo(proof.reason)
    elif proof.proved:
        click.echo("The kernel saw every socket that these commands, and what they started, asked for.")
