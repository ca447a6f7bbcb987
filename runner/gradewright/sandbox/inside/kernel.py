"""The few kernel calls that Python does not offer, by ctypes. Linux only."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import struct
from functools import cache
from pathlib import Path

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 0x1, 0x2, 0x4, 0x8
_MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 0x20, 0x1000, 0x4000, 0x40000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 1, 4, 24
_PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 36, 38, 22
_SECCOMP_MODE_FILTER = 2
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63
_OOM_SCORE = Path("/proc/self/oom_score_adj")


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    """Return the result of a call, or raise what errno says."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def unshare(flags: int) -> None:
    """Put this process (for CLONE_NEWPID: its next children) into new namespaces."""
    _checked(_libc().unshare(flags), "unshare")


def setns(descriptor: int, flags: int) -> None:
    """Go (for CLONE_NEWPID: send the next children) into the namespace of a descriptor."""
    _checked(_libc().setns(descriptor, flags), "setns")


def make_mounts_private() -> None:
    """Keep what this mount namespace mounts to itself."""
    _checked(_libc().mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None), "mount private")


def mount_tmpfs(path: str, megabytes: int, files: int) -> None:
    """Mount an empty file system in memory, with caps on its size and number of files."""
    options = f"size={megabytes}m,nr_inodes={files},mode=1777".encode()
    flags = _MS_NOSUID | _MS_NODEV
    _checked(_libc().mount(b"tmpfs", path.encode(), b"tmpfs", flags, options), "mount tmpfs")


def remount_read_only(path: str) -> None:
    """Let this mount namespace write nothing below a mount point."""
    flags = _MS_REMOUNT | _MS_BIND | _MS_RDONLY | _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    _checked(_libc().mount(None, path.encode(), None, flags, None), "remount read-only")


def prctl(option: int, value: int) -> None:
    """Set one property of this process."""
    _checked(_libc().prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl {option}")


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends."""
    prctl(_PR_SET_PDEATHSIG, 9)


def end_first(score: int) -> None:
    """Have the kernel end this process and its children before others where memory runs out.

    Args:
        score: from 0 to 1000, the first to end. A higher one that was there already stays.
    """
    with contextlib.suppress(OSError, ValueError):
        before = int(_OOM_SCORE.read_text(encoding="ascii"))
        if before < score:
            _OOM_SCORE.write_text(str(score), encoding="ascii")


def adopt_orphans() -> None:
    """Become the parent of orphaned descendants."""
    prctl(_PR_SET_CHILD_SUBREAPER, 1)


def set_dumpable(*, dumpable: bool) -> None:
    """Let other processes of this user look into this one, or not."""
    prctl(_PR_SET_DUMPABLE, int(dumpable))


def no_new_privileges() -> None:
    """Let no program that is executed from here gain privileges."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities() -> None:
    """Give up every capability, also those that an executed program could gain."""
    for number in range(_LAST_CAPABILITY + 1):
        if _libc().prctl(_PR_CAPBSET_DROP, number, 0, 0, 0) < 0:
            break
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    _checked(_libc().capset(header, b"\0" * 24), "capset")


def install_filter(program: bytes) -> None:
    """Install a seccomp filter, a sequence of eight-byte BPF instructions."""
    code = ctypes.create_string_buffer(program, len(program))
    argument = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = _libc()
    result = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, argument, 0, 0)
    _checked(result, "seccomp")


def system_call(number: int, *arguments: int | bytes | None) -> int:
    """Call a system call by number."""
    return _checked(_libc().syscall(number, *arguments), f"system call {number}")


def architecture() -> str:
    """Return the processor's name: x86_64, aarch64, …."""
    return platform.machine()
