"""What the kernel tells of the sockets that a program asks for, and `doctor --offline`."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from voice_interview import witness
from voice_interview.cli import cli, offline_proof
from voice_interview.witness import CannotWitnessError, Witnessed, listens_at, watch


def seen(text: str, folder: Path) -> Witnessed:
    try:
        return watch([sys.executable, "-c", text], os.environ, folder)
    except CannotWitnessError as error:
        pytest.skip(str(error))


ASK = "import socket\ntry: socket.socket(socket.{})\nexcept PermissionError as error: print(error.errno)"


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_PACKET"])
def test_an_internet_socket_is_noted_and_refused(family: str, tmp_path: Path) -> None:
    found = seen(ASK.format(family), tmp_path)
    assert [attempt.family for attempt in found.attempts] == [family]
    assert (found.exit_code, found.stdout) == (0, "13\n")


def test_what_a_process_of_its_own_asks_for_is_noted_too(tmp_path: Path) -> None:
    inner = "import urllib.request as u; u.urlopen('http://127.0.0.1:9')"
    found = seen(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])", tmp_path)
    assert {attempt.family for attempt in found.attempts} <= {"AF_INET", "AF_INET6"} and found.attempts
    assert all("urlopen" in attempt.program for attempt in found.attempts)


def test_one_that_outlives_its_parent_is_noted_while_it_holds_the_output(tmp_path: Path) -> None:
    late = f"import time; time.sleep(0.3); exec({ASK.format('AF_INET')!r})"
    found = seen(f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {late!r}])", tmp_path)
    assert len(found.attempts) == 1


def test_sockets_that_stay_in_the_kernel_are_let_through(tmp_path: Path) -> None:
    text = "import socket as s; s.socket(s.AF_UNIX); s.socketpair(); s.socket(s.AF_NETLINK, s.SOCK_RAW); print('fine')"
    found = seen(text, tmp_path)
    assert (found.stdout, found.attempts, found.exit_code) == ("fine\n", (), 0)


def test_there_is_no_way_round_by_io_uring(tmp_path: Path) -> None:
    text = "import ctypes; c = ctypes.CDLL(None, use_errno=True); print(c.syscall(425, 8, None), ctypes.get_errno())"
    assert seen(text, tmp_path).stdout == "-1 1\n"


GRANTED = """
import socket, sys, time
one = socket.socket()
one.bind(("127.0.0.1", 0))
if sys.argv[1] == "listens":
    one.listen()
try:
    socket.socket()
except PermissionError:
    print("one only", flush=True)
time.sleep(120)
"""


@pytest.mark.parametrize("does", ["listens", "waits"])
def test_a_socket_that_is_granted_is_noted_and_the_kernel_says_what_it_does(does: str, tmp_path: Path) -> None:
    seen("pass", tmp_path)
    found: list[str] = []

    def look(process: Any) -> None:
        assert process.stdout.readline() == "one only\n"
        found.extend(listens_at(process.pid))
        process.kill()

    told = watch([sys.executable, "-c", GRANTED, does], os.environ, tmp_path, 1, look)
    assert [attempt.granted for attempt in told.attempts] == [True, False]
    assert [bool(re.fullmatch(r"127\.0\.0\.1:\d+", one)) for one in found] == ([True] if does == "listens" else [])


def test_the_exit_code_is_that_of_the_program(tmp_path: Path) -> None:
    found = seen("import sys; print('words', file=sys.stderr); sys.exit(3)", tmp_path)
    assert (found.exit_code, found.stderr, found.attempts) == (3, "words\n", ())


@pytest.mark.parametrize(("system", "machine"), [("darwin", "arm64"), ("win32", "AMD64"), ("linux", "riscv64")])
def test_elsewhere_it_says_that_it_cannot(
    system: str, machine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness.sys, "platform", system)
    monkeypatch.setattr(witness.platform, "machine", lambda: machine)
    with pytest.raises(CannotWitnessError, match="no witness"):
        watch(["true"], {}, tmp_path)
    done = doctor()
    assert done.exit_code == 1 and done.stdout.startswith("This cannot be proved here. ")
    told = json.loads(doctor("--json").stdout)
    assert (told["proved"], told["runs"]) == (False, []) and machine in told["reason"]


def test_where_the_kernel_refuses_the_filter_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen("pass", tmp_path)
    monkeypatch.setattr(witness, "_NEW_LISTENER", 1 << 30)  # no kernel knows it
    assert doctor().stdout == (
        "This cannot be proved here. This kernel, or the container around it, allows no seccomp listener.\n"
    )


def doctor(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["doctor", "--offline", *arguments])


@pytest.fixture(autouse=True)
def _no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are watched by tests of their own."""
    monkeypatch.setattr(offline_proof, "_has_pages", lambda: False)


