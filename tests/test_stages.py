"""How far a long piece of work is, told to the program that started this one."""

from __future__ import annotations

import msgspec
import pytest

from voice_interview import stages
from voice_interview.cli.wiring import progress


def test_stages_are_told_where_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress("Listening", 10.0) as told:
        assert told is None
    assert capsys.readouterr().err == "", "nobody asked, and nobody watches"
    monkeypatch.setenv(stages.ENVIRONMENT, "1")
    with progress("Listening", 10.0) as told:
        assert told is not None
        told(2.5)
        told(11.0)
    with progress("Loading", None) as told:
        assert told is not None
        told(1.0)
    lines = [msgspec.json.decode(line, type=stages.Stage) for line in capsys.readouterr().err.splitlines()]
    assert [(one.stage, one.done) for one in lines] == [
        ("Listening", None),
        ("Listening", 0.25),
        ("Listening", 1.0),
        ("Loading", None),
        ("Loading", None),
    ]
