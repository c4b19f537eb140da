"""All takes in one folder: made, listed and found."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from voice_interview.errors import TakeError
from voice_interview.files import private_folder
from voice_interview.model import Profile, Question, Recording
from voice_interview.takes.take import Take, TakeFile, disk


def take_id(question: Question | None, now: datetime, mark: str) -> str:
    """How a take is known."""
    label = re.sub(r"[^a-z0-9]+", "-", (question.id if question else "answer").lower()).strip("-")[:40] or "answer"
    return f"{now:%Y-%m-%dT%H-%M-%S}_{label}_{mark}"


class Takes:
    """All takes in one folder, which need not exist yet; the new ones repeat the take `retake_of`, if any, and are
    judged by `profile`."""

    def __init__(self, root: Path, retake_of: str | None = None, profile: Profile = "standard") -> None:
        self.root = root
        self.retake_of = retake_of
        self.profile = profile

    def new(self, question: Question | None, now: datetime, mark: str | None = None) -> Take:
        """An empty take, known by its time, its question and a mark, four random hex digits where none is given; state
        "recording"."""
        folder = self.root / take_id(question, now, mark or secrets.token_hex(2))
        with disk("create", folder):
            private_folder(self.root)
            folder.mkdir(mode=0o700)
            folder.chmod(0o700)
        take = Take(folder)
        created = now.isoformat(timespec="seconds")
        recording = Recording(path=take.answer.name, started_at=created)
        try:
            with disk("create", folder):
                take.lock.make()
            take.begin(
                TakeFile(
                    id=take.id,
                    created_at=created,
                    state="recording",
                    question=question,
                    recording=recording,
                    pid=os.getpid(),
                    retake_of=self.retake_of,
                    profile=self.profile,
                )
            )
        except TakeError:
            take.lock.remove()
            with suppress(OSError):
                folder.rmdir()
            raise
        return take

    def all(self) -> tuple[Take, ...]:
        """Every take, the oldest first; folders without a take.json are not takes."""
        if not self.root.is_dir():
            return ()
        with disk("list", self.root), os.scandir(self.root) as entries:
            folders = sorted(entry.path for entry in entries)
            return tuple(Take(Path(f)) for f in folders if os.path.isfile(f + "/take.json"))  # noqa: PTH113 (fast)

    def find(self, wanted: str) -> Take:
        """The take whose id is `wanted`, or contains it if only one does; "last" is the newest. Raises TakeError."""
        takes = self.all()
        if wanted == "last" and takes:
            return takes[-1]
        near = [t for t in takes if t.id == wanted] or [t for t in takes if wanted and wanted in t.id]
        if len(near) == 1:
            return near[0]
        if near:
            raise TakeError(
                f"{wanted!r} could be {len(near)} takes: {', '.join(t.id for t in near[:3])}.",
                "Give more of the id.",
            )
        raise TakeError(f"There is no take {wanted!r} in {self.root}.", "See them: voice-interview takes list.")
