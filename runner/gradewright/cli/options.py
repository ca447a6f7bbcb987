"""Options that several verbs share."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from gradewright.grading.terms import Only
from gradewright.performance.kept_folder import users_folder
from gradewright.phrases import say

PERFORMANCE = "performance"


def only_of(arguments: argparse.Namespace) -> Only:
    """Return which tests to run."""
    if arguments.no_performance:
        return "correctness"
    return "performance" if PERFORMANCE in _listed(arguments.only) else "everything"


def allow_downloads(arguments: argparse.Namespace) -> None:
    """Let judges download data sets where the caller said so."""
    if arguments.download:
        os.environ["GRADEWRIGHT_DOWNLOAD"] = "1"


def kept_folder(arguments: argparse.Namespace) -> Path | None:
    """Return the user's folder of kept values, None where it is not wanted or not safe."""
    if arguments.no_cache:
        return None
    kept = users_folder()
    if kept.problem:
        note = say("cache.not_used", folder=kept.folder, problem=kept.problem)
        print(f"gradewright: {note}", file=sys.stderr)
    return kept.in_use


def _listed(only: list[str] | str | None) -> list[str]:
    return [only] if isinstance(only, str) else only or []
