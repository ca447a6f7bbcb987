"""Answer the calls of one test: decode, call the submission's function, encode what it returns."""

from __future__ import annotations

import random
import socket
import sys
from typing import Any

from gradewright.beside.plain import as_array, text_of
from gradewright.sandbox import frames
from gradewright.sandbox.inside.asking import ASKS, Line
from gradewright.sandbox.inside.unchanged import Unchanged
from gradewright.wire import Caps, Handle, WireFault, decode, encode

_MESSAGE = 1000
_FRAMES = 8


class Kept:
    """The values that stayed behind, by the number of their handle."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.values: list[Any] = []

    def keep(self, value: Any) -> Any:
        """Return what stands for `value` on the wire: an array when it can be one, or a handle."""
        array = as_array(value)
        if array is not None:
            return array
        self.values.append(value)
        return Handle(len(self.values) - 1, type(value).__name__, text_of(value)[:200])

    def resolve(self, handle: Handle) -> Any:
        """Return the value that a handle names, or a stub for a function of the judge's."""
        if handle.type_name == ASKS:
            return self.line.stub(f"@{handle.id}", handle.summary)
        if not 0 <= handle.id < len(self.values):
            raise WireFault("no value is kept under that number")
        return self.values[handle.id]


def serve(
    sock: socket.socket,
    namespace: dict[str, Any],
    where: Any,
    caps: Caps,
    payload: Any,
    unchanged: Unchanged,
) -> None:
    """Answer the first request, and others until the judge closes the stream.

    A request that begins another test is answered only by a process that is as it was.
    """
    line = Line(sock, caps)
    kept = Kept(line)
    while True:
        nonce, begins, verb, name, args, kwargs, seed, substituted, watched, trusted = decode(
            payload, caps, kept.resolve
        )
        if begins and (kept.values or line.was_used or not unchanged.holds()):
            frames.send(sock, encode((nonce, "changed")))
            return
        unchanged.called(name)
        line.substitute(namespace, substituted)
        line.watch(namespace, watched, trusted)
        target = _target(namespace, line, verb, name, args)
        reply = _answer(target, where, args, kwargs, seed)
        frames.send(sock, _encoded(nonce, reply, caps, kept))
        try:
            payload = frames.receive(sock, caps.bytes)
        except frames.Closed:
            return


def _encoded(nonce: int, reply: tuple[Any, ...], caps: Caps, kept: Kept) -> bytes:
    """Return the payload of a reply; a value that cannot be sent becomes the reason why."""
    try:
        return encode((nonce, *reply), caps.of_replies(), kept.keep)
    except (WireFault, MemoryError, RecursionError) as error:
        return encode((nonce, "unsendable", text_of(error)[:_MESSAGE]), caps)


def _target(
    namespace: dict[str, Any], line: Line, verb: str, function: str, args: tuple[Any, ...]
) -> Any:
    """Return the submission's function, or an operation of ours on values that are here."""
    if verb == "call":
        return namespace.get(function)
    if verb == "lend":
        return line.build
    if verb == "own":
        own = namespace.get(args[0])
        return (lambda _name: own) if callable(own) else own
    from gradewright.beside.keras_models import OPERATIONS

    return OPERATIONS.get(verb)


def _answer(
    target: Any, where: Any, args: tuple[Any, ...], kwargs: dict[str, Any], seed: int
) -> tuple[Any, ...]:
    """Call the function and say what came of it."""
    if not callable(target):
        return ("missing", "" if target is None else type(target).__name__)
    _seed(seed)
    try:
        return ("value", target(*args, **kwargs))
    except BaseException as error:  # noqa: BLE001 - SystemExit and its like are answers, too
        return ("raised", type(error).__name__, text_of(error)[:_MESSAGE], _trace(error, where))


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
