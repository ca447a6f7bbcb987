"""Landlock: without namespaces, still close the file system, TCP and signals to a submission.

Three system calls, so no dependency: the one binding on the package index is young, and would
have to be importable beside the student's code.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Sequence

from gradewright.sandbox.inside import kernel

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
# How many of the file rights each version of the interface knows, from version 1 on.
_RIGHTS = (13, 14, 15, 15, 16)
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6


def version() -> int:
    """Return the version of Landlock's interface, 0 where there is none."""
    try:
        return kernel.system_call(_CREATE, None, 0, _VERSION_FLAG)
    except (OSError, AttributeError):
        return 0


def restrict(readable: Sequence[str], writable: Sequence[str]) -> None:
    """Let this process, for good, read and write only below these paths, and use no TCP.

    Raises:
        OSError: the kernel has no Landlock.
    """
    abi = version()
    every = (1 << _RIGHTS[min(abi, len(_RIGHTS)) - 1]) - 1
    attributes = struct.pack(
        "QQQ", every, 3 if abi >= _NETWORK_SINCE else 0, 3 if abi >= _SCOPES_SINCE else 0
    )
    size = 24 if abi >= _SCOPES_SINCE else 16 if abi >= _NETWORK_SINCE else 8
    ruleset = kernel.system_call(_CREATE, attributes, size, 0)
    try:
        for path in readable:
            _allow(ruleset, path, _READ)
        for path in writable:
            _allow(ruleset, path, every)
        kernel.no_new_privileges()
        kernel.system_call(_RESTRICT, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, access: int) -> None:
    """Allow access below a path; a path that is not there needs no rule."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= _ON_FILES
        rule = struct.pack("=Qi", access, descriptor)
        kernel.system_call(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)
