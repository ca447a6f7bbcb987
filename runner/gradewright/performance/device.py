"""Name the device that numerical work runs on."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any, Literal

from gradewright.performance.refusal import shown
from gradewright.results import Device

_KINDS: dict[str, Literal["gpu", "tpu"]] = {"gpu": "gpu", "tpu": "tpu"}


def cpu() -> Device:
    """Return the processor as a device: its name and how many cores this process may use."""
    return Device("cpu", f"{_processor()}, {_cores()} cores")


def device_of(answer: Any) -> Device:
    """Return the device that the evaluator's process found; a processor is named from here."""
    kind = answer.get("kind") if isinstance(answer, dict) else None
    name = answer.get("name") if isinstance(answer, dict) else None
    known = _KINDS.get(kind) if type(kind) is str else None
    if known is None:
        return cpu()
    return Device(known, shown(name) if type(name) is str and name else known.upper())


def _processor() -> str:
    """Return the processor's name as the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
