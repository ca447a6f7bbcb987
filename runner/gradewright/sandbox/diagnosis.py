"""Find out what isolation this machine gives, by trying it."""

from __future__ import annotations

from dataclasses import dataclass

from gradewright.errors import SandboxError
from gradewright.results import Isolation
from gradewright.sandbox.launch import LEVELS, LevelName, Levels, Settings
from gradewright.sandbox.zygote import ZygoteSandbox

# Every protection there is, in the order in which they are told.
PROTECTIONS = (
    "own_process",
    "clean_environment",
    "own_files",
    "own_processes",
    "no_network",
    "own_ipc",
    "no_privileges",
    "system_calls",
    "cpu_limit",
    "memory_limit",
    "process_limit",
    "open_file_limit",
    "file_size_limit",
    "disk_limit",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One level with the protections that it gives here, or why it cannot be had."""

    isolation: Isolation
    fault: str = ""


def diagnose() -> tuple[Finding, ...]:
    """Start a zygote at each level and return what came of it, best level first."""
    return tuple(_try(level) for level in LEVELS)


def _try(level: LevelName) -> Finding:
    sandbox = ZygoteSandbox(Settings((), levels=Levels(level, level)))
    try:
        return Finding(sandbox.isolation)
    except SandboxError:
        return Finding(Isolation(level), sandbox.refused[level])
    finally:
        sandbox.close()
