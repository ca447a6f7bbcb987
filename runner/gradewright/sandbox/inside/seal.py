"""Seal a submission's process before any of its code runs.

Levels, best first:
    namespaces   inside bubblewrap: own user, mount, pid, network, ipc and uts namespaces
    landlock     no namespaces to be had: files and network closed by Landlock and seccomp
    process      neither: a limited process of the same user
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gradewright.sandbox.inside import kernel, landlock, limits, seccomp

_INNER = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
)
_NOBODY = 65533
_TMPFS_FILES = 20_000


class Forker:
    """Forks sessions; at the level `namespaces` each is the first of its own process-id space."""

    def __init__(self, level: str) -> None:
        self.level = level
        self._own: int | None = None
        if level == "namespaces":
            self._enter_own_namespaces()
            self._own = os.open("/proc/self/ns/pid", os.O_RDONLY)

    def _enter_own_namespaces(self) -> None:
        """As an ordinary user, take a user namespace whose process-id spaces we may choose.

        Root inside bubblewrap has kept the capability for that.
        """
        if os.geteuid() == 0:
            return
        user, group = os.geteuid(), os.getegid()
        kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID)
        _map_ids(user, group)
        child = os.fork()
        if child:
            os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
        kernel.die_with_parent()

    def fork(self) -> int:
        """Fork a session and return its process id, 0 in the session itself."""
        if self._own is None:
            return os.fork()
        kernel.unshare(kernel.CLONE_NEWPID)
        pid = os.fork()
        if pid:
            kernel.setns(self._own, kernel.CLONE_NEWPID)
        else:
            os.close(self._own)
        return pid


def seal(settings: dict[str, Any], folder: str) -> list[str]:
    """Close this process in, working in `folder`; return the protections that are on.

    Raises:
        OSError: a protection that this level promises cannot be had.
    """
    os.setsid()
    if sys.platform == "linux":
        kernel.die_with_parent()
        kernel.end_first(1000)
    protections = _SEALS[settings["level"]](settings, folder)
    os.environ.update(HOME=folder, TMPDIR=folder, PWD=folder)
    # What was imported ahead may have asked for the zygote's own.
    tempfile.tempdir = None
    return ["own_process", "clean_environment", *protections]


def _namespaces(settings: dict[str, Any], folder: str) -> list[str]:
    megabytes = int(settings["limits"]["file_mb"]) * 2
    _become_nobody()
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(_INNER)
    _map_ids(user, group)
    # Only from here on does the limit on processes count this user namespace alone.
    bounds = limits.apply(settings["limits"], devices=bool(settings["devices"]))
    kernel.make_mounts_private()
    kernel.mount_tmpfs(str(Path(folder).parent), megabytes, _TMPFS_FILES)
    kernel.mount_tmpfs("/dev/shm", megabytes, _TMPFS_FILES)  # noqa: S108
    kernel.remount_read_only("/proc")
    Path(folder).mkdir(parents=True, mode=0o700)
    os.chdir(folder)
    kernel.drop_capabilities()
    # Its own network namespace has no network to use, so usual sockets need not be refused.
    locks = _lock(alone=True)
    own = ["own_files", "own_processes", "no_network", "own_ipc", "disk_limit"]
    return [*own, *locks, *bounds]


def _landlock(settings: dict[str, Any], folder: str) -> list[str]:
    bounds = _bounds_of_all(settings)
    os.chdir(folder)
    writable = [folder, "/dev/null", *settings["devices"]]
    landlock.restrict(readable=settings["readable"], writable=writable)
    locks = _lock(alone=False)
    closed = ["no_network"] if "system_calls" in locks else []
    return ["own_files", *closed, *locks, *bounds]


def _process(settings: dict[str, Any], folder: str) -> list[str]:
    bounds = _bounds_of_all(settings)
    os.chdir(folder)
    return bounds


def _bounds_of_all(settings: dict[str, Any]) -> list[str]:
    """Set the limits where processes of all submissions are counted together."""
    return limits.apply(
        settings["limits"],
        others=settings["processes_of_others"],
        devices=bool(settings["devices"]),
    )


_SEALS: dict[str, Callable[[dict[str, Any], str], list[str]]] = {
    "namespaces": _namespaces,
    "landlock": _landlock,
    "process": _process,
}


def _become_nobody() -> None:
    """Leave root behind: limits on the number of processes do not bind it."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
        # The change of user closed our own /proc files, which the id maps are written through.
        kernel.set_dumpable(dumpable=True)


def _map_ids(user: int, group: int) -> None:
    """Let this user and group exist in the new user namespace."""
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")


def _lock(*, alone: bool) -> list[str]:
    """Close the doors that are left: privileges, system calls, a look from siblings."""
    kernel.no_new_privileges()
    kernel.set_dumpable(dumpable=False)
    if not seccomp.supported():
        return ["no_privileges"]
    seccomp.install(alone=alone)
    return ["no_privileges", "system_calls"]
