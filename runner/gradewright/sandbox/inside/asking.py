"""Functions that the judge answers: stand-ins whose calls go over the test's stream and back.

They stand in for a function of the submission's that failed its own tests, or for a function that
the judge passed as an argument. Nothing of the judge's code is here: a question goes out, a plain
value comes back.

    ("ask", number, key, args, kwargs, weights)
                    -> ("answer", number, value, built, weights) or ("raise", number, type, text)

`weights` holds those of every model of the judge's among the arguments, by the model's number: they
are sent with the question, and come back where the judge's function has changed them. It is None
where an argument cannot be sent. `built` describes models in the value: [number, architecture,
compile settings, weights] each. The key of a function with "'" behind it asks for its gradients:
`args` are then its positional and keyword arguments and the gradients by its values.
"""

from __future__ import annotations

import builtins
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from gradewright.beside.keras_models import lend
from gradewright.beside.plain import as_array
from gradewright.beside.tensors import (
    holds_tensors,
    run_step_by_step,
    through_tensors,
)
from gradewright.sandbox import frames
from gradewright.sandbox.inside.mending import Mending
from gradewright.wire import Caps, Handle, WireFault, decode, encode

# Type names of handles that only the judge gives, or that stand for what it gave.
ASKS = "@ask"
LENT = "@lent"
# What the key of a function ends with where its gradients are asked for.
GRADIENT = "'"


class Line:
    """The test's stream, for questions during a call, and the judge's models that are here."""

    def __init__(self, sock: socket.socket, caps: Caps) -> None:
        self._sock, self._caps = sock, caps
        self._owner, self._lock = os.getpid(), threading.Lock()
        self._number = 0
        self._substituted: set[str] = set()
        self._watches = False
        self.lent: dict[int, Any] = {}
        self.was_used = False

    def build(self, number: int, architecture: str, compiled: str, weights: list[Any]) -> Any:
        """Build a model of the judge's and remember it under its number."""
        self.was_used = True
        self.lent[number] = lend(architecture, compiled, weights)
        return self.lent[number]

    def stub(self, key: str, name: str) -> Callable[..., Any]:
        """Return a function that is answered by the judge's function of that key."""
        self.was_used = True

        def stub(*args: Any, **kwargs: Any) -> Any:
            if not holds_tensors(args, kwargs):
                return self.ask(key, name, args, kwargs)
            return through_tensors(
                args,
                kwargs,
                lambda args, kwargs: self.ask(key, name, args, kwargs),
                lambda *parts: self.ask(key + GRADIENT, name, parts, {}),
            )

        stub.__name__ = stub.__qualname__ = name
        return stub

    def substitute(self, namespace: dict[str, Any], names: Iterable[str]) -> None:
        """Put stubs in the place of functions, wherever the submission looks these up by name."""
        for name in names:
            if name not in self._substituted:
                self._substituted.add(name)
                _replace(namespace, name, self.stub(name, name))
                run_step_by_step()

    def watch(self, namespace: dict[str, Any], names: list[str], trusted: list[str]) -> None:
        """Let functions of the submission tell their steps, and take others from the judge."""
        if names and not self._watches:
            self._watches = self.was_used = True
            mending = Mending(lambda key, args: self.ask(key, key, args, {}), trusted)
            mending.watch(namespace, names)

    def ask(self, key: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Have the judge answer a call.

        Raises:
            Exception: as the judge's function raised it.
            TypeError: an argument is not a plain value.
        """
        if os.getpid() != self._owner:
            raise RuntimeError(f"{name} cannot be called in a process of its own here")
        with self._lock:
            self._number += 1
            frames.send(self._sock, self._question(key, args, kwargs))
            reply = decode(frames.receive(self._sock, self._caps.bytes), self._caps)
        if reply[0] == "raise":
            raise _exception(*reply[2:])
        _word, _number, value, built, weights = reply
        for number, arrays in weights.items():
            self.lent[number].set_weights(arrays)
        models = {parts[0]: self.build(*parts) for parts in built}
        return _with_models(value, models) if models else value

    def _question(self, key: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
        weights: dict[int, list[Any]] = {}

        def keep(value: Any) -> Any:
            array = as_array(value)
            if array is not None:
                return array
            for number, model in self.lent.items():
                if model is value:
                    weights[number] = model.get_weights()
                    return Handle(number, LENT, "")
            raise WireFault(f"a {type(value).__name__} is not a plain value")

        try:
            sent = encode((args, kwargs), self._caps, keep)
        except (WireFault, MemoryError, RecursionError):
            return encode(("ask", self._number, key, b"", None))
        return encode(("ask", self._number, key, sent, weights), self._caps)


def _exception(kind: str, text: str) -> Exception:
    """Return the exception that the judge tells of, as one of Python's own."""
    known = getattr(builtins, kind, RuntimeError)
    if isinstance(known, type) and issubclass(known, Exception):
        try:
            return known(text)
        except TypeError:  # UnicodeDecodeError and its like take more than a text
            return RuntimeError(text)
    return RuntimeError(text)


def _with_models(value: Any, models: dict[int, Any]) -> Any:
    """Return a plain value with its models in their places."""
    if isinstance(value, Handle):
        return models[value.id]
    if isinstance(value, dict):
        return {key: _with_models(part, models) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_with_models(part, models) for part in value)
    return value


def _replace(namespace: dict[str, Any], name: str, stub: Callable[..., Any]) -> None:
    """Replace a function in the submission's namespace and in every module that holds the same."""
    original = namespace.get(name)
    namespace[name] = stub
    if original is None:
        return
    for module in list(sys.modules.values()):
        if isinstance(module, ModuleType) and module.__dict__.get(name) is original:
            module.__dict__[name] = stub
