"""Nothing touches the network: the whole way from a question to a report runs with sockets refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_private import wide

from voice_interview.witness import CannotWitnessError, watch

HERE = Path(__file__).parent
ANSWER = HERE.parent / "voice_interview" / "bundled" / "demo-answer.flac"


def program(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """The program in a fresh home, with Python's sockets refused."""
    folders = {name: str(home / name.lower()) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    env = {**os.environ, **folders, "HOME": str(home), "PYTHONPATH": str(HERE / "offline"), "NO_PROXY": "*"}
    command = [sys.executable, "-m", "voice_interview", *map(str, arguments)]
    umask = 0 if os.name == "posix" else -1  # the worst, for the sake of what the demo writes
    return subprocess.run(
        command, env=env, cwd=home, capture_output=True, text=True, encoding="utf-8", check=False, umask=umask
    )


def test_the_refusal_refuses(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(HERE / "offline")}
    attempt = "import urllib.request as u; u.urlopen('http://127.0.0.1:9')"
    tried = subprocess.run([sys.executable, "-c", attempt], env=env, cwd=tmp_path, capture_output=True, check=False)
    assert b"NetworkTouchedError" in tried.stderr


@pytest.mark.whisper
def test_demo_from_an_empty_home(tmp_path: Path) -> None:
    done = program("demo", "--mute", "--recordings", tmp_path / "takes", home=tmp_path)
    assert (done.returncode, "NetworkTouched" in done.stderr) == (0, False), done.stderr
    assert "customer service" in done.stdout
    assert os.name == "nt" or wide(tmp_path) == {}, "a whole interview leaves nothing that others may read"


@pytest.mark.whisper
def test_the_kernel_sees_analyze_ask_for_no_internet_socket(tmp_path: Path) -> None:
    """`doctor --offline` does the same with the demo and a report."""
    env = {name: value for name, value in os.environ.items() if name != "CI"}  # where ONNX Runtime keeps quiet anyway
    command = [sys.executable, "-m", "voice_interview", "analyze", str(ANSWER)]
    try:
        seen = watch(command, env, tmp_path)
    except CannotWitnessError as error:
        pytest.skip(str(error))
    assert (seen.exit_code, seen.attempts) == (0, ()), seen.stderr
    assert "customer service" in seen.stdout
