"""The rules of who may import whom, and what may be loaded when."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "voice_interview"
MODULES = sorted(PACKAGE.rglob("*.py"))

BASE = {"model", "errors", "files"}
"""What everybody may import: values, failures, and the writing of whole files."""

PURE = BASE - {"files"} | {"text"}
CORRECTING = {"correction_list", "corrections", "label_corrections"}
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "files": {"errors"},
    "memory": set(),
    "offline": set(),
    "witness": set(),
    "interrupts": set(),
    "plugins": {"errors", "model"},
    "text": {"model"},
    "metrics": PURE | {"plugins"},
    "known_details": {"model"},
    "advice": PURE | {"known_details", "story_advice"},
    "story_advice": PURE | {"known_details"},
    "correction_list": PURE,
    "corrections": PURE | {"correction_list", "metrics"},
    "label_corrections": PURE | {"correction_list"},
    "likeness": PURE,
    "tightening": PURE | {"metrics"},
    "profiles": PURE | {"advice", "tightening"},
    "retake": PURE | {"known_details", "metrics", "advice", "story_advice", "tightening"},
    "history": PURE | {"known_details", "metrics", "likeness", "retake", "profiles"},
    "cohort": PURE | {"history", "profiles", "advice"},
    "reports": PURE | {"history", "cohort"},
    "transcripts": BASE | {"text"},
    "audio": BASE | {"plugins"},
    "voices": BASE | {"plugins"},
    "hearing": BASE | {"plugins", "text"},
    "whisper": BASE | {"plugins", "text", "processors"},
    "meaning": BASE | {"plugins", "text", "processors"},
    "toml_lines": set(),
    "pack_rules": {"model", "toml_lines"},
    "questions": BASE | {"plugins", "text", "toml_lines", "pack_rules"},
    "json_lines": set(),
    "locks": set(),
    "processors": set(),
    "takes": BASE | {"plugins", "text", "json_lines", "locks"},
    "rubric": BASE | {"toml_lines", "pack_rules", "profiles"},
    "comments": PURE | {"json_lines", "reports"},
    "recovery": BASE | {"takes"},
    "search": BASE | {"text", "takes"},
    "traces": BASE | {"takes", "search", "voices"},
    "listing": BASE | {"text", "takes", "search", "history", "reports"},
    "earlier": BASE | {"text", "takes", "likeness"},
    "decoding": BASE | {"plugins", "hearing", "whisper"},
    "listening": BASE | {"plugins", "text", "hearing", "whisper", "decoding"},
    "answers": BASE | {"plugins", "text", "hearing", "listening"},
    "process": BASE | {"plugins", "listening", "answers", "memory", "interrupts"},
    "live": BASE | {"plugins", "listening", "process", "interrupts"},
    "analysis": BASE
    | CORRECTING
    | {"plugins", "text", "metrics", "advice", "meaning", "listening", "tightening", "retake", "profiles"},
    "stages": set(),
    "web": BASE
    | {"text", "metrics", "takes", "listing", "earlier", "likeness", "history", "reports", "comments", "rubric"}
    | {"packets", "stages"},
    "interview": BASE | {"plugins", "text", "takes"},
    "folders": {"errors"},
    "crew": {"errors", "model"},
    "workers": {"errors", "model", "crew", "interrupts"},
    "cluster": {"errors", "model", "crew"},
    "holding": BASE,
    "spool": {"errors", "files", "locks"},
    "submissions": BASE | {"takes", "folders", "holding"},
    "candidates": BASE | {"takes", "packets", "cohort", "listing", "folders"},
    "redaction": PURE | {"likeness"},
    "packets": BASE | {"json_lines", "takes", "reports", "comments"},
}
"""Room by room, which other rooms of the package it may know; `cli` wires everything together."""

HEAVY = ("numpy", "scipy", "sounddevice", "soundfile", "soxr", "av", "ctranslate2", "faster_whisper", "onnxruntime",
         "hibari", "textstat", "jinja2", "pygal", "rich", "whisper", "torch", "pysubs2", "huggingface_hub",
         "fastapi", "uvicorn", "dask", "distributed", "tornado")  # fmt: skip


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.Module) -> set[str]:
    """Every module named by an import anywhere in the file, inside functions too."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def own_rooms(tree: ast.Module, known: set[str]) -> set[str]:
    parts = [name.split(".") for name in imported(tree) if name.startswith("voice_interview.")]
    return {p[1] for p in parts if p[1] in known}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_room_knows_only_the_rooms_it_may(path: Path) -> None:
    here, known = room(path), {room(m) for m in MODULES}
    if here in ("cli", "__init__", "__main__"):
        return
    assert here in MAY_IMPORT, f"{here} is a new room: say here what it may import, and in the README's map what it is"
    strangers = own_rooms(ast.parse(path.read_text(encoding="utf-8")), known) - MAY_IMPORT[here] - {here}
    assert not strangers, f"{path.name} imports {strangers}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_their_rooms_know_the_outside(path: Path) -> None:
    names = {name.split(".")[0] for name in imported(ast.parse(path.read_text(encoding="utf-8")))}
    keepers = {"sounddevice": "audio", "soundfile": "audio", "soxr": "audio", "av": "audio", "click": "cli",
               "fastapi": "web", "starlette": "web", "uvicorn": "web",
               "dask": "cluster", "distributed": "cluster"}  # fmt: skip
    for library, keeper in keepers.items():
        assert library not in names or room(path) == keeper, f"{library} belongs to {keeper}"
    pure = {
        "model",
        "text",
        "metrics",
        "advice",
        "known_details",
        "story_advice",
        "likeness",
        "tightening",
        "retake",
        "profiles",
        "history",
        "cohort",
    }
    if room(path) in CORRECTING | pure | {"reports"}:
        outside = {"os", "pathlib", "time", "datetime", "socket", "subprocess", "threading", "random", "shutil"}
        if names & {"datetime"} and reckons_with_dates_alone(path):
            outside -= {"datetime"}
        assert not names & outside, f"a pure room reaches for {names & outside}"


