"""A question or a follow-up, spoken until it has been heard, or until a key says that this is enough."""

from __future__ import annotations

from voice_interview.interview.roles import ENTER, QUIT, SUSPEND, Playback, Stage
from voice_interview.interview.watch import TICK


def speak(stage: Stage, text: str, above: str) -> bool:
    """Speak `text`, of which the screen shows `above`, such as "the question above"; False if the candidate leaves."""
    if stage.silent_because is not None or stage.speaker is None:
        stage.screen.say(stage.silent_because or f"There is no speaker: read {above}.")
        return True
    playback = stage.speaker.say(text)
    try:
        if not _hear_out(stage, playback):
            return False
    finally:
        playback.stop()
        stage.screen.still()
    if playback.problem:
        stage.screen.say(f"{playback.problem} Read {above}.")
    return True


def read_key(stage: Stage) -> str | None:
    """The next key; the program is suspended here where that is the key."""
    key = stage.keys.read(TICK)
    if key == SUSPEND:
        stage.screen.still()
        stage.keys.suspend()
    return key


def _hear_out(stage: Stage, playback: Playback) -> bool:
    while playback.phase != "over":
        stage.screen.speaking(playback.phase)
        key = read_key(stage)
        if key == QUIT:
            return False
        if key == ENTER:
            break
    return True
