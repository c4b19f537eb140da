"""Speech and words are readable by their owner alone, whatever the umask: what lies on the disk in the end, and every
temporary file on its way."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from voice_interview.files import new_private, private_folder, write_whole

HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's own folders by their lists of rights")


def wide(folder: Path) -> dict[str, str]:
    """Everything below `folder` that others may read, write or enter, with its mode."""
    modes = {str(path): stat.S_IMODE(path.lstat().st_mode) for path in folder.rglob("*") if not path.is_symlink()}
    return {path: oct(mode) for path, mode in modes.items() if mode & 0o077}


def program(home: Path, text: str) -> subprocess.CompletedProcess[str]:
    """A Python program in a fresh home, with the umask 000."""
    (home / "tmp").mkdir(mode=0o700, exist_ok=True)
    xdg = {f"XDG_{name}_HOME": str(home / name.lower() / "deep") for name in ("CACHE", "CONFIG", "DATA", "STATE")}
    env = {**os.environ, **xdg, "HOME": str(home), "TMPDIR": str(home / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    env["PYTHONPATH"] = os.pathsep.join((str(HERE / "watched"), str(HERE)))
    env.pop("CI", None)  # ONNX Runtime tells nothing to anybody where this is set, and leaves no files
    command = [sys.executable, "-c", text]
    return subprocess.run(command, env=env, cwd=home, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_watch_sees_what_is_wide_even_for_a_moment(tmp_path: Path) -> None:
    text = "from pathlib import Path; f = Path('a'); f.write_text('words'); f.rename('b'); Path('b').unlink()"
    done = program(tmp_path, text + "; Path('c').mkdir()")
    assert done.stderr.count("WIDE 666") == 2, done.stderr
    assert wide(tmp_path) == {str(tmp_path / "c"): "0o777"}


COMMANDS = """
from datetime import datetime, UTC
from pathlib import Path
from msgspec.structs import replace
from strategies import answer_of, question_of, reading_of, sound_of, words_of
from test_traces import Voice
from voice_interview import analysis
from voice_interview.audio import replay
from voice_interview.audio.recorder import _create
from voice_interview.cli import cli
from voice_interview.cli.places import cache_folder, recordings_folder
from voice_interview.model import Provenance, Recording
from voice_interview.takes import Takes
from voice_interview.voices import cache
from voice_interview.whisper.weights import Place, _join

answer = answer_of(
    words_of("A guest lost her passport. I called the police. In the end she had it."),
    sound=sound_of((0.0, 8.0)), question=question_of(), reading=reading_of("SAR"),
)
takes = Takes(recordings_folder(None))
take = takes.new(answer.question, datetime.now(UTC))
seconds = replay.copy(Path({sound!r}), take.answer)
take.record(Recording(path="answer.wav", seconds=seconds))
take.save(answer, analysis.report(answer, (take.id, take.load().created_at), Provenance(version="1")))
cut_off = takes.new(None, datetime.now(UTC))
with _create(cut_off.answer) as file:
    file.write(take.answer.read_bytes()[:100_000])
cut_off.lock.let_go()
cache.rendered(Voice(), "Why?", cache_folder() / cache.FOLDER)

for command in (
    "takes list --text passport",
    f"takes correct {{take.id}} --mend 0 The",
    f"takes label {{take.id}} --sentence 1 task",
    f"takes label {{take.id}} --export training.jsonl --yes",
    f"takes report {{take.id}} -o report.md",
    f"takes report {{take.id}} --format html -o report.html",
    f"takes report {{take.id}} --format events-csv -o events.csv",
    "config set keep_days 90",
    "config set model tiny.en",
    "progress --json",
    f"takes delete {{cut_off.id}} --yes",
    "takes list --text police",
):
    cli(command.split(), standalone_mode=False)
"""


def test_all_that_is_written_is_its_owners_alone(tmp_path: Path) -> None:
    sound = HERE.parent / "voice_interview" / "bundled" / "demo-answer.flac"
    done = program(tmp_path, COMMANDS.format(sound=str(sound)))
    assert done.returncode == 0, done.stderr
    assert "WIDE" not in done.stderr, done.stderr
    assert wide(tmp_path) == {}
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert names >= {"answer.wav", "take.json", "report.json", "corrections.jsonl", "config.toml"}
    assert names >= {"training.jsonl", "report.md", "report.html", "events.csv"}, "exports too"
    assert {path.suffix for path in (tmp_path / "cache").rglob("*") if path.is_file()} == {".wav", ".sha256", ".sqlite"}
    assert not list((tmp_path / "tmp").iterdir())


def test_weights_are_joined_in_private_folders(tmp_path: Path) -> None:
    text = (
        "from pathlib import Path; from voice_interview.whisper import weights\n"
        "Path('part').write_bytes(b'model'); Path('part').chmod(0o600)\n"
        "weights.PUBLISHED['base'] = '9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4'\n"
        "weights._join(weights.Place(name='base', folder=Path('a/b/c').absolute(), source='', parts=(Path('part'),)))\n"
    )
    done = program(tmp_path, text)
    assert done.returncode == 0 and "WIDE" not in done.stderr, done.stderr
    assert wide(tmp_path) == {} and (tmp_path / "a/b/c/model.bin").read_bytes() == b"model"


def test_whole_files_new_files_and_folders(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = private_folder(tmp_path / "a" / "b")
        write_whole(folder / "whole", b"words")
        new_private(folder / "new").close()
        with pytest.raises(FileExistsError):
            new_private(folder / "new")
    finally:
        os.umask(before)
    assert wide(tmp_path) == {}
