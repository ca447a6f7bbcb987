"""Seeds that depend on what they are for, and the generators that they set."""

from __future__ import annotations

import hashlib
import random

import numpy as np


def seed_of(*parts: object) -> int:
    """Return a seed of 63 bits that depends on every part."""
    text = "\x1f".join(map(str, parts)).encode("utf-8", "backslashreplace")
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big") >> 1


def seed_generators(seed: int) -> None:
    """Seed NumPy's and Python's global generators."""
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002 - course code draws from the global generator
