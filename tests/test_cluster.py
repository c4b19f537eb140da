"""`cohort analyze --scheduler` on a real Dask cluster: a scheduler here, and workers in processes of their own."""

from __future__ import annotations

import os
import pickle
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import soundfile
import worker_jobs
from click.testing import CliRunner
from test_cli_cohort_analyze import ANSWER, lines, takes

from voice_interview import __version__
from voice_interview.cli import cli, cohort_analyze
from voice_interview.cli.cohort_analyze import Run
from voice_interview.cluster import dask_line, desk, worker
from voice_interview.cluster.dask_line import DaskLine
from voice_interview.cluster.desk import Desk
from voice_interview.crew import Ended
from voice_interview.errors import ClusterError

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("cluster")]

HERE = Path(__file__).parent
NAMES = ("anna/angry-customer.wav", "anna/two.wav", "ben/one.flac", "ben/three.wav", "cara/one.wav", "cara/two.wav")


class Machines:
    """A scheduler and its workers, each a process that can be killed."""

    def __init__(self, folder: Path) -> None:
        from distributed import LocalCluster

        self._folder = folder
        self._cluster = LocalCluster(
            n_workers=0, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
        )
        self.address: str = self._cluster.scheduler_address
        self.workers: list[subprocess.Popen[bytes]] = []

    def have(self, number: int) -> None:
        """So many workers at least."""
        self.workers = [one for one in self.workers if one.poll() is None]
        while len(self.workers) < number:
            self.join()

    def join(self) -> None:
        """One more worker; it is not waited for."""
        command = ["dask", "worker", self.address, "--nthreads", "1", "--no-nanny", "--memory-limit", "0"]
        command += ["--host", "127.0.0.1", "--no-dashboard", "--local-directory", str(self._folder)]
        env = {**os.environ, "PYTHONPATH": str(HERE)}
        quiet = subprocess.DEVNULL
        self.workers.append(subprocess.Popen([sys.executable, "-m", *command], env=env, stdout=quiet, stderr=quiet))

    def kill(self) -> None:
        """The oldest one."""
        gone = self.workers.pop(0)
        gone.kill()
        gone.wait()

    def end_scheduler(self) -> None:
        self._cluster.close()

    def close(self) -> None:
        while self.workers:
            self.kill()
        self.end_scheduler()


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    made = Machines(tmp_path_factory.mktemp("dask"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that other work shares may take its time."""
    monkeypatch.setattr(desk, "ARRIVAL", 120.0)
    monkeypatch.setattr(dask_line, "ANSWER", 120.0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three candidates, six recordings, and a file that is none."""
    monkeypatch.setattr(cohort_analyze, "_begin", worker_jobs.begin_deaf)
    for number, name in enumerate(NAMES):
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, ANSWER[: 8_000 * (number + 2)], 16_000)
        os.utime(path, (1_770_000_000, 1_770_000_000))
    (tmp_path / "course" / "ben" / "broken.m4a").write_text("no sound", encoding="utf-8")
    return tmp_path / "course"


def run(folder: Path, *arguments: str) -> Any:
    return CliRunner().invoke(cli, ["cohort", "analyze", str(folder), "--json", *arguments])


def reports(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*.json")}


def after_first(deed: Callable[[], None]) -> Callable[..., None]:
    """`Run._say`, and what is done once the first result is told."""
    say, said = Run._say, list[Any]()

    def then(self: Run, *line: Any) -> None:
        say(self, *line)
        if not said:
            said.append(line)
            deed()

    return then


def test_a_scheduler_without_workers_and_none_at_all(
    folder: Path, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "ARRIVAL", 1.0)
    found = run(folder, "--scheduler", machines.address)
    assert "No worker has joined the scheduler. Start one" in str(found.exception)
    monkeypatch.setattr(dask_line, "ANSWER", 1.0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens there
        nobody = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        found = run(folder, "--scheduler", nobody)
    assert isinstance(found.exception, ClusterError) and f"No scheduler answers at {nobody}" in str(found.exception)
    assert not list(folder.rglob(".*")), "nothing is left over"


def test_workers_stop_die_and_join_and_every_report_is_that_of_one_machine(
    folder: Path, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(folder, folder.with_name("alone"))
    machines.have(2)

    def stop() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Run, "_say", after_first(stop))
        stopped = run(folder, "--scheduler", machines.address)
    assert stopped.exit_code == 130 and "goes on from there" in stopped.stderr
    done = set(lines(stopped))

    def replace() -> None:
        machines.kill()
        machines.join()

    with monkeypatch.context() as patched:
        patched.setattr(Run, "_say", after_first(replace))
        found = run(folder, "--scheduler", machines.address)
    assert found.exit_code == 1, found.output
    assert len(done) == 1 and "1 failed" in found.stderr and "broken.m4a is no sound file" in found.stderr
    assert len(takes(folder)) == len(NAMES), "each once"
    assert not list(folder.rglob(".*"))
    assert run(folder.with_name("alone"), "--workers", "1").exit_code == 1
    assert reports(folder) == reports(folder.with_name("alone")), "to the byte"


def test_workers_that_cannot_begin_say_why(machines: Machines) -> None:
    machines.have(2)
    told: list[str] = []
    with (
        Desk(DaskLine(machines.address, worker_jobs.begin_in_vain), told.append) as crew,
        pytest.raises(ClusterError, match=r"There are no weights. Fetch them."),
    ):
        crew.said()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_job_that_ends_its_worker_is_given_up(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "TRIES", 1)
    machines.have(2)
    with Desk(DaskLine(machines.address, worker_jobs.begin_alike), print) as crew:
        ended = {one.job: one for one in crew.results(iter(["die", "a", "refuse"])) if isinstance(one, Ended)}
    assert {job: one.fault.code for job, one in ended.items() if one.fault} == {
        "die": "worker", "refuse": "unreadable-audio",
    }  # fmt: skip
    assert ended["die"].fault.message == "The worker that read it ended, 1 times."  # type: ignore[union-attr]


def test_only_the_named_scheduler_is_connected_to(folder: Path, machines: Machines) -> None:
    """By the whole command in a process of its own, in which every connection is seen before it is made."""
    shutil.rmtree(folder / "ben")
    program = f"""
import sys
def heard(event, given):
    if event in ("socket.connect", "socket.bind", "socket.sendto"):
        print("SEEN", event, given[1], file=sys.stderr)
    if event == "socket.getaddrinfo":
        print("SEEN name", given[0], file=sys.stderr)
sys.addaudithook(heard)
import worker_jobs
from voice_interview.cli import cohort_analyze, main
cohort_analyze._begin = worker_jobs.begin_deaf
sys.argv = ["voice-interview", "cohort", "analyze", {str(folder)!r}, "--scheduler", {machines.address!r}]
main()
"""
    machines.have(1)
    env = {**os.environ, "PYTHONPATH": str(HERE)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode in (0, 3) and len(takes(folder)) == 4, done.stderr
    host, port = machines.address.removeprefix("tcp://").split(":")
    seen = {line for line in done.stderr.splitlines() if line.startswith("SEEN")}
    assert f"SEEN socket.connect ('{host}', {port})" in seen
    assert seen <= {f"SEEN socket.connect ('{host}', {port})", f"SEEN name {host}"}


def test_a_scheduler_that_goes_is_told_and_leaves_nothing_half_made(
    folder: Path, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of these tests: there is no scheduler after it."""
    machines.have(1)
    monkeypatch.setattr(Run, "_say", after_first(machines.end_scheduler))
    found = run(folder, "--scheduler", machines.address)
    assert f"The scheduler at {machines.address} is gone." in str(found.exception)
    monkeypatch.undo()
    assert 1 <= len(takes(folder)) < len(NAMES)


def test_a_worker_of_another_version_or_without_what_is_needed_says_so() -> None:
    said, fault = pickle.loads(worker.greet("0.0.1", b""))
    assert said is None and f"voice-interview {__version__}, and this is 0.0.1" in fault.message
    missing = pickle.dumps(partial(worker_jobs.begin)).replace(b"worker_jobs", b"worker_jobz")
    said, fault = pickle.loads(worker.greet(__version__, missing))
    assert said is None and "No module named 'worker_jobz'" in fault.message
    said, fault = pickle.loads(worker.greet(__version__, pickle.dumps(worker_jobs.begin)))
    assert (said, fault) == (os.getpid(), None)


def test_without_the_extra_the_cure_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    found = run(folder, "--scheduler", "tcp://127.0.0.1:8786")
    assert "pip install '.[cluster]'" in str(found.exception)
    assert not list(folder.rglob(".*"))


def test_what_is_misuse(folder: Path) -> None:
    for arguments, said in (
        (("--scheduler", "127.0.0.1:8786"), "tcp://host:port"),
        (("--scheduler", "tcp://127.0.0.1:8786", "--workers", "2"), "not both"),
    ):
        found = run(folder, *arguments)
        assert found.exit_code == 2 and said in found.stderr


class Connection:
    """A `Client` in the hand: what becomes of what is asked, and whether the scheduler still answers, are set here."""

    def __init__(self, future: Any) -> None:
        self.future = future
        self.status = "running"

    def subscribe_topic(self, *_: Any) -> None: ...

    def nthreads(self) -> dict[str, int]:
        return {}

    def submit(self, *_: Any, **__: Any) -> Any:
        return self.future

    def close(self, **_: Any) -> None: ...


class Gone:
    """A future whose result went with the worker that had it, either before or while it is asked for."""

    def __init__(self, status: str) -> None:
        self.status = status

    def add_done_callback(self, call: Callable[[Any], None]) -> None:
        call(self)

    def result(self) -> bytes:
        raise OSError("the worker has left")


@pytest.mark.parametrize("status", ["lost", "cancelled", "finished"])
def test_a_result_that_went_with_its_worker_is_told_from_a_scheduler_that_went(
    status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = Connection(Gone(status))
    monkeypatch.setattr(dask_line, "_connected", lambda _: connection)
    line = DaskLine("tcp://x:1", worker_jobs.begin)
    line.give("worker", 1, "job")
    assert line.hear(0.0) is None
    connection.status = "connecting"
    line.give("worker", 2, "job")
    with pytest.raises(ClusterError, match="is gone"):
        line.hear(0.0)
