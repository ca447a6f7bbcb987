"""Run our own code once over, before the first fork.

Python rewrites bytecode, and libraries fill their caches, at the first uses: done here it is
shared memory, done in every forked process it is a copy and a page fault each.
"""

from __future__ import annotations

import socket
from typing import Any

from gradewright.beside.loading.places import Cell
from gradewright.beside.loading.problems import Problems
from gradewright.beside.loading.reading import read_cells
from gradewright.beside.loading.slicing import choose
from gradewright.sandbox import frames
from gradewright.sandbox.inside import serve
from gradewright.sandbox.inside.unchanged import Unchanged, reach_of
from gradewright.wire import Caps, WireFault, encode

_ROUNDS = 30
_READINGS = 4
_NOTEBOOK = """\
%matplotlib inline
import numpy as np
import math, os
scale = 2.0
values = [scale * i for i in range(3)]

def total(x, times=1, *rest, **named):
    \"\"\"Add up.\"\"\"
    result = {"sum": 0.0, "parts": []}
    for i, part in enumerate(np.asarray(x)):
        if part > 0 and not math.isnan(part):
            result["sum"] += float(part) * scale ** times
        else:
            result["parts"].append((i, part))
    return result

class Model:
    kind = "linear"

    def fit(self, X, y):
        try:
            self.w = np.linalg.lstsq(X, y, rcond=None)[0]
        except ValueError as error:
            raise RuntimeError(f"no fit: {error}") from error
        return self

print(total(values))
"""


def warm_up() -> None:
    """Serve some calls of a function of ours and read a notebook of ours."""
    numpy = __import__("numpy")
    matrix = numpy.arange(6.0).reshape(2, 3)
    for _ in range(_READINGS):
        cells = [Cell("warm.ipynb", number, _NOTEBOOK) for number in (1, 2)]
        problems = Problems()
        choose(read_cells(cells, problems).statements, ("total", "Model"), problems)
    for _ in range(_ROUNDS):
        _serve(_echo, (matrix, 1.5, 3, "text"), {"named": [True, None]})
        _serve(_echo, ({"a": matrix, "b": 1j},), {})
        _serve(_fault, (), {})


def _echo(*args: Any, **kwargs: Any) -> Any:
    return {"args": list(args), "kwargs": kwargs, "tuple": (1, 2.5, b"")}


def _fault() -> Any:
    raise WireFault("a warm-up")


def _serve(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Serve two calls as a test's process does."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        request = encode((1, False, "call", "function", args, kwargs, 1, (), (), ()), Caps())
        frames.send(ours, request)
        ours.shutdown(socket.SHUT_WR)
        namespace = {"function": function}
        unchanged = Unchanged(reach_of(namespace, namespace))
        serve.serve(theirs, namespace, lambda _file: None, Caps(), request, unchanged)
        frames.receive(ours, 1_000_000)
