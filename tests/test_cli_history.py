"""`takes list`, `takes compare` and `progress` as they are used."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace
from strategies import question_of, transcript_of

from voice_interview.cli import cli, compare
from voice_interview.model import BUNDLED, Measure, Provenance, Question, Recording, Report
from voice_interview.takes import Take, Takes

NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
SOURCE = {"pace": "words/min", "fillers": "per min", "length": "s"}


def kept(folder: Path, asked: str, said: str, days: int = 0, device: str | None = None, **values: float) -> Take:
    now = NOW + timedelta(days=days)
    question: Question = replace(question_of("philosophy" if asked == "view" else "behavioural"), id=asked)
    take = Takes(folder).new(question, now)
    recording = Recording(path="answer.wav", seconds=60.0, device=device)
    take.record(recording)
    take.save_report(
        Report(
            id=take.id,
            created_at=now.isoformat(timespec="seconds"),
            question=question,
            recording=recording,
            transcript=transcript_of(said),
            sound=None,
            reading=None,
            measures={name: Measure(value=value, unit=SOURCE[name]) for name, value in values.items()},
            advice=(),
            provenance=Provenance(version="1"),
        )
    )
    return take


@pytest.fixture
def takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Take, ...]:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    folder = tmp_path / "takes"
    return (
        kept(folder, "story", "A guest lost her passport on Monday.", 0, pace=150, fillers=4),
        kept(folder, "view", "Service is listening to a guest.", 1, pace=120),
        kept(folder, "story", "A guest lost her ring on Monday.", 2, pace=135, fillers=9),
        Takes(folder).new(None, NOW + timedelta(days=3)),
    )


def run(takes: tuple[Take, ...] | Path, *arguments: str) -> Result:
    folder = takes if isinstance(takes, Path) else takes[0].folder.parent
    return CliRunner().invoke(cli, [*arguments, "--recordings", str(folder)])


def listed(takes: tuple[Take, ...], *arguments: str) -> list[int]:
    found = run(takes, "takes", "list", "--json", *arguments)
    assert found.exit_code == 0, found.output
    ids = [take.id for take in takes]
    return [ids.index(row["id"]) for row in json.loads(found.stdout)]


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ("", [0, 1, 2, 3]),
        ("--reverse", [3, 2, 1, 0]),
        ("--question story", [0, 2]),
        ("--kind philosophy", [1]),
        ("--since 2026-03-05", [1, 2, 3]),
        ("--until 2026-03-05", [0, 1]),
        ("--since 2026-03-05 --until 2026-03-05", [1]),
        ("--sort pace", [1, 2, 0, 3]),
        ("--sort pace --reverse", [0, 2, 1, 3]),
        ("--sort fillers", [0, 2, 1, 3]),
        ("--sort question", [0, 2, 1, 3]),
        ("--sort kind", [0, 2, 1, 3]),
        ("--over fillers 4", [2]),
        ("--under fillers 9", [0]),
        ("--over pace 120 --under pace 150", [2]),
        ("--text guest", [0, 1, 2]),
        ("--text guest --question story --over fillers 5", [2]),
        ("--text parrot", []),
    ],
)
def test_list(takes: tuple[Take, ...], arguments: str, numbers: list[int]) -> None:
    assert listed(takes, *arguments.split()) == numbers


def test_list_shows_what_was_asked_for(takes: tuple[Take, ...]) -> None:
    found = run(takes, "takes", "list", "--text", "ring", "--sort", "fillers")
    asked = question_of().text
    assert found.stdout == f"{takes[2].id}\t60 s\treport\t{asked}\tfillers 9\tA guest lost her [ring] on Monday.\n"
    (row,) = json.loads(run(takes, "takes", "list", "--text", "ring", "--over", "pace", "1", "--json").stdout)
    assert (row["figures"], row["excerpt"]) == ({"pace": 135.0}, "A guest lost her [ring] on Monday.")
    none = run(takes, "takes", "list", "--text", "parrot")
    assert (none.exit_code, none.stdout) == (0, "") and "No take is like that" in none.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["takes", "list", "--sort", "nonsense"], 2, "There are: fillers, pace."),
        (["takes", "list", "--over", "pace", "many"], 2, "not a valid float"),
        (["takes", "list", "--since", "yesterday"], 2, "does not match the format"),
        (["takes", "list", "--text", "?"], 1, "no word to search for"),
        (["takes", "compare", "last", "last"], 1, "has no report"),
        (["takes", "compare", "_story_", "_view_"], 1, "could be 2 takes"),
        (["takes", "compare", "2026-03-04", "2026-03-05"], 1, "do not answer the same question"),
        (["takes", "compare", "2026-03-04", "2026-03-06", "--play", "9"], 2, "There are 1 sentences"),
    ],
)
def test_what_fails_says_why(takes: tuple[Take, ...], arguments: list[str], code: int, said: str) -> None:
    found = run(takes, *arguments)
    assert found.exit_code == code
    assert said in f"{found.stderr} {found.exception}"


def test_a_deleted_take_is_found_no_more(takes: tuple[Take, ...], tmp_path: Path) -> None:
    assert listed(takes, "--text", "passport") == [0]
    assert list((tmp_path / "cache" / "search").iterdir())
    assert run(takes, "takes", "delete", takes[0].id, "--yes").exit_code == 0
    assert not list((tmp_path / "cache" / "search").iterdir()), "not even in the index"
    assert listed(takes, "--text", "passport") == []


def test_compare(takes: tuple[Take, ...]) -> None:
    found = run(takes, "takes", "compare", takes[0].id, takes[2].id)
    assert found.exit_code == 0, found.output
    assert "A guest lost her [-passport-] {+ring+} on Monday." in " ".join(found.stdout.split())
    assert "\x1b" not in found.stdout
    shown = json.loads(run(takes, "takes", "compare", takes[0].id, takes[2].id, "--json").stdout)
    assert shown["schema"] == "voice-interview/comparison/1"
    assert [one["id"] for one in shown["takes"]] == [takes[0].id, takes[2].id]


def test_compare_plays_a_sentence_from_both(takes: tuple[Take, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[tuple[Path, float, float]] = []

    def play(sound: Path, moments: Any, device: str | None) -> None:
        assert device is None
        played.extend((sound, one.start, one.end) for one in moments)

    monkeypatch.setattr(compare, "play_moments", play)
    found = run(takes, "takes", "compare", takes[0].id, takes[2].id, "--play", "1")
    assert found.exit_code == 0, found.output
    assert [sound for sound, _, _ in played] == [takes[0].answer, takes[2].answer]
    assert all(0 <= start < end for _, start, end in played)
    assert f"{takes[0].id}: A guest lost her passport on Monday." in found.stderr


def test_progress(takes: tuple[Take, ...]) -> None:
    found = run(takes, "progress")
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("3 takes, 2026-03-04 to 2026-03-06\n")
    shown = json.loads(run(takes, "progress", "--json", "--question", "story", "--since", "2026-03-05").stdout)
    assert (shown["schema"], shown["takes"]) == ("voice-interview/progress/1", 1)
    one_day = run(takes, "progress", "--since", "2026-03-06").stdout
    assert one_day.startswith("1 take, 2026-03-06\n") and "All figures: " in " ".join(one_day.split())


def test_progress_leaves_the_demo_out_and_names_what_is_damaged(takes: tuple[Take, ...]) -> None:
    kept(takes[0].folder.parent, "story", "Hello.", 4, BUNDLED, pace=99)
    (takes[1].folder / "report.json").write_text("{", encoding="utf-8")
    found = run(takes, "progress")
    assert "Left out: 1 of the demo" in found.stderr and "damaged" in found.stderr
    assert found.stdout.startswith("2 takes, 2026-03-04 to 2026-03-06\n")


def test_progress_without_takes_says_what_to_do(takes: tuple[Take, ...], tmp_path: Path) -> None:
    assert "practice" in run(tmp_path / "none", "progress").stderr
    assert "No take with a report is like that" in run(takes, "progress", "--question", "none").stderr
    assert json.loads(run(tmp_path / "none", "progress", "--json").stdout)["takes"] == 0
