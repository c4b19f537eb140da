"""Several questions in a row, each with its report, and what to do between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice_interview.interview.roles import AGAIN, ENTER, NEXT, PLAY, QUIT, SUSPEND, Rules, Stage, Take
from voice_interview.interview.turn import Outcome, Turn
from voice_interview.interview.watch import TICK
from voice_interview.model import Question, Report

IDLE = 3600.0
"""Seconds that a choice waits for a key before it takes silence for leaving: an evening forgotten is not a night."""


@dataclass(frozen=True)
class Summary:
    """What came of a practice: its reports in order, and whether it was interrupted."""

    reports: tuple[Report, ...]
    interrupted: bool

    @property
    def unfit(self) -> bool:
        """Whether an answer cannot be judged."""
        return any(r.recording.faults for r in self.reports)


class Session:
    """One practice: the questions in order, until enough were answered or the candidate leaves."""

    def __init__(self, stage: Stage, rules: Rules) -> None:
        self._stage = stage
        self._rules = rules
        self._reports: list[Report] = []

    def run(self, questions: Sequence[Question], count: int | None) -> Summary:
        """Ask `count` of the questions, or, where it is None, one, and then more for as long as the candidate wants.
        Raises VoiceInterviewError where the practice cannot go on."""
        try:
            interrupted = self._ask(questions[:count], count is not None)
        except KeyboardInterrupt:
            self._stage.screen.still()
            interrupted = True
        return Summary(tuple(self._reports), interrupted)

    def _ask(self, questions: Sequence[Question], planned: bool) -> bool:
        """Ask one after the other; True where it was interrupted."""
        last = len(questions)
        for number, question in enumerate(questions, start=1):
            place = f"Question {number} of {last}" if planned and last > 1 else ""
            choice = self._question(Turn(self._stage, self._rules, question, place), number < last, planned)
            if choice != NEXT:
                return choice is None
        return False

    def _question(self, turn: Turn, more: bool, planned: bool) -> str | None:
        """Take one question, again and again if wanted; NEXT, QUIT, or None where it was interrupted."""
        while True:
            outcome = turn.run()
            if outcome.report:
                self._reports.append(outcome.report)
            if outcome.interrupted:
                return None
            if outcome.left:
                return QUIT
            if not self._rules.interactive:
                return NEXT if planned else QUIT
            choice = self._choose(outcome, turn.takes_left != 0, more, planned)
            if choice != AGAIN:
                return choice

    def _choose(self, outcome: Outcome, again: bool, more: bool, planned: bool) -> str:
        """What to do after a report: Enter goes on where more is planned, and leaves where not."""
        deeds = [(AGAIN, "again")] if again else []
        deeds += [(NEXT, "next question")] if more else []
        deeds += [(PLAY, "play my answer")] if outcome.take and self._stage.speaker else []
        deeds += [(QUIT, "leave")]
        keys = {key: key for key, _ in deeds} | {ENTER: NEXT if more and planned else QUIT}
        self._stage.keys.clear()
        self._stage.screen.choices(tuple(deeds))
        until = self._stage.clock() + IDLE
        while self._stage.clock() < until:
            choice = keys.get(self._read() or "")
            if choice == PLAY and outcome.take:
                choice = keys.get(self._play(outcome.take) or "", PLAY)
                if choice == PLAY:
                    self._stage.screen.choices(tuple(deeds))
            if choice and choice != PLAY:
                return choice
        return QUIT

    def _play(self, take: Take) -> str | None:
        """Play the answer; any key ends it, and is returned, because it may be a choice."""
        stage, key = self._stage, None
        if stage.speaker is None:
            return None
        playback = stage.speaker.play(take.answer)
        stage.screen.say("Playing your answer; any key stops it.")
        try:
            while playback.phase != "over" and key is None:
                key = self._read()
        finally:
            playback.stop()
        if playback.problem:
            stage.screen.say(playback.problem)
        return key

    def _read(self) -> str | None:
        key = self._stage.keys.read(TICK)
        if key == SUSPEND:
            self._stage.keys.suspend()
            return None
        return key
