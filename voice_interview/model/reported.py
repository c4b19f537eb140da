"""Everything about one take, in one value."""

from __future__ import annotations

from msgspec import Struct, field

from voice_interview.model.alike import Likeness
from voice_interview.model.asked import REPORT_SCHEMA, Question, Recording
from voice_interview.model.commented import Comment
from voice_interview.model.corrected import Outcome
from voice_interview.model.heard import Sound, Transcript
from voice_interview.model.meant import Reading, check_together
from voice_interview.model.measured import Advice, Measure, Provenance
from voice_interview.model.shortened import Plan, Retake


class Report(Struct, frozen=True, kw_only=True):
    """Everything about one take, in one value. Where a person corrected it, all is as corrected; `corrections` says
    how, and `uncorrected` holds the machine's own measures where they differ. `alike` is looked up when a report is
    shown, and never saved, so that a take that was deleted is quoted nowhere; so are `comments`, the oldest first.
    `plan` is there where the answer is longer than its time, `retake` where it was a take once more."""

    schema: str = REPORT_SCHEMA
    id: str
    created_at: str
    question: Question | None
    recording: Recording
    transcript: Transcript
    sound: Sound | None
    reading: Reading | None
    measures: dict[str, Measure]
    advice: tuple[Advice, ...]
    provenance: Provenance
    corrections: tuple[Outcome, ...] = ()
    uncorrected: dict[str, Measure] = field(default_factory=dict)
    alike: tuple[Likeness, ...] = ()
    plan: Plan | None = None
    retake: Retake | None = None
    comments: tuple[Comment, ...] = ()

    def __post_init__(self) -> None:
        check_together(self.transcript, self.reading)
        stays = self.plan.stays if self.plan else ()
        if any(not 0 <= place < len(self.transcript.sentences) for place in stays):
            raise ValueError("a plan of sentences that are not there")
