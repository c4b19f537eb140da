"""Takes of every schema that was ever written stay readable: by the commands, and by all formats.

`frozen/` holds takes as the program wrote them, made from the bundled answer, their sound a fifth of a second of
silence: one of the first commands that kept takes (0001), the last of 0.1.0 with a follow-up, corrections and the take
that it repeats (0002), and one whose program was killed (0003). They are never written anew. A schema of a new number,
or a field that readers rely on, brings another.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from voice_interview import plugins
from voice_interview.cli import cli
from voice_interview.model import Correction, Report
from voice_interview.takes import TakeFile, Takes

FROZEN = Path(__file__).parent / "frozen"
FIRST, LATEST, KILLED = "angry-customer_0001", "angry-customer_0002", "angry-customer_0003"
SAID = "customer service means that people leave with less to worry about than they came with"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy, for what is cut off is brought back."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    return Path(shutil.copytree(FROZEN, tmp_path / "takes"))


def run(folder: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(cli, [*arguments, "--recordings", str(folder)])
    assert done.exit_code == 0, (done.output, done.exception)
    return done


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_schema_that_is_written_now_is_frozen() -> None:
    """A new number needs a take of it here, and readers of the old one."""
    written = {default for kind in (TakeFile, Report, Correction) for default in _schemas(kind)}
    frozen = {json.loads(line)["schema"] for path in FROZEN.glob("*/*.jsonl") for line in path.read_text().splitlines()}
    frozen |= {json.loads(path.read_text(encoding="utf-8")).get("schema") for path in FROZEN.glob("*/*.json")}
    assert written <= frozen


def _schemas(kind: type[msgspec.Struct]) -> list[str]:
    return [field.default for field in msgspec.structs.fields(kind) if field.name == "schema"]


def test_list(folder: Path) -> None:
    listed = run(folder, "takes", "list")
    rows = [line.split("\t") for line in listed.stdout.splitlines()]
    assert [row[1:3] for row in rows] == [["26 s", "report"], ["0 s", "no report"], ["26 s", "report"]]
    assert "Brought back a take that had been cut off (0.2 s)" in listed.stderr
    assert len(json.loads(run(folder, "takes", "list", "--json").stdout)) == 3
    found = run(folder, "takes", "list", "--text", '"less to worry"', "--sort", "fillers", "--over", "length", "5")
    assert {line.split("\t")[0][-4:] for line in found.stdout.splitlines()} == {"0001", "0002"}


@pytest.mark.parametrize("take", [FIRST, LATEST])
def test_show(folder: Path, take: str) -> None:
    frozen = json.loads(next(FROZEN.glob(f"*{take}/report.json")).read_text(encoding="utf-8"))
    shown = json.loads(run(folder, "takes", "show", take, "--json").stdout)
    for name, measure in frozen["measures"].items():
        assert shown["measures"][name]["value"] == measure["value"], name
    assert shown["transcript"]["text"] == frozen["transcript"]["text"]
    told = flat(run(folder, "takes", "show", take).stdout)
    assert SAID in told and f"{frozen['measures']['pace']['value']:.0f} words/min" in told
    assert flat(run(folder, "takes", "show", take, "--fillers").stdout)
    assert flat(run(folder, "takes", "show", take, "--plan").stdout)


@pytest.mark.parametrize("take", [FIRST, LATEST])
def test_report_in_every_format(folder: Path, take: str) -> None:
    words = {"json": SAID, "md": SAID, "html": "customer service", "vtt": "customer", "textgrid": "customer"}
    for form in plugins.names("formats"):
        target = folder / f"report.{form}"
        run(folder, "takes", "report", take, "--format", form, "-o", str(target))
        text = flat(target.read_text(encoding="utf-8"))
        assert words.get(form, "") in text and len(text) > 40, form


def test_progress(folder: Path) -> None:
    found = json.loads(run(folder, "progress", "--json").stdout)
    assert (found["takes"], len(found["other_tool"])) == (1, 1), "both are read, and never mixed"
    assert "To make them comparable: voice-interview analyze --again 2026-11-21T21-01-45" in flat(
        run(folder, "progress").stdout
    )


def test_what_a_person_set_right_is_still_there(folder: Path) -> None:
    take = Takes(folder).find(LATEST)
    assert [one.what for one in take.corrections()] == ["label", "mend"]
    assert take.report().transcript.text.startswith("Well")
    assert take.heard().recording.follow_ups[0].text == "And what came of it?"
    run(folder, "takes", "correct", LATEST, "--undo", "last")
    assert take.report().transcript.text.startswith("um")


def test_an_old_take_is_corrected_and_compared(folder: Path) -> None:
    run(folder, "takes", "correct", FIRST, "--mend", "1", "Well")
    compared = run(folder, "takes", "compare", FIRST, LATEST)
    assert "0001" in compared.stdout and "0002" in compared.stdout
    run(folder, "takes", "delete", FIRST, "--yes")
    assert Takes(folder).find(LATEST).report().retake is None
