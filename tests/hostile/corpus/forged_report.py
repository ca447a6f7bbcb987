"""Forges the report on its own loading: places, kinds and values that are none."""

import gc
import os
import socket

from gradewright import wire
from gradewright.sandbox import frames

sessions = [o for o in gc.get_objects() if type(o).__name__ == "Session"]
control = socket.socket(fileno=os.dup(sessions[0].control.fileno()))
HTML = "<script>alert(1)</script>"
report = {
    "definitions": {"total": ["../../course/graders/numbers/test_numbers.py", None, 1, 10**8]},
    "problems": [
        [f"no_such_kind {HTML}", HTML, 10**8, 10**8, {"key": HTML, "place": "{0.__class__}"}],
        ["redefined", "x.py", None, None, {}],
        ["place_cell", "{self}", 1, 1, {"file": "{file}" * 100}],
    ]
    * 60,
    "names": ["\x1b[31m", HTML],
}
frames.send(control, wire.encode(("loaded", report)))


def total(x):
    return 0.0


shift = summary = total
