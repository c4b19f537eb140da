"""The stage of a practice: screen, microphone, speaker and analysis, wired together."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, cast

from voice_interview.cli.places import cache_folder, config_folder
from voice_interview.errors import AudioError, DeviceError, NoMicrophoneError, VoiceInterviewError
from voice_interview.model import SAMPLE_RATE, Company, Profile, Report, StarShares, Transcript

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from voice_interview import takes
    from voice_interview.audio.cues import Cue
    from voice_interview.audio.player import Player
    from voice_interview.cli.keys import KeyReader
    from voice_interview.cli.listener import Listener
    from voice_interview.interview import Stage
    from voice_interview.interview.roles import Microphone, Screen, Take
    from voice_interview.takes import Takes


def screen(as_json: bool = False) -> Screen:
    """The terminal: talk on stderr, each report on stdout, for people or as one line of JSON."""
    from rich.console import Console

    from voice_interview.cli.plain import is_plain
    from voice_interview.cli.screen import TerminalScreen
    from voice_interview.cli.wiring import show

    plain = is_plain(sys.stderr)
    console = Console(stderr=True, highlight=False, force_terminal=False if plain else None, soft_wrap=plain)
    return TerminalScreen(console, _print_json if as_json else show, keys=sys.stdin.isatty())


def _print_json(report: Report) -> None:
    import click
    import msgspec

    click.echo(msgspec.json.encode(report))


@dataclass(frozen=True)
class Input:
    """Where answers come from: its name for people, and how one answer is recorded to a file, while it is listened
    to."""

    name: str
    record: Callable[[Path, Listener], Microphone]


def microphone(choice: str | None, screen: Screen) -> Input:
    """The microphone that was named (and is remembered), else the one of the settings, else the default."""
    from voice_interview.audio.devices import find_input
    from voice_interview.audio.recorder import Recorder
    from voice_interview.cli import settings

    if choice is not None:
        device = find_input(choice)
        settings.save(config_folder(), "device", f"{device.name}, {device.host_api}")
    else:
        remembered = settings.current().text("device")
        try:
            device = find_input(remembered)
        except NoMicrophoneError:
            if remembered is None:
                raise
            device = find_input(None)
            screen.say(f"The microphone of last time, {remembered}, is not here.")
    screen.say(f"Microphone: {device.name}")
    return Input(device.name, lambda path, ear: Recorder(device, path, on_block=ear.feed, on_end=ear.ask))


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the candidate chose of the equipment, and what the answer is compared with: the shares of a story, a
    company's words, the qualities that the questions look for; and by which profile it is judged."""

    voice: str
    mute: bool
    cues: bool
    engine: str
    model: str
    star_shares: StarShares = field(default_factory=StarShares)
    profile: Profile = "standard"
    company: Company | None = None
    looks_for: tuple[str, ...] = ()


def set_up(wishes: Wishes, kept: tuple[Takes, Input], seen: tuple[Screen, KeyReader], work: Executor) -> Stage:
    """Everything that acts in a practice; begins to load the engine. Raises PluginError, AudioError,
    SettingsError."""
    from voice_interview.cli.listener import Listener
    from voice_interview.cli.speech import Speech
    from voice_interview.cli.wiring import own_fillers
    from voice_interview.earlier import Earlier
    from voice_interview.interview import Stage
    from voice_interview.interview.gate import LevelGate

    own_fillers()  # a broken list is told before anybody speaks
    takes, source = kept
    spoken = _renderer(wishes.voice)
    player, missing = _loudspeaker()
    listener = Listener(wishes.engine, wishes.model, work, partial(_meaning, wishes), partial(_ahead, wishes))

    heard = partial(_heard, listener, wishes, spoken if player and not wishes.mute else None)
    earlier = Earlier(takes)

    def record(path: Path) -> Microphone:
        listener.begin()
        work.submit(earlier.read)
        return source.record(path, listener)

    def analyse(take: Take) -> Report:
        report = heard(take)
        if listener.too_slow:
            seen[0].say(listener.too_slow)
        return earlier.beside(report)

    return Stage(
        screen=seen[0],
        keys=seen[1],
        speaker=Speech(spoken, player) if player else None,
        silent_because="The question is printed only, as you asked." if wishes.mute else missing,
        microphone=record,
        device=source.name,
        takes=takes,
        analyse=analyse,
        so_far=heard,
        check=listener.check,
        gate=LevelGate,
        chime=_chime(player) if wishes.cues and player else None,
        clock=time.monotonic,
        now=lambda: datetime.now().astimezone(),
    )


