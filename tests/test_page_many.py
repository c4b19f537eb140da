"""The pages of several takes: side by side, and over weeks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from pages import HOSTILE, by_class, parsed, poisoned, said
from test_cli_history import kept
from test_history_comparison import two  # noqa: F401
from test_history_trends import summary

from voice_interview.audio.replay import copy
from voice_interview.cli import cli
from voice_interview.history import comparison, trends
from voice_interview.model import Report
from voice_interview.reports.page import comparison as side_by_side
from voice_interview.reports.page import progress as over_weeks
from voice_interview.takes import Take

ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"
MP3 = b"ID3 any sound"


def weeks(change: Any = lambda one: one) -> trends.Progress:
    """Twelve takes over four weeks, each with fewer fillers than the one before, and one take of another tool."""
    made = [summary(2 * day, fillers=20.0 - day, pace=150.0 + day % 3, length=60.0) for day in range(12)]
    other = replace(made[0], id="other", provenance=replace(made[0].provenance, model="tiny"))
    return trends.progress(change(one) for one in (other, *made))


def rules(shown: str) -> dict[str, str]:
    (policy,) = [one.get("content", "") for one in parsed(shown).iter("meta") if one.get("http-equiv")]
    return dict(rule.split(" ", 1) for rule in policy.split("; "))


def spans(shown: str) -> list[str]:
    return [one.get("data-play", "") for one in parsed(shown).iter("button")]


def test_figures_story_and_words_stand_side_by_side(two: tuple[Report, Report]) -> None:  # noqa: F811
    shown = side_by_side.page(comparison.compare(two), [MP3, MP3])
    text = said(parsed(shown))
    assert "Fillers/min 8 (7–9) 3 (2–4) lower" in text
    assert "2 kept, 2 cut, 1 added" in text
    rows = [[said(cell) for cell in row] for row in by_class(parsed(shown), "aligned")[0].iter("tr")][1:]
    assert [row[0] for row in rows] == ["cut", "kept", "cut", "kept", "added"]
    assert rows[-1][1].endswith("not there") and "In the end she caught the flight." in rows[-1][2]


def test_the_same_sentence_is_played_from_both(two: tuple[Report, Report]) -> None:  # noqa: F811
    found = comparison.compare(two)
    kept_ones = [one for one in found.steps[0].words if one.before and one.now]
    both = [
        f"1 {one.before.start:.2f} {one.before.end:.2f} 2 {one.now.start:.2f} {one.now.end:.2f}" for one in kept_ones
    ]
    played = spans(side_by_side.page(found, [MP3, MP3]))
    assert [one for one in played if len(one.split()) == 6] == both and len(both) == 2
    assert len(played) == 4 + 3 + len(both)


def test_what_has_no_sound_is_not_played(two: tuple[Report, Report]) -> None:  # noqa: F811
    found = comparison.compare(two)
    silent, half = side_by_side.page(found, [b"", b""]), side_by_side.page(found, [MP3, b""])
    assert spans(silent) == [] and not list(parsed(silent).iter("script")) and "media-src" not in rules(silent)
    assert {one.split()[0] for one in spans(half)} == {"1"} and len(spans(half)) == 4
    assert rules(half)["media-src"] == "data:"


def test_a_measure_over_the_weeks_with_what_changed() -> None:
    tree = parsed(over_weeks.page(weeks()))
    told = {said(one).split("/")[0]: one for one in by_class(tree, "trend")}
    assert "lower" in said(told["Fillers"]) and "Earlier 17.5" in said(told["Fillers"])
    pictures = [one.get("aria-label", "") for one in told["Fillers"].iter("div") if one.get("role") == "img"]
    assert re.fullmatch(r"Median of each week: 2026-\d\d-\d\d 18\.5, .*", pictures[0])
    dots = by_class(told["Fillers"], "dot")
    assert len(dots) == len(pictures[0].split(","))
    heights = [float(one.get("cy", "")) for one in dots]
    assert heights == sorted(heights) and heights[0] < heights[-1], "fewer fillers lie lower in the picture"
    assert "other tool" in said(tree)


def test_one_take_is_shown_too() -> None:
    shown = said(parsed(over_weeks.page(trends.progress([summary(0, fillers=4.0)]))))
    assert "1 take," in shown and "Fillers/min" in shown


@pytest.mark.parametrize("kind", ["comparison", "progress"])
def test_every_text_stays_text_and_nothing_is_asked_for(kind: str, two: tuple[Report, Report]) -> None:  # noqa: F811
    def page(change: Any) -> str:
        if kind == "progress":
            return over_weeks.page(weeks(change))
        return side_by_side.page(change(comparison.compare(two)), [MP3, MP3])

    plain, shown = page(lambda one: one), page(poisoned)
    assert "<script>alert" not in shown and "<img" not in shown and shown.count("alert(2)") > 10
    assert [one.text for one in parsed(shown).iter("script")] == [one.text for one in parsed(plain).iter("script")]
    for one in parsed(shown).iter():
        assert not {"style", "srcset", "action", "onclick"} & set(one.attrib)
        for address in (one.get("src"), one.get("href")):
            assert address is None or address.startswith("data:audio/mpeg;base64,")
    assert rules(shown).keys() - {"script-src", "media-src"} == {
        "default-src", "style-src", "base-uri", "form-action"
    }  # fmt: skip
    assert HOSTILE not in shown


@pytest.fixture
def takes(tmp_path: Path) -> tuple[Take, ...]:
    folder = tmp_path / "takes"
    made = (
        kept(folder, "story", "A guest lost her passport on Monday.", 0, pace=150, fillers=4),
        kept(folder, "story", "A guest lost her ring on Monday.", 2, pace=135, fillers=9),
    )
    copy(ANSWER, made[0].answer)
    return made


def test_the_commands_write_them(takes: tuple[Take, ...], tmp_path: Path) -> None:
    file = tmp_path / "page.html"

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(cli, [*arguments, "--recordings", str(takes[0].folder.parent)])

    done = run("takes", "compare", *(take.id for take in takes), "--format", "html", "-o", str(file))
    assert done.exit_code == 0 and "Wrote" in done.stderr
    assert len(list(parsed(file.read_text(encoding="utf-8")).iter("audio"))) == 1
    done = run("progress", "--format", "html")
    assert done.exit_code == 0 and said(parsed(done.stdout)).count("Fillers/min") == 2
    for wrong in (["progress", "-o", "x"], ["progress", "--json", "--format", "html"]):
        assert run(*wrong).exit_code == 2
