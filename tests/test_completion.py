"""What Tab offers: through click's own classes, and once through a real bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from voice_interview.cli import cli

FROZEN = Path(__file__).parent / "frozen"
NEWEST = "2026-11-22T10-40-22_angry-customer_0002"


def offered(*words: str, incomplete: str = "") -> list[str]:
    found = ShellComplete(cli, {}, "voice-interview", "_VOICE_INTERVIEW_COMPLETE").get_completions(
        list(words), incomplete
    )
    return [item.value for item in found]


@pytest.fixture(autouse=True)
def _takes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOICE_INTERVIEW_RECORDINGS", str(FROZEN))


def test_commands_are_offered() -> None:
    assert {"takes", "practice"} <= set(offered())
    assert offered("takes", incomplete="re") == ["recover", "report", "reuse"]


TAKES = ("takes show", "takes report", "takes delete", "takes label", "share", "practice --retake", "analyze --again",
         "comments add", "comments import --into", "takes correct", "takes compare")  # fmt: skip


@pytest.mark.parametrize("command", TAKES)
def test_takes_are_offered_the_newest_first(command: str) -> None:
    assert offered(*command.split())[:2] == ["last", NEWEST]


def test_a_take_that_stands_there_already_is_not_offered_again() -> None:
    assert NEWEST not in offered("takes", "compare", NEWEST) and "last" in offered("takes", "compare", NEWEST)


def test_takes_come_from_the_folder_that_is_named(tmp_path: Path) -> None:
    assert offered("takes", "show", "--recordings", str(tmp_path)) == []


def test_takes_come_from_the_folder_that_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOICE_INTERVIEW_RECORDINGS")
    (tmp_path / "voice-interview.toml").write_text(f"recordings = '{FROZEN}'\n", encoding="utf-8")
    assert NEWEST in offered("takes", "show")


@pytest.mark.parametrize("command", ["practice", "questions show", "analyze --question", "takes list --question"])
def test_questions_are_offered(command: str) -> None:
    assert offered(*command.split(), incomplete="angry") == ["angry-customer"]


def test_what_is_here_is_offered() -> None:
    assert "customer-service" in offered("practice", "--pack")
    assert "tiny.en" in offered("analyze", "--model")
    assert "large-v3" in offered("models", "fetch")
    assert offered("analyze", "--engine", incomplete="fast") == ["faster-whisper"]
    assert offered("practice", "--voice", incomplete="h") == ["hibari"]
    assert {"html", "textgrid"} <= set(offered("takes", "report", "last", "--format"))
    assert offered("config", "set", incomplete="st") == ["star_shares"]
    assert "empathy" in offered("questions", "list", "--quality")


def test_recordings_are_left_to_the_shell() -> None:
    found = ShellComplete(cli, {}, "voice-interview", "_VOICE_INTERVIEW_COMPLETE").get_completions(["analyze"], "an")
    assert [(item.value, item.type) for item in found] == [("an", "file")]


def test_what_cannot_be_looked_up_offers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOICE_INTERVIEW_RECORDINGS")
    (tmp_path / "voice-interview.toml").write_text("recordings = [", encoding="utf-8")
    assert offered("takes", "show") == []
    assert offered("practice", "--questions", str(tmp_path / "none")) == []


@pytest.mark.parametrize(("shell", "words"), [("zsh", "voice-interview takes show"), ("fish", "takes show")])
def test_zsh_and_fish_are_answered(shell: str, words: str) -> None:
    asked = {"_VOICE_INTERVIEW_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": "3"}
    if shell == "fish":
        asked = {**asked, "COMP_WORDS": "voice-interview takes show ", "COMP_CWORD": ""}
    done = CliRunner().invoke(cli, prog_name="voice-interview", env=asked)
    assert done.exit_code == 0 and "last" in done.output and NEWEST in done.output and "the newest take" in done.output


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_a_real_bash_completes() -> None:
    lines = """
        eval "$(voice-interview)"
        unset _VOICE_INTERVIEW_COMPLETE
        COMP_WORDS=(voice-interview takes show 2026-11-22)
        COMP_CWORD=3
        $(complete -p voice-interview | sed 's/.*-F \\([^ ]*\\).*/\\1/') voice-interview
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    folder = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = os.environ | {"PATH": folder, "_VOICE_INTERVIEW_COMPLETE": "bash_source"}
    done = subprocess.run(["bash", "-c", lines], env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.split(), done.stderr) == ([NEWEST], "")
