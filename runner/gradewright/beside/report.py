"""Read what loading a submission told, trusting none of it.

What is told of places and names is for display only; whatever has another shape than agreed is a
`WireFault`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gradewright.beside.records import Definition, FunctionFacts, LoadReport, Problem
from gradewright.wire import WireFault

_TEXT = 1000
_NAME = 200
_MOST = 200


def report_from(body: Any, functions: Iterable[str]) -> LoadReport:
    """Return the report in what `loader.load` gave beside the namespace.

    Args:
        body: that report.
        functions: the graded functions.

    Raises:
        WireFault: it is no such report.
    """
    (body,) = shaped((body,), (dict,))
    definitions, problems = body.get("definitions"), body.get("problems")
    names = body.get("names")
    if type(definitions) is not dict or type(problems) is not list or type(names) is not list:
        raise WireFault("a load report without its parts")
    return LoadReport(
        {name: _definition(place) for name, place in _graded(definitions, functions)},
        tuple(_problem(entry) for entry in problems[:_MOST]),
        _texts(names),
        {name: _facts(told) for name, told in _graded(body.get("functions", {}), functions)},
        {name: _pair(told) for name, told in _graded(body.get("nested", {}), functions)},
        _texts(body.get("defined", [])),
        body.get("single", False) is True,
        body.get("forkable") is not False,
        body.get("shareable") is True,
    )


def _graded(told: Any, functions: Iterable[str]) -> list[tuple[str, Any]]:
    """Return what is told of the graded functions, by name."""
    if type(told) is not dict:
        raise WireFault("a load report with a part of another kind")
    return [(name, told[name]) for name in functions if name in told]


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
    one, other = shaped(told, (str, str))
    return text_in(one)[:_NAME], text_in(other)[:_NAME]


def _texts(told: Any) -> tuple[str, ...]:
    if type(told) is not list:
        raise WireFault("a list of names is missing")
    return tuple(text_in(name)[:_NAME] for name in told[:_MOST])


def _definition(place: Any) -> Definition:
    if type(place) is not list or len(place) != 4:
        raise WireFault("a definition without its place")
    return Definition(
        text_in(place[0]), number_or_none(place[1]), number_in(place[2]), number_in(place[3])
    )


def _problem(entry: Any) -> Problem:
    if type(entry) is not list or len(entry) != 5 or type(entry[4]) is not dict:
        raise WireFault("a problem without its parts")
    values = {text_in(key): text_in(value) for key, value in entry[4].items()}
    return Problem(
        text_in(entry[0]),
        text_in(entry[1]),
        number_or_none(entry[2]),
        number_or_none(entry[3]),
        values,
    )


def shaped(message: Any, types: tuple[type, ...]) -> Any:
    """Return the message if it is a sequence of exactly these types."""
    if type(message) not in (tuple, list) or tuple(map(type, message)) != types:
        raise WireFault("a message of another shape than agreed")
    return message


def text_in(value: Any) -> str:
    """Return a text, cut to a length that can be shown.

    Raises:
        WireFault: it is none.
    """
    if type(value) is not str:
        raise WireFault("a text is missing")
    return value[:_TEXT]


def number_in(value: Any) -> int:
    """Return the number of a line or cell.

    Raises:
        WireFault: it is none.
    """
    if type(value) is not int or not 0 <= value < 10**9:
        raise WireFault("a line or cell number is missing")
    return value


def number_or_none(value: Any) -> int | None:
    """Return the number of a cell, or None for a script.

    Raises:
        WireFault: it is neither.
    """
    return None if value is None else number_in(value)
