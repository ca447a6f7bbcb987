"""Answer the calls of one test: decode, call the submission's function, encode what it returns."""

from __future__ import annotations

import random
import socket
import sys
from typing import Any

from gradewright.sandbox import frames
from gradewright.sandbox.wire import Caps, Handle, WireFault, decode, encode

_MESSAGE = 1000
_FRAMES = 8


class Kept:
    """The values that stayed behind, by the number of their handle."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def keep(self, value: Any) -> Any:
        """Return what stands for `value` on the wire: an array when it can be one, or a handle."""
        array = _as_array(value)
        if array is not None:
            return array
        self.values.append(value)
        return Handle(len(self.values) - 1, type(value).__name__, _text(value)[:200])

    def resolve(self, handle: Handle) -> Any:
        """Return the value that a handle names."""
        if not 0 <= handle.id < len(self.values):
            raise WireFault("no value is kept under that number")
        return self.values[handle.id]


def _as_array(value: Any) -> Any:
    """Return tensors and data frames as plain arrays, or None."""
    if isinstance(value, type) or not hasattr(value, "__array__"):
        return None
    try:
        array = sys.modules["numpy"].asarray(value)
    except Exception:  # noqa: BLE001 - a foreign conversion may fail in any way: then it is no array
        return None
    return array if array.dtype.kind in "biufcUS" else None


def _text(value: Any) -> str:
    """Return `str(value)`, whatever that does."""
    try:
        return str(value)
    except BaseException as error:  # noqa: BLE001 - a student's __str__ may raise anything
        return f"<{type(error).__name__} while making a text of it>"


def serve(
    sock: socket.socket, namespace: dict[str, Any], where: Any, caps: Caps, request: Any
) -> None:
    """Answer the first request, and others until the judge closes the stream."""
    kept = Kept()
    while True:
        nonce, function, args, kwargs, seed = request
        reply = _answer(namespace, where, function, args, kwargs, seed)
        frames.send(sock, _encoded(nonce, reply, caps, kept))
        try:
            payload = frames.receive(sock, caps.bytes)
        except frames.Closed:
            return
        request = decode(payload, caps, kept.resolve)


def _encoded(nonce: int, reply: tuple[Any, ...], caps: Caps, kept: Kept) -> bytes:
    """Return the payload of a reply; a value that cannot be sent becomes the reason why."""
    try:
        return encode((nonce, *reply), caps, kept.keep)
    except (WireFault, MemoryError, RecursionError) as error:
        return encode((nonce, "unsendable", _text(error)[:_MESSAGE]), caps)


def _answer(
    namespace: dict[str, Any],
    where: Any,
    function: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    seed: int,
) -> tuple[Any, ...]:
    """Call the function and say what came of it."""
    target = _operation(function) if function.startswith("@") else namespace.get(function)
    if not callable(target):
        return ("missing", "" if target is None else type(target).__name__)
    _seed(seed)
    try:
        return ("value", target(*args, **kwargs))
    except BaseException as error:  # noqa: BLE001 - SystemExit and its like are answers, too
        return ("raised", type(error).__name__, _text(error)[:_MESSAGE], _trace(error, where))


def _operation(name: str) -> Any:
    """Return an operation of ours on values that stayed here, such as handing over a model."""
    from gradewright.sandbox.inside.models import OPERATIONS

    return OPERATIONS.get(name)


def _seed(seed: int) -> None:
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed % 2**32)


def _trace(error: BaseException, where: Any) -> list[list[Any]]:
    """Return the submission's own lines that the error passed through, outermost first."""
    lines: list[list[Any]] = []
    step = error.__traceback__
    while step is not None:
        place = where(step.tb_frame.f_code.co_filename)
        if place is not None:
            lines.append([*place, step.tb_lineno, step.tb_frame.f_code.co_name])
        step = step.tb_next
    return lines[-_FRAMES:]
