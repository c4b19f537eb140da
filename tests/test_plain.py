"""`--plain`: lines that a screen reader can follow, in every command, and unasked on a terminal that can do no more."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
import pexpect
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, assume, given, settings
from msgspec.structs import replace
from rich.table import Table
from rich.text import Text
from strategies import answer_of, question_of, reading_of, sound_of, words_of
from test_reports import reports, sample

from voice_interview import analysis
from voice_interview.cli import COMMANDS, cli, plain
from voice_interview.history import comparison
from voice_interview.model import Measure, Provenance, Report
from voice_interview.reports import comparison as comparison_words
from voice_interview.reports import labels, proof, summary, terminal
from voice_interview.reports.lines import joined, table_lines
from voice_interview.takes import Takes

PICTURES = re.compile("[\u2500-\u259f\u2800-\u28ff\u2581-\u2588]|#{2,}|={2,}|\x1b|\r")
"""Box drawing, blocks, bars and what moves a cursor."""

COLUMNS = re.compile(r"\S {2,}\S")


def check(shown: str) -> None:
    assert not PICTURES.search(shown)
    assert not [line for line in shown.splitlines() if COLUMNS.search(line)]


# --- what is shown ------------------------------------------------------------------------------------------------


def test_a_row_is_one_line_with_the_names_of_its_columns() -> None:
    table = Table.grid()
    for head in ("", "then", "now"):
        table.add_column(head)
    table.add_row(Text("Length"), Text("1:20 min"), Text("-"))
    table.add_row("", Text("two\nlines "), "")
    table.add_row("", "", "")
    assert table_lines(table) == ["Length, then 1:20 min, now not known", "then two; lines"]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (("1.", "Come to the end"), "1. Come to the end"),
        (("0:05", "", "Um, I led it."), "0:05, Um, I led it."),
        (("[1]", "A source"), "[1] A source"),
        (("",), ""),
        (("-", "Under 20 s of speech."), "not known, Under 20 s of speech."),
    ],
)
def test_cells_become_a_sentence(cells: tuple[str, ...], line: str) -> None:
    assert joined(cells) == line


def test_a_whole_report_is_read_from_its_first_word_to_its_last() -> None:
    shown = terminal.render(sample(), width=None)
    check(shown)
    lines = shown.splitlines()
    for name in ("For the next take:", "Figures:", "STAR:", "What was said:", "Sources:"):
        assert name in lines
    assert not any(line.startswith("In time") for line in lines), "a picture is left out"
    assert "good" in shown and "+ good" not in shown


def test_what_is_touched_is_said_in_words() -> None:
    found = [
        {"quality": "active-listening", "touched": "yes", "start": 7.0, "text": "I listened."},
        {"quality": "empathy", "touched": "no"},
    ]
    coverage = Measure(value=1, unit="of 2", details={"qualities": found})
    shown = terminal.render(replace(sample(), measures={"coverage": coverage}), width=None).splitlines()
    at = shown.index("What the question looks for:")
    assert shown[at + 1 : at + 4] == ["touched, active listening, 0:07, “I listened.”", "not noticed, empathy", ""]


def test_the_other_views_are_lines_too() -> None:
    for render in (proof.render, labels.render):
        check(render(sample(), width=None))
    check(summary.summary([sample(), sample()], width=None))
    assert "Length " in summary.summary([sample()], width=None), "each figure under its name"


def made(number: int, line: str) -> Report:
    words = words_of(f"{line} We led the team. I called them. It worked.", step=0.5)
    answer = answer_of(words, sound=sound_of((0.0, 30.0)), question=question_of(), reading=reading_of("STAR"))
    identity = (f"take-{number}", f"2026-03-0{number}T10:00:00+00:00")
    return analysis.report(answer, identity, Provenance(version="1"))


def test_takes_side_by_side_are_lines() -> None:
    found = comparison.compare([made(1, "It was late."), made(2, "It was very late.")])
    shown = comparison_words.render(found, width=None)
    check(shown)
    assert re.search(r"^Length, 1 [\d.]+ s.*, 2 [\d.]+ s", shown, re.M)


@given(reports())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_report_is_lines(report: Report) -> None:
    drawn = re.compile("[\u2500-\u259f]|\x1b|\r")
    assume(not drawn.search(json.dumps(msgspec.to_builtins(report), ensure_ascii=False)))  # what was said may hold them
    assert not drawn.search(terminal.render(report, width=None))


# --- how it is asked for ------------------------------------------------------------------------------------------


def leaves(command: click.Command) -> Iterator[click.Command]:
    if isinstance(command, click.Group):
        for one in command.commands.values():
            yield from leaves(one)
    else:
        yield command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_it(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    for leaf in leaves(command):
        assert [option.name for option in leaf.params].count("plain") == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "term", "is_plain"),
    [
        (Terminal(), "xterm-256color", False),
        (Terminal(), "", False),
        (Terminal(), "dumb", True),
        (Terminal(), "Unknown", True),
        (io.StringIO(), "dumb", False),
    ],
)
def test_a_dumb_terminal_asks_for_it_itself(stream: io.StringIO, term: str, is_plain: bool) -> None:
    assert plain.is_plain(stream, {"TERM": term}) is is_plain


@pytest.mark.parametrize(
    ("arguments", "environ", "is_plain"),
    [
        ((), {}, False),
        (("--plain",), {}, True),
        ((), {"VOICE_INTERVIEW_PLAIN": "yes"}, True),
        (("--no-plain",), {"VOICE_INTERVIEW_PLAIN": "1"}, False),
        ((), {"VOICE_INTERVIEW_PLAIN": "off"}, False),
    ],
)
def test_the_option_comes_before_the_setting(
    arguments: tuple[str, ...], environ: dict[str, str], is_plain: bool, takes: Takes
) -> None:
    asked = ["takes", "show", "last", "--recordings", str(takes.root), *arguments]
    shown = CliRunner().invoke(cli, asked, env=environ).stdout
    assert ("Figures:" in shown, "FIGURES" in shown) == (is_plain, not is_plain)


def test_what_is_lined_up_elsewhere_has_commas(tmp_path: Path) -> None:
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    lined = CliRunner().invoke(cli, ["config", "show"], env=environ).stdout.splitlines()
    told = CliRunner().invoke(cli, ["config", "show", "--plain"], env=environ).stdout.splitlines()
    assert told[2] == "device, the system's, (default)" and re.match(r"device +the system's  \(default\)", lined[2])


@pytest.fixture
def takes(tmp_path: Path) -> Takes:
    found = Takes(tmp_path / "takes")
    take = found.new(question_of(), datetime(2026, 3, 1, tzinfo=UTC))
    report = made(1, "Um, it was late.")
    answer = answer_of(report.transcript, sound=report.sound, question=report.question, reading=report.reading)
    take.record(report.recording)
    take.save(answer, report)
    return found


# --- in a terminal ------------------------------------------------------------------------------------------------

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX terminals")


def typed(arguments: list[str], term: str) -> str:
    """What a command writes to a terminal, where a line ends with CR and LF."""
    environ = {**os.environ, "TERM": term}
    child = pexpect.spawn(sys.executable, arguments, env=environ, timeout=120, encoding="utf-8", dimensions=(24, 60))
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    return str(child.before).replace("\r\n", "\n")


@posix
def test_in_a_terminal_nothing_is_coloured_folded_or_moved(takes: Takes) -> None:
    show = ["-m", "voice_interview", "takes", "show", "last", "--recordings", str(takes.root)]
    assert "\x1b[" in typed(show, "xterm"), "which is what others see"
    for shown in (typed([*show, "--plain"], "xterm"), typed(show, "dumb")):
        check(shown)
        assert any(len(line) > 60 for line in shown.splitlines()), "no line is folded"


PRACTISED = """
import click
from voice_interview.cli import cli, stage
from voice_interview.cli.wiring import progress

