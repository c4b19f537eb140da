"""What an answer has in common with earlier takes, as it is shown: `takes reuse`, `takes show`, after an analysis."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import soundfile
from click.testing import CliRunner, Result
from msgspec.structs import replace
from strategies import answer_of, question_of, words_of

from voice_interview import analysis
from voice_interview.cli import cli
from voice_interview.earlier import Earlier, tellings
from voice_interview.likeness.index import FEWEST_WORDS
from voice_interview.model import BUNDLED, Fault, Likeness, Passage, Provenance, Report, Retake
from voice_interview.reports import alike, json_report, markdown, terminal
from voice_interview.takes import Take, Takes

STORY = next(
    one
    for one in tomllib.loads((Path(__file__).parent / "retold_stories.toml").read_text(encoding="utf-8"))["story"]
    if one["speaker"] == "it support"
)
NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["takes", arguments[0], "--recordings", str(folder), *arguments[1:]])


def kept(folder: Path, line: str, asked: str, minutes: int = 0) -> Take:
    """An analysed take, without its sound."""
    now = NOW + timedelta(minutes=minutes)
    take = Takes(folder).new(replace(question_of(), id=asked, text=f"Tell me about {asked}."), now)
    found = answer_of(words_of(line, step=0.4), question=take.load().question, seconds=60.0)
    take.record(found.recording)
    take.save(found, analysis.report(found, (take.id, now.isoformat()), Provenance(version="0")))
    return take


@pytest.fixture
def two(tmp_path: Path) -> tuple[Take, Take]:
    """A story that was told to two questions."""
    return kept(tmp_path, STORY["first"], "a mistake"), kept(tmp_path, STORY["again"], "detail", 5)


def plain(text: str) -> str:
    return " ".join(text.split())


def test_reuse_quotes_both_passages_with_take_and_time(two: tuple[Take, Take]) -> None:
    first, again = two
    found = run(first.folder.parent, "reuse")
    assert found.exit_code == 0, found.output
    said = plain(found.stdout)
    assert said.startswith(
        "Tell me about detail. The same story as told to another question: “Tell me about a mistake.”"
    )
    assert f"{again.id}: “... " in said and f"{first.id}: “... " in said
    assert "In both: data, driver, payroll," in said
    assert found.stderr == "2 answers were compared.\n"
    assert max(map(len, found.stdout.splitlines())) <= 80
    shown = json.loads(run(first.folder.parent, "reuse", "--json").stdout)
    assert shown["compared"] == 2
    (pair,) = shown["found"]
    assert (pair["take"], pair["alike"]["take"], pair["alike"]["kind"]) == (again.id, first.id, "story")
    assert pair["alike"]["there"]["start"] > 0


def test_where_nothing_is_told_twice_it_says_so(tmp_path: Path) -> None:
    assert "Two answers of some length are needed" in run(tmp_path, "reuse").stderr
    kept(tmp_path, STORY["first"], "a mistake")
    kept(tmp_path, STORY["soon"], "a mistake", 5)
    found = run(tmp_path, "reuse")
    assert (found.exit_code, found.stdout) == (0, "")
    assert found.stderr == "2 answers were compared: nothing is told twice.\n"


def test_the_remark_stands_in_the_report_and_is_saved_in_none(two: tuple[Take, Take]) -> None:
    first, again = two
    folder = first.folder.parent
    saved = {path: path.read_bytes() for path in folder.rglob("*.json")}
    assert "LIKE EARLIER TAKES" not in run(folder, "show", first.id).stdout
    shown = run(folder, "show", again.id).stdout
    assert "LIKE EARLIER TAKES" in shown and f"{first.id}: “" in plain(shown)
    assert "## Like earlier takes" in run(folder, "report", again.id).stdout
    (like,) = json.loads(run(folder, "report", again.id, "--format", "json").stdout)["alike"]
    assert like["take"] == first.id
    assert {path: path.read_bytes() for path in folder.rglob("*.json")} == saved
    assert run(folder, "delete", first.id, "--yes").exit_code == 0
    assert "LIKE EARLIER TAKES" not in run(folder, "show", again.id).stdout


def test_an_answer_that_cannot_be_judged_is_compared_with_none(two: tuple[Take, Take]) -> None:
    first, again = two
    report = again.report()
    fault = Fault(code="clipped", message="It is clipped.", fix="Move back.")
    again.save_report(replace(report, recording=replace(report.recording, faults=(fault,))))
    assert "LIKE EARLIER TAKES" not in run(first.folder.parent, "show", again.id).stdout
    assert "Two answers of some length are needed" in run(first.folder.parent, "reuse").stderr


def test_the_demo_is_compared_with_nothing_whichever_is_the_earlier(tmp_path: Path) -> None:
    first, again = kept(tmp_path, STORY["first"], "a mistake"), kept(tmp_path, STORY["recited"], "a mistake", 5)
    earlier = Earlier(Takes(tmp_path))
    assert earlier.beside(again.report()).alike
    for demo, other in ((first, again), (again, first)):
        report = demo.report()
        demo.save_report(replace(report, recording=replace(report.recording, device=BUNDLED)))
        assert not Earlier(Takes(tmp_path)).beside(other.report()).alike
        assert not Earlier(Takes(tmp_path)).beside(demo.report()).alike
        demo.save_report(report)


def test_a_damaged_take_and_one_without_a_report_are_left_out(two: tuple[Take, Take]) -> None:
    first, _ = two
    Takes(first.folder.parent).new(None, NOW)
    (first.folder / "report.json").write_text("{", encoding="utf-8")
    assert len(tellings(Takes(first.folder.parent))) == 1


def test_answers_of_one_session_are_compared_with_each_other(tmp_path: Path) -> None:
    kept(tmp_path, STORY["first"], "a mistake")
    earlier = Earlier(Takes(tmp_path))
    earlier.read()
    (worded,) = earlier.beside(kept(tmp_path, STORY["recited"], "a mistake", 1).report()).alike
    assert (worded.kind, worded.more) == ("wording", 0)
    (worded,) = earlier.beside(kept(tmp_path, STORY["recited"] + " Yes.", "a mistake", 2).report()).alike
    assert (worded.kind, worded.more) == ("wording", 1)
    once_more = kept(tmp_path, STORY["again"], "detail", 3).report()
    (neutral,) = earlier.beside(replace(once_more, retake=Retake(of=worded.take))).alike
    assert neutral.retake


# -- in words ---------------------------------------------------------------------------------------------------------


def report_with(*found: Likeness) -> Report:
    made = answer_of(words_of(STORY["first"]), question=question_of())
    return replace(analysis.report(made, ("x", NOW.isoformat()), Provenance(version="0")), alike=found)


def like(**fields: object) -> Likeness:
    passage = Passage(text="it was | late", start=63.0, end=70.0)
    shape = {"kind": "wording", "take": "t", "created_at": "", "share": 0.714, "here": passage, "there": passage}
    return Likeness(**(shape | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize("render", [terminal.render, markdown.render])
def test_every_likeness_in_words(render: object) -> None:
    assert callable(render)
    asked = question_of().text
    said = plain(render(report_with(like(question=asked), like(question="Why?"), like(more=2))).replace("\\", ""))
    assert "Nearly word for word like an earlier take: 71 % of the words stand in runs that both have. " in said
    assert "an earlier take, told to “Why?”:" in said
    assert "So it is with 2 more." in said
    assert "1:03 t: “it was | late”" in said
    said = plain(render(report_with(like(kind="story", question="Why?", words=tuple("abcdefghij")))))
    assert "The same story as told to another question: “Why?”" in said
    assert "In both: a, b, c, d, e, f, g, h. In one interview, tell it to one of the two questions." in said


@pytest.mark.parametrize("render", [terminal.render, markdown.render])
def test_beside_a_take_once_more_there_is_a_figure_and_no_remark(render: object) -> None:
    assert callable(render)
    said = plain(render(report_with(like(retake=True, share=0.9))))
    assert "90 % of the words stand in runs of words that the take before has too." in said
    assert "word for word" not in said and "“it was" not in said
    assert [len(rows) for rows in alike.rows(report_with(like(retake=True)))] == [1]


def test_no_likeness_takes_no_room() -> None:
    for render in (terminal.render, markdown.render):
        assert alike.TITLE.lower() not in render(report_with()).lower()
    assert json.loads(json_report.render(report_with()))["alike"] == []


# -- from sound -------------------------------------------------------------------------------------------------------


@pytest.mark.whisper
def test_the_same_file_kept_twice_is_no_second_telling(tmp_path: Path) -> None:
    sound, rate = soundfile.read(Path(analysis.__file__).parent / "bundled" / "demo-answer.flac")
    answer = str(tmp_path / "answer.wav")
    soundfile.write(answer, sound[: 20 * rate], rate)
    command = ["analyze", "--keep", "--model", "tiny.en", "--recordings", str(tmp_path / "takes"), "--json"]
    found = CliRunner().invoke(cli, [*command, "--question", "angry-customer", answer, answer])
    assert found.exit_code == 0, found.output
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    assert [row["alike"] for row in rows] == [[], []]
    words = [word["text"] for word in rows[0]["transcript"]["words"]]
    assert len(words) > FEWEST_WORDS
