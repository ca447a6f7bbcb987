"""Start the zygote: `python -s -P -m gradewright.sandbox.inside DESCRIPTOR LEVEL`."""

from __future__ import annotations

import importlib
import os
from typing import Any


def import_without_fork_hooks(*names: str) -> None:
    """Import modules that would have every fork run code of theirs, without that code.

    Half of a fork's time went into it: `random` draws a new seed, which each call of a test does
    anyway, and `threading` takes stock of threads, which `session` does where there are any.
    """
    register = os.register_at_fork

    def ignore(**_hooks: Any) -> None:
        pass

    os.register_at_fork = ignore
    try:
        for name in names:
            importlib.import_module(name)
    finally:
        os.register_at_fork = register


def main() -> None:
    """Be the zygote."""
    import_without_fork_hooks("random", "threading")
    from gradewright.sandbox.inside import zygote

    zygote.main()


if __name__ == "__main__":
    main()
