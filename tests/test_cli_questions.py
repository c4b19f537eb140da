"""`voice-interview questions` as people and scripts meet it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner, Result

from voice_interview import questions
from voice_interview.cli import cli
from voice_interview.cli import questions as commands
from voice_interview.errors import QuestionError
from voice_interview.model import Question

MINE = 'title = "Mine"\n[[question]]\nid = "mine"\ntext = "What is mine?"\nkind = "philosophy"\n'


@pytest.fixture(autouse=True)
def nobody_elses_packs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VOICE_INTERVIEW_QUESTIONS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "packs"
    folder.mkdir()
    (folder / "mine.toml").write_text(MINE, encoding="utf-8")
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["questions", *arguments])


@pytest.mark.parametrize("command", [(), ("list",), ("show",), ("check",)])
def test_help(command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0 and "Usage: cli questions" in result.stdout


# list


def test_list_piped_is_one_line_a_question_between_tabs() -> None:
    result = run("list")
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert result.exit_code == 0 and result.stderr == ""
    assert {len(row) for row in rows} == {5} and len(rows) >= 110
    assert rows[0] == [
        "what-customer-service-means",
        "customer-service",
        "philosophy",
        "90",
        "What does customer service mean to you?",
    ]


def test_list_as_json_is_one_array_of_questions() -> None:
    result = run("list", "--json", "--pack", "customer-service")
    assert result.stdout.count("\n") == 1
    listed = msgspec.json.decode(result.stdout, type=tuple[Question, ...])
    shipped = questions.load_packs([questions.shipped_folder()])
    assert listed == tuple(question for question in shipped if question.pack == "customer-service")


def test_list_is_narrowed_by_pack_kind_and_quality_together() -> None:
    found = json.loads(run("list", "--json", "--pack", "technical-support", "--kind", "behavioural").stdout)
    assert found and {(q["pack"], q["kind"]) for q in found} == {("technical-support", "behavioural")}
    patient = json.loads(run("list", "--json", "--quality", "patience").stdout)
    assert patient and all("patience" in q["looks_for"] for q in patient)
    both = json.loads(run("list", "--json", "--quality", "patience", "--kind", "situational").stdout)
    assert [q for q in patient if q["kind"] == "situational"] == both != patient


def test_list_says_where_nothing_fits() -> None:
    narrow = ("--pack", "behavioural-core", "--quality", "product-knowledge")
    result = run("list", *narrow)
    assert (result.exit_code, result.stdout) == (0, "") and "No question" in result.stderr
    assert run("list", "--json", *narrow).stdout == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list", "--kind", "funny"), "'behavioural'"),
        (("list", "--pack", "nowhere"), "customer-service"),
        (("list", "--quality", "charm"), "empathy"),
        (("list", "more"), "unexpected extra argument"),
        (("show",), "Missing argument"),
        (("check",), "Missing argument"),
        (("sing",), "No such command"),
    ],
)
def test_misuse_exits_2_and_names_the_right_words(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


# show


def test_show_tells_all_about_one_question() -> None:
    result = run("show", "what-customer")
    (question,) = [q for q in commands.load(None) if q.id == "what-customer-service-means"]
    text = " ".join(result.stdout.split())
    assert result.exit_code == 0
    for part in (question.id, question.text, question.kind, question.pack, question.listens_for, *question.follow_ups):
        assert part in text
    assert "knowledge of this company" in text and "30 s to think, 90 s to answer" in text
    assert max(len(line) for line in result.stdout.splitlines()) <= 80


def test_show_a_bare_question_leaves_empty_rows_out(mine: Path) -> None:
    result = run("show", "mine", "--questions", str(mine))
    assert "What is mine?" in result.stdout
    assert "Looks for" not in result.stdout and "Follow-ups" not in result.stdout


def test_show_as_json_is_one_object() -> None:
    result = run("show", "five-words", "--json")
    assert msgspec.json.decode(result.stdout, type=Question).id == "five-words"


def test_show_what_is_not_there_fails() -> None:
    result = run("show", "fvie-words")
    assert isinstance(result.exception, QuestionError) and "five-words" in str(result.exception)
    assert result.stdout == ""


# Packs of one's own


def test_ones_own_packs_by_option_environment_and_configuration(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "mine" not in run("list").stdout.split()
    assert "mine" in run("list", "--questions", str(mine)).stdout.split()
    monkeypatch.setenv("VOICE_INTERVIEW_QUESTIONS", str(mine))
    assert [q["id"] for q in json.loads(run("list", "--pack", "mine", "--json").stdout)] == ["mine"]
    monkeypatch.delenv("VOICE_INTERVIEW_QUESTIONS")
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: mine.parent / "settings")
    mine.parent.joinpath("settings").mkdir()
    mine.rename(mine.parent / "settings" / "questions")
    assert "mine" in run("list").stdout.split()


def test_a_broken_pack_of_ones_own_fails_and_names_the_check(mine: Path) -> None:
    (mine / "mine.toml").write_text(MINE.replace("philosophy", "wisdom"), encoding="utf-8")
    result = run("list", "--questions", str(mine))
    assert isinstance(result.exception, QuestionError) and result.stdout == ""
    assert "line 5, kind" in str(result.exception) and "questions check" in str(result.exception)


def test_the_option_is_for_other_commands_too(mine: Path) -> None:
    @click.command()
    @commands.questions_option
    def other(questions_dir: Path | None) -> None:
        click.echo(commands.load(questions_dir)[-1].id)

    assert CliRunner().invoke(other, ["--questions", str(mine)]).stdout == "mine\n"


# check


def test_check_says_fine_with_the_count(mine: Path) -> None:
    path = mine / "mine.toml"
    result = run("check", str(path))
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{path}: fine, 1 question.\n", "")


def test_check_shipped_packs_are_fine() -> None:
    files = sorted(str(path) for path in questions.shipped_folder().glob("*.toml"))
    result = run("check", *files)
    assert result.exit_code == 0 and result.stdout.count(": fine, ") == 5


def test_check_prints_every_mistake_with_its_line_and_exits_1(mine: Path) -> None:
    path = mine / "mine.toml"
    path.write_text(MINE.replace("philosophy", "wisdom") + "think_seconds = -1\nfollowups = []\n", encoding="utf-8")
    result = run("check", str(path), str(mine / "none.toml"))
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert [line.split(" ")[0] for line in lines] == [f"{path}:{n}:" for n in (5, 6, 7)] + [f"{mine / 'none.toml'}:1:"]
    assert 'followups: Unknown key in a question. Did you mean "follow_ups"?' in lines[2]
    assert result.stderr == "voice-interview: 4 mistakes in 2 files.\n"


def test_check_as_json_is_one_object_a_file(mine: Path) -> None:
    bad = mine / "bad.toml"
    bad.write_text("x", encoding="utf-8")
    result = run("check", "--json", str(mine / "mine.toml"), str(bad))
    good, wrong = (json.loads(line) for line in result.stdout.splitlines())
    assert result.exit_code == 1
    assert good == {"path": str(mine / "mine.toml"), "questions": 1, "mistakes": []}
    assert (wrong["questions"], wrong["mistakes"][0]["line"]) == (0, 1)


def test_check_knows_the_ids_and_names_that_are_taken(mine: Path) -> None:
    taken = mine / "taken.toml"
    taken.write_text(MINE.replace('"mine"', '"five-words"'), encoding="utf-8")
    again = mine / "again.toml"
    again.write_text(MINE, encoding="utf-8")
    double = mine / "customer-service.toml"
    double.write_text(MINE.replace('"mine"', '"another"'), encoding="utf-8")
    result = run("check", str(taken), str(mine / "mine.toml"), str(again), str(double))
    first, fine, second, third = result.stdout.splitlines()
    assert result.exit_code == 1
    assert "another question in" in first and "customer-service.toml has it" in first
    assert fine.endswith("fine, 1 question.")
    assert f"in {mine / 'mine.toml'} has it" in second
    assert "Another pack has this name" in third


# As a process


def process(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "voice_interview", "questions", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environ},
        check=False,
        timeout=60,
    )


def test_failure_is_one_line_on_stderr_and_exit_1(tmp_path: Path) -> None:
    done = process("show", "nothing-like-it", VOICE_INTERVIEW_QUESTIONS=str(tmp_path / "nowhere"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("voice-interview: There is no folder") and done.stderr.count("\n") == 1


def test_piped_it_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from voice_interview.cli import cli\n"
        "cli(['questions', 'list', '--pack', 'technical-support'], standalone_mode=False)\n"
        "print(*[m for m in ('numpy', 'rich', 'scipy', 'sounddevice') if m in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.count("\n") >= 20
    assert done.stderr.strip() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are a Unix thing")
@pytest.mark.parametrize("columns", [80, 120])
def test_on_a_terminal_it_is_a_table_as_wide_as_the_window(columns: int) -> None:
    import pexpect

    shown = pexpect.run(
        f"{sys.executable} -m voice_interview questions list --pack customer-service",
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": str(columns), "LINES": "50"},
        timeout=60,
        encoding="utf-8",
    )
    lines = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()]
    assert max(map(len, lines)) <= columns and not any("\t" in line for line in lines)
    assert lines[0].startswith("customer-service (35)")
    first = lines.index("what-customer-service-means    What does customer service mean to you?")
    assert lines[first + 1] == "philosophy"
    assert {question.id for question in commands.load(None)[:35]} <= {line.split(" ")[0] for line in lines}


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are a Unix thing")
def test_on_a_terminal_square_brackets_are_text(mine: Path) -> None:
    import pexpect

    (mine / "mine.toml").write_text(MINE.replace("mine?", "[red]mine[/red]?"), encoding="utf-8")
    shown = pexpect.run(
        f"{sys.executable} -m voice_interview questions list --pack mine",
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "80", "VOICE_INTERVIEW_QUESTIONS": str(mine)},
        timeout=60,
        encoding="utf-8",
    )
    assert "What is [red]mine[/red]?" in shown
