"""What was sent to a server that was killed is removed by the next one, and what another one works on is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from voice_interview import spool
from voice_interview.errors import TakeError

HOLDING = """
import sys, time
from pathlib import Path
from voice_interview.spool import spool
with spool(Path(sys.argv[1])) as folder:
    (folder / "speech.wav").write_bytes(b"speech")
    print(folder, flush=True)
    time.sleep(60)
"""


def test_it_is_gone_at_the_end_and_its_owners_alone_meanwhile(tmp_path: Path) -> None:
    root = tmp_path / "cache" / "uploads"
    with pytest.raises(ZeroDivisionError), spool.spool(root) as folder:
        (folder / "speech.wav").write_bytes(b"speech")
        if os.name != "nt":
            assert folder.stat().st_mode & 0o777 == root.stat().st_mode & 0o777 == 0o700
        raise ZeroDivisionError
    assert list(root.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a signal of POSIX")
def test_what_a_killed_server_left_is_removed_and_no_other(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDING, str(tmp_path)]
    servers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        folders = [Path((one.stdout or sys.stdin).readline().strip()) for one in servers]
        assert all((folder / "speech.wav").exists() for folder in folders), "each its own"
        servers[0].send_signal(signal.SIGKILL)
        servers[0].wait(60)
        assert folders[0].exists()
        with spool.spool(tmp_path) as mine:
            assert not folders[0].exists() and not folders[0].with_suffix(".lock").exists()
            assert folders[1].exists() and mine.exists()
    finally:
        for one in servers:
            one.kill()
            one.communicate()


def test_without_locks_only_what_is_old_is_removed(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    long_ago = time.time() - 2 * spool.UNTOUCHED
    os.utime(old, (long_ago, long_ago))
    spool.sweep(tmp_path)
    assert not old.exists() and new.exists()


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("no folder", encoding="utf-8")
    with pytest.raises(TakeError, match="Cannot write in"), spool.spool(tmp_path / "uploads"):
        pass


def test_a_link_in_the_spool_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    root = tmp_path / "uploads"
    root.mkdir()
    (root / "out").symlink_to(tmp_path / "mine")
    spool.sweep(root)
    assert (tmp_path / "mine").exists()
