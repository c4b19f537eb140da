"""What a stranger gets: the built packages, installed alone, do what the README says."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.install


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(c) for c in command], cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


def test_wheel_and_sdist_hold_what_they_must_and_no_more(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    packs = {p.name for p in (ROOT / "questions").glob("*.toml")}
    assert {f"voice_interview/_packs/{name}" for name in packs} <= names
    assert "voice_interview/bundled/demo-answer.flac" in names
    assert "voice_interview/py.typed" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"voice_interview"}
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    assert {f"questions/{name}" for name in packs} <= inside
    assert {"README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "tests/test_install.py"} <= inside
    assert not any(name.startswith((".venv", "recordings/2")) for name in inside)


def test_the_wheel_alone_lists_questions_and_gives_the_demo(built: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    run(python, "-m", "pip", "install", "--quiet", next(built.glob("*.whl")), cwd=tmp_path)
    listed = run(python, "-m", "voice_interview", "questions", "list", "--json", cwd=tmp_path)
    assert "What does customer service mean to you?" in listed
    takes = tmp_path / "takes"
    report = run(python, "-m", "voice_interview", "demo", "--recordings", takes, cwd=tmp_path)
    assert "customer service means that people leave with less to worry about" in " ".join(report.split())
    assert len(list(takes.glob("*/report.json"))) == 1
