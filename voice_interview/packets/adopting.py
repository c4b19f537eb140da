"""A take that came in a packet, kept in a folder of takes like one's own."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from voice_interview import comments
from voice_interview.errors import TakeError
from voice_interview.files import private_folder, write_whole
from voice_interview.model import Answer
from voice_interview.packets.contents import PacketTake
from voice_interview.takes import Take, TakeFile, Takes


class Adopted(NamedTuple):
    """The take in its folder; whether it is `new` there, and what became of the comments on it."""

    take: Take
    new: bool
    comments: comments.Merged


def adopt(sent: PacketTake, takes: Takes) -> Adopted:
    """Keep a take of a packet that was read. Where a take of that id is already, also one out of whose id redaction
    took a name, it stays as it is, and only comments that it does not have are added: adopting twice changes nothing.
    Raises TakeError.

    Its report stays as it was sent. What the sender corrected is in its transcript already, so that the corrections are
    shown, and not done once more.
    """
    here = comments.home(sent.id, (take.id for take in takes.all()))
    take = Take(takes.root / (here or sent.id))
    if here is None:
        _keep(sent, take)
    with take.commenting():
        merged = comments.merge(take.comments(), (replace(one, take=take.id) for one in sent.report.comments))
        if merged.added:
            take.keep_comments(merged.comments)
    return Adopted(take, here is None, merged)


def _keep(sent: PacketTake, take: Take) -> None:
    """Write the folder; `take.json`, which makes it a take, comes last."""
    report = sent.report
    sound = take.folder / "answer.mp3"
    recording = replace(report.recording, path=sound.name if sent.sound else take.answer.name)
    report = replace(report, recording=recording)
    try:
        private_folder(take.folder)
        if sent.sound is not None:
            write_whole(sound, sent.sound)
    except OSError as error:
        raise TakeError(f"Cannot write {sound}: {error.strerror}.", "Free some space, or mend the folder.") from None
    answer = Answer(
        question=report.question,
        recording=recording,
        transcript=report.transcript,
        sound=report.sound,
        reading=report.reading,
    )
    take.save(answer, report)
    take.begin(
        TakeFile(
            id=sent.id,
            created_at=report.created_at,
            state="recorded",
            question=report.question,
            recording=recording,
            retake_of=report.retake.of if report.retake else None,
            profile=report.provenance.profile,
        )
    )
