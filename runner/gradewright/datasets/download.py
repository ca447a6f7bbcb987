"""Download a data set by Keras' own loader, which runs in a process of its own.

Keras is never imported here. The loader fills a new folder beside the cache; what it brought is
moved into place only when it is whole, so neither an interrupted download nor one that is still
going on is ever mistaken for the data.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from gradewright.datasets.lock import alone
from gradewright.datasets.places import find_in
from gradewright.errors import UsageError
from gradewright.phrases import say

DOWNLOAD_VARIABLE = "GRADEWRIGHT_DOWNLOAD"
DOWNLOADABLE = ("mnist", "fashion_mnist", "cifar10")
SECONDS = 1800

Downloader = Callable[[str, Path], None]


def download_allowed() -> bool:
    """Return whether GRADEWRIGHT_DOWNLOAD allows downloads."""
    return os.environ.get(DOWNLOAD_VARIABLE, "").lower() in {"1", "true", "yes", "on"}


def keras_loader(name: str, home: Path) -> None:
    """Let Keras download a data set into `home`/datasets.

    Raises:
        UsageError: it failed, took too long, or Keras is not installed.
    """
    code = f"from keras.datasets import {name}; {name}.load_data()"
    quiet = {"KERAS_HOME": str(home), "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    try:
        subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-P", "-c", code],
            env={**os.environ, **quiet},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as problem:
        reason = say("data.download_too_long", seconds=SECONDS)
        raise _failure(name, reason) from problem
    except subprocess.CalledProcessError as problem:
        lines = problem.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _failure(name, lines[-1][:300] if lines else str(problem)) from problem


def fetch(name: str, cache: Path, downloader: Downloader = keras_loader) -> None:
    """Bring a data set into the cache, once, however many processes ask for it.

    Raises:
        UsageError: the download failed, or the cache cannot be written.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with alone(cache / f".gradewright-{name}.lock"):
            source = find_in(cache, name)
            if source is None or not source.complete:
                _fetch(name, cache, downloader)
    except OSError as problem:
        raise UsageError(say("data.no_cache", path=cache, reason=problem)) from problem


def _fetch(name: str, cache: Path, downloader: Downloader) -> None:
    """Download into a new folder, then move what came."""
    with TemporaryDirectory(prefix=".gradewright-", dir=cache) as home:
        downloader(name, Path(home))
        brought = Path(home) / "datasets"
        source = find_in(brought, name)
        if source is None or not source.complete:
            raise _failure(name, say("data.download_empty"))
        _move(brought, cache)


def _move(brought: Path, place: Path) -> None:
    """Move everything out of `brought`; what is in place already stays."""
    for entry in sorted(brought.iterdir()):
        target = place / entry.name
        if not target.exists():
            entry.rename(target)
        elif entry.is_dir() and target.is_dir():
            _move(entry, target)


def _failure(name: str, reason: str) -> UsageError:
    return UsageError(say("data.download_failed", data=name, reason=reason))
