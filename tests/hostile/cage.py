"""Run a command in a throw-away cage: its own process ids, users, files and network, under caps.

`python cage.py --place /srv --as root -- COMMAND …` gives COMMAND the machine's files read-only,
empty file systems of bounded size at /srv, /tmp, /var/tmp and /dev/shm, a loopback network that
leads nowhere, and process ids of its own. A watcher outside ends everything with SIGKILL when the
cage takes too long, too much memory or too many processes, and when the watcher itself dies.

Stands alone on purpose: what it guards against are faults of the code under test.

Exit codes: COMMAND's own; 97: this machine gives no cage (why is on stderr); 98: a cap was reached.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import os
import resource
import signal
import socket
import struct
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

NO_CAGE, CAP_REACHED = 97, 98

# Ids that no account has: as root, the cage's users 0 … 65535 are these to the machine.
_FIRST_ID, _IDS = 700_000_000, 65_536
_PLAIN_USER = 1000
_MB = 1_000_000

_NEW_FILES, _NEW_USER = 0x00020000, 0x10000000
_NEW_ALL = _NEW_FILES | _NEW_USER | 0x20000000 | 0x40000000 | 0x08000000 | 0x04000000
_NOSUID, _NODEV, _NOEXEC, _BIND, _REC, _PRIVATE = 0x2, 0x4, 0x8, 0x1000, 0x4000, 0x40000
_MOUNT_SETATTR, _HERE, _RECURSIVE, _READ_ONLY = 442, -100, 0x8000, 0x1
_SIZES = {"/tmp": 400, "/var/tmp": 50, "/dev/shm": 100}


class NoCageError(Exception):
    """This machine does not give what the cage is made of."""


def libc(name: str, *arguments: object) -> int:
    """Call a function of the C library.

    Raises:
        NoCageError: it failed.
    """
    library = ctypes.CDLL(None, use_errno=True)
    result = int(getattr(library, name)(*arguments))
    if result < 0:
        raise NoCageError(f"{name}{arguments}: {os.strerror(ctypes.get_errno())}")
    return result


def mount(source: str, place: str, kind: str | None, flags: int, options: str = "") -> None:
    """Mount a file system."""
    libc("mount", source.encode(), place.encode(), kind and kind.encode(), flags, options.encode())


def tmpfs(place: str, megabytes: int) -> None:
    """Mount an empty file system in memory that everyone may write to."""
    mount("cage", place, "tmpfs", _NOSUID | _NODEV, f"size={megabytes}m,mode=1777")


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends; a change of user undoes it."""
    libc("prctl", 1, ctypes.c_ulong(signal.SIGKILL), 0, 0, 0)


# Outside: make the cage, watch it, end it.


def main() -> int:
    """Make the cage and return the exit code."""
    arguments = _arguments()
    ready, go = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        _leave(lambda: _inside(arguments, ready[1], go[0]), NO_CAGE)
    os.close(ready[1])
    os.close(go[0])
    try:
        if os.read(ready[0], 1) and _map_ids(child, arguments.root):
            os.write(go[1], b"+")
        os.close(go[1])
        return _watch(child, arguments)
    finally:
        _end(child)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--place", default="/srv")
    parser.add_argument("--as", dest="who", choices=("root", "user"), default="user")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--memory-mb", type=int, default=5000)
    parser.add_argument("--processes", type=int, default=300)
    parser.add_argument("--disk-mb", type=int, default=400)
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    arguments.root = os.geteuid() == 0
    if arguments.who == "root" and not arguments.root:
        parser.exit(NO_CAGE, "only root can give a cage a root of its own\n")
    return arguments


def _map_ids(child: int, root: bool) -> bool:
    """Say which users of the machine the cage's users are."""
    maps = f"0 {_FIRST_ID} {_IDS}" if root else ""
    for name, number in (("uid", os.geteuid()), ("gid", os.getegid())):
        if not root and name == "gid":
            Path(f"/proc/{child}/setgroups").write_text("deny", encoding="ascii")
        text = maps or f"{number} {number} 1"
        Path(f"/proc/{child}/{name}_map").write_text(text, encoding="ascii")
    return True


def _watch(child: int, arguments: argparse.Namespace) -> int:
    """Wait for the cage's end; bring it about when a cap is reached."""
    deadline = time.monotonic() + arguments.seconds
    shared = _meminfo("Shmem")
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        everyone = list(_below(child))
        memory = sum(map(_anonymous, everyone)) + max(_meminfo("Shmem") - shared, 0)
        reached = [
            time.monotonic() > deadline and f"{arguments.seconds:g} seconds",
            memory > arguments.memory_mb * _MB and f"{memory / _MB:.0f} MB of memory",
            _meminfo("MemAvailable") < 500 * _MB and "the last of the machine's memory",
            len(everyone) > arguments.processes + 50 and f"{len(everyone)} processes",
        ]
        for words in filter(None, reached):
            sys.stderr.write(f"cage: ended at {words}\n")
            return CAP_REACHED
        time.sleep(0.05)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF


def _end(child: int) -> None:
    """Kill the cage; its first process takes all others with it."""
    for pid in [child, *_below(child)]:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)


def _below(root: int) -> Iterator[int]:
    """Yield every process below one, whichever thread started it."""
    for threads in Path(f"/proc/{root}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for pid in map(int, threads.read_text(encoding="ascii").split()):
                yield pid
                yield from _below(pid)


def _anonymous(pid: int) -> int:
    """Return the bytes of memory that a process shares with no file."""
    with contextlib.suppress(OSError, ValueError):
        _size, resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[:3]
        return (int(resident) - int(shared)) * resource.getpagesize()
    return 0


def _meminfo(key: str) -> int:
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) * 1024
    return 0


