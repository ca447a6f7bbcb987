"""Options that several verbs share."""

from __future__ import annotations

import argparse
import os

from gradewright.grading.terms import Only


def only_of(arguments: argparse.Namespace) -> Only:
    """Return which tests to run."""
    if arguments.no_performance:
        return "correctness"
    return "performance" if arguments.only else "everything"


def allow_downloads(arguments: argparse.Namespace) -> None:
    """Let judges download data sets where the caller said so."""
    if arguments.download:
        os.environ["GRADEWRIGHT_DOWNLOAD"] = "1"