@pytest.mark.enable_socket
def test_the_pages_ask_for_one_socket_that_listens_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen("pass", tmp_path)
    monkeypatch.setenv("VOICE_INTERVIEW_CACHE", str(tmp_path / "cache"))
    run = offline_proof._serve(tmp_path)
    assert run.is_clean and re.fullmatch(r"127\.0\.0\.1:\d+", run.listens or "")


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    "program",
    [
        "print('http://127.0.0.1:9/enter?token=1', flush=True); import time; time.sleep(60)",
        "print('nothing')",
        "import socket; socket.socket(); print('http://127.0.0.1:9/', flush=True); import time; time.sleep(60)",
    ],
)
def test_pages_that_do_not_answer_prove_nothing(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen("pass", tmp_path)
    real = offline_proof._watch
    monkeypatch.setattr(offline_proof, "_watch", lambda _, *how: real([sys.executable, "-c", program], *how))
    run = offline_proof._serve(tmp_path)
    assert run.listens is None and not run.is_clean


def test_pages_that_are_not_installed_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen("pass", tmp_path)
    monkeypatch.setattr(offline_proof, "_commands", lambda _: (("schema",),))
    done = doctor()
    assert done.exit_code == 0 and "not run serve: it is not installed" in done.stdout


def test_doctor_shows_what_was_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen("pass", tmp_path)
    monkeypatch.setattr(offline_proof, "_commands", lambda _: (("questions", "list"), ("schema",)))
    done = doctor()
    assert done.exit_code == 0, done.output
    assert done.stdout.count("asked for no internet socket") == 2 and "The kernel saw every socket" in done.stdout
    told = json.loads(doctor("--json").stdout)
    assert told["proved"] is True and [run["command"] for run in told["runs"]] == ["questions list", "schema"]


def test_doctor_fails_where_a_command_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen("pass", tmp_path)
    monkeypatch.setattr(offline_proof, "_commands", lambda _: (("takes", "show", "nothing"),))
    done = doctor()
    assert done.exit_code == 1 and "FAIL takes show" in done.stdout and "exit code 1" in done.stdout


def test_doctor_fails_where_a_command_asks_for_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen("pass", tmp_path)
    real = offline_proof._watch
    asking = [sys.executable, "-c", ASK.format("AF_INET")]
    monkeypatch.setattr(offline_proof, "_watch", lambda _, folder: real(asking, folder))
    monkeypatch.setattr(offline_proof, "_commands", lambda _: (("analyze",),))
    done = doctor()
    assert done.exit_code == 1 and "FAIL analyze" in done.stdout and "AF_INET by" in done.stdout
    assert "The kernel saw" not in done.stdout


def test_a_witness_that_sees_nothing_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    blind = Witnessed(exit_code=0, seconds=0.0, stdout="", stderr="", attempts=())
    monkeypatch.setattr(offline_proof, "_watch", lambda *_: blind)
    done = doctor()
    assert done.exit_code == 1 and done.stdout == "This cannot be proved here. A program that asks was not seen.\n"