# Inside: from here on everything happens in a process that is not the watcher.


def _leave(last: object, otherwise: int) -> NoReturn:
    """Do the last thing that this process is for, and end."""
    try:
        code = last()  # type: ignore[operator]
    except (NoCageError, OSError) as error:
        sys.stderr.write(f"cage: {error}\n")
        code = otherwise
    finally:
        sys.stderr.flush()
    os._exit(code)


def _inside(arguments: argparse.Namespace, ready: int, go: int) -> int:
    os.setsid()
    die_with_parent()
    if arguments.root:
        _open_closed_folders([*_needed(), str(Path.cwd())])
    _set_limits(arguments)
    if arguments.root:
        os.setgroups([])
        os.setresgid(_FIRST_ID, _FIRST_ID, _FIRST_ID)
        os.setresuid(_FIRST_ID, _FIRST_ID, _FIRST_ID)
    libc("unshare", _NEW_ALL)
    os.write(ready, b"+")
    if not os.read(go, 1):
        raise NoCageError("the cage's users could not be mapped")
    if arguments.root:
        os.setresgid(0, 0, 0)
        os.setresuid(0, 0, 0)
    die_with_parent()
    first = os.fork()
    if first == 0:
        _leave(lambda: _first_process(arguments), NO_CAGE)
    return os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) & 0xFF


def _set_limits(arguments: argparse.Namespace) -> None:
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    most = arguments.processes + (0 if arguments.root else _tasks_of(os.getuid()))
    hard = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_NPROC, (most, most))
    resource.setrlimit(resource.RLIMIT_AS, (4000 * _MB, 4000 * _MB))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200 * _MB, 200 * _MB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _tasks_of(user: int) -> int:
    """Return how many threads a user has running."""
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if process.stat().st_uid == user:
                count += len(list((process / "task").iterdir()))
    return count


def _needed() -> list[str]:
    """Return the folders of Python and its packages."""
    paths = [sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parent.parent)]
    paths += [sysconfig.get_path("purelib"), str(Path(__file__).resolve().parents[2])]
    return list(dict.fromkeys(paths))


def _open_closed_folders(needed: list[str]) -> None:
    """Make what lies in folders closed to strangers (/root) readable for the cage's users."""
    libc("unshare", _NEW_FILES)
    mount("none", "/", None, _REC | _PRIVATE)
    closed = {str(parent): path for path in needed if (parent := _closed_parent(path))}
    for parent in closed:
        inner = [path for path in needed if Path(path).is_relative_to(parent)]
        held = [os.open(path, os.O_PATH | os.O_DIRECTORY) for path in inner]
        mount("cage", parent, "tmpfs", _NOSUID | _NODEV, "size=1m,mode=0755")
        for path, descriptor in zip(inner, held, strict=True):
            Path(path).mkdir(parents=True, exist_ok=True)
            mount(f"/proc/self/fd/{descriptor}", path, None, _BIND | _REC)
            os.close(descriptor)


def _closed_parent(path: str) -> Path | None:
    for parent in reversed([Path(path), *Path(path).parents]):
        if parent.stat().st_mode & 0o005 != 0o005:
            return parent
    return None


def _first_process(arguments: argparse.Namespace) -> int:
    """Be process 1: furnish the cage, start the command, bury orphans."""
    die_with_parent()
    _furnish(arguments)
    _loopback_up()
    command = os.fork()
    if command == 0:
        _leave(lambda: _become(arguments), 127)
    while True:
        pid, status = os.wait()
        if pid == command:
            return os.waitstatus_to_exitcode(status) & 0xFF


def _furnish(arguments: argparse.Namespace) -> None:
    mount("none", "/", None, _REC | _PRIVATE)
    attributes = struct.pack("QQQQ", _READ_ONLY, 0, 0, 0)
    libc("syscall", _MOUNT_SETATTR, _HERE, b"/", _RECURSIVE, attributes, len(attributes))
    mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC)
    for place, megabytes in {**_SIZES, arguments.place: arguments.disk_mb}.items():
        with _kept_in_sight(place):
            tmpfs(place, megabytes)
    os.chdir(arguments.place)


@contextlib.contextmanager
def _kept_in_sight(place: str) -> Iterator[None]:
    """Show what is needed of Python below a place again when something was mounted there."""
    needed = [path for path in _needed() if Path(path).is_relative_to(place)]
    outer = [p for p in needed if not any(p != o and Path(p).is_relative_to(o) for o in needed)]
    held = [os.open(path, os.O_PATH | os.O_DIRECTORY) for path in outer]
    yield
    for path, descriptor in zip(outer, held, strict=True):
        Path(path).mkdir(parents=True, exist_ok=True)
        mount(f"/proc/self/fd/{descriptor}", path, None, _BIND | _REC)
        os.close(descriptor)


def _loopback_up() -> None:
    """Give the cage's own network its loopback addresses."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH", b"lo", 0x1)
        fcntl.ioctl(any_socket, 0x8914, request)


def _become(arguments: argparse.Namespace) -> int:
    """Be the command, as the user that was asked for."""
    if arguments.root and arguments.who == "user":
        os.setresgid(_PLAIN_USER, _PLAIN_USER, _PLAIN_USER)
        os.setresuid(_PLAIN_USER, _PLAIN_USER, _PLAIN_USER)
    os.execve(arguments.command[0], arguments.command, dict(os.environ))


if __name__ == "__main__":
    sys.exit(main())
