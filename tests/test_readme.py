"""The README's commands are run."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from voice_interview.cli import cli

ROOT = Path(__file__).parent.parent
COMMANDS = re.findall(
    r"^    voice-interview (.*?)(?: {2,}#.*)?$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M
)
ELSEWHERE = ("practice", "doctor", "takes play", "serve")
"""Need a sound card, or do not end by themselves: parsed here; they run for real in test_practice_*.py,
test_cli_doctor.py, test_cli_proof.py and test_web_server.py."""


OWN_PACK = """
title = "Bakery"
description = "What we ask at our counter."

[[question]]
id = "busy-saturday"
text = "It is Saturday morning and the queue is out of the door. What do you do?"
kind = "situational"
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the README names, and one take with a comment."""
    folder = tmp_path_factory.mktemp("readme")
    answer = ROOT / "voice_interview" / "bundled" / "demo-answer.flac"
    for name in ("answer.m4a", "one.wav"):
        _convert(answer, folder / name)
    (folder / "answer.txt").write_text("Last year I helped a customer. In the end she was happy.", encoding="utf-8")
    (folder / "values.txt").write_text("We listen first.", encoding="utf-8")
    (folder / "my-questions.toml").write_text(OWN_PACK, encoding="utf-8")
    kept = CliRunner().invoke(
        cli, ["analyze", "--keep", "--recordings", str(folder / "recordings"), str(folder / "one.wav")]
    )
    assert kept.exit_code == 0, kept.output
    for words in (["add", "last", "Good."], ["export", "last", "-o", str(folder / "comments.jsonl")]):
        said = CliRunner().invoke(cli, ["comments", *words, "--recordings", str(folder / "recordings")])
        assert said.exit_code == 0, said.output
    shutil.copytree(folder / "recordings", folder / "course" / "a candidate")
    shutil.copy(folder / "one.wav", folder / "course" / "a candidate" / "angry-customer.wav")
    return folder


def _convert(source: Path, target: Path) -> None:
    """Ten seconds of `source` in the format that the name of `target` tells."""
    import av

    with av.open(str(source)) as given, av.open(str(target), "w") as made:
        codec = {".m4a": "aac", ".wav": "pcm_s16le"}[target.suffix]
        stream = made.add_stream(codec, rate=16_000, layout="mono")
        for frame in given.decode(audio=0):
            if frame.time is not None and frame.time > 10:
                break
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 15


@pytest.mark.whisper
@pytest.mark.parametrize("line", COMMANDS)
def test_the_command_works(line: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    words = [
        w for word in shlex.split(line) for w in (sorted(p.name for p in home.glob(word)) if "*" in word else [word])
    ]
    name = next((name for name in ELSEWHERE if " ".join(words).startswith(name)), None)
    if name is not None:
        command, rest = cli.get_command(click.Context(cli), words[0]), words[len(name.split()) :]
        if isinstance(command, click.Group):
            command = command.commands[words[1]]
        with command.make_context(name, rest) as context:
            named = context.params.get("question_id")
        assert named is None or CliRunner().invoke(cli, ["questions", "show", named]).exit_code == 0
        return
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, (result.output, result.exception)
