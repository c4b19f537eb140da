"""`practice --retake ID`: the question of a take once more, with what its report said in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_interview.cli.analyze import UNASKED
from voice_interview.errors import TakeError

if TYPE_CHECKING:
    from voice_interview.model import Question, Report
    from voice_interview.takes import Take


def question_of(take: Take) -> tuple[Question, Report]:
    """The question that a take answers, and its report. Raises TakeError where it has none of them."""
    report = take.report()
    question = report.question or take.load().question
    if question is None or question.id == UNASKED:
        raise TakeError(
            f"The take {take.id} does not know its question, so it cannot be asked again.",
            "Name it: voice-interview analyze --again ID --question QUESTION_ID. Or ask it: practice --ask TEXT.",
        )
    return question, report


def reminder(take_id: str, report: Report) -> list[str]:
    """What the report of the take before said, in a few lines: its plan, and its advice."""
    from voice_interview import tightening
    from voice_interview.reports import content, plan

    lines = [f"Once more, after {take_id}."]
    made = tightening.of_report(report)
    if made is not None:
        lines.append(plan.reminder(made))
        lines += [" ".join(bit for bit in (row.deed, row.when, row.why) if bit) for row in plan.rows(made, plan.SHOWN)]
    return [*lines, *(f"To do: {content.clean(one.title)}." for one in content.advice(report))]