def _loudspeaker() -> tuple[Player | None, str | None]:
    """The loudspeaker, or why there is none."""
    from voice_interview.audio.devices import find_output
    from voice_interview.audio.player import Player

    try:
        return Player(find_output(None)), None
    except AudioError as error:
        return None, f"{error.message} The question is printed only."


def _renderer(voice_name: str) -> Callable[[str], Path]:
    """Text to the sound file in which the voice says it, rendered once. Raises PluginError for a voice nobody knows."""
    from voice_interview import plugins
    from voice_interview.cli.speech import ALONE
    from voice_interview.voices import cache

    voice = plugins.load("voices", voice_name)()

    def spoken(text: str) -> Path:
        with ALONE:
            return cache.rendered(voice, text, cache_folder() / cache.FOLDER)

    return spoken


def _chime(player: Player) -> Callable[[Cue], None]:
    """Sound a cue while the recording goes on."""
    from threading import Thread

    from voice_interview.audio.cues import CUE_RATE, soft_cue

    def sound(cue: Cue) -> None:
        with suppress(DeviceError):  # a cue that cannot be heard is no reason to stop
            player.play_samples(soft_cue(cue), CUE_RATE)

    return lambda cue: Thread(target=sound, args=(cue,), name="cue").start()


def _meaning(wishes: Wishes) -> None:
    """Make ready what the meaning of an answer will be compared with."""
    from voice_interview.meaning import coverage

    if wishes.looks_for or wishes.company:
        coverage.warm(wishes.company)


def _ahead(wishes: Wishes, so_far: Transcript) -> None:
    """Read what was said so far: what is kept of it need not be read when the report is waited for."""
    from voice_interview import meaning
    from voice_interview.meaning import coverage

    meaning.read(so_far, None)
    if wishes.looks_for or wishes.company:
        coverage.ahead(so_far)


def _heard(listener: Listener, wishes: Wishes, spoken: Callable[[str], Path] | None, take: Take) -> Report:
    """The report on what was said in a take until now; `spoken` gives the sound of a question that was heard from the
    loudspeaker."""
    from voice_interview import takes
    from voice_interview.cli.speech import ALONE
    from voice_interview.cli.wiring import Against, judge

    kept = cast(takes.Take, take)
    listener.ask()
    if spoken:
        with ALONE:
            _note_echo(kept, spoken)
    listened, heard_by = listener.hear(kept)
    against = Against(company=wishes.company, star_shares=wishes.star_shares, profile=wishes.profile)
    return judge(kept, listened, heard_by, against)


ECHO_WITHIN = 5.0
"""Seconds at the start of an answer, beside the question's own length, in which its late echo is looked for."""


def _note_echo(take: takes.Take, spoken: Callable[[str], Path]) -> None:
    """Add the fault to the take where its microphone heard the end of the question."""
    from itertools import islice

    import msgspec
    import numpy as np

    from voice_interview.audio import decode
    from voice_interview.hearing.faults import echo

    file = take.load()
    if file.question is None or not file.recording.seconds:
        return
    try:
        prompt = decode.read(spoken(file.question.text))
    except VoiceInterviewError:  # what could not be spoken left no echo
        return
    first = islice(decode.blocks(take.answer, seconds=1.0), round(len(prompt) / SAMPLE_RATE + ECHO_WITHIN))
    fault = echo(np.concatenate(list(first)), prompt)
    if fault:
        take.note(msgspec.structs.replace(file.recording, faults=(fault,)))
