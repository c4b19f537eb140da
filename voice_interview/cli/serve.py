"""`serve`: the coach's pages, in the browser of this machine."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli.places import cache_folder, engine_options, recordings_folder, recordings_option
from voice_interview.cli.questions import load, questions_option
from voice_interview.errors import VoiceInterviewError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voice_interview.model import Question


class WebError(VoiceInterviewError):
    code = "web"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="Listen on this port.  [default: a free one]")
@click.option("--no-browser", is_flag=True, help="Open no browser, only print the link.")
@engine_options
@recordings_option
@questions_option
def serve(
    port: int | None,
    no_browser: bool,
    engine: str,
    model: str,
    recordings: Path | None,
    questions_dir: Path | None,
) -> None:
    """Open your takes as pages: list, search, listen, compare, comment.

    Only browsers of this machine get in, and only by the link that is printed: it lets in one browser. Ctrl-C ends it.
    """
    folder = recordings_folder(recordings)
    _run(folder, load(questions_dir), _analysis(folder, engine, model, questions_dir), port or 0, not no_browser)


def _analysis(folder: Path, engine: str, model: str, questions_dir: Path | None) -> list[str]:
    """The program that analyses one recording, which is named after it."""
    told = ["--engine", engine, "--model", model, "--recordings", str(folder.resolve())]
    own = ["--questions", str(questions_dir)] if questions_dir is not None else []
    return [sys.executable, "-m", "voice_interview", "analyze", "--keep", "--json", *told, *own]


def _run(folder: Path, questions: Sequence[Question], command: list[str], port: int, browser: bool) -> None:
    import webbrowser
    from datetime import datetime
    from functools import partial

    from voice_interview.spool import FOLDER, spool
    from voice_interview.takes import Takes

    try:
        from voice_interview.web import app, pages, server
        from voice_interview.web.desk import Desk
        from voice_interview.web.entrance import ENTER, Entrance
        from voice_interview.web.jobs import Jobs
        from voice_interview.web.shelf import Shelf
    except ModuleNotFoundError as error:
        raise WebError(f"The pages need {error.name}.", "In the folder of the source: pip install '.[web]'.") from None

    listening = server.listen(port)
    number = listening.getsockname()[1]
    entrance = Entrance()

    def link() -> str:
        return f"http://{server.ADDRESS}:{number}{ENTER}?token={entrance.token()}"

    with (
        listening,
        spool(cache_folder() / FOLDER) as waiting,
        Jobs(command, waiting) as jobs,
    ):
        shelf = Shelf(Takes(folder), cache_folder())
        desk = Desk(shelf, jobs, tuple(questions), lambda: datetime.now().astimezone())
        made = app.create(desk, entrance, number)
        click.echo(f"Your takes in {folder}: open this link, it works once.", err=True)
        click.echo(link())
        click.echo("Ctrl-C ends it.", err=True)
        _beside(partial(pages.warm, desk))
        if browser:
            # Another link, so that the printed one still works in a browser of your choice.
            _beside(partial(webbrowser.open, link()))
        with suppress(KeyboardInterrupt):  # which the server raises once more, or not, when it has ended by it
            server.Server(made, jobs.ending.set).run([listening])
        click.echo("Ended.", err=True)


def _beside(deed: Callable[[], object]) -> None:
    """Do something that may take its time while the pages are served already."""
    import threading

    threading.Thread(target=deed, daemon=True).start()
