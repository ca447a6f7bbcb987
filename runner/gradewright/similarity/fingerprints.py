"""Winnowing: a few k-grams of tokens that stand for a text, chosen so that no match is missed.

Any stretch of `K + WINDOW - 1` tokens that two texts share has a fingerprint in both (Schleimer,
Wilkerson and Aiken, 2003).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gradewright.similarity.statements import Statement, key_of

K, WINDOW = 12, 4
_BASE, _PRIME = 1_000_003, (1 << 61) - 1
_TOP = pow(_BASE, K - 1, _PRIME)


def fingerprints(statements: Iterable[Statement]) -> frozenset[int]:
    """Return the fingerprints of some statements; no k-gram reaches from one block into another.

    A block is a function, a class or a part, so that their order does not count. A block of fewer
    tokens than a k-gram has stands for itself.
    """
    found: set[int] = set()
    for block in _blocks(statements):
        keys = [key_of((token,)) for token in block]
        found.update(winnow(list(_grams(keys)), WINDOW) if len(keys) >= K else {key_of(block)})
    return frozenset(found)


def _blocks(statements: Iterable[Statement]) -> Iterator[tuple[str, ...]]:
    block: list[str] = []
    for statement in statements:
        if statement.opens and block:
            yield tuple(block)
            block = []
        block += statement.tokens
    if block:
        yield tuple(block)


def _grams(keys: Sequence[int]) -> Iterator[int]:
    """Yield the rolling hash of each k-gram."""
    rolling = 0
    for at, key in enumerate(keys):
        if at >= K:
            rolling = (rolling - keys[at - K] * _TOP) % _PRIME
        rolling = (rolling * _BASE + key) % _PRIME
        if at >= K - 1:
            yield rolling


def winnow(hashes: Sequence[int], window: int) -> set[int]:
    """Return the least hash of each window; of one window where there are fewer."""
    if len(hashes) <= window:
        return {min(hashes)} if hashes else set()
    return {min(hashes[at : at + window]) for at in range(len(hashes) - window + 1)}
