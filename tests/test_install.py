"""What a stranger gets: the built packages, installed alone, do what the README says."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = [pytest.mark.install, pytest.mark.xdist_group("install")]  # wheel and sdist are built once


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
    assert {f"voice_interview/reports/page/templates/page.{kind}" for kind in ("html", "css", "js")} <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"voice_interview"}
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    assert {f"questions/{name}" for name in packs} <= inside
    assert {"README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "tests/test_install.py"} <= inside
    assert not any(name.startswith((".venv", "recordings/2")) for name in inside)


def test_the_sdist_holds_the_repository(built: Path) -> None:
    """What the tests run and read is all there: every file that is tracked, and beside them only what is generated."""
    if not (ROOT / ".git").exists():
        pytest.skip("an unpacked sdist has no repository that it could be compared with")
    tracked = set(run("git", "ls-files", "-z", cwd=ROOT).strip("\0").split("\0"))
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        inside = {one.name.partition("/")[2] for one in sdist.getmembers() if one.isfile()}
    assert not tracked - inside
    assert not {name for name in inside - tracked if "__pycache__" in name or name.endswith(("~", ".orig", ".rej"))}


def test_the_same_source_builds_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """Another day, another user's permissions: SOURCE_DATE_EPOCH, and else a fixed day, stands for every time."""
    copy = tmp_path / "copy"
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        sdist.extractall(copy, filter="data")
    source = next(copy.iterdir())
    for path in source.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    again = tmp_path / "again"
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", again, source, cwd=tmp_path)
    assert sorted(one.name for one in again.iterdir()) == sorted(one.name for one in built.iterdir())
    for one in again.iterdir():
        assert one.read_bytes() == (built / one.name).read_bytes(), one.name


def test_what_an_index_shows_of_it_can_be_shown(built: Path) -> None:
    said = run(sys.executable, "-m", "twine", "check", "--strict", *sorted(built.iterdir()), cwd=built)
    assert said.count("PASSED") == 2


def test_the_wheel_lists_questions_and_gives_the_demo(built: Path, tmp_path: Path) -> None:
    """Installed, and not as the source tree: with the packages it depends on beside it."""
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=tmp_path)
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps")
    run(*pip, next(built.glob("*.whl")), cwd=tmp_path)
    installed = Path(run(python, "-c", "import voice_interview as v; print(v.__file__)", cwd=tmp_path).strip()).parent
    assert venv in installed.parents
    # A path in a .pth file adds the packages that lie there, but not the link to the source tree that lies beside them.
    (installed.parent / "beside.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    listed = run(python, "-m", "voice_interview", "questions", "list", "--json", cwd=tmp_path)
    assert "What does customer service mean to you?" in listed
    takes = tmp_path / "takes"
    report = run(python, "-m", "voice_interview", "demo", "--recordings", takes, cwd=tmp_path)
    assert "customer service means that people leave with less to worry about" in " ".join(report.split())
    assert len(list(takes.glob("*/report.json"))) == 1


def test_what_is_imported_is_asked_for() -> None:
    """Every package that the program imports is one of its dependencies, and not only one of theirs or of the tests."""
    of = metadata.packages_distributions()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = (*project["dependencies"], *extras["openai"], *extras["web"], *extras["cluster"])
    asked = {canonical(re.split(r"[ ;<>=!~\[]", line)[0]) for line in lines}
    files = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "voice_interview").rglob("*.py")}
    imported = {(name, file) for file, text in files.items() for name in third_party(ast.parse(text))}
    assert not [one for one in imported if not {canonical(dist) for dist in of.get(one[0], ())} & asked]


def third_party(tree: ast.Module) -> set[str]:
    """The packages named by imports anywhere in a file, this one and the standard library aside."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"voice_interview"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
