"""The command that starts a zygote inside bubblewrap, where it sees only what it needs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import gradewright

# Where each session mounts a file system of its own; no installation lies at such a place.
PRIVATE = "/.gradewright-session"

_IMPORT_BYTES = str(16_000_000)
_SYSTEM = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32")
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime")
_PACKAGE_FOLDERS = ("site-packages", "dist-packages")
_ENVIRONMENT = ("bin", "lib", "lib64", "include", "pyvenv.cfg")
_ROOT_KEEPS = ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_KILL")
# What /proc tells of the machine and its kernel, and no program of a course asks for.
_HIDDEN = (
    "/proc/bootconfig",
    "/proc/cmdline",
    "/proc/config.gz",
    "/proc/diskstats",
    "/proc/interrupts",
    "/proc/kallsyms",
    "/proc/key-users",
    "/proc/keys",
    "/proc/modules",
    "/proc/partitions",
    "/proc/swaps",
)
# What of gradewright a worker sees: its own code and the wire, nothing of the judge's.
_VISIBLE = ("__init__.py", "sandbox/__init__.py", "wire.py", "sandbox/frames.py")


def program() -> str | None:
    """Return the path of bubblewrap, or None where it is not installed."""
    return shutil.which("bwrap")


def readable_paths() -> list[str]:
    """Return the folders of the system and of Python that a worker reads, each once."""
    paths = [f"/{name}" for name in _SYSTEM] + list(_SYSTEM_FILES) + [*_python()]
    return [path for path in dict.fromkeys(paths) if Path(path).exists()]


def _python() -> Iterator[str]:
    """Yield the interpreter's folders and those of the installed packages."""
    yield from (sys.base_prefix, str(Path(sys.executable).resolve().parent.parent))
    if sys.prefix != sys.base_prefix:
        # Of a virtual environment its own parts only: it may have been made in the course's folder.
        yield from (str(Path(sys.prefix) / name) for name in _ENVIRONMENT)
    yield from (path for path in sys.path if Path(path).name in _PACKAGE_FOLDERS)


def package_paths() -> list[str]:
    """Return the files and folders of gradewright that a worker reads."""
    home = Path(gradewright.__file__).parent
    return [str(home / name) for name in (*_VISIBLE, "sandbox/inside", "beside")]


def wrap(command: list[str], bwrap: str, descriptor: int) -> list[str]:
    """Return the command that runs `command` inside bubblewrap.

    Its options are read from a descriptor: everyone inside sees the command line.
    """
    return [bwrap, "--args", str(descriptor), "--", *command]


def options_for(devices: list[str], libraries: Sequence[str] = ()) -> bytes:
    """Return bubblewrap's options as it reads them from a descriptor.

    What runs inside sees these devices, and the folders of `libraries` beside the system's.
    """
    return b"".join(os.fsencode(word) + b"\0" for word in _options(devices, libraries))


def _options(devices: list[str], libraries: Sequence[str]) -> list[str]:
    home = Path(gradewright.__file__).parent
    options = ["--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net"]
    options += ["--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    options += _privileges()
    shown = list(dict.fromkeys([*readable_paths(), *libraries]))
    for path in _outermost(shown):
        options += _parents(path) + _shown(path)
    if any(home.is_relative_to(path) for path in shown):
        options += ["--tmpfs", str(home)]
    for path in package_paths():
        options += [*_parents(path), "--ro-bind", path, path]
    if any(home.is_relative_to(path) for path in shown):
        options += ["--remount-ro", str(home)]
    # Some packages want a home and a temporary folder while they are imported.
    options += ["--size", _IMPORT_BYTES, "--tmpfs", PRIVATE]
    options += [*_temporary([*shown, *package_paths()]), "--proc", "/proc", "--dev", "/dev"]
    options += [word for path in devices for word in ("--dev-bind", path, path)]
    # The machine has one store of terminals for everyone.
    options += ["--tmpfs", "/dev/pts", "--remount-ro", "/dev/pts", "--remount-ro", "/dev"]
    hidden = [path for path in _HIDDEN if Path(path).exists()]
    options += [word for path in hidden for word in ("--ro-bind", os.devnull, path)]
    return [*options, "--remount-ro", "/", "--chdir", "/"]


def _temporary(shown: list[str]) -> list[str]:
    """Make /tmp the session's private place, unless an installation that it reads lies there."""
    if any(Path(path).is_relative_to("/tmp") for path in shown):  # noqa: S108
        return []
    return ["--symlink", PRIVATE.removeprefix("/"), "/tmp"]  # noqa: S108


def _privileges() -> list[str]:
    """Return what the zygote may: choose process-id spaces, and as root become nobody."""
    if os.geteuid() != 0:
        return ["--unshare-user"]
    kept = [word for capability in _ROOT_KEEPS for word in ("--cap-add", capability)]
    return ["--cap-drop", "ALL", *kept]


def _outermost(paths: list[str]) -> list[str]:
    """Leave out paths that lie below another one."""
    return [
        path
        for path in paths
        if not any(path != other and Path(path).is_relative_to(other) for other in paths)
    ]


def _parents(path: str) -> list[str]:
    """Return the options that make a path's parents passable for everyone inside."""
    parents = [str(parent) for parent in reversed(Path(path).parents) if parent != Path("/")]
    return [word for parent in parents for word in ("--perms", "0755", "--dir", parent)]


def _shown(path: str) -> list[str]:
    """Return the options that show one path; a link of the system's root stays a link."""
    link = Path(path)
    if link.parent == Path("/") and link.is_symlink():
        return ["--symlink", str(link.readlink()), path]
    return ["--ro-bind", path, path]
