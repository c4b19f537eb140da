"""One recording: from the first live buffer to the key, the limit, the silence or the loss that ends it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto

from voice_interview.errors import DeviceError, VoiceInterviewError
from voice_interview.interview.gate import Patience
from voice_interview.interview.roles import ENTER, PAUSE, QUIT, RETRY, SUSPEND, Microphone, Recorded, Rules, Stage, Take
from voice_interview.model import Question, Recording

TICK = 0.1
"""Seconds between two looks at the microphone: a level and a clock that move ten times a second look alive."""

LIVE_WITHIN = 5.0
"""Seconds that a microphone may take to give its first buffer: Bluetooth headsets need up to 3 s."""

NOTICE_AT = 30.0
"""Seconds before the limit at which the candidate is told."""

SILENT_AFTER = 3.0
"""Seconds of digital silence after which the level says so: a noise gate, or a headset that connects, takes less."""

LOST_AFTER = 5.0
"""Seconds without a block that mean a lost device (facts of the recorder), given again after the program slept."""

ASLEEP = 1.0
"""Seconds between two looks, `TICK` apart, from which the program slept in between: a laptop that was closed, or a
process that was stopped."""

KEPT_FROM = 1.0
"""Seconds of sound from which an answer that was left is kept."""


class End(Enum):
    """What ended a recording."""

    KEY = auto()
    LIMIT = auto()
    SILENCE = auto()
    LOST = auto()
    RETRY = auto()
    QUIT = auto()
    INTERRUPTED = auto()


@dataclass(frozen=True)
class Attempt:
    """A closed recording, its take, and what ended it."""

    take: Take
    recording: Recording
    end: End

    @property
    def seconds(self) -> float:
        return self.recording.seconds or 0.0


def attempt(stage: Stage, rules: Rules, question: Question, may_retry: bool, thought: float | None = None) -> Attempt:
    """Record one answer, after `thought` seconds of thinking. The take is closed whatever happens; Ctrl-C ends it like
    a key. Raises DeviceError, with nothing left on disk, where the microphone gives no sound at all; TakeError, with
    the sound kept, where the disk is full."""
    started = stage.now()
    take = stage.takes.new(question, started)
    microphone = stage.microphone(take.answer)
    listener = _Listener(stage, rules, rules.limit or question.answer_seconds, microphone, may_retry)
    try:
        end = _until_it_ends(stage, microphone, listener)
    except VoiceInterviewError:
        _stopped(microphone)
        take.delete()
        raise
    except Exception:
        _stopped(microphone)
        stage.screen.still()
        stage.screen.say(f"What was recorded is kept in {take.folder}: voice-interview takes recover")
        raise
    finally:
        recorded, broken_off = _stopped(microphone)
        stage.screen.still()
    recording = Recording(
        path=take.answer.name,
        seconds=recorded.seconds,
        sample_rate=recorded.sample_rate,
        device=stage.device,
        overflows=recorded.overflows,
        started_at=started.isoformat(timespec="seconds"),
        cue_at=listener.cue_at,
        think_seconds=thought,
        cuts=recorded.cuts,
    )
    _close(stage, take, recording, microphone.error)
    return Attempt(take, recording, End.INTERRUPTED if broken_off else end)


def _until_it_ends(stage: Stage, microphone: Microphone, listener: _Listener) -> End:
    try:
        microphone.start()
        if microphone.wait_live(LIVE_WITHIN):
            return listener.listen()
    except KeyboardInterrupt:
        return End.INTERRUPTED
    raise DeviceError(
        f"The microphone {stage.device} gave no sound within {LIVE_WITHIN:.0f} s.",
        "Choose another with --device, or look with: voice-interview doctor.",
    )


def _stopped(microphone: Microphone) -> tuple[Recorded, bool]:
    """The closed recording, and whether Ctrl-C came while it was being closed: it is closed all the same."""
    try:
        return microphone.stop(), False
    except KeyboardInterrupt:
        return microphone.stop(), True


def _close(stage: Stage, take: Take, recording: Recording, error: VoiceInterviewError | None) -> None:
    """Write down what is known of the recording; raise what ended it, once the candidate knows where it is."""
    try:
        take.record(recording)
    except VoiceInterviewError as unwritten:
        error = error or unwritten
    if error:
        stage.screen.say(f"What was recorded is kept: {take.folder}")
        raise error


class _Listener:
    """Watches one running recording until something ends it."""

    def __init__(self, stage: Stage, rules: Rules, limit: float, microphone: Microphone, may_retry: bool) -> None:
        self._stage = stage
        self._rules = rules
        self._limit = limit
        self._microphone = microphone
        self._may_retry = may_retry
        self._paused = False
        self._noticed = limit <= NOTICE_AT
        self._heard = False
        self._trusted_from = 0.0
        self._patience: Patience | None = None
        self.cue_at: float | None = None

    def listen(self) -> End:
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
            stage.screen.recording(self._microphone.seconds, self._level(), self._paused)
            seen = stage.clock()

    def _key(self, key: str | None) -> End | None:
        if key == PAUSE:
            self._pause()
        elif key == SUSPEND:
            self._suspend()
        elif key == RETRY and not self._may_retry:
            self._stage.screen.say("This is the last take that you have: go on, Enter ends it.")
        return {ENTER: End.KEY, QUIT: End.QUIT, RETRY: End.RETRY if self._may_retry else None}.get(key or "")

    def _sound(self) -> End | None:
        if self._microphone.error or (self._stage.clock() >= self._trusted_from and self._microphone.lost):
            return End.LOST
        if self._microphone.seconds >= self._limit:
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
        level, seconds = self._microphone.level_dbfs, self._microphone.seconds
        self._heard = self._heard or level is not None
        return -math.inf if level is None and (self._heard or seconds < SILENT_AFTER) else level

    def _notice(self) -> None:
        if not self._noticed and self._limit - self._microphone.seconds <= NOTICE_AT:
            self._noticed = True
            self._stage.screen.say(f"{NOTICE_AT:.0f} seconds left.")
            if self._stage.chime:
                self._stage.chime("soon")
