"""Recordings that are being analysed: each by a program of its own, so that a file that breaks a decoder breaks nothing
else, and a page is never late because of it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from voice_interview.errors import VoiceInterviewError
from voice_interview.model import Failure, Fault
from voice_interview.stages import ENVIRONMENT as TOLD_STAGES
from voice_interview.stages import Stage

AT_ONCE = 2
"""Analyses at once: each keeps a core or two busy and holds some 500 MB."""

MOST_WAITING = 20
"""Recordings that may wait besides: a class that hands in at once."""

LONGEST = 2 * 3600.0
"""Seconds after which an analysis is ended: an hour of speech takes a tenth of that on a slow machine."""

GENTLE = 10
"""How much an analysis steps back behind the pages (`nice`)."""

ENDS_WITHIN = 0.5
"""Seconds that a program gets to end by itself."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One recording on its way to being a take: `name` the file's, `stage` what is being done, `done` how much of that
    (0 to 1, None where it is not known), `take` the id of the take once there is one, `error` why there is none."""

    schema: str = "voice-interview/job/1"
    id: str
    name: str
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    stage: str = ""
    done: float | None = None
    take: str | None = None
    error: Fault | None = None

    @property
    def is_over(self) -> bool:
        return self.state in ("done", "failed")


class _Reported(msgspec.Struct):
    """As much of a report as is needed."""

    id: str
    created_at: str


class BusyError(VoiceInterviewError):
    """Too many recordings wait."""

    code = "busy"


class Jobs:
    """The analyses of one program; a context manager that ends them all. `command` analyses the file that is named
    after it, and prints a report or a failure as JSON; `folder` is where files wait."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = tuple(command)
        self._folder = folder
        self._jobs: dict[str, Job] = {}
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._alone = threading.Lock()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="analysis")
        self.ending = threading.Event()

    def __enter__(self) -> Jobs:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def place(self) -> Path:
        """A new folder of its owner's alone for a file to come. Raises BusyError where too many wait."""
        with self._alone:
            if sum(not one.is_over for one in self._jobs.values()) >= AT_ONCE + MOST_WAITING:
                raise BusyError("Too many recordings are waiting.", "Try again when some are done.")
        place = self._folder / secrets.token_hex(8)
        place.mkdir(mode=0o700)
        return place

    def leave(self, place: Path) -> None:
        """Remove a folder that `place` gave, whose file never came."""
        shutil.rmtree(place, ignore_errors=True)

    def add(self, file: Path, about: Sequence[str] = ()) -> Job:
        """Analyse the file, which lies in a folder that `place` gave, and delete it; `about` are further arguments."""
        job = Job(id=file.parent.name, name=file.name)
        self._keep(job)
        self._threads.submit(self._run, job.id, file, tuple(about))
        return job

    def all(self) -> tuple[Job, ...]:
        """The newest last."""
        return tuple(self._jobs.values())

    def find(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def close(self) -> None:
        """End every analysis within a second. What was recorded so far is kept, as a take without a report."""
        self.ending.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._alone:
            running = list(self._running.values())
        for one in running:
            with contextlib.suppress(OSError):
                one.terminate()
        for one in running:
            _wait(one)
        self._threads.shutdown(wait=True)

    def _keep(self, job: Job) -> None:
        with self._alone:
            self._jobs[job.id] = job

    def _run(self, job_id: str, file: Path, about: tuple[str, ...]) -> None:
        try:
            self._keep(self._analysed(self._jobs[job_id], file, about))
        except Exception as error:  # a thread that dies in silence would leave its job "running" for ever
            self._keep(replace(self._jobs[job_id], state="failed", error=_unexpected(repr(error))))
        finally:
            shutil.rmtree(file.parent, ignore_errors=True)

    def _analysed(self, job: Job, file: Path, about: tuple[str, ...]) -> Job:
        result = file.with_name("result.json") if file.name != "result.json" else file.with_name("results.json")
        with result.open("wb") as printed:
            process = self._started([*self._command, *about, "--", str(file)], printed.fileno())
            with self._alone:
                self._running[job.id] = process
            if self.ending.is_set():
                process.terminate()
            timer = threading.Timer(LONGEST, process.kill)
            timer.start()
            try:
                said = self._followed(replace(job, state="running"), process)
                process.wait()
            finally:
                timer.cancel()
                with self._alone:
                    del self._running[job.id]
        return _outcome(self._jobs[job.id], result.read_bytes(), said, file)

    def _started(self, command: list[str], printed: int) -> subprocess.Popen[str]:
        """The program, in a session of its own: a Ctrl-C in the terminal is not meant for it."""
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NEW_PROCESS_GROUP
        process = subprocess.Popen(  # nosec B603 # our own program and a file that we named, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env=os.environ | {TOLD_STAGES: "1", "PYTHONUTF8": "1"},
            start_new_session=sys.platform != "win32",
            creationflags=flags,
        )
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.pid, GENTLE)
        return process

    def _followed(self, job: Job, process: subprocess.Popen[str]) -> str:
        """Keep what the program tells of its progress; returns the last other line that it said."""
        self._keep(job)
        last = ""
        assert process.stderr is not None
        with process.stderr:
            for line in process.stderr:
                try:
                    stage = msgspec.json.decode(line, type=Stage)
                except msgspec.MsgspecError:
                    last = line.strip() or last
                    continue
                job = replace(job, stage=stage.stage, done=stage.done)
                self._keep(job)
        return last


def _outcome(job: Job, printed: bytes, said: str, file: Path) -> Job:
    """What became of an analysis, by what it printed; `said` is the last that it said besides."""
    lines = printed.splitlines()
    with contextlib.suppress(msgspec.MsgspecError, IndexError):
        error = msgspec.json.decode(lines[-1], type=Failure).error
        told = replace(error, message=error.message.replace(str(file), file.name))
        return replace(job, state="failed", done=None, error=told)
    with contextlib.suppress(msgspec.MsgspecError, IndexError):
        report = msgspec.json.decode(lines[-1], type=_Reported)
        return replace(job, state="done", stage="", done=1.0, take=report.id)
    return replace(job, state="failed", done=None, error=_unexpected(said.replace(str(file), file.name)))


def _unexpected(said: str) -> Fault:
    fix = "Analyse the file in a terminal to see more: voice-interview analyze FILE --keep."
    return Fault(code="failed", message=f"The analysis ended early. {said}".strip(), fix=fix)


def _wait(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
