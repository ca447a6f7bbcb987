"""Seeds that depend on what they are for, and the generators that they set.

Hidden inputs are drawn from the run's key. What a worker is told is worked out from what it may
know anyway, so that nothing leads from there to the key.
"""

from __future__ import annotations

import hashlib
import random
import secrets
from functools import cache

import numpy as np

KEY_BITS = 128
# About 0.1 s and 32 MB: a seed that somebody typed must not be found by trying all there are.
_WORK, _BLOCK, _MEMORY = 2**15, 8, 2**26


def fresh_seed() -> int:
    """Return a seed that nobody can guess."""
    return secrets.randbits(KEY_BITS)


@cache
def key_of(seed: int) -> bytes:
    """Return the key of a run with this seed; takes its time on purpose."""
    return hashlib.scrypt(
        str(seed).encode("ascii"),
        salt=b"gradewright seed",
        n=_WORK,
        r=_BLOCK,
        p=1,
        maxmem=_MEMORY,
        dklen=KEY_BITS // 8,
    )


def entropy_of(key: bytes, *parts: object) -> int:
    """Return what a generator of hidden inputs starts from: 128 bits that depend on every part."""
    digest = hashlib.blake2b(_text(parts), key=key, digest_size=KEY_BITS // 8).digest()
    return int.from_bytes(digest, "big")


def seed_of(*parts: object) -> int:
    """Return a seed of 63 bits that depends on every part. A worker may see it: no secret in it."""
    return int.from_bytes(hashlib.sha256(_text(parts)).digest()[:8], "big") >> 1


def _text(parts: tuple[object, ...]) -> bytes:
    return "\x1f".join(map(str, parts)).encode("utf-8", "backslashreplace")


def seed_generators(seed: int) -> None:
    """Seed NumPy's and Python's global generators."""
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002 - course code draws from the global generator
