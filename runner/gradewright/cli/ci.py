"""`gradewright ci`: grade where code is pushed, or pull what was pushed and grade it."""

from __future__ import annotations

import argparse
import importlib


def main(arguments: argparse.Namespace) -> int:
    """Run one action and return the exit code."""
    action = importlib.import_module(f"gradewright.cli.ci_{arguments.action}")
    return int(action.main(arguments))
