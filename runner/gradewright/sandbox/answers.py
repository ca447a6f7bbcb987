"""Turn what a worker says into records, trusting none of it.

What a worker says about places and names is for display only; whatever has another shape than
agreed is a `WireFault`.
"""

from __future__ import annotations

from typing import Any

from gradewright.beside.report import number_in, number_or_none, report_from, shaped, text_in
from gradewright.sandbox.base import (
    Ask,
    Bundle,
    Frame,
    LoadReport,
    Outcome,
)
from gradewright.wire import Caps, WireFault, decode

_FRAMES = 8


def report_of(message: Any, bundle: Bundle) -> LoadReport:
    """Return the load report in `("loaded", report)`.

    Raises:
        WireFault: it is no such message.
    """
    word, body = shaped(message, (str, dict))
    if word != "loaded":
        raise WireFault("an unasked message")
    return report_from(body, bundle.functions)


def outcome_of(message: Any, nonce: int, bundle: Bundle) -> Outcome:
    """Return what the reply to the call with this nonce says.

    Raises:
        WireFault: it is no reply, or the reply to another call.
    """
    if type(message) is not tuple or len(message) < 3:
        raise WireFault("a reply without its parts")
    if type(message[0]) is not int or message[0] != nonce:
        raise WireFault("a reply that nobody asked for")
    kind, parts = text_in(message[1]), message[2:]
    if kind == "value" and len(parts) == 1:
        return Outcome("returned", value=parts[0])
    if kind == "missing":
        return Outcome("missing", message=text_in(parts[0]))
    if kind == "unsendable":
        return Outcome("refused", message=text_in(parts[0]))
    if kind == "raised":
        error, said, trace = shaped(parts, (str, str, list))
        files = {cell[0] for cell in bundle.cells} | set(bundle.files)
        lines = tuple(frame for frame in map(_frame, trace[-_FRAMES:]) if frame.file in files)
        return Outcome("raised", error=text_in(error)[:100], message=text_in(said), trace=lines)
    raise WireFault("a reply of an unknown kind")


def ask_of(message: Any, caps: Caps) -> tuple[int, Ask] | None:
    """Return the number and the question if the message is one and no reply.

    Raises:
        WireFault: it is a question without its parts.
    """
    if type(message) is not tuple or not message or message[0] != "ask":
        return None
    if len(message) != 5 or list(map(type, message[1:4])) != [int, str, bytes]:
        raise WireFault("a question without its parts")
    _word, number, key, sent, weights = message
    if weights is None:
        return number, Ask(key, None, {}, {})
    args, kwargs = shaped(decode(sent, caps), (tuple, dict))
    arrays = shaped((weights,), (dict,))[0]
    if not all(type(k) is int and type(v) is list for k, v in arrays.items()):
        raise WireFault("a question without its parts")
    if not all(type(name) is str for name in kwargs):
        raise WireFault("a question without its parts")
    return number, Ask(key, args, kwargs, arrays)


def ended_message(message: Any, test: int) -> str | None:
    """Return how the process of this test ended if the message says so, or None."""
    if type(message) is not tuple or list(map(type, message)) != [str, int, str]:
        return None
    word, number, how = message
    return str(how)[:100] if (word, number) == ("ended", test) else None


def is_changed(message: Any, nonce: int) -> bool:
    """Tell whether the process of the test before says that it cannot serve another one."""
    return type(message) is tuple and len(message) == 2 and message == (nonce, "changed")


def is_here(message: Any) -> bool:
    """Tell whether a submission's process answers to a probe."""
    return type(message) is tuple and len(message) == 1 and text_in(message[0]) == "here"


def _frame(place: Any) -> Frame:
    if type(place) is not list or len(place) != 4:
        raise WireFault("a traceback line without its place")
    return Frame(
        text_in(place[0]), number_or_none(place[1]), number_in(place[2]), text_in(place[3])
    )
