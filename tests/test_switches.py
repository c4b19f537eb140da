"""The switches by which dependencies leave the network alone are set before any of them is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from voice_interview.offline import SWITCHES

MEANING = "from voice_interview.meaning import minilm; minilm.load()"
READABILITY = (
    "import textstat; import voice_interview.metrics.readability; textstat.flesch_reading_ease('I called the police.')"
)


def program(home: Path, text: str, **environ: str) -> list[str]:
    """What a program prints in a fresh home, where nobody has set any switch, nor said that this is a test machine."""
    env = {name: value for name, value in os.environ.items() if name not in {*SWITCHES, "CI"}}
    env |= {"HOME": str(home), "USERPROFILE": str(home), "TMPDIR": str(home), "TMP": str(home), "TEMP": str(home)}
    env |= {f"XDG_{name}_HOME": str(home / name) for name in ("CACHE", "CONFIG", "DATA", "STATE")} | environ
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run(
        [sys.executable, "-c", text], env=env, cwd=home, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_they_are_set_whatever_the_user_has_set(tmp_path: Path) -> None:
    tell = "import voice_interview, os; print(*(os.environ.get(name) for name in voice_interview.offline.SWITCHES))"
    opposite = dict.fromkeys(SWITCHES, "0")
    assert program(tmp_path, tell, **opposite) == [" ".join(SWITCHES.values())]


def test_hugging_face_is_offline_as_soon_as_it_is_imported(tmp_path: Path) -> None:
    tell = (
        "import voice_interview.whisper.ctranslate; from huggingface_hub import constants as c\n"
        "print(c.HF_HUB_OFFLINE, c.HF_HUB_DISABLE_TELEMETRY, c.HF_HUB_DISABLE_IMPLICIT_TOKEN)"
    )
    assert program(tmp_path, tell) == ["True True True"]


@pytest.mark.parametrize("text", [MEANING, READABILITY], ids=["meaning", "readability"])
def test_nothing_is_left_by_libraries_that_would_tell_of_their_use(tmp_path: Path, text: str) -> None:
    """ONNX Runtime would leave an identifier of its session, and of the device, for what it sends."""
    tell = "; import sys; print(*sorted({'nltk', 'requests', 'urllib3', 'httpx'} & sys.modules.keys()))"
    assert program(tmp_path, text + tell) == [""]
    assert [path.name for path in tmp_path.rglob("*")] == []


def test_a_process_of_ours_has_them_too(tmp_path: Path) -> None:
    tell = (
        "import voice_interview, subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', 'import os; print(os.environ[\"ORT_DISABLE_TELEMETRY\"])'], check=True)"
    )
    assert program(tmp_path, tell) == ["1"]
