"""The list of commands is shown without loading them."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from voice_interview.cli import COMMANDS, cli


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_its_own(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None and command.name == name
    assert " ".join((command.help or "").split("\n\n")[0].split()) == COMMANDS[name][1]


def test_an_unknown_command_is_none() -> None:
    assert cli.get_command(click.Context(cli), "nothing") is None


def test_help_lists_every_command() -> None:
    shown = CliRunner().invoke(cli, ["--help"]).output
    rows = [line.split()[0] for line in shown.partition("Commands:\n")[2].splitlines()]
    assert rows == sorted(COMMANDS) and "Hear a question, answer it aloud" in shown
