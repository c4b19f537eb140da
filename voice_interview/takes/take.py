"""One take: a folder, and the values in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from voice_interview import json_lines
from voice_interview.errors import TakeError
from voice_interview.files import read_whole, write_whole
from voice_interview.locks import Lock
from voice_interview.model import (
    Answer,
    Comment,
    Company,
    Correction,
    Profile,
    Question,
    Reading,
    Recording,
    Report,
    Sound,
    Transcript,
    check_together,
)

_T = TypeVar("_T")

PATIENCE = 10.0
"""Seconds that a program waits for another one to write its comments: that takes milliseconds, on a slow disk more."""


class TakeFile(msgspec.Struct, frozen=True, kw_only=True):
    """`take.json`: `state` is "recording", by the process `pid`, from the first moment until it has been closed;
    `retake_of` is the id of the take that this one repeats, `profile` by which it is always judged."""

    schema: str = "voice-interview/take/1"
    id: str
    created_at: str
    state: Literal["recording", "recorded"]
    question: Question | None
    recording: Recording
    pid: int | None = None
    retake_of: str | None = None
    profile: Profile = "standard"


class Take:
    """One folder; reads and writes the values in it. Every method raises TakeError if the disk says no."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def lock(self) -> Lock:
        """What the process that records into it holds."""
        return Lock(self.folder / ".recording")

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def answer(self) -> Path:
        """The recording itself: 16 kHz, mono, 16-bit; of a take that came in a packet an MP3."""
        own, sent = self.folder / "answer.wav", self.folder / "answer.mp3"
        return sent if sent.exists() and not own.exists() else own

    @property
    def has_report(self) -> bool:
        return (self.folder / "report.json").exists()

    @property
    def report_stamp(self) -> str | None:
        """Another one whenever its report is written anew; None where it has none."""
        try:
            found = (self.folder / "report.json").stat()
        except OSError:
            return None
        return f"{found.st_mtime_ns} {found.st_size}"

    def begin(self, file: TakeFile) -> None:
        """Remember what is known of a take before anything else is; from then on its folder is one."""
        self._write("take.json", file)

    def load(self) -> TakeFile:
        file: TakeFile = self._read("take.json", TakeFile)
        return file

    def report(self) -> Report:
        """The whole report, with the comments as they are now."""
        return msgspec.structs.replace(self.report_as(Report), comments=self.comments())

    def report_as(self, shape: type[_T]) -> _T:
        """As much of the report as `shape` has fields for: decoding all of it takes ten times as long."""
        report: _T = self._read("report.json", shape)
        return report

    def earlier(self) -> tuple[str, Report | None] | None:
        """The take that this one repeats: its id, and its report where it can be read; None where it repeats none."""
        of = self.load().retake_of
        if of is None:
            return None
        with suppress(TakeError):
            return of, Take(self.folder.parent / Path(of).name).report()
        return of, None

    def forget_earlier(self) -> None:
        """Repeat no take any more: of the one before nothing stays, neither its id nor what was quoted from it."""
        self._write("take.json", msgspec.structs.replace(self.load(), retake_of=None))
        if self.has_report:
            self.save_report(msgspec.structs.replace(self.report(), retake=None))

    def record(self, recording: Recording) -> None:
        """The recording is closed: remember what is known of it."""
        file = self.load()
        self._write("take.json", msgspec.structs.replace(file, state="recorded", recording=recording, pid=None))
        self.lock.remove()

    def hold(self) -> bool | None:
        """Keep other programs from the recording that was not closed; False where another one records into it, None
        where there is no lock to hold."""
        try:
            return self.lock.take()
        except FileNotFoundError:
            return None

    def judge_by(self, profile: Profile) -> None:
        """Remember by which profile it is judged from now on."""
        self._write("take.json", msgspec.structs.replace(self.load(), profile=profile))

    def note(self, recording: Recording) -> None:
        """Remember what is known of a recording that goes on: it is not closed by that."""
        self._write("take.json", msgspec.structs.replace(self.load(), recording=recording))

    def save(self, answer: Answer, report: Report) -> None:
        """Save what the machine found, the transcript, the sound and the reading each alone, then the report on it."""
        for name, value in (
            ("transcript.json", answer.transcript),
            ("sound.json", answer.sound),
            ("reading.json", answer.reading),
        ):
            self._write(name, value)
        self.save_report(report)

    def save_report(self, report: Report) -> None:
        self._write("report.json", msgspec.structs.replace(report, comments=()))

    def heard(self) -> Answer:
        """What the machine found, without any correction, and which question its report was made for."""
        report = self.report_as(Report)
        transcript = self._read("transcript.json", Transcript)
        sound, reading = self._read("sound.json", Sound | None), self._read("reading.json", Reading | None)
        try:
            check_together(transcript, reading)
        except ValueError as error:
            raise TakeError(
                f"The files of the take {self.id} do not belong together: {error}.",
                f"Make them anew: voice-interview analyze --again {self.id}.",
            ) from None
        return Answer(
            question=report.question,
            recording=report.recording,
            transcript=transcript,
            sound=sound,
            reading=reading,
            filler_lists=report.provenance.filler_lists,
            star_shares=report.provenance.star_shares,
        )

    def company(self) -> Company | None:
        """The company's words that the answer was held against, None where there are none, or they cannot be read."""
        try:
            reading: Reading | None = self._read("reading.json", Reading | None)
        except TakeError:
            return None
        return reading.company if reading is not None else None

    def corrections(self) -> tuple[Correction, ...]:
        """What a person set right, the oldest first; lines that are no correction raise TakeError."""
        return self._read_lines("corrections.jsonl", Correction)

    def keep_corrections(self, corrections: Sequence[Correction]) -> None:
        """Put these in the place of all corrections there are; none leave no file."""
        self._write_lines("corrections.jsonl", corrections)

    def comments(self) -> tuple[Comment, ...]:
        """What people say about it, in the order in which it is kept; lines that are no comment raise TakeError."""
        return self._read_lines("comments.jsonl", Comment)

    @contextmanager
    def commenting(self) -> Iterator[None]:
        """Held while comments are read, merged and kept, so that two programs at once do not undo each other. Raises
        TakeError where another one does not let go of it."""
        from filelock import FileLock

        lock = FileLock(self.folder / ".commenting", mode=0o600)
        with disk("write comments in", self.folder):
            lock.acquire(timeout=PATIENCE)
        try:
            yield
        finally:
            lock.release()

    def keep_comments(self, comments: Sequence[Comment]) -> None:
        """Put these in the place of all comments there are; none leave no file. New ones are put to the old ones by
        `comments.merge`, `commenting` all the while."""
        self._write_lines("comments.jsonl", comments)

    def delete(self) -> None:
        """Remove the folder and all that is in it; `take.json` last, so that a deletion which is cut off leaves a take
        that can be deleted again."""
        self.lock.let_go()
        with disk("delete", self.folder):
            for path in () if self.folder.is_symlink() else tuple(self.folder.iterdir()):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                elif path.name != "take.json":
                    path.unlink()
            shutil.rmtree(self.folder)

    def _read(self, name: str, kind: Any) -> Any:
        path = self.folder / name
        try:
            return msgspec.json.decode(read_whole(path), type=kind)
        except FileNotFoundError:
            raise TakeError(
                f"The take {self.id} has no {name}.", f"Analyse it: voice-interview analyze --again {self.id}."
            ) from None
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise TakeError(
                f"{path} is damaged: {error}.", f"Make it anew: voice-interview analyze --again {self.id}."
            ) from None
        except PermissionError as error:
            raise TakeError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from None
        except OSError as error:
            raise TakeError(
                f"{path} cannot be read: {error.strerror}.", f"Make it anew: voice-interview analyze --again {self.id}."
            ) from None

    def _read_lines(self, name: str, kind: type[_T]) -> tuple[_T, ...]:
        path = self.folder / name
        with disk("read", path):
            data = read_whole(path) if path.exists() else b""
        try:
            return json_lines.decode(data, kind)
        except json_lines.LineError as error:
            raise TakeError(
                f"Line {error.number} of {path} is damaged: {error.why}.", "Mend that line or remove it."
            ) from None

    def _write_lines(self, name: str, values: Sequence[object]) -> None:
        path = self.folder / name
        with disk("write", path):
            if values:
                write_whole(path, json_lines.encode(values))
            else:
                path.unlink(missing_ok=True)

    def _write(self, name: str, value: object) -> None:
        with disk("write", self.folder / name):
            write_whole(self.folder / name, msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")


@contextmanager
def disk(deed: str, path: Path) -> Iterator[None]:
    """Turn what the disk says into a sentence."""
    try:
        yield
    except OSError as error:
        cure = "Free some space." if error.errno == 28 else "Choose another folder with --recordings, or mend this one."
        raise TakeError(f"Cannot {deed} {path}: {error.strerror or error}.", cure) from error
