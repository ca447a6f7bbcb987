"""Turn what a worker says into records, trusting none of it.

What a worker says about places and names is for display only; whatever has another shape than
agreed is a `WireFault`.
"""

from __future__ import annotations

from typing import Any

from gradewright.sandbox.base import (
    Ask,
    Bundle,
    Definition,
    Frame,
    FunctionFacts,
    LoadReport,
    Outcome,
    Problem,
)
from gradewright.wire import Caps, WireFault, decode

_TEXT = 1000
_NAME = 200
_MOST = 200
_FRAMES = 8


def report_of(message: Any, bundle: Bundle) -> LoadReport:
    """Return the load report in `("loaded", report)`.

    Raises:
        WireFault: it is no such message.
    """
    word, body = _shaped(message, (str, dict))
    if word != "loaded":
        raise WireFault("an unasked message")
    definitions, problems = body.get("definitions"), body.get("problems")
    names = body.get("names")
    if type(definitions) is not dict or type(problems) is not list or type(names) is not list:
        raise WireFault("a load report without its parts")
    return LoadReport(
        {name: _definition(place) for name, place in _graded(definitions, bundle)},
        tuple(_problem(entry) for entry in problems[:_MOST]),
        _texts(names),
        {name: _facts(told) for name, told in _graded(body.get("functions", {}), bundle)},
        {name: _pair(told) for name, told in _graded(body.get("nested", {}), bundle)},
        _texts(body.get("defined", [])),
        body.get("single", False) is True,
        body.get("forkable") is not False,
        body.get("shareable") is True,
    )


def _graded(told: Any, bundle: Bundle) -> list[tuple[str, Any]]:
    """Return what is told of the graded functions, by name."""
    if type(told) is not dict:
        raise WireFault("a load report with a part of another kind")
    return [(name, told[name]) for name in bundle.functions if name in told]


def _facts(told: Any) -> FunctionFacts:
    if type(told) is not dict:
        raise WireFault("facts of another shape than agreed")
    reads = told.get("reads", [])
    if type(reads) is not list:
        raise WireFault("facts of another shape than agreed")
    return FunctionFacts(
        _texts(told.get("parameters", [])),
        tuple(_pair(entry) for entry in reads[:_MOST]),
        _texts(told.get("blank", [])),
        told.get("returns", True) is not False,
        told.get("empty", False) is True,
        told.get("falls_off", True) is not False,
    )


def _pair(told: Any) -> tuple[str, str]:
    one, other = _shaped(told, (str, str))
    return _text(one)[:_NAME], _text(other)[:_NAME]


def _texts(told: Any) -> tuple[str, ...]:
    if type(told) is not list:
        raise WireFault("a list of names is missing")
    return tuple(_text(name)[:_NAME] for name in told[:_MOST])


def outcome_of(message: Any, nonce: int, bundle: Bundle) -> Outcome:
    """Return what the reply to the call with this nonce says.

    Raises:
        WireFault: it is no reply, or the reply to another call.
    """
    if type(message) is not tuple or len(message) < 3:
        raise WireFault("a reply without its parts")
    if type(message[0]) is not int or message[0] != nonce:
        raise WireFault("a reply that nobody asked for")
    kind, parts = _text(message[1]), message[2:]
    if kind == "value" and len(parts) == 1:
        return Outcome("returned", value=parts[0])
    if kind == "missing":
        return Outcome("missing", message=_text(parts[0]))
    if kind == "unsendable":
        return Outcome("refused", message=_text(parts[0]))
    if kind == "raised":
        error, text, trace = _shaped(parts, (str, str, list))
        files = {cell[0] for cell in bundle.cells} | set(bundle.files)
        lines = tuple(frame for frame in map(_frame, trace[-_FRAMES:]) if frame.file in files)
        return Outcome("raised", error=_text(error)[:100], message=_text(text), trace=lines)
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
    args, kwargs = _shaped(decode(sent, caps), (tuple, dict))
    arrays = _shaped((weights,), (dict,))[0]
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
    return type(message) is tuple and len(message) == 1 and _text(message[0]) == "here"


def _shaped(message: Any, types: tuple[type, ...]) -> Any:
    """Return the message if it is a sequence of exactly these types."""
    if type(message) not in (tuple, list) or tuple(map(type, message)) != types:
        raise WireFault("a message of another shape than agreed")
    return message


def _text(value: Any) -> str:
    if type(value) is not str:
        raise WireFault("a text is missing")
    return value[:_TEXT]


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 10**9:
        raise WireFault("a line or cell number is missing")
    return value


def _optional(value: Any) -> int | None:
    return None if value is None else _number(value)


def _definition(place: Any) -> Definition:
    if type(place) is not list or len(place) != 4:
        raise WireFault("a definition without its place")
    return Definition(_text(place[0]), _optional(place[1]), _number(place[2]), _number(place[3]))


def _frame(place: Any) -> Frame:
    if type(place) is not list or len(place) != 4:
        raise WireFault("a traceback line without its place")
    return Frame(_text(place[0]), _optional(place[1]), _number(place[2]), _text(place[3]))


def _problem(entry: Any) -> Problem:
    if type(entry) is not list or len(entry) != 5 or type(entry[4]) is not dict:
        raise WireFault("a problem without its parts")
    values = {_text(key): _text(value) for key, value in entry[4].items()}
    return Problem(
        _text(entry[0]), _text(entry[1]), _optional(entry[2]), _optional(entry[3]), values
    )
