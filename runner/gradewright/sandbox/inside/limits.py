"""Limits that the kernel keeps for a submission's processes."""

from __future__ import annotations

import contextlib
import resource

_MB = 1_000_000
_SIGNALS = 256
_OF_MEMORY = ("RLIMIT_DATA", "RLIMIT_AS")
_WORDS = {
    "cpu_limit": {"RLIMIT_CPU"},
    "memory_limit": {"RLIMIT_DATA", "RLIMIT_AS"},
    "process_limit": {"RLIMIT_NPROC"},
    "open_file_limit": {"RLIMIT_NOFILE"},
    "file_size_limit": {"RLIMIT_FSIZE"},
}


def apply(limits: dict[str, float], *, others: int = 0, devices: bool = False) -> list[str]:
    """Set the limits of this process and all it will start; return which are on.

    Outside a user namespace of its own the kernel counts every process of the user: `others` is
    how many of them there are already.

    `memory_mb` bounds private memory; the address space is bounded at twice that and half a
    gigabyte, because shared mappings escape the first and libraries reserve more than they use.
    With an accelerator's `devices` neither is bounded: its driver maps far more than the machine
    has, and the memory in use is watched from outside.
    """
    memory = int(limits["memory_mb"]) * _MB
    cpu = int(limits["cpu_seconds"]) + 1
    wanted = {
        "RLIMIT_CPU": (cpu, cpu + 1),
        "RLIMIT_DATA": (memory, memory),
        "RLIMIT_AS": (2 * memory + 512 * _MB,) * 2,
        "RLIMIT_NPROC": (int(limits["processes"]) + others,) * 2,
        "RLIMIT_NOFILE": (int(limits["open_files"]),) * 2,
        "RLIMIT_FSIZE": (int(limits["file_mb"]) * _MB,) * 2,
        # Timers count as signals that wait; honest work uses neither.
        "RLIMIT_SIGPENDING": (_SIGNALS, _SIGNALS),
        "RLIMIT_MSGQUEUE": (0, 0),
        "RLIMIT_CORE": (1, 1),  # 0 would not stop a program that the kernel pipes cores to
    }
    if devices:
        wanted = {name: pair for name, pair in wanted.items() if name not in _OF_MEMORY}
    taken = {name for name, pair in wanted.items() if _set(name, pair)}
    return [word for word, names in _WORDS.items() if names <= taken]


def _set(name: str, pair: tuple[int, int]) -> bool:
    """Set one limit, never above the hard limit in force; tell whether it took."""
    number = getattr(resource, name, None)
    if number is None:
        return False
    hard = resource.getrlimit(number)[1]
    if hard != resource.RLIM_INFINITY:
        pair = (min(pair[0], hard), min(pair[1], hard))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(number, pair)
        return True
    return False