@click.command("try")
def attempt():
    screen = stage.screen()
    screen.follow_up("And how did it turn out, in the end, for the customer who had called you three times?")
    screen.say("Up to 120 s · Enter ends the answer")
    screen.thinking(3.0); screen.thinking(2.0)
    screen.speak_now()
    for second in range(5):
        screen.recording(second, -20 if second < 3 else None, False)
    screen.still()
    with progress("Listening to answer.wav", 10.0) as told:
        assert told is None
    screen.choices((("Enter", "next"), ("r", "again")))

from voice_interview.cli.plain import with_plain
cli.commands["try"] = with_plain(attempt)
cli(["try", *ARGUMENTS])
"""


@posix
@pytest.mark.parametrize(("arguments", "term"), [("['--plain']", "xterm"), ("[]", "dumb")])
def test_a_practice_tells_each_state_once(arguments: str, term: str) -> None:
    shown = typed(["-c", PRACTISED.replace("ARGUMENTS", arguments)], term)
    check(shown)
    assert [line for line in shown.splitlines() if line] == [
        "Follow-up",
        "And how did it turn out, in the end, for the customer who had called you three times?",
        "Up to 120 s, Enter ends the answer",
        "Thinking time.",
        "Speak now.",
        "Recording.",
        "No sound: is the microphone muted?",
        "Listening to answer.wav ...",
        "Enter next, r again",
    ]
