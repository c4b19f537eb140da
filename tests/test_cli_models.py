"""`voice-interview models`: help, success, misuse, failure."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from voice_interview.cli.models import models_group
from voice_interview.errors import WeightsError
from voice_interview.whisper import weights


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(weights, "_package", lambda _name: None)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("voice_interview.cli.models.cache_folder", lambda: tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(models_group, arguments)


def own_model(cache: Path, name: str) -> Path:
    folder = weights.fetched(name, cache=cache)
    folder.mkdir(parents=True)
    for file in ("model.bin", "config.json", "tokenizer.json"):
        (folder / file).write_text("{}", encoding="utf-8")
    (folder / "vocabulary.json").write_text("[]", encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", [[], ["list"], ["verify"], ["fetch"]])
def test_help(command: list[str]) -> None:
    assert run(*command, "--help").exit_code == 0


def test_list_and_verify_what_came_with_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_interview.cli.models.cache_folder", lambda: tmp_path)
    names = {row["name"] for row in json.loads(run("list", "--json").stdout)}
    assert {"tiny.en", "base"} <= names
    listed = run("list")
    assert "tiny.en" in listed.stdout and "models fetch NAME" in listed.stderr
    verified = run("verify", "tiny.en")
    assert verified.exit_code == 0 and "matches the published checksum" in verified.stdout


@pytest.mark.usefixtures("empty")
def test_list_without_any() -> None:
    assert json.loads(run("list", "--json").stdout) == []
    assert "no Whisper models" in run("list").stderr


def test_verify_tells_damage_by_its_exit_code(empty: Path) -> None:
    own_model(empty, "base")
    result = run("verify")
    assert result.exit_code == 1
    assert "damaged" in result.stderr and "models fetch base" in result.stderr


@pytest.mark.usefixtures("empty")
def test_verify_what_is_not_here() -> None:
    result = run("verify", "small")
    assert isinstance(result.exception, WeightsError) and "models fetch small" in str(result.exception)


def test_fetch_wants_a_name() -> None:
    assert run("fetch").exit_code == 2


@pytest.mark.usefixtures("empty")
def test_fetch_of_an_unknown_name_lists_the_known() -> None:
    result = run("fetch", "bass")
    assert isinstance(result.exception, WeightsError) and "tiny.en" in str(result.exception)


def test_fetch_without_a_network_is_one_sentence(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: Any, **_options: Any) -> None:
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    result = run("fetch", "tiny")
    assert isinstance(result.exception, WeightsError)
    assert "could not be downloaded" in str(result.exception) and "network" in str(result.exception)
    assert not weights.fetched("tiny", cache=empty).exists()


def test_fetch_of_what_is_here_fetches_nothing(empty: Path) -> None:
    own_model(empty, "small")
    result = run("fetch", "small")
    assert result.exit_code == 0 and "here already" in result.stderr
