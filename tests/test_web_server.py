"""How the coach's pages are reached: from this machine alone, by who is quick enough, until Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from serving import PORT, Site, kept

from voice_interview.cli import cli
from voice_interview.web import server

HOST = f"Host: 127.0.0.1:{PORT}\r\n"


@contextlib.contextmanager
def listening(site: Site, place: Path) -> Iterator[server.Server]:
    """The program at a socket of the file system."""
    with site.jobs, socket.socket(socket.AF_UNIX) as found:
        found.bind(str(place))
        made = server.Server(site.app, site.jobs.ending.set)
        thread = threading.Thread(target=made.run, args=([found],), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.should_exit = True
            thread.join(10)


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The program with little patience."""
    monkeypatch.setattr(server.Impatient, "head_within", 0.3)
    with listening(Site(tmp_path / "takes", tmp_path), tmp_path / "socket"):
        yield str(tmp_path / "socket")


def connected(address: str) -> socket.socket:
    made = socket.socket(socket.AF_UNIX)
    made.settimeout(10)
    until = time.monotonic() + 10
    while True:
        try:
            made.connect(address)
            return made
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.02)


def answer(client: socket.socket) -> str:
    """All that comes until the other side closes."""
    parts = []
    with contextlib.suppress(ConnectionError):
        while part := client.recv(65536):
            parts.append(part)
    return b"".join(parts).decode()


def test_who_does_not_finish_the_head_of_a_request_is_dropped(address: str) -> None:
    with connected(address) as silent, connected(address) as slow, connected(address) as quick:
        quick.sendall(f"GET /api/takes HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n".encode())
        assert answer(quick).startswith("HTTP/1.1 401")
        begun = time.monotonic()
        for letter in "GET / HTTP":
            slow.sendall(letter.encode())
            time.sleep(0.01)
        assert answer(silent) == answer(slow) == ""
        assert time.monotonic() - begun < 5, "dropped, not waited for"


def test_a_kept_connection_gets_no_more_time_for_its_next_head(address: str) -> None:
    with connected(address) as client:
        client.sendall(f"GET /api/takes HTTP/1.1\r\n{HOST}\r\n".encode())
        assert client.recv(65536).startswith(b"HTTP/1.1 401")
        begun = time.monotonic()
        client.sendall(b"GET /")
        answer(client)
        assert time.monotonic() - begun < 5


def test_who_does_not_read_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recording larger than what the system holds for a connection is asked for, and not read."""
    monkeypatch.setattr(server.Impatient, "read_within", 0.3)
    site = Site(tmp_path / "takes", tmp_path)
    take = kept(site.root, sound=False)
    take.answer.write_bytes(bytes(30_000_000))
    session = site.entrance.exchange(site.entrance.token())
    with listening(site, tmp_path / "socket") as made, connected(str(tmp_path / "socket")) as client:
        cookie = f"Cookie: voice-interview-{PORT}={session}\r\n"
        client.sendall(f"GET /api/takes/{take.id}/sound HTTP/1.1\r\n{HOST}{cookie}\r\n".encode())
        until = time.monotonic() + 10
        while not made.server_state.connections and time.monotonic() < until:
            time.sleep(0.01)
        while made.server_state.connections and time.monotonic() < until:
            time.sleep(0.02)
        assert not made.server_state.connections, "still waited for"
        assert len(answer(client)) < 30_000_000


@pytest.mark.enable_socket
def test_it_listens_on_this_machine_alone_at_a_port_that_is_free(tmp_path: Path) -> None:
    with server.listen(0) as taken:
        address, port = taken.getsockname()
        assert address == "127.0.0.1" and port > 1024
        run = CliRunner().invoke(cli, ["serve", "--port", str(port), "--recordings", str(tmp_path)])
    assert run.exit_code == 1 and isinstance(run.exception, server.PortError)
    assert str(run.exception) == (
        f"The port {port} cannot be used: Address already in use. Choose another with --port, or leave it out."
    )


def test_without_the_extra_the_cure_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.startswith("voice_interview.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    run = CliRunner().invoke(cli, ["serve", "--recordings", str(tmp_path)])
    assert "pip install '.[web]'" in str(run.exception)


@pytest.mark.enable_socket
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent in another way there")
def test_the_command_prints_a_link_lets_in_and_ends_by_ctrl_c(tmp_path: Path) -> None:
    kept(tmp_path / "takes", sound=False)
    command = [
        sys.executable,
        "-m",
        "voice_interview",
        "serve",
        "--no-browser",
        "--recordings",
        str(tmp_path / "takes"),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        link = process.stdout.readline().strip()
        assert link.startswith("http://127.0.0.1:") and "/enter?token=" in link
        port = int(link.split(":")[2].split("/")[0])
        with socket.create_connection((server.ADDRESS, port), 20) as client:
            path = link.partition(str(port))[2]
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
            assert answer(client).startswith("HTTP/1.1 200")
        with socket.create_connection((server.ADDRESS, port), 20):  # a reader who has said nothing yet
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=20)[1]
    assert process.returncode == 0 and said.endswith("Ended.\n") and "Traceback" not in said
