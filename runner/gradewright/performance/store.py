"""What was worked out once and is kept: in memory, and in a folder that several judges share."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from gradewright.performance import entries
from gradewright.sandbox import clock
from gradewright.wire import Caps, Handle, WireFault, decode, encode

_CAPS = Caps(bytes=4_000_000_000, items=10_000_000)
_MOST_IN_MEMORY = 24
# Looking through a folder costs milliseconds: it is done for the first entry, and now and then.
_PRUNINGS = 50


def key_of(*parts: Any) -> str:
    """Return the key of what plain values decide: one digest, the same in every process.

    Raises:
        WireFault: a part is no plain value.
    """
    digest = hashlib.sha256()
    for part in parts:
        payload = encode(_ordered(part), _CAPS)
        digest.update(f"{len(payload)}:".encode())
        digest.update(payload)
    return digest.hexdigest()


def _ordered(value: Any) -> Any:
    """Return a value whose mappings are in the order of their keys."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=repr)}
    if isinstance(value, tuple):
        return tuple(map(_ordered, value))
    return list(map(_ordered, value)) if isinstance(value, list) else value


class Store:
    """Keeps plain values under keys of 64 hexadecimal digits.

    A folder outlives the process and may be shared, by the judges of a run and by later runs: each
    entry is a file that is written whole or not at all and tells whether it is sound; a damaged one
    is made again. Only who is trusted may write there. It is kept below `most_bytes`, and entries
    tell that they were made for `assignment`. Without a folder, and where it cannot be written to,
    values are kept in memory, the last few of them.
    """

    def __init__(
        self,
        folder: Path | None = None,
        assignment: str = "",
        most_bytes: int = entries.MOST_BYTES,
    ) -> None:
        self.folder, self._assignment, self._most_bytes = folder, assignment, most_bytes
        self._held: OrderedDict[str, Any] = OrderedDict()
        self._is_making = False
        self._unpruned = most_bytes

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        """Return the value under a key, made now where there is none.

        Arrays in it are read-only. Of several processes that want one key at once, one makes it and
        the others wait.

        Raises:
            WireFault: what `make` returned is no plain value.
            Exception: what `make` raised; nothing is kept then.
        """
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        value = self._read(key)
        if value is None:
            with self._alone(key):
                # Another process may have made it meanwhile.
                value = self._read(key)
                if value is None:
                    value = self._made(key, make)
        self._held[key] = value[0]
        while len(self._held) > _MOST_IN_MEMORY:
            self._held.popitem(last=False)
        return value[0]

    def _made(self, key: str, make: Callable[[], Any]) -> Any:
        """Return a new value as it will be read, and write it down."""
        payload = encode((make(),), _CAPS)
        value = _opened(payload)
        # What cannot be kept for others is none the less right.
        with contextlib.suppress(OSError):
            self._write(key, payload)
        return value

    def _write(self, key: str, payload: bytes) -> None:
        if self.folder is None:
            return
        self._unpruned += entries.write(self.folder, key, self._assignment, payload)
        if self._unpruned * _PRUNINGS > self._most_bytes:
            self._unpruned = 0
            entries.prune(self.folder, self._most_bytes)

    def _read(self, key: str) -> Any:
        """Return the value in a one-tuple, None where there is no sound entry."""
        payload = None if self.folder is None else entries.read(self.folder, key)
        if payload is None:
            return None
        try:
            return _opened(payload)
        except WireFault:
            return None

    @contextmanager
    def _alone(self, key: str) -> Iterator[None]:
        """Be the only process that makes this key, where there is a folder to agree in.

        What is made on the way to another value is not agreed on: two processes could else wait
        for each other.
        """
        descriptor = None if self._is_making else self._lock(key)
        before, self._is_making = self._is_making, True
        try:
            yield
        finally:
            self._is_making = before
            if descriptor is not None:
                os.close(descriptor)

    def _lock(self, key: str) -> int | None:
        """Wait for a key's lock; return the open file that holds it, None where there is none."""
        if self.folder is None:
            return None
        descriptor = None
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A few files for all keys: they never have to be removed.
            file = self.folder / f"{key[:2]}.lock"
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with clock.paused():
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:
            # Some file systems know no locks: then several make what one could.
            if descriptor is not None:
                os.close(descriptor)
            return None
        return descriptor


def _opened(payload: bytes | memoryview) -> Any:
    """Return the one-tuple in a payload, its arrays read-only.

    Raises:
        WireFault: the payload is none.
    """
    value = decode(payload, _CAPS)
    if not isinstance(value, tuple) or len(value) != 1:
        raise WireFault("an entry holds one value")
    _freeze(value)
    return value


def _freeze(value: Any) -> None:
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, Handle):
        raise WireFault(f"a {value.type_name} stays in the process that made it")
    elif isinstance(value, dict):
        for item in value.values():
            _freeze(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _freeze(item)
