"""`takes show --plan` and `practice --retake`, as they are used."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace
from strategies import answer_of, question_of, reading_of, sound_of, words_of

from voice_interview import analysis
from voice_interview.cli import cli, retake
from voice_interview.errors import TakeError
from voice_interview.model import Answer, Provenance, Question, Report
from voice_interview.reports import markdown, plan, terminal
from voice_interview.takes import Take, Takes

NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
SAID = (
    "Let me think about that for a moment please. "
    "Last winter I worked at the front desk of a small hotel by the harbour. "
    "A guest lost her passport on Monday. My job was to um get her home in time. "
    "I called the police station and the consulate. "
    "I called the police station and the consulate about her lost papers. "
    "In the end she caught the flight."
)
LABELS = ".SSTAAR"


def answer(seconds: float = 17.0, question: Question | None = None, **reading: Any) -> Answer:
    said = words_of(SAID)
    return answer_of(
        said,
        sound=sound_of((0.0, said[-1].end or 0.0)),
        question=question or question_of(answer_seconds=seconds),
        reading=reading_of(LABELS, **reading),
    )


def save(take: Take, found: Answer) -> Report:
    made = analysis.report(found, (take.id, NOW.isoformat()), Provenance(version="0"))
    take.save(found, made)
    return made


@pytest.fixture
def take(tmp_path: Path) -> Take:
    made = Takes(tmp_path).new(question_of(answer_seconds=17.0), NOW)
    save(made, answer(result="no"))
    return made


def show(take: Take, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["takes", "show", "--recordings", str(take.folder.parent), take.id, *arguments])


def lines(shown: str) -> list[str]:
    return [" ".join(line.split()) for line in shown.splitlines()]


# -- the plan ---------------------------------------------------------------------------------------------------------


def test_the_plan_says_what_goes_what_stays_and_how_long_it_is_then(take: Take) -> None:
    shown = show(take, "--plan")
    assert shown.exit_code == 0 and "\x1b" not in shown.stdout and max(map(len, shown.stdout.splitlines())) <= 80
    text = " ".join(shown.stdout.split())
    assert "34 s now; 16 s without what follows. The aim is 17 s, the time of the question." in text
    assert "0:00 . Cut “Let me think about that for a moment" in text
    assert "0:24 A Merge “I called the police station and the consulate" in text
    assert "said before, only “lost papers.” is new" in text
    assert "Leave out 1 filler in the sentences that stay" in text
    assert "As planned: situation" in text and "still over" not in text
    stays = text[text.index("WHAT STAYS") :]
    assert "only: lost papers." in stays and "caught the flight" in stays
    assert "harbour" not in stays and "moment" not in stays


def test_a_plan_that_does_not_reach_its_aim_says_why(take: Take) -> None:
    save(take, answer(12.0))
    text = " ".join(show(take, "--plan").stdout.split())
    assert "That is still over the aim. What stays is the story itself." in text
    assert "could be said in fewer words: “" in text


def test_the_plan_as_json_is_the_one_in_the_report(take: Take) -> None:
    report = json.loads(show(take, "--json").stdout)
    assert json.loads(show(take, "--plan", "--json").stdout) == report["plan"]
    assert report["plan"]["target"] == "question" and report["retake"] is None


def test_an_answer_within_its_time_says_so(take: Take) -> None:
    save(take, answer(60.0))
    told = "There is nothing to cut: the answer takes 34 s of the 1:00 min that the question gives."
    assert " ".join(show(take, "--plan").stdout.split()) == told
    assert json.loads(show(take, "--plan", "--json").stdout) is None


@pytest.mark.parametrize("change", ["no question", "text", "language"])
def test_why_there_is_no_plan_is_one_sentence(take: Take, change: str) -> None:
    found = answer()
    if change == "no question":
        found = replace(found, question=None)
    elif change == "text":
        found = replace(found, sound=None, transcript=answer_of(words_of(SAID, timed=False)).transcript)
    else:
        found = replace(found, transcript=replace(found.transcript, language="fr"))
    save(take, found)
    (line,) = [" ".join(lines(show(take, "--plan").stdout))]
    assert line.startswith("There is no plan") and line.count(".") == 1


def test_a_report_of_an_older_version_gets_its_plan(take: Take) -> None:
    made = take.report()
    take.save_report(replace(made, plan=None))
    assert json.loads(show(take, "--plan", "--json").stdout)["cuts"]
    assert "TIGHTENING PLAN" not in show(take).stdout


def test_the_report_has_a_short_section(take: Take) -> None:
    shown = show(take).stdout
    assert shown.index("\nSTAR\n") < shown.index("TIGHTENING PLAN") < shown.index("WHAT WAS SAID")
    assert "34 s now; 16 s without what follows." in shown
    made = markdown.render(take.report())
    assert "## Tightening plan" in made and "- 0:00 `.` **Cut** “Let me think about" in made


def test_the_short_section_holds_the_cuts_that_save_most_and_says_how_many_more() -> None:
    times = 7
    said = words_of(" ".join([*(f"It was one more long thing number {at}." for at in range(times)), SAID]))
    found = answer_of(
        said,
        sound=sound_of((0.0, said[-1].end or 0.0)),
        question=question_of(answer_seconds=30.0),
        reading=reading_of("." * times + LABELS),
    )
    report = analysis.report(found, ("id", ""), Provenance(version="0"))
    assert report.plan is not None
    count = len(report.plan.cuts)
    assert count > plan.SHOWN and len(plan.rows(report.plan, plan.SHOWN)) == plan.SHOWN + bool(report.plan.trims)
    more = f"and {count - plan.SHOWN} more cuts: voice-interview takes show ID --plan"
    assert more in " ".join(terminal.render(report).split())
    assert more not in plan.render(report, report.plan)


def test_one_of_fillers_and_plan(take: Take) -> None:
    refused = show(take, "--plan", "--fillers")
    assert refused.exit_code == 2 and "Choose one" in refused.output


# -- the re-take ------------------------------------------------------------------------------------------------------


def test_what_was_planned_is_told_before_the_question(take: Take) -> None:
    question, report = retake.question_of(take)
    assert question == question_of(answer_seconds=17.0)
    told = retake.reminder(take.id, report)
    assert told[0] == f"Once more, after {take.id}."
    assert told[1] == "34 s last time; 16 s as planned. The aim is 17 s, the time of the question."
    assert told[2].startswith("Cut 0:00 “Let me think about that")
    assert told[-2:] == ["To do: Say how it ended.", "To do: Come to the end in 17 s."]
    save(take, answer(60.0))
    assert len(retake.reminder(take.id, take.report())) == 1


def test_a_take_without_a_question_or_a_report_cannot_be_asked_again(tmp_path: Path) -> None:
    unheard = Takes(tmp_path).new(question_of(), NOW)
    with pytest.raises(TakeError, match="has no report"):
        retake.question_of(unheard)
    unasked = Takes(tmp_path).new(None, NOW)
    for question in (None, Question(id="unasked", text="(A behavioural question.)", kind="behavioural", pack="own")):
        save(unasked, replace(answer(), question=question))
        with pytest.raises(TakeError, match="cannot be asked again"):
            retake.question_of(unasked)


def practise(folder: Path, *arguments: str) -> Result:
    command = ["practice", "--recordings", str(folder), "--auto-stop", "3", "--mute", *arguments]
    return CliRunner().invoke(cli, command)


@pytest.mark.parametrize(
    "arguments",
    [
        ["angry-customer", "--retake", "last"],
        ["--ask", "Why?", "--retake", "last"],
        ["--retake", "last", "--pack", "customer-service"],
        ["--retake", "last", "--kind", "behavioural"],
        ["--retake", "last", "--count", "2"],
        ["--retake", "last", "--shuffle"],
    ],
)
def test_misuse(take: Take, arguments: list[str]) -> None:
    refused = practise(take.folder.parent, *arguments)
    assert refused.exit_code == 2 and "Error: " in refused.output


def test_a_take_that_is_not_there_is_told_before_the_microphone_is_looked_for(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice_interview.cli.stage.microphone", None)
    failed = practise(take.folder.parent, "--retake", "nothing")
    assert isinstance(failed.exception, TakeError) and "takes list" in str(failed.exception)


def test_a_correction_keeps_the_comparison(take: Take) -> None:
    again = Takes(take.folder.parent, retake_of=take.id).new(question_of(answer_seconds=17.0), NOW)
    found = answer()
    made = analysis.report(found, (again.id, ""), Provenance(version="0"), (), again.earlier())
    again.save(found, made)
    assert made.retake is not None and made.retake.of == take.id
    correct = ["takes", "correct", "--recordings", str(take.folder.parent), again.id, "--mend", "0:00", "We"]
    assert CliRunner().invoke(cli, correct).exit_code == 0
    mended = again.report().retake
    assert mended is not None and mended.seconds == made.retake.seconds
