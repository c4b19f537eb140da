"""Follow-ups to an answer: its recording is held while they are asked, and goes on with the answer to each."""

from __future__ import annotations

from collections.abc import Callable

from voice_interview.errors import VoiceInterviewError
from voice_interview.interview.asking import speak
from voice_interview.interview.follow_up import choose
from voice_interview.interview.roles import Microphone, Recorded, Rules, Stage, Take
from voice_interview.interview.watch import End, Watch, tell_end
from voice_interview.model import FollowUp, Recording, Report

ANSWERED = (End.KEY, End.LIMIT, End.SILENCE)
"""Ends after which somebody is there to go on."""

NO_RETRY = "An answer that a follow-up was asked to cannot be started over: go on, Enter ends it."

Known = Callable[[Recorded, tuple[FollowUp, ...]], Recording]
"""All that is known of a recording, from what the microphone says of it and what was asked."""


class Dialogue:
    """What is asked after one answer. `asked` are the follow-ups that were asked, `report` is on all that was said
    before the last of them (None before one was looked for), and `told` whether the candidate knows that the last
    answer is over."""

    def __init__(self, stage: Stage, rules: Rules, limit: float, take: Take, microphone: Microphone) -> None:
        self._stage = stage
        self._rules = rules
        self._limit = limit
        self._take = take
        self._microphone = microphone
        self.asked: tuple[FollowUp, ...] = ()
        self.report: Report | None = None
        self.told = False

    def go_on(self, end: End, known: Known) -> End:
        """Ask for as long as there is something to ask; gives what ended the last answer. Whatever fails here ends the
        asking and nothing else: the analysis of the whole will meet it again, and say it."""
        try:
            while end in ANSWERED and len(self.asked) < self._rules.follow_ups:
                held = self._microphone.hold()
                self._stage.screen.still()
                tell_end(self._stage, end, held.seconds)
                self.told = True
                self._take.note(known(held, self.asked))
                self.report = self._stage.so_far(self._take)
                text = choose(self.report)
                if text is None:
                    break
                end = self._ask(text, held, known)
        except KeyboardInterrupt:
            self._stage.screen.still()
            return End.INTERRUPTED
        except VoiceInterviewError:
            self._stage.screen.still()
        return end

    def _ask(self, text: str, held: Recorded, known: Known) -> End:
        """Ask one follow-up and record the answer to it."""
        self._stage.screen.follow_up(text)
        if not speak(self._stage, text, "the question above"):
            return End.QUIT
        self.asked = (*self.asked, FollowUp(text=text, start=held.seconds))
        self._take.note(known(held, self.asked))
        watch = Watch(self._stage, self._rules, self._limit, self._microphone, no_retry=NO_RETRY, since=held.seconds)
        self.told = False
        self._microphone.resume()
        return watch.listen()
