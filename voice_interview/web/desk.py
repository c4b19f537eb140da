"""What every page and every path of the API works with, and what they do with it: made once, handed to both."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from voice_interview import comments, rubric
from voice_interview.errors import PacketError, VoiceInterviewError
from voice_interview.reports.content import clean
from voice_interview.web.answers import NotFoundError
from voice_interview.web.asked import Received

if TYPE_CHECKING:
    from voice_interview.history.comparison import Comparison
    from voice_interview.history.trends import Progress
    from voice_interview.listing import Wanted
    from voice_interview.model import Comment, Question
    from voice_interview.takes import Take
    from voice_interview.web.asked import NewComment
    from voice_interview.web.jobs import Jobs
    from voice_interview.web.shelf import Shelf

LARGEST_RECORDING = 1_000_000_000
"""Bytes of a recording that is uploaded: twenty minutes of a telephone's video, or an hour and a half of WAV in CD
quality."""

LONGEST_FILE_NAME = 80

MOST_COMPARED = 6
"""Takes side by side: more do not fit on a screen."""


class UnfitError(VoiceInterviewError):
    """A request that cannot be done as it stands."""

    code = "request"


@dataclass(frozen=True)
class Desk:
    """`questions` are those that a recording may answer, `now` tells the time."""

    shelf: Shelf
    jobs: Jobs
    questions: tuple[Question, ...]
    now: Callable[[], datetime]

    def compared(self, ids: Sequence[str]) -> Comparison:
        """Raises NotFoundError, UnfitError, TakeError."""
        from voice_interview.history import comparison

        if len(ids) > MOST_COMPARED:
            raise UnfitError(f"{len(ids)} takes are too many to compare.", f"Choose {MOST_COMPARED} or fewer.")
        return comparison.compare([self.shelf.find(one).report() for one in ids])

    def progress(self, wanted: Wanted) -> Progress:
        from voice_interview.history import trends

        return trends.progress(self.shelf.practised(wanted).summaries)

    def comment(self, take: Take, new: NewComment) -> Comment:
        """Keep a comment on a take. Raises CommentError, RubricError, TakeError."""
        by = comments.Identity(secrets.token_hex(8), new.author, self.now().isoformat(timespec="microseconds"))
        report = take.report()
        by_rubric = rubric.by_profile(rubric.shipped(), report.provenance.profile)
        rating = rubric.rate(by_rubric, new.rating.criterion, new.rating.score) if new.rating else None
        if new.sentence is not None:
            made = comments.on_sentence(report, by, new.text, new.sentence, rating)
        elif new.at is not None:
            made = comments.at_moment(report, by, new.text, new.at, rating)
        else:
            made = comments.whole(report, by, new.text, rating)
        self.shelf.add_comment(take, made)
        return made

    def receive(self, packet: BinaryIO) -> Received:
        """Keep what a packet brings. Raises PacketError for one that cannot be trusted, TakeError."""
        from voice_interview import packets

        read = packets.read(packet)
        for one in read.takes:
            if (self.shelf.takes.root / one.id).is_symlink():
                raise PacketError(f"{one.id} is a link that leads out of the folder.", "Remove it, and try again.")
        with self.shelf.writing:
            adopted = [packets.adopt(one, self.shelf.takes) for one in read.takes]
        return Received(
            added=tuple(one.take.id for one in adopted if one.new),
            known=tuple(one.take.id for one in adopted if not one.new),
            comments=sum(one.comments.added for one in adopted),
        )

    def about(self, question: str, kind: str) -> list[str]:
        """What the analysis of a recording is told besides its file. Raises NotFoundError, UnfitError."""
        if question and kind:
            raise UnfitError("Give a question or a kind, not both.", "A question has its own kind.")
        if question and all(one.id != question for one in self.questions):
            raise NotFoundError(f"There is no question {clean(question)!r}.", "See them: /api/questions.")
        return ["--question", question] if question else ["--kind", kind] if kind else []


def file_name(said: str, place: Path) -> Path:
    """Where a file that is sent as `said` is written: in `place`, whatever it is called."""
    last = clean(said).replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = re.sub(r"[^\w. ()-]", "_", last).strip(" .-").rpartition(".")
    if not dot or not re.fullmatch("[A-Za-z0-9]{1,5}", ending):
        stem, ending = f"{stem}{dot}{ending}", "bin"
    return place / f"{(stem or 'recording')[:LONGEST_FILE_NAME]}.{ending}"
