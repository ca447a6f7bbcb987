"""A seccomp filter: system calls that course work never needs, and the kernel is better without.

They answer EPERM. New user namespaces are refused as well, since they give capabilities back.
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


def supported() -> bool:
    """Tell whether the list is known for this processor."""
    return kernel.architecture() in _CALLS


def install(*, network: bool) -> None:
    """Install the filter for this process and all that it will start.

    Without `network` only local sockets can be made.

    Raises:
        OSError: the kernel has no seccomp filters.
    """
    kernel.install_filter(program(kernel.architecture(), network=network))


def program(machine: str, *, network: bool) -> bytes:
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
    for number in sorted(_CALLS[machine].values()):
        steps += [_step(_JEQ, number, no=1), _step(_RETURN, refused)]
    steps += [_step(_JEQ, _CLONE3, no=1), _step(_RETURN, absent)]
    if not network:
        steps += [
            _step(_JEQ, _SOCKET[machine], no=3),
            _step(_LOAD, _FIRST_ARGUMENT),
            _step(_JEQ, socket.AF_UNIX, yes=1),
            _step(_RETURN, refused),
            _step(_LOAD, _NUMBER),
        ]
    steps += [
        _step(_JEQ, _CLONE[machine], no=3),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_JSET, kernel.CLONE_NEWUSER, no=1),
        _step(_RETURN, refused),
        _step(_RETURN, _ALLOW),
    ]
    return b"".join(steps)


def _step(code: int, operand: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, operand)