def reckons_with_dates_alone(path: Path) -> bool:
    """Whether a room that knows dates (a week begins on a Monday) never asks which day it is."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    taken = {name for name in imported(tree) if name.startswith("datetime.")}
    asks = any(isinstance(node, ast.Attribute) and node.attr == "today" for node in ast.walk(tree))
    return taken <= {"datetime.date", "datetime.timedelta"} and bool(taken) and not asks


def test_help_loads_nothing_heavy() -> None:
    loaded = loaded_by("from voice_interview.cli import cli; cli(['--help'], standalone_mode=False)")
    assert not loaded & set(HEAVY)


def test_the_version_and_completion_load_nothing_heavy() -> None:
    loaded = loaded_by("from voice_interview.cli import cli; cli(['--version'], standalone_mode=False)")
    assert not loaded & set(HEAVY)
    loaded = loaded_by(COMPLETED)
    assert "click" in loaded and not loaded & set(HEAVY)


COMPLETED = """
import os
from voice_interview.cli import cli
os.environ |= {"COMP_WORDS": "voice-interview takes show ", "COMP_CWORD": "3"}
os.environ["_VOICE_INTERVIEW_COMPLETE"] = "bash_complete"
try:
    cli(prog_name="voice-interview")
except SystemExit as ended:
    assert ended.code == 0
pass"""


def test_listing_questions_loads_no_numpy() -> None:
    loaded = loaded_by("from voice_interview.cli import cli; cli(['questions', 'list'], standalone_mode=False)")
    assert not loaded & {"numpy", "scipy", "sounddevice", "ctranslate2", "onnxruntime", "textstat"}


def loaded_by(program: str) -> set[str]:
    tell = "; import sys; print(); print('LOADED', *{m.split('.')[0] for m in sys.modules})"
    run = subprocess.run(
        [sys.executable, "-c", program + tell], capture_output=True, text=True, encoding="utf-8", check=True
    )
    return set(run.stdout.splitlines()[-1].split()[1:])


def test_rooms_do_not_import_in_circles() -> None:
    known = {room(m) for m in MODULES}
    edges: dict[str, set[str]] = {}
    for path in MODULES:
        rooms = own_rooms(ast.parse(path.read_text(encoding="utf-8")), known)
        edges.setdefault(room(path), set()).update(rooms - {room(path)})

    def reach(start: str) -> set[str]:
        seen: set[str] = set()
        todo = [start]
        while todo:
            for near in edges.get(todo.pop(), set()) - seen:
                seen.add(near)
                todo.append(near)
        return seen

    assert not {name for name in edges if name in reach(name)}
