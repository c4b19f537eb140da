"""macOS and Windows, played through here: the system is handed in, or stood in for, where the program knows of it."""

from __future__ import annotations

import io
import os
import re
import signal
import sys
import threading
import types
from datetime import UTC, datetime
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import question_of

from voice_interview.audio import system
from voice_interview.cli import keys, signals
from voice_interview.cli.output import take_any_text
from voice_interview.cli.places import APP
from voice_interview.reports import content
from voice_interview.takes import Takes

# --- encodings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "latin-1", "ascii", "cp932"])
def test_a_sign_that_a_code_page_lacks_is_no_traceback(encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    take_any_text(stream, None)
    stream.write("Fillers “um” ▁▃▇ − 20 % — größer")
    assert b"Fillers" in raw.getvalue() and b"20 %" in raw.getvalue()


def test_a_stream_that_knows_every_sign_stays_as_it_is() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    take_any_text(stream, io.StringIO())
    assert stream.errors == "strict"


# --- folders and names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Windows", "MacOS", "Unix"])
def test_there_is_one_folder_of_ours_on_every_system(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As platformdirs names them there: without a folder of an author above, and each apart from the others."""
    from importlib import import_module

    module = import_module(f"platformdirs.{name.lower()}")
    monkeypatch.setattr(module, "get_win_folder", lambda kind: rf"C:\Users\ada\{kind}", raising=False)
    found = getattr(module, name)(APP, appauthor=False)
    folders = [found.user_data_dir, found.user_cache_dir, found.user_config_dir]
    assert all(APP in PureWindowsPath(folder).parts for folder in folders)
    assert found.user_cache_dir not in folders[:1], "a cache that is emptied takes no take with it"


RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)


ODD = ("con", "aux.toml", "a:b", "Wie geht's?", "..", "x" * 300, "\u202e", "nul ")


@given(st.sampled_from(ODD) | st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_a_take_has_a_name_that_every_system_takes(name: str) -> None:
    import tempfile

    from msgspec.structs import replace

    with tempfile.TemporaryDirectory() as folder:
        take = Takes(Path(folder)).new(replace(question_of(), id=name), datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC))
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,80}", take.id) and not RESERVED.fullmatch(take.id)
        take.lock.remove()


@pytest.mark.parametrize("path", [r"C:\Users\ada\answer.wav", "/Users/ada/answer.wav", r"\\server\share\answer.wav"])
def test_a_report_names_the_file_and_not_the_folders_of_any_system(path: str) -> None:
    assert content.file_name(path) == "answer.wav"


# --- keys and signals ---------------------------------------------------------------------------------------------


def test_each_system_reads_its_own_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    with keys.reading("nt") as reader:
        assert isinstance(reader, keys.NoKeys), "no terminal, no keys"
    monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(isatty=lambda: True, fileno=lambda: 0))
    with keys.reading("nt") as reader:
        assert isinstance(reader, keys.WindowsKeys)


@pytest.mark.skipif(os.name == "nt", reason="sends signals of POSIX")
def test_a_closed_console_of_windows_ends_as_a_closed_terminal_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGBREAK, which only Windows has, played by another signal."""
    monkeypatch.setattr(signal, "SIGBREAK", signal.SIGUSR1, raising=False)
    before = signal.getsignal(signal.SIGUSR1)
    with pytest.raises(KeyboardInterrupt), signals.as_interrupts():
        os.kill(os.getpid(), signal.SIGUSR1)
        threading.Event().wait(60)
    assert signal.getsignal(signal.SIGUSR1) == before


def test_whether_a_process_runs_is_never_asked_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """There `os.kill` ends it, whatever the signal."""
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("asked"))
    assert not signals.runs(os.getpid(), "nt")


# --- audio hosts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_calls_stay_on_the_thread_whose_objects_they_use(platform: str) -> None:
    """WASAPI's and CoreAudio's objects belong to the thread that made them."""
    assert system.within(0.0, threading.get_ident, platform) == threading.get_ident()


def test_a_sound_server_that_hangs_is_given_up_on_linux() -> None:
    assert system.within(60, threading.get_ident, "linux") != threading.get_ident()


@pytest.mark.parametrize(
    ("platform", "said"), [("linux", "apt install libportaudio2"), ("win32", "pip install"), ("darwin", "pip install")]
)
def test_a_missing_portaudio_is_mended_in_the_way_of_the_system(platform: str, said: str) -> None:
    assert said in system._cure(platform)
