"""What a grading run ran with."""

from __future__ import annotations

import platform
from importlib import metadata

from gradewright.performance.device import cpu
from gradewright.results import Environment

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
    return Environment(platform.python_version(), versions, cpu())


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
