"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load() -> float:
    """Return how many processes wanted a core in the last minute."""
    return os.getloadavg()[0]


def facts(load_before: float) -> list[str]:
    """Return the lines about this machine."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return [
        f"Date: {now}",
        f"Processor: {_processor()}, {cores()} cores",
        f"System: {platform.system()} {platform.release()}, Python {platform.python_version()}",
        f"Load average: {load_before:.1f} before, {load():.1f} after",
    ]


def busy(load_before: float) -> bool:
    """Tell whether others used the cores as well when the run began."""
    return load_before > 0.5 * cores()


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
