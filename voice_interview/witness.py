"""The kernel as a witness: a program runs, and each socket that it, or any process it starts, asks for is seen.

On Linux a seccomp filter hands every call of `socket` to this process instead of carrying it out (seccomp_unotify(2),
Linux 5.0), but for those that never leave the machine's kernel: Unix and netlink sockets. The filter cannot be taken
off, and is inherited. What is asked for is noted and refused, but for as many as the caller grants: a server needs one
to listen on. Nothing else can make an internet socket: the program inherits none, io_uring is refused, and calls of
another architecture end it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import select
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct


class CannotWitnessError(Exception):
    """Why this system does not tell."""


class Attempt(Struct, frozen=True, kw_only=True):
    """A socket that was asked for: of which family ("AF_INET"), by which program, and whether it was granted."""

    family: str
    program: str
    granted: bool = False


class Witnessed(Struct, frozen=True, kw_only=True):
    """A program that has ended, and the sockets that were asked for meanwhile."""

    exit_code: int
    seconds: float
    stdout: str
    stderr: str
    attempts: tuple[Attempt, ...]


# Of linux/seccomp.h, linux/audit.h and linux/bpf_common.h.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_KILL, _REFUSE, _NOTIFY, _ALLOW = 0x80000000, 0x00050000 | errno.EPERM, 0x7FC00000, 0x7FFF0000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_NO_NEW_PRIVILEGES, _SET_FILTER, _NEW_LISTENER = 38, 1, 8
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_GO_ON = 1
_IO_URING_SETUP = 425
_X32 = 0x40000000
_MACHINES = {"x86_64": (0xC000003E, 41, 317), "aarch64": (0xC00000B7, 198, 277)}
"""Audit's number of the architecture, then those of the calls `socket` and `seccomp`."""

_LISTEN = "0A"
"""TCP_LISTEN, as /proc/net/tcp writes it."""

_LOCAL = (1, 16)
"""AF_UNIX and AF_NETLINK."""


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def watch(
    command: Sequence[str],
    environ: Mapping[str, str],
    folder: Path,
    grant: int = 0,
    meanwhile: Callable[[subprocess.Popen[str]], object] = lambda _: None,
) -> Witnessed:
    """Run a command to its end in `folder`, and do something `meanwhile`. The first `grant` internet sockets are given.
    Raises CannotWitnessError where the system has no such witness."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        raise CannotWitnessError(f"{platform.system()} on {platform.machine()} has no witness that this program knows.")
    ours, theirs = socket.socketpair()
    begun = time.monotonic()
    with ours, theirs:
        try:
            process = subprocess.Popen(  # nosec B603 # runs what the caller wants watched: our own commands
                command,
                env=dict(environ),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                preexec_fn=_filtering(theirs),
            )
        except subprocess.SubprocessError:
            raise CannotWitnessError("This kernel, or the container around it, allows no seccomp listener.") from None
        listener = socket.recv_fds(ours, 1, 1)[1][0]
    attempts: list[Attempt] = []
    over = threading.Event()
    noting = threading.Thread(target=_note, args=(listener, attempts, over, grant), name="witness")
    noting.start()
    try:
        meanwhile(process)
        stdout, stderr = process.communicate()
    finally:
        process.kill()
        over.set()
        noting.join()
        os.close(listener)
    return Witnessed(
        exit_code=process.returncode,
        seconds=round(time.monotonic() - begun, 1),
        stdout=stdout,
        stderr=stderr,
        attempts=tuple(attempts),
    )


def _filtering(to: socket.socket) -> Callable[[], None]:
    """What the child does before it becomes the program: puts the filter on, and sends its listener `to` the parent.
    All is made ready here: between fork and exec little may be done."""
    architecture, socket_call, seccomp_call = _MACHINES[platform.machine()]
    rows = (
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
        (_EQUAL, 0, 1, _IO_URING_SETUP),
        (_RETURN, 0, 0, _REFUSE),
        (_EQUAL, 1, 0, socket_call),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 2, 0, _LOCAL[0]),
        (_EQUAL, 1, 0, _LOCAL[1]),
        (_RETURN, 0, 0, _NOTIFY),
        (_RETURN, 0, 0, _ALLOW),
    )
    steps = (_Step * len(rows))(*(_Step(*row) for row in rows))
    program = _Program(len(rows), steps)
    libc = ctypes.CDLL(None, use_errno=True)

    def put_on() -> None:
        if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
        listener = libc.syscall(seccomp_call, _SET_FILTER, _NEW_LISTENER, ctypes.byref(program))
        if listener < 0:
            raise OSError(ctypes.get_errno(), "seccomp")
        socket.send_fds(to, [b"l"], [listener])
        os.close(listener)

    return put_on


def _note(listener: int, attempts: list[Attempt], over: threading.Event, grant: int) -> None:
    """Note what is asked for, and refuse all but the first `grant`, until the last process under the filter has
    ended."""
    from fcntl import ioctl

    waiting = select.poll()
    waiting.register(listener, select.POLLIN)
    while True:
        events = waiting.poll(200)
        if not events and over.is_set():
            return
        if any(event & select.POLLHUP for _, event in events):
            return
        if not events:
            continue
        asked = bytearray(80)
        with suppress(OSError):  # the process has ended meanwhile
            ioctl(listener, _RECEIVE, asked)
            number, pid = struct.unpack_from("=QI", asked)
            (family,) = struct.unpack_from("=Q", asked, 32)
            granted = len(attempts) < grant
            attempts.append(Attempt(family=_family(family), program=_named(pid), granted=granted))
            refused, flags = (0, _GO_ON) if granted else (-errno.EACCES, 0)
            ioctl(listener, _SEND, struct.pack("=QqiI", number, 0, refused, flags))


def listens_at(pid: int) -> tuple[str, ...]:
    """What each IPv4 socket of a process does: "127.0.0.1:8765" where it listens, and so can reach nobody itself, else
    "open". Raises OSError where the process is gone or another user's."""
    own = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            own.add(str(handle.readlink()))
    found = []
    for kind in ("tcp", "udp", "raw"):
        table = Path(f"/proc/{pid}/net/{kind}")
        for line in table.read_text(encoding="ascii").splitlines()[1:] if table.exists() else ():
            fields = line.split()
            if f"socket:[{fields[9]}]" in own:
                address, _, port = fields[1].partition(":")
                ip = socket.inet_ntoa(struct.pack("=I", int(address, 16)))
                found.append(f"{ip}:{int(port, 16)}" if kind == "tcp" and fields[3] == _LISTEN else "open")
    return tuple(found)


def _family(number: int) -> str:
    try:
        return socket.AddressFamily(number & 0xFFFFFFFF).name
    except ValueError:
        return f"family {number}"


def _named(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return f"process {pid}"
    return " ".join(words).strip()[:200] or f"process {pid}"
