"""Watches one recording until something ends the answer: a key, the limit, silence, or the loss of the device."""

from __future__ import annotations

import math
from enum import Enum, auto

from voice_interview.interview.gate import Patience
from voice_interview.interview.roles import ENTER, PAUSE, QUIT, RETRY, SUSPEND, Microphone, Rules, Stage

TICK = 0.1
"""Seconds between two looks at the microphone: a level and a clock that move ten times a second look alive."""

NOTICE_AT = 30.0
"""Seconds before the limit at which the candidate is told."""

SILENT_AFTER = 3.0
"""Seconds of digital silence after which the level says so: a noise gate, or a headset that connects, takes less."""

LOST_AFTER = 5.0
"""Seconds without a block that mean a lost device (facts of the recorder), given again after the program slept."""

ASLEEP = 1.0
"""Seconds between two looks, `TICK` apart, from which the program slept in between: a laptop that was closed, or a
process that was stopped."""


class End(Enum):
    """What ended a recording."""

    KEY = auto()
    LIMIT = auto()
    SILENCE = auto()
    LOST = auto()
    RETRY = auto()
    QUIT = auto()
    INTERRUPTED = auto()


class Watch:
    """Watches one answer, which begins at the second `since` of its recording and may last `limit` seconds. `no_retry`
    says why it cannot be started over; None where it can."""

    def __init__(
        self,
        stage: Stage,
        rules: Rules,
        limit: float,
        microphone: Microphone,
        *,
        no_retry: str | None = None,
        since: float = 0.0,
    ) -> None:
        self._stage = stage
        self._rules = rules
        self._limit = limit
        self._microphone = microphone
        self._no_retry = no_retry
        self._since = since
        self._paused = False
        self._noticed = limit <= NOTICE_AT
        self._heard = False
        self._trusted_from = 0.0
        self._patience: Patience | None = None
        self.cue_at: float | None = None

    @property
    def _seconds(self) -> float:
        """Recorded of this answer so far."""
        return self._microphone.seconds - self._since

    def listen(self) -> End:
        """Tell the candidate to speak, and wait for the end of the answer."""
        stage = self._stage
        stage.keys.clear()
        self.cue_at = self._microphone.seconds
        stage.screen.speak_now()
        silence, seen = self._rules.auto_stop, stage.clock()
        self._patience = Patience(silence, stage.gate(), seen) if silence else None
        while True:
            key = stage.keys.read(TICK)
            if stage.clock() - seen > ASLEEP:
                self._woke()
            end = self._key(key) or self._sound()
            if end:
                return end
            self._notice()
            stage.screen.recording(self._seconds, self._level(), self._paused)
            seen = stage.clock()

    def _key(self, key: str | None) -> End | None:
        if key == PAUSE:
            self._pause()
        elif key == SUSPEND:
            self._suspend()
        elif key == RETRY and self._no_retry:
            self._stage.screen.say(self._no_retry)
        return {ENTER: End.KEY, QUIT: End.QUIT, RETRY: None if self._no_retry else End.RETRY}.get(key or "")

    def _sound(self) -> End | None:
        if self._microphone.error or (self._stage.clock() >= self._trusted_from and self._microphone.lost):
            return End.LOST
        if self._seconds >= self._limit:
            return End.LIMIT
        if self._patience is None:
            return None
        if self._paused:
            self._patience.hold(self._stage.clock())
        elif self._patience.over(self._microphone.level_dbfs, self._stage.clock()):
            return End.SILENCE
        return None

    def _pause(self) -> None:
        if not self._rules.may_pause:
            self._stage.screen.say("There is no pause in a one-way interview.")
        elif self._paused:
            self._microphone.resume()
            self._paused = False
        else:
            self._microphone.pause()
            self._paused = True

    def _suspend(self) -> None:
        """While the program is suspended nothing is recorded: that is a pause, and a cut, like any other."""
        if not self._paused:
            self._microphone.pause()
        self._stage.screen.still()
        self._stage.keys.suspend()
        if not self._paused:
            self._microphone.resume()
        self._woke()

    def _woke(self) -> None:
        """While nothing ran no block came, which says nothing of the device, and nobody was silent."""
        now = self._stage.clock()
        self._trusted_from = now + LOST_AFTER
        if self._patience:
            self._patience.hold(now)

    def _level(self) -> float | None:
        level = self._microphone.level_dbfs
        self._heard = self._heard or level is not None
        return -math.inf if level is None and (self._heard or self._seconds < SILENT_AFTER) else level

    def _notice(self) -> None:
        if not self._noticed and self._limit - self._seconds <= NOTICE_AT:
            self._noticed = True
            self._stage.screen.say(f"{NOTICE_AT:.0f} seconds left.")
            if self._stage.chime:
                self._stage.chime("soon")


def tell_end(stage: Stage, end: End, seconds: float) -> None:
    """Tell the candidate that the answer is over, and how long the recording is by now."""
    if end is End.LIMIT:
        stage.screen.say("Time is up.")
        if stage.chime:
            stage.chime("end")
    elif end is End.LOST:
        stage.screen.say(f"The microphone {stage.device} went away. What was recorded until then is kept.")
    if end not in (End.QUIT, End.INTERRUPTED):
        stage.screen.say(f"Recorded: {seconds:.0f} s.")
