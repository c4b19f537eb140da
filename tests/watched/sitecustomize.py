"""Put on PYTHONPATH by the tests: a Python process with the umask 000 that tells of every file or folder which others
may read, at the last moment before it takes another name or is removed."""

import os
import stat
import sys

HOME = os.environ["HOME"]


def _look(event: str, given: tuple) -> None:  # type: ignore[type-arg]
    if event not in ("os.rename", "os.remove", "os.rmdir"):
        return
    path, folder = given[0], given[2] if event == "os.rename" else given[1]
    try:
        found = os.stat(path, dir_fd=None if folder in (None, -1) else folder, follow_symlinks=False)
    except (OSError, TypeError):
        return
    if stat.S_IMODE(found.st_mode) & 0o077 and (folder not in (None, -1) or os.path.abspath(path).startswith(HOME)):  # noqa: PTH100
        sys.stderr.write(f"WIDE {stat.S_IMODE(found.st_mode):o} {os.fspath(path)}\n")


os.umask(0)
sys.addaudithook(_look)
