"""The child process of a check: JSON lines in, JSON lines out, over pipes of its own.

Whatever the work prints, reads or closes, it cannot reach these pipes by the usual descriptors.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

# Sends one message to the process that started this one.
Send = Callable[[dict[str, Any]], None]


def serve() -> None:
    """Answer requests until there are no more."""
    pipe, send = _own_pipes()
    # Ctrl-C reaches every process of a terminal; what to do about it, the first one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What imports make stays for good: the collector need not look at it, now or ever.
    gc.disable()
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(pipe, requests), daemon=True).start()
    try:
        # The heavy imports, while the kit is on its way.
        from gradewright.selfcheck.terminal.serving import Serving

        first = requests.get()
        if not first:
            return
        serving = Serving(json.loads(first), send)
        gc.freeze()
        gc.enable()
        send({"ready": True})
        warming = serving.warm()
        while requests.empty() and next(warming, warming) is not warming:
            pass
        warming.close()
        while line := requests.get():
            serving.answer(json.loads(line))
    except BaseException:  # what is wrong with this process, the other one has to say
        send({"fault": traceback.format_exc()})
        raise


def _read(pipe: BinaryIO, requests: queue.SimpleQueue[bytes]) -> None:
    """Pass requests on, and an empty one when there are no more."""
    for line in pipe:
        requests.put(line)
    requests.put(b"")


def _own_pipes() -> tuple[BinaryIO, Send]:
    """Return the pipes that this process was started with; the standard ones lead nowhere now."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - stays open
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8", errors="replace")  # noqa: PTH123, SIM115

    def send(message: dict[str, Any]) -> None:
        replies.write(json.dumps(message).encode("ascii") + b"\n")
        replies.flush()

    return requests, send
