"""Nothing touches the network: the whole way from a question to a report runs with sockets refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_private import wide

HERE = Path(__file__).parent
ANSWER = HERE.parent / "voice_interview" / "bundled" / "demo-answer.flac"


def program(*arguments: str | Path, home: Path, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """The program in a fresh home, with Python's sockets refused."""
    folders = {name: str(home / name.lower()) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    env = {**os.environ, **folders, "HOME": str(home), "PYTHONPATH": str(HERE / "offline"), "NO_PROXY": "*"}
    command = [*before, sys.executable, "-m", "voice_interview", *map(str, arguments)]
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
def test_analyze_where_the_kernel_has_no_network_at_all(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets no one make a network namespace (unshare -rn)")
    done = program("analyze", ANSWER, home=tmp_path, before=(unshare, "-rn"))
    assert done.returncode == 0, done.stderr
    assert "customer service" in done.stdout
