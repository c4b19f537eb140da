"""One recording: from the first live buffer to the end of the answer, and of the answers to its follow-ups."""

from __future__ import annotations

from dataclasses import dataclass

from voice_interview.errors import DeviceError, VoiceInterviewError
from voice_interview.interview.dialogue import Dialogue
from voice_interview.interview.roles import Microphone, Recorded, Rules, Stage, Take
from voice_interview.interview.watch import End, Watch
from voice_interview.model import FollowUp, Question, Recording, Report

LIVE_WITHIN = 5.0
"""Seconds that a microphone may take to give its first buffer: Bluetooth headsets need up to 3 s."""

KEPT_FROM = 1.0
"""Seconds of sound from which an answer that was left is kept."""

LAST_TAKE = "This is the last take that you have: go on, Enter ends it."


@dataclass(frozen=True)
class Attempt:
    """A closed recording, its take, and what ended it; `told` whether the candidate knows that it is over. `report` is
    on what was said before the last follow-up, None where none was to be asked."""

    take: Take
    recording: Recording
    end: End
    told: bool = False
    report: Report | None = None

    @property
    def seconds(self) -> float:
        return self.recording.seconds or 0.0


def attempt(stage: Stage, rules: Rules, question: Question, may_retry: bool, thought: float | None = None) -> Attempt:
    """Record one answer, after `thought` seconds of thinking, and the answers to its follow-ups. The take is closed
    whatever happens; Ctrl-C ends it like a key. Raises DeviceError, with nothing left on disk, where the microphone
    gives no sound at all; TakeError, with the sound kept, where the disk is full."""
    started = stage.now()
    take = stage.takes.new(question, started)
    microphone = stage.microphone(take.answer)
    limit = rules.limit or question.answer_seconds
    watch = Watch(stage, rules, limit, microphone, no_retry=None if may_retry else LAST_TAKE)
    dialogue = Dialogue(stage, rules, limit, take, microphone)

    def known(recorded: Recorded, asked: tuple[FollowUp, ...]) -> Recording:
        return Recording(
            path=take.answer.name,
            seconds=recorded.seconds,
            sample_rate=recorded.sample_rate,
            device=stage.device,
            overflows=recorded.overflows,
            started_at=started.isoformat(timespec="seconds"),
            cue_at=watch.cue_at,
            think_seconds=thought,
            cuts=recorded.cuts,
            follow_ups=asked,
        )

    try:
        end = dialogue.go_on(_until_it_ends(stage, microphone, watch), known)
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
    recording = known(recorded, tuple(one for one in dialogue.asked if one.start < recorded.seconds))
    _close(stage, take, recording, microphone.error)
    return Attempt(take, recording, End.INTERRUPTED if broken_off else end, dialogue.told, dialogue.report)


def _until_it_ends(stage: Stage, microphone: Microphone, watch: Watch) -> End:
    try:
        microphone.start()
        if microphone.wait_live(LIVE_WITHIN):
            return watch.listen()
    except KeyboardInterrupt:
        return End.INTERRUPTED
    raise microphone.error or DeviceError(
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
