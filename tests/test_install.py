"""What a stranger gets: the built packages, installed alone, do what the README says."""

from __future__ import annotations

import ast
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
    assert {f"voice_interview/reports/page/templates/page.{kind}" for kind in ("html", "css", "js")} <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"voice_interview"}
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    assert {f"questions/{name}" for name in packs} <= inside
    assert {"README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "tests/test_install.py"} <= inside
    assert not any(name.startswith((".venv", "recordings/2")) for name in inside)


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
    lines = (*project["dependencies"], *extras["openai"], *extras["web"])
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
