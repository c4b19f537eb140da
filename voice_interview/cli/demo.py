"""`demo`: a whole interview in which a bundled answer stands in for yours."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli.places import engine_options, recordings_folder, recordings_option
from voice_interview.cli.profile import profile_option

if TYPE_CHECKING:
    from voice_interview.audio.replay import Replay
    from voice_interview.cli.keys import KeyReader
    from voice_interview.cli.listener import Listener
    from voice_interview.model import Profile
    from voice_interview.takes import Takes

QUESTION = "what-customer-service-means"
ANSWER = Path(__file__).parent.parent / "bundled" / "demo-answer.flac"


@click.command()
@click.option("--mute", is_flag=True, help="Print the question, do not speak it.")
@profile_option
@engine_options
@recordings_option
def demo(mute: bool, profile: Profile | None, engine: str, model: str, recordings: Path | None) -> None:
    """Go through an interview without a microphone.

    The question is spoken where there is a loudspeaker. A bundled answer, spoken by a synthetic voice with fillers on
    purpose, is taken as the recording. The take is kept like any other.
    """
    from voice_interview.cli.signals import as_interrupts
    from voice_interview.takes import Takes

    try:
        with as_interrupts():
            code = _demonstrate(
                mute, Takes(recordings_folder(recordings), profile=profile or "standard"), engine, model
            )
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _demonstrate(mute: bool, takes: Takes, engine: str, model: str) -> int:
    from voice_interview import questions
    from voice_interview.audio.replay import Replay
    from voice_interview.cli import keys, stage
    from voice_interview.cli.beside import beside
    from voice_interview.interview import Rules, Session
    from voice_interview.model import BUNDLED

    question = questions.find(questions.load_packs([questions.shipped_folder()]), QUESTION)
    screen = stage.screen()
    wishes = stage.Wishes(voice="hibari", mute=mute, cues=False, engine=engine, model=model, profile=takes.profile)
    replays: list[Replay] = []

    def replay(path: Path, listener: Listener) -> Replay:
        screen.say("Here you would speak. Instead a bundled answer, spoken by a synthetic voice, is taken as yours.")
        replays.append(Replay(ANSWER, path, listener.feed))
        return replays[-1]

    with keys.reading() as reader, beside() as work:
        source = stage.Input(BUNDLED, replay)
        set_up = stage.set_up(wishes, (takes, source), (screen, _Answered(reader, replays)), work)
        summary = Session(set_up, Rules(think=0, interactive=False)).run([question], 1)
    if summary.interrupted:
        return 130
    take = takes.all()[-1]
    click.echo(f"Kept: {take.folder}\nNow with your own voice: voice-interview practice", err=True)
    return 3 if summary.unfit else 0


class _Answered:
    """The keys, with Enter pressed as soon as the bundled answer has been given."""

    def __init__(self, keys: KeyReader, replays: list[Replay]) -> None:
        self._keys = keys
        self._replays = replays

    def read(self, timeout: float) -> str | None:
        if any(replay.started for replay in self._replays):
            return "enter"
        return self._keys.read(timeout)

    def clear(self) -> None:
        self._keys.clear()

    def suspend(self) -> None:
        self._keys.suspend()
