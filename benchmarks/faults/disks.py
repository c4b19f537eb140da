"""Folders that fill up, take no more, or are slow: real file systems, for root on Linux alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib import util
from pathlib import Path

SMALL = "2m"
"""An answer of 8 s and what belongs to it take 0.4 MB."""

SLOW_IMAGE = 64 << 20
SLOW_WRITES = 1
"""Writes a second that the slow disk does, as the poorest memory cards do when each is waited for."""

BLKIO = Path("/sys/fs/cgroup/blkio")


def offered() -> dict[str, str]:
    """What this machine cannot do, and why; empty where it can do everything."""
    lacking = {}
    root = sys.platform.startswith("linux") and os.geteuid() == 0
    if not root or shutil.which("mount") is None:
        lacking["mounts"] = "file systems can be mounted by root on Linux alone"
    if not root or not (BLKIO / "cgroup.procs").exists() or shutil.which("mkfs.ext4") is None:
        lacking["throttle"] = "no control group here slows a disk down"
    if faketime() is None:
        lacking["faketime"] = "libfaketime is not installed: pip install libfaketime"
    return lacking


def faketime() -> Path | None:
    """The library that gives one process a clock of its own; None where it is not there."""
    spec = util.find_spec("libfaketime")
    if spec is None or not spec.submodule_search_locations or not sys.platform.startswith("linux"):
        return None
    library = Path(spec.submodule_search_locations[0]) / "vendor" / "libfaketime" / "src" / "libfaketime.so.1"
    return library if library.exists() else None


class Disk:
    """Context manager: a plain folder for takes. `before` is put before a command that writes to it."""

    before: tuple[str, ...] = ()

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Disk:
        self.folder.mkdir(mode=0o700)
        return self

    def __exit__(self, *_: object) -> None:
        self.mend()

    def mend(self) -> None:
        """Take the fault away."""


class SmallDisk(Disk):
    """A file system in memory, which can be filled, or made to take no more."""

    def __enter__(self) -> SmallDisk:
        super().__enter__()
        _run("mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=0700", "tmpfs", str(self.folder))
        return self

    def __exit__(self, *_: object) -> None:
        self.mend()
        unmount(self.folder)

    def fill(self, leave: int = 0) -> None:
        """Take all the room there is but for some bytes."""
        with (self.folder / "filler").open("ab", buffering=0) as file, suppress(OSError):
            while file.write(bytes(4096)):
                pass
        if leave:
            os.truncate(self.folder / "filler", max(0, (self.folder / "filler").stat().st_size - leave))

    def freeze(self) -> None:
        """No file can be made, renamed or removed any more, not even by root; open files can be written."""
        for path in (*self.folder.rglob("*"), self.folder):
            if path.is_dir():
                _run("chattr", "+i", str(path))

    def mend(self) -> None:
        for path in (self.folder, *self.folder.rglob("*")):
            if path.is_dir():
                subprocess.run(["chattr", "-i", str(path)], capture_output=True, check=False)
        (self.folder / "filler").unlink(missing_ok=True)


class SlowDisk(Disk):
    """An ext4 file system in a file, whose device does a few writes a second for whom `before` starts."""

    def __enter__(self) -> SlowDisk:
        super().__enter__()
        self._image = self.folder.with_suffix(".img")
        self._group = BLKIO / f"voice-interview-{self.folder.parent.name}"
        with self._image.open("wb") as file:
            file.truncate(SLOW_IMAGE)
        _run("mkfs.ext4", "-q", "-F", str(self._image))
        _run("mount", "-o", "loop", str(self._image), str(self.folder))
        loop = _run("findmnt", "-n", "-o", "SOURCE", str(self.folder)).strip()
        number = Path(f"/sys/block/{Path(loop).name}/dev").read_text(encoding="ascii").strip()
        self._group.mkdir(exist_ok=True)
        (self._group / "blkio.throttle.write_iops_device").write_text(f"{number} {SLOW_WRITES}\n", encoding="ascii")
        self.before = ("sh", "-c", f'echo $$ > {self._group}/cgroup.procs; exec "$@"', "sh")
        return self

    def __exit__(self, *_: object) -> None:
        unmount(self.folder)
        with suppress(OSError):
            self._group.rmdir()
        self._image.unlink(missing_ok=True)


DISKS = {"plain": Disk, "small": SmallDisk, "slow": SlowDisk}


def unmount(folder: Path) -> None:
    """Whatever still holds it."""
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout
