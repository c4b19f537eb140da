"""`practice`: the interview."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import click

from voice_interview.cli.places import (
    cache_folder,
    config_folder,
    engine_options,
    load_engine,
    recordings_folder,
    recordings_option,
)
from voice_interview.cli.questions import load, questions_option
from voice_interview.errors import NoMicrophoneError, NoSpeakerError, TakeError
from voice_interview.model import Kind, Question, Report

if TYPE_CHECKING:
    from voice_interview.audio.devices import Device
    from voice_interview.cli.keys import KeyReader
    from voice_interview.cli.speech import Preload, Speech
    from voice_interview.interview import Rules, Stage
    from voice_interview.interview.roles import Screen, Take
    from voice_interview.takes import Takes

ONE_WAY_TAKES = 2
"""Takes that --one-way allows where --takes says nothing: platforms allow one to three."""

INTERRUPTED, UNFIT = 130, 3


@dataclass(frozen=True, kw_only=True)
class Options:
    """What was asked for on the command line; names as there."""

    question_id: str | None
    ask: str | None
    pack: str | None
    kind: Kind | None
    count: int | None
    shuffle: bool
    seed: int | None
    think: float | None
    limit: float | None
    auto_stop: float | None
    one_way: bool
    takes: int | None
    cues: bool
    mute: bool
    voice: str
    device: str | None
    engine: str
    model: str
    recordings: Path | None
    questions_dir: Path | None

    def refuse(self) -> None:
        """Raise click.UsageError for what cannot be meant."""
        named = self.question_id is not None or self.ask is not None
        if self.question_id is not None and self.ask is not None:
            raise click.UsageError("Give a question's ID or --ask, not both.")
        if named and (self.pack or self.count or self.shuffle or (self.kind and self.question_id)):
            raise click.UsageError("One question was named: --pack, --kind, --count and --shuffle choose among many.")
        if self.takes is not None and not self.one_way:
            raise click.UsageError("--takes belongs to --one-way; elsewhere you may answer as often as you like.")
        if self.seed is not None and not self.shuffle:
            raise click.UsageError("--seed belongs to --shuffle.")
        if self.auto_stop is None and not sys.stdin.isatty():
            raise click.UsageError("Without a terminal there is no key to end an answer: give --auto-stop SECONDS.")


SECONDS = click.FloatRange(min=0, max=7200)


@click.command()
@click.argument("question_id", required=False, metavar="[QUESTION_ID]")
@click.option("--ask", metavar="TEXT", help="A question of your own.")
@click.option("--pack", metavar="PACK", help="Questions of this pack.  [default: customer-service]")
@click.option("--kind", type=click.Choice(get_args(Kind)), help="Questions of this kind; with --ask, its kind.")
@click.option("--count", type=click.IntRange(min=1), help="How many questions, one after the other.")
@click.option("--shuffle", is_flag=True, help="In any order.  [default: the least practised first]")
@click.option("--seed", type=int, help="Makes --shuffle repeatable.")
@click.option("--think", type=SECONDS, metavar="SECONDS", help="Thinking time.  [default: the question's]")
@click.option(
    "--limit", type=click.FloatRange(1, 7200), metavar="SECONDS", help="Longest answer.  [default: the question's]"
)
@click.option(
    "--auto-stop", type=click.FloatRange(0.5, 600), metavar="SECONDS", help="End the answer after this much silence."
)
@click.option("--one-way", is_flag=True, help="As in a one-way video interview: no pause, a set number of takes.")
@click.option("--takes", type=click.IntRange(min=1), help=f"Takes in a one-way interview.  [default: {ONE_WAY_TAKES}]")
@click.option("--cues", is_flag=True, help="Soft sounds 30 s before the end and at the end: wear headphones.")
@click.option("--mute", is_flag=True, help="Print the question, do not speak it.")
@click.option(
    "--voice", default="hibari", show_default=True, help="Who speaks: hibari, or system for your computer's own."
)
@click.option("--device", metavar="NAME|INDEX", help="Microphone; remembered for the next time.")
@engine_options
@recordings_option
@questions_option
def practice(**options: Any) -> None:
    """Hear a question, answer it aloud, and read what was really said.

    Without QUESTION_ID: the question of the pack that you have practised least.
    """
    asked = Options(**options)
    asked.refuse()
    from voice_interview.cli.signals import as_interrupts

    try:
        with as_interrupts():
            code = _practise(asked)
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)


def _practise(asked: Options) -> int:
    from voice_interview.cli import keys
    from voice_interview.interview import Session
    from voice_interview.takes import Takes

    takes = Takes(recordings_folder(asked.recordings))
    questions = _questions(asked, takes)
    screen = _screen()
    device = _microphone(asked.device, screen)
    with keys.reading() as reader:
        stage = _stage(asked, (takes, device), (screen, reader))
        summary = Session(stage, _rules(asked)).run(questions, asked.count)
    if len(summary.reports) > 1:
        _sum_up(summary.reports)
    return INTERRUPTED if summary.interrupted else UNFIT if summary.unfit else 0


def _questions(asked: Options, takes: Takes) -> tuple[Question, ...]:
    from voice_interview import questions as packs
    from voice_interview.interview import plan

    if asked.ask is not None:
        return (packs.own(asked.ask, asked.kind),)
    every = load(asked.questions_dir)
    if asked.question_id is not None:
        return (packs.find(every, asked.question_id),)
    chance = random.Random(asked.seed) if asked.shuffle else None
    return plan.order(plan.choose(every, asked.pack, asked.kind), _practised(takes), chance)


def _practised(takes: Takes) -> tuple[str, ...]:
    """The question of every take; a damaged take counts for none."""
    found = []
    for take in takes.all():
        try:
            file = take.load()
        except TakeError:
            continue
        found += [file.question.id] if file.question else []
    return tuple(found)


def _rules(asked: Options) -> Rules:
    from voice_interview.interview import Rules

    return Rules(
        think=asked.think,
        limit=asked.limit,
        auto_stop=asked.auto_stop,
        takes=(asked.takes or ONE_WAY_TAKES) if asked.one_way else None,
        may_pause=not asked.one_way,
        interactive=sys.stdin.isatty(),
    )


def _screen() -> Screen:
    from rich.console import Console

    from voice_interview.cli.screen import TerminalScreen
    from voice_interview.cli.wiring import show

    return TerminalScreen(Console(stderr=True, highlight=False), show)


def _microphone(choice: str | None, screen: Screen) -> Device:
    """The microphone that was named (and is remembered), else the one of last time, else the default."""
    from voice_interview.audio.devices import find_input
    from voice_interview.cli import settings

    if choice is not None:
        device = find_input(choice)
        settings.save(config_folder(), settings.Settings(device=f"{device.name}, {device.host_api}"))
    else:
        remembered = settings.load(config_folder()).device
        try:
            device = find_input(remembered)
        except NoMicrophoneError:
            if remembered is None:
                raise
            device = find_input(None)
            screen.say(f"The microphone of last time, {remembered}, is not here.")
    screen.say(f"Microphone: {device.name}")
    return device


def _stage(asked: Options, kept: tuple[Takes, Device], seen: tuple[Screen, KeyReader]) -> Stage:
    from voice_interview.audio.recorder import Recorder
    from voice_interview.cli.speech import Preload
    from voice_interview.interview import Stage
    from voice_interview.interview.gate import LevelGate

    takes, device = kept
    screen, reader = seen
    speaker, silent_because = _speaker(asked)
    engine = Preload(lambda: load_engine(asked.engine, asked.model))
    return Stage(
        screen=screen,
        keys=reader,
        speaker=speaker,
        silent_because=silent_because,
        microphone=lambda path: Recorder(device, path),
        device=device.name,
        takes=takes,
        analyse=_analyser(engine),
        check=engine.check,
        gate=LevelGate,
        chime=_chime(speaker) if asked.cues else None,
        clock=time.monotonic,
        now=lambda: datetime.now().astimezone(),
    )


def _speaker(asked: Options) -> tuple[Speech | None, str | None]:
    """Who speaks, if there is a loudspeaker; and why the question is not spoken, if it is not."""
    from voice_interview import plugins
    from voice_interview.audio.devices import find_output
    from voice_interview.audio.player import Player
    from voice_interview.cli.speech import Speech
    from voice_interview.voices import cache

    voice = plugins.load("voices", asked.voice)()
    try:
        player = Player(find_output(None))
    except NoSpeakerError:
        return None, "There is no loudspeaker, so the question is printed only."
    speech = Speech(lambda text: cache.rendered(voice, text, cache_folder() / "spoken"), player)
    return speech, "The question is printed only, as you asked." if asked.mute else None


def _chime(speaker: Speech | None) -> Callable[[], None] | None:
    from voice_interview.cli.speech import write_chime

    if speaker is None:
        return None
    sound = write_chime(cache_folder() / "chime.wav")
    return lambda: cast(None, speaker.play(sound))


def _analyser(engine: Preload) -> Callable[[Take], Report]:
    """Analyse a closed take from its file. (To listen while it is recorded, `Recorder(on_block=...)` would feed the
    same `listening.Listening`, and this would call its `finish`.)"""
    from voice_interview import takes
    from voice_interview.cli.wiring import of_take, progress

    def analyse(take: Take) -> Report:
        if not engine.ready:
            with progress("Loading the Whisper model", None):
                engine.engine()
        return of_take(cast(takes.Take, take), engine.engine())

    return analyse


def _sum_up(reports: tuple[Report, ...]) -> None:
    from voice_interview.reports import summary

    click.echo(summary.render(reports))
