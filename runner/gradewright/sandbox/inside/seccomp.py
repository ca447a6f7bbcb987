"""A seccomp filter: system calls that course work never needs, and the kernel is better without.

They answer EPERM. New user namespaces are refused as well, since they give capabilities back, and
so are sockets of families that a network namespace does not close. Memory that no limit counts
(memfd, System V, message queues) is told to be absent, and so is what all users of the machine have
a common store of: watches on files, asynchronous I/O.

Without namespaces the filter closes what Landlock does not: sockets at all, rights on files.
"""

from __future__ import annotations

import errno
import socket
import struct

from gradewright.sandbox.inside import kernel

_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _JEQ, _JSET, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16

_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# The 32-bit calls of x86-64 have this bit, and would get past the list.
_X32_BIT = 0x40000000

_CALLS = {
    "x86_64": {
        "ptrace": 101, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161,
        "reboot": 169, "swapon": 167, "swapoff": 168, "init_module": 175, "finit_module": 313,
        "delete_module": 176, "kexec_load": 246, "kexec_file_load": 320, "add_key": 248,
        "request_key": 249, "keyctl": 250, "unshare": 272, "setns": 308, "perf_event_open": 298,
        "process_vm_readv": 310, "process_vm_writev": 311, "bpf": 321, "userfaultfd": 323,
        "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428,
        "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
        "pidfd_getfd": 438, "mount_setattr": 442, "acct": 163, "quotactl": 179,
        "open_by_handle_at": 304, "name_to_handle_at": 303, "clock_settime": 227,
        "settimeofday": 164, "adjtimex": 159, "syslog": 103, "personality": 135,
    },
    "aarch64": {
        "ptrace": 117, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "reboot": 142,
        "swapon": 224, "swapoff": 225, "init_module": 105, "finit_module": 273,
        "delete_module": 106, "kexec_load": 104, "kexec_file_load": 294, "add_key": 217,
        "request_key": 218, "keyctl": 219, "unshare": 97, "setns": 268, "perf_event_open": 241,
        "process_vm_readv": 270, "process_vm_writev": 271, "bpf": 280, "userfaultfd": 282,
        "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428,
        "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
        "pidfd_getfd": 438, "mount_setattr": 442, "acct": 89, "quotactl": 60,
        "open_by_handle_at": 265, "name_to_handle_at": 264, "clock_settime": 112,
        "settimeofday": 170, "adjtimex": 171, "syslog": 116, "personality": 92,
    },
}  # fmt: skip
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3 = 435
_SOCKET = {"x86_64": 41, "aarch64": 198}
_FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, 16)  # 16: AF_NETLINK
_PRLIMIT = {"x86_64": 302, "aarch64": 261}
_ABSENT = {
    "x86_64": {
        "memfd_create": 319, "memfd_secret": 447, "shmget": 29, "msgget": 68, "semget": 64,
        "mq_open": 240, "inotify_init": 253, "inotify_init1": 294, "inotify_add_watch": 254,
        "fanotify_init": 300, "fanotify_mark": 301, "io_setup": 206,
    },
    "aarch64": {
        "memfd_create": 279, "memfd_secret": 447, "shmget": 194, "msgget": 186, "semget": 190,
        "mq_open": 180, "inotify_init1": 26, "inotify_add_watch": 27,
        "fanotify_init": 262, "fanotify_mark": 263, "io_setup": 0,
    },
}  # fmt: skip
# chmod, chown, setxattr, removexattr, utime and their kin; priorities and processors of others.
_RIGHTS = {
    "x86_64": (
        90, 91, 268, 452, 92, 93, 94, 260, 188, 189, 190, 197, 198, 199, 132, 235, 261, 280,
        463, 466, 469, 141, 142, 144, 203, 251, 314,
    ),
    "aarch64": (
        52, 53, 452, 54, 55, 5, 6, 7, 14, 15, 16, 88,
        463, 466, 469, 140, 118, 119, 122, 30, 274,
    ),
}  # fmt: skip


def supported() -> bool:
    """Tell whether the list is known for this processor."""
    return kernel.architecture() in _CALLS


def install(*, alone: bool) -> None:
    """Install the filter for this process and all that it will start.

    `alone`: it runs in namespaces of its own.

    Raises:
        OSError: the kernel has no seccomp filters.
    """
    kernel.install_filter(program(kernel.architecture(), alone=alone))


def program(machine: str, *, alone: bool) -> bytes:
    """Return the filter for a processor as BPF instructions."""
    refused = _ERRNO | errno.EPERM
    # clone3 hides its flags from a filter; told that it is absent, libraries fall back to clone.
    absent = _ERRNO | errno.ENOSYS
    steps = [
        _step(_LOAD, _ARCH),
        _step(_JEQ, _AUDIT[machine], yes=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
    ]
    if machine == "x86_64":
        steps += [_step(_JSET, _X32_BIT, no=1), _step(_RETURN, refused)]
    closed = list(_CALLS[machine].values())
    if not alone:
        closed += [*_RIGHTS[machine], _SOCKET[machine]]
    for number in sorted(closed):
        steps += [_step(_JEQ, number, no=1), _step(_RETURN, refused)]
    for number in (_CLONE3, *sorted(_ABSENT[machine].values())):
        steps += [_step(_JEQ, number, no=1), _step(_RETURN, absent)]
    steps += _first_argument(_SOCKET[machine], _FAMILIES, refused)
    steps += _first_argument(_PRLIMIT[machine], (0,), refused)
    steps += [
        _step(_JEQ, _CLONE[machine], no=3),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_JSET, kernel.CLONE_NEWUSER, no=1),
        _step(_RETURN, refused),
        _step(_RETURN, _ALLOW),
    ]
    return b"".join(steps)


def _first_argument(number: int, allowed: tuple[int, ...], refused: int) -> list[bytes]:
    """Return the steps that let a call pass with these first arguments only."""
    count = len(allowed)
    tests = [_step(_JEQ, value, yes=count - place) for place, value in enumerate(allowed)]
    return [
        _step(_JEQ, number, no=count + 3),
        _step(_LOAD, _FIRST_ARGUMENT),
        *tests,
        _step(_RETURN, refused),
        _step(_LOAD, _NUMBER),
    ]


def _step(code: int, operand: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, operand)
