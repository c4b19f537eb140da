"""Recordings to be heard, several at once where there are cores for them; their reports come in the order of the files.

Most of the time goes into decoding words, of which a second core takes a part only where fillers are looked for; two
recordings on a core each keep both busy. Only listening happens in threads, not what comes before and after it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from voice_interview import answers, memory
from voice_interview.audio import decode
from voice_interview.cli.wiring import listen, progress
from voice_interview.errors import VoiceInterviewError

if TYPE_CHECKING:
    from voice_interview.cli.wiring import Ear
    from voice_interview.listening import Listened
    from voice_interview.model import Report
    from voice_interview.plugins import Engine

GLANCE = 0.2
"""Seconds between two looks at how far the recordings are."""


AT_MOST = 4
"""Recordings at once: each holds about 100 MB while it is heard."""


class Job(NamedTuple):
    """A sound file, the seconds in it at which answers to follow-ups begin, and what reports on what was heard."""

    path: Path
    starts: Sequence[float]
    report: Callable[[Listened, Engine], Report]


Result = Callable[[], "Report"]
"""The report, waited for; raises the VoiceInterviewError of a recording that failed."""


class LeftError(Exception):
    """Nobody waits for the words any more."""


class Several:
    """Hears the jobs that `prepare` makes of `sources`; a context manager, because what is still being heard at its end
    must be left."""

    def __init__(self, sources: Sequence[str], prepare: Callable[[Path], Job], ear: Ear) -> None:
        self._sources = sources
        self._prepare = prepare
        self._ear = ear
        self._free: SimpleQueue[Engine] = SimpleQueue()
        self._heard: dict[int, float] = {}
        self._left = threading.Event()
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> Several:
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()
        if self._threads:
            self._threads.shutdown(wait=True, cancel_futures=True)

    def results(self) -> Iterator[Result]:
        """What became of each source, in their order."""
        begun: deque[Result] = deque()
        for number, source in enumerate(self._sources):
            begun.append(self._begun(number, source))
            while len(begun) > 2 * self._ear.at_most:  # nobody is idle, and little is prepared in vain
                yield begun.popleft()
        yield from begun

    def _begun(self, number: int, source: str) -> Result:
        try:
            job = self._prepare(Path(source))
            engines = self._ear.engines()
        except VoiceInterviewError as error:
            return partial(_raise, error)
        if len(engines) == 1:
            return lambda: job.report(listen(job.path, engines[0], job.starts), engines[0])
        if self._threads is None:
            self._threads = ThreadPoolExecutor(len(engines), thread_name_prefix="listening")
            for engine in engines:
                self._free.put(engine)
        return partial(self._reported, job, self._threads.submit(self._hear, number, job), engines[0])

    def _hear(self, number: int, job: Job) -> Listened:
        """In a thread: the words of one recording, by an engine that is free."""
        seconds = decode.duration(job.path)

        def told(at: float) -> None:
            if self._left.is_set():
                raise LeftError
            self._heard[number] = min(1.0, at / seconds) if seconds else 0.0

        engine = self._free.get()
        try:
            return answers.listen(decode.blocks(job.path), engine, job.starts, on_progress=told)
        finally:
            self._heard[number] = 1.0
            self._free.put(engine)
            memory.give_back()

    def _reported(self, job: Job, heard: Future[Listened], engine: Engine) -> Report:
        with progress(f"Listening to {len(self._sources)} recordings", len(self._sources), after=GLANCE) as told:
            while not wait([heard], GLANCE).done:
                if told:
                    told(sum(self._heard.values()))
        return job.report(heard.result(), engine)


def _raise(error: VoiceInterviewError) -> Report:
    raise error
