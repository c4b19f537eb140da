"""One question: shown, spoken, thought about, answered, and answered anew."""

from __future__ import annotations

from dataclasses import dataclass

from voice_interview.errors import VoiceInterviewError
from voice_interview.interview.asking import read_key, speak
from voice_interview.interview.attempt import KEPT_FROM, Attempt, attempt
from voice_interview.interview.roles import ENTER, QUIT, Rules, Stage, Take
from voice_interview.interview.watch import End, tell_end
from voice_interview.model import Question, Report


@dataclass(frozen=True)
class Outcome:
    """What came of one question. `take` is None where nothing was kept, `report` where nothing was analysed."""

    take: Take | None = None
    report: Report | None = None
    left: bool = False
    interrupted: bool = False


class Turn:
    """One question, which may be taken more than once."""

    def __init__(self, stage: Stage, rules: Rules, question: Question, place: str = "") -> None:
        self._stage = stage
        self._rules = rules
        self._question = question
        self._place = place
        self._taken = 0
        self._thought: float | None = None

    @property
    def takes_left(self) -> int | None:
        """How often this question may still be answered; None for as often as wanted."""
        return None if self._rules.takes is None else max(0, self._rules.takes - self._taken)

    def run(self) -> Outcome:
        """Ask, give time to think, record, analyse. Raises VoiceInterviewError where a part of it fails, and then what
        was recorded is kept and has been named."""
        screen = self._stage.screen
        screen.question(self._question, self._place)
        if self._rules.interactive or self._rules.auto_stop:
            screen.say(self._how_it_goes())
        try:
            go_on = speak(self._stage, self._question.text, "the question above") and self._think()
        except KeyboardInterrupt:
            screen.still()
            return Outcome(interrupted=True)
        if not go_on:
            return Outcome(left=True)
        done = self._record()
        if done.end in (End.QUIT, End.INTERRUPTED):
            self._tell(done)
            return Outcome(
                take=self._keep_or_drop(done),
                report=done.report,
                left=done.end is End.QUIT,
                interrupted=done.end is End.INTERRUPTED,
            )
        return self._analyse(done)

    def _how_it_goes(self) -> str:
        rules = self._rules
        silence = f"{rules.auto_stop:g} s of silence" if rules.auto_stop else ""
        ends = " or ".join(way for way in ("Enter" if rules.interactive else "", silence) if way)
        deeds = [f"Up to {rules.limit or self._question.answer_seconds:g} s", f"{ends} ends the answer"]
        if rules.follow_ups:
            deeds.append("1 follow-up at most" if rules.follow_ups == 1 else f"{rules.follow_ups} follow-ups at most")
        if rules.interactive:
            again = "" if self.takes_left == 1 else "r starts over"
            deeds += ["p pauses" if rules.may_pause else "", again, "q leaves"]
        if self.takes_left is not None:
            deeds.insert(0, "1 take" if self.takes_left == 1 else f"{self.takes_left} takes")
        return " · ".join(deed for deed in deeds if deed)

    def _think(self) -> bool:
        """Count the thinking time down; False if the candidate leaves."""
        stage = self._stage
        seconds = self._question.think_seconds if self._rules.think is None else self._rules.think
        begun = stage.clock()
        until = begun + seconds
        while (left := until - stage.clock()) > 0:
            stage.screen.thinking(left)
            key = read_key(stage)
            if key == QUIT:
                stage.screen.still()
                return False
            if key == ENTER:
                break
        stage.screen.still()
        self._thought = round(stage.clock() - begun, 1) if seconds > 0 else None
        return True

    def _record(self) -> Attempt:
        """Record until an answer is finished; what was started over is kept until a new take is saved."""
        older: Attempt | None = None
        while True:
            self._taken += 1
            self._stage.check()
            try:
                done = attempt(self._stage, self._rules, self._question, self.takes_left != 0, self._thought)
            except VoiceInterviewError:
                if older:
                    self._stage.screen.say(f"Your take before is kept: {older.take.folder}")
                raise
            saved = done.seconds >= KEPT_FROM
            if done.end is End.RETRY:
                self._thought = None
                self._stage.screen.say("Once more, from the start.")
                older = _newer(older, done) if saved else _without(older, done)
                continue
            if older and saved and done.end in (End.KEY, End.LIMIT, End.SILENCE):
                older.take.delete()
            elif older:
                self._stage.screen.say(f"Your take before is kept too: {older.take.folder}")
            return done

    def _tell(self, done: Attempt) -> None:
        if not done.told:
            tell_end(self._stage, done.end, done.seconds)
        if done.recording.overflows:
            lost = "once" if done.recording.overflows == 1 else f"{done.recording.overflows} times"
            self._stage.screen.say(f"Some sound was lost, {lost}: the computer was too busy, or asleep.")

    def _keep_or_drop(self, done: Attempt) -> Take | None:
        """What was left or interrupted: kept from one second of sound. Where that was in a follow-up, the report on
        what was said before it stands."""
        if done.report:
            self._first_stands(done, done.report)
            return done.take
        if done.seconds < KEPT_FROM:
            done.take.delete()
            self._stage.screen.say("Nothing was kept: under a second had been recorded.")
            return None
        self._say_where(done.take)
        return done.take

    def _first_stands(self, done: Attempt, report: Report) -> None:
        """Show the report on what was said before the last follow-up."""
        self._stage.screen.report(report)
        if len(done.recording.follow_ups) > len(report.recording.follow_ups):
            self._stage.screen.say("What you said to the last follow-up is kept, and not in this report yet.")
            self._say_where(done.take)

    def _say_where(self, take: Take) -> None:
        self._stage.screen.say(f"Your answer is kept: {take.folder}")
        self._stage.screen.say(f"Its report: voice-interview analyze --again {take.id}")

    def _analyse(self, done: Attempt) -> Outcome:
        stage = self._stage
        try:
            self._tell(done)
            report = stage.analyse(done.take)
        except KeyboardInterrupt:
            stage.screen.still()
            if done.report:
                self._first_stands(done, done.report)
            else:
                self._say_where(done.take)
            return Outcome(take=done.take, report=done.report, interrupted=True)
        except Exception:  # also a bug: whoever reads its traceback has an answer to look for
            stage.screen.still()
            self._say_where(done.take)
            raise
        stage.screen.still()
        stage.screen.report(report)
        return Outcome(take=done.take, report=report)


def _newer(older: Attempt | None, done: Attempt) -> Attempt:
    """The new take is saved, so the one before it may go."""
    if older:
        older.take.delete()
    return done


def _without(older: Attempt | None, done: Attempt) -> Attempt | None:
    """The new take holds nothing, so the one before it stays."""
    done.take.delete()
    return older
