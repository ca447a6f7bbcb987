"""Options that several verbs share."""

from __future__ import annotations

import argparse
import os

from gradewright.grading.terms import Only

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


def _listed(only: list[str] | str | None) -> list[str]:
    return [only] if isinstance(only, str) else only or []
