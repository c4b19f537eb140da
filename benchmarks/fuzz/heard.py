"""Broken and odd sound files, each given to `voice-interview analyze` as a person would."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from benchmarks.fuzz import bounds, results
from benchmarks.fuzz.results import Told
from benchmarks.fuzz.sounds import Odd, odd_files

if TYPE_CHECKING:
    from voice_interview.plugins import Heard, Samples

NAME = "sounds"
LONG_ONES = 600.0
"""Seconds of work for three hours of sound: nobody waits for them in a test."""

BY_WHISPER = (
    "wav that claims 4294967295 bytes", "wav that claims 8 channels", "wav that claims 192000 Hz",
    "float wav 32 bits of NaN", "float wav 64 bits of 1e38", "mu-law wav", "RF64", "mp3 cut in the middle",
    "webm with every 97th byte flipped", "film whole",
)  # fmt: skip
"""Those that are heard by Whisper itself."""


TOLD = (Told(NAME, "broken and odd sound files, by a fake engine"), Told(f"{NAME}, Whisper", "ten of them, by Whisper"))


class Deaf:
    """An engine that understands nothing."""

    name = model = "deaf"
    model_sha256 = "0" * 64

    def detect_language(self, samples: Samples) -> tuple[str, float]:
        del samples
        return "en", 1.0

    def hear(self, samples: Samples, prompts: Sequence[str | None], language: str, *, states: bool = False) -> Heard:
        import numpy as np

        from voice_interview.plugins import Heard

        del language, states
        assert np.max(abs(samples)) <= 1
        return Heard(words=((),) * len(prompts))


def try_all(log: Path, *, real: bool) -> None:
    """Every file once more, or the ten that Whisper hears; a row of the log for each."""
    files = [one for one in odd_files() if not real or one.name in BY_WHISPER]
    name = f"{NAME}, Whisper" if real else NAME
    results.forget(log, name)
    for odd, row in zip(files, tried(files, real=real), strict=True):
        results.add(log, {"target": name, "case": 0, "name": odd.name, **row})
        for fault in row["faults"]:
            print(f"{odd.name}: {fault['said']} ({fault['at']})", flush=True)


def tried(files: Iterable[Odd], *, real: bool = False) -> Iterator[dict[str, Any]]:
    """What came of each: a report, a refusal, or what is wrong with that."""
    for odd in files:
        began = time.process_time()
        with tempfile.TemporaryDirectory(prefix="voice-interview-fuzz-") as name, engine(real):
            ended: list[str] = []
            busy = LONG_ONES if "silen" in odd.name or real else bounds.BUSY
            outcome = bounds.tried(lambda: ended.append(analysed(odd, Path(name))), busy)  # noqa: B023
        faults = [{"said": outcome.said, "at": outcome.at}] if outcome.ended != "value" else []
        steps = {ended[0]: 1} if ended else {}
        yield {"steps": steps, "faults": faults, "seconds": round(time.process_time() - began, 3)}


@contextmanager
def engine(real: bool) -> Iterator[None]:
    """The engine that `analyze` finds: Whisper where it is to be `real`."""
    if real:
        yield
        return
    with mock.patch("voice_interview.cli.wiring.load_engines", lambda *_: (Deaf(),)):
        yield


def analysed(odd: Odd, folder: Path) -> str:
    """Call the command as its user would, from within the folder. "value" for a report, "refused" for a clear error;
    AssertionError for anything else."""
    from click.testing import CliRunner

    from voice_interview.cli import cli

    path = odd.make(folder)
    given = path.name if path.parent == folder else str(path)
    with chdir(folder):
        done = CliRunner().invoke(cli, ["analyze", "--json", "--", given])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code in (0, 1, 3), f"exit code {done.exit_code}"
    assert odd.fit in (None, done.exit_code != 1), f"exit code {done.exit_code}: {done.stderr}"
    (line,) = done.stdout.splitlines()
    told = json.loads(line)
    if done.exit_code == 1:
        said = done.stderr.removesuffix("\n").removeprefix("voice-interview: ")
        assert not (wrong := bounds.unclear(said)), f"{wrong}: {said!a}"
        assert told["error"]["code"] == "unreadable-audio", told["error"]
        return "refused"
    assert told["recording"]["seconds"] is not None
    assert [one.name for one in folder.iterdir()] == [path.name], "something was left beside it"
    return "value"
