"""What a grading run ran with."""

from __future__ import annotations

import platform
from importlib import metadata
from pathlib import Path

from gradewright.results import Device, Environment

_PACKAGES = (
    "gradewright",
    "numpy",
    "pytest",
    "pandas",
    "jinja2",
    "nbformat",
    "nbconvert",
    "tensorflow",
    "tensorflow-cpu",
    "keras",
    "cvxpy",
)


def environment() -> Environment:
    """Return interpreter, versions of the packages that are there, and the device."""
    versions = {name: version for name in _PACKAGES if (version := _version(name))}
    return Environment(platform.python_version(), versions, Device("cpu", _processor()))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    """Return the processor's name as the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
