"""`doctor --offline`: the kernel tells whether an interview asks for the network."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
from msgspec import Struct

from voice_interview.cli.demo import ANSWER
from voice_interview.cli.places import cache_folder
from voice_interview.cli.plain import tell
from voice_interview.files import TEMPORARY

if TYPE_CHECKING:
    from voice_interview.witness import Attempt, Witnessed


OWN = "127.0.0.1"

LONGEST = 120.0
"""Seconds after which pages that do not come are given up."""


class Run(Struct, frozen=True, kw_only=True):
    """One command that was watched; `attempts` the internet sockets that it, or a process of its own, asked for, but
    for the one at which `serve` listens: its address is in `listens`."""

    command: str
    exit_code: int
    seconds: float
    attempts: tuple[Attempt, ...]
    listens: str | None = None

    @property
    def is_clean(self) -> bool:
        return self.exit_code == 0 and not self.attempts


class Proof(Struct, frozen=True, kw_only=True):
    """What `doctor --offline --json` prints. `proved` is false, and the exit code 1, where a command asked for the
    network, or failed, and where `reason` says why nothing can be proved here. `left_out` are commands that are not
    installed."""

    schema: str = "voice-interview/offline/1"
    proved: bool
    reason: str = ""
    runs: tuple[Run, ...] = ()
    left_out: tuple[str, ...] = ()


def prove() -> Proof:
    """Run analyze, the demo (which is a practice without a microphone), a report and the pages under the kernel's eyes,
    after a program that does ask for the network and must be seen."""
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
        runs = [_run(command, folder) for command in _commands(folder)]
        if has_pages := _has_pages():
            runs.append(_serve(folder))
    left_out = () if has_pages else ("serve",)
    return Proof(proved=all(run.is_clean for run in runs), runs=tuple(runs), left_out=left_out)


def _has_pages() -> bool:
    return all(find_spec(name) for name in ("fastapi", "uvicorn", "h11"))


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


def _serve(folder: Path) -> Run:
    """Start the pages, ask for one as a browser does, and end them. They are given one internet socket, and while they
    run the kernel's own table must say that it listens, on this machine's own address: such a socket reaches nobody."""
    from voice_interview.witness import listens_at

    click.echo("Watching serve ...", err=True)
    listening: list[str] = []

    def visit(process: subprocess.Popen[str]) -> None:
        ending = threading.Timer(LONGEST, process.kill)
        ending.start()
        try:
            link = urlsplit((process.stdout.readline() if process.stdout else "").strip())
            if link.hostname and link.port:
                listening.extend(listens_at(process.pid))
                _visited(link.hostname, link.port, f"{link.path}?{link.query}")
                process.send_signal(signal.SIGINT)
        except (OSError, HTTPException, ValueError) as error:
            click.echo(f"serve did not answer: {error}", err=True)
            process.kill()
        finally:
            ending.cancel()

    kept = ("serve", "--no-browser", "--recordings", str(folder / "takes"))
    seen = _watch([sys.executable, "-m", "voice_interview", *kept], folder, 1, visit)
    if seen.exit_code:
        click.echo(seen.stderr, err=True)
    if not listening:
        click.echo("serve was not seen to listen.", err=True)
    local = len(listening) == 1 and listening[0].startswith(f"{OWN}:")
    return Run(
        command="serve",
        exit_code=seen.exit_code or int(not local),
        seconds=seen.seconds,
        attempts=tuple(one for one in seen.attempts if not (one.granted and local)),
        listens=listening[0] if local else None,
    )


def _visited(host: str, port: int, path: str) -> None:
    """Ask for a page. Raises OSError, HTTPException; ValueError where another page comes than the one that lets in."""
    with closing(HTTPConnection(host, port, timeout=LONGEST)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        if answer.status != HTTPStatus.OK or not answer.read().startswith(b"<!DOCTYPE html>"):
            raise ValueError(f"it gave {answer.status}")


def _watch(
    command: list[str],
    folder: Path,
    grant: int = 0,
    meanwhile: Callable[[subprocess.Popen[str]], object] = lambda _: None,
) -> Witnessed:
    from voice_interview import witness

    environ = {name: value for name, value in os.environ.items() if name != "CI"}  # where libraries keep quiet anyway
    return witness.watch(command, environ | {"VOICE_INTERVIEW_CACHE": str(cache_folder())}, folder, grant, meanwhile)


def show(proof: Proof, as_json: bool) -> None:
    from voice_interview.reports.content import clean

    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(proof))
        return
    for run in proof.runs:
        asked = f"asked for {len(run.attempts)} internet sockets" if run.attempts else "asked for no internet socket"
        asked = f"asked for one internet socket, which listens at {run.listens}," if run.listens else asked
        failed = f", but failed with exit code {run.exit_code}" if run.exit_code else ""
        mark = "ok  " if run.is_clean else "FAIL"
        tell(f"{mark} {run.command:14}  {asked} in {run.seconds:.0f} s{failed}")
        for attempt in run.attempts:
            click.echo(f"{'':20} {attempt.family} by {clean(attempt.program)}")
    for command in proof.left_out:
        click.echo(f"not run {command}: it is not installed (pip install '.[web]' in the folder of the source)")
    if proof.reason:
        click.echo(proof.reason)
    elif proof.proved:
        click.echo("The kernel saw every socket that these commands, and what they started, asked for.")
