"""Accelerators: the files that a framework needs to use one, and the settings it starts with."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch")
BACKENDS = ("tensorflow", "jax", "torch")
_PATTERNS = ("nvidia*", "nvidia-caps/*", "accel*", "dri/renderD*")


def device_files(preload: Iterable[str], root: Path = Path("/dev")) -> list[str]:
    """Return the files of this machine's accelerators, none for work without a framework."""
    if not any(name.partition(".")[0] in FRAMEWORKS for name in preload):
        return []
    found = (path for pattern in _PATTERNS for path in sorted(root.glob(pattern)))
    return [str(path) for path in found if not path.is_dir()]


def library_folders(preload: Iterable[str], root: Path = Path("/dev")) -> list[str]:
    """Return the folders of LD_LIBRARY_PATH in which an accelerator's libraries may lie.

    None where work sees no accelerator. Only folders that hold shared libraries, and neither the
    root nor what contains the home folder: what is named here is shown to every submission.
    """
    if not device_files(preload, root):
        return []
    named = os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    folders = [Path(name).resolve() for name in named if Path(name).is_absolute()]
    fit = [folder for folder in folders if _holds_libraries(folder)]
    return list(dict.fromkeys(str(folder) for folder in fit))


def _holds_libraries(folder: Path) -> bool:
    return (
        not Path.home().resolve().is_relative_to(folder)
        and folder.is_dir()
        and os.access(folder, os.R_OK | os.X_OK)
        and any(folder.glob("*.so*"))
    )


def settings() -> dict[str, str]:
    """Return the environment that frameworks read: memory by need, and the backend in use."""
    backend = os.environ.get("KERAS_BACKEND", "")
    chosen = {"KERAS_BACKEND": backend} if backend in BACKENDS else {}
    return {
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_FORCE_GPU_ALLOW_GROWTH": "true",
        "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
        **chosen,
    }
