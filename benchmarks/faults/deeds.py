"""The faults themselves: what each kind does to a scene."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from benchmarks.faults.disks import SmallDisk
from benchmarks.faults.scene import EARLIER, MODEL, Scene

Deed = Callable[[Scene], None]

IMPATIENCE = 4.0
"""Seconds after which a second Ctrl-C comes at the latest; for two of them the program takes no notice of it."""


def prepare(scene: Scene) -> None:
    """What is so before the program starts."""
    name, disk = scene.case.kind.name, scene.disk
    if name == "disk full before" and isinstance(disk, SmallDisk):
        disk.fill(leave=scene.chance.choice((0, 0, 4096, 8192, 16384)))
    elif name == "read-only before" and isinstance(disk, SmallDisk):
        disk.freeze()
    elif name == "weights truncated":
        _truncate_weights(scene)


def inject(scene: Scene) -> None:
    """The fault, at its moment; those that were there from the beginning come again, and change nothing."""
    DEEDS[scene.case.kind.name](scene)


def send(number: int) -> Deed:
    """The signal to the program, as `kill` sends it; Ctrl-C and a hang-up go to all that runs in the terminal."""

    def deed(scene: Scene) -> None:
        family = scene.program.family() if number in (signal.SIGINT, signal.SIGHUP) else [scene.program.pid]
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    return deed


def _send_twice(scene: Scene) -> None:
    """Ctrl-C, and once more by somebody who is in a hurry."""
    once = send(signal.SIGINT)
    once(scene)
    threading.Timer(scene.chance.uniform(0.1, IMPATIENCE), once, [scene]).start()


def _close_window(scene: Scene) -> None:
    scene.program.close_window()


def _fill(scene: Scene) -> None:
    if isinstance(scene.disk, SmallDisk):
        scene.disk.fill()


def _freeze(scene: Scene) -> None:
    if isinstance(scene.disk, SmallDisk):
        scene.disk.freeze()


def _switch(scene: Scene) -> None:
    """Another microphone is chosen in the system's settings: the stream moves to it."""
    card = scene.card
    card.pactl("load-module", "module-null-sink", "sink_name=other")
    card.pactl("set-default-source", "other.monitor")
    for stream in _streams(card.pactl("list", "source-outputs")):
        with suppress(Exception):
            card.pactl("move-source-output", stream, "other.monitor")


def _streams(listed: str) -> list[str]:
    """The numbers of the streams that a program of ours records by (ALSA's plug-in says its name)."""
    blocks = listed.split("Source Output #")[1:]
    return [block.split("\n", 1)[0].strip() for block in blocks if "ALSA plug-in" in block]


def _kill_listener(scene: Scene) -> None:
    for pid in scene.program.family():
        with suppress(OSError):
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)


def _kill_the_other(scene: Scene) -> None:
    with suppress(ProcessLookupError):
        os.kill(scene.programs[1].pid, signal.SIGKILL)


def _truncate_weights(scene: Scene) -> None:
    """A copy of the weights, cut off anywhere."""
    from voice_interview.cli.places import cache_folder
    from voice_interview.whisper import weights

    folder = scene.folder / "weights"
    shutil.copytree(weights.find(MODEL, cache=cache_folder()).folder, folder)
    file = folder / scene.chance.choice(("model.bin", "model.bin", "model.bin", "config.json", "tokenizer.json"))
    os.truncate(file, int(scene.chance.random() * file.stat().st_size))
    scene.model = str(folder)


def _nothing(_: Scene) -> None:
    """It was so from the beginning."""


DEEDS: dict[str, Deed] = {
    "SIGKILL": send(signal.SIGKILL),
    "SIGTERM": send(signal.SIGTERM),
    "SIGINT": send(signal.SIGINT),
    "SIGINT, and again": _send_twice,
    "SIGHUP": send(signal.SIGHUP),
    "terminal closed": _close_window,
    "disk full before": _nothing,
    "disk full during": _fill,
    "disk full after": _fill,
    "read-only before": _nothing,
    "read-only during": _freeze,
    "microphone unplugged": lambda scene: scene.card.unplug_microphone(),
    "microphone stands still": lambda scene: scene.card.freeze_microphone(),
    "sound server killed": lambda scene: scene.card.stop_daemon(),
    "sound server hangs": lambda scene: scene.card.hang_daemon(),
    "microphone muted": lambda scene: scene.card.mute_microphone(),
    "microphone switched": _switch,
    "clock set back": lambda scene: scene.set_clock(EARLIER),
    "model process killed": _kill_listener,
    "weights truncated": _nothing,
    "two at once": _nothing,
    "two at once, one killed": _kill_the_other,
    "slow disk": _nothing,
    "slow disk, SIGKILL": send(signal.SIGKILL),
}
