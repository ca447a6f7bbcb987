"""How a model, or a part of it, that cannot be judged is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from gradewright.checks import CheckFailed, latest_call
from gradewright.phrases import say
from gradewright.results import Failure
from gradewright.words.printable import printable

_LONGEST = 60


class Refused(Exception):  # noqa: N818 - told to the student as a failed check
    """What came from a worker cannot be used; the text says why, in a student's words.

    `reason` is the phrase's key in the table `performance`.
    """

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


class ModelRefused(CheckFailed):
    """A student's model cannot be judged.

    Attributes:
        reason: why, as one of the words by which the messages are kept: "not_a_model",
            "own_model", "too_many_weights" and others.
        failure: what the student is told, in parts.
    """

    def __init__(self, reason: str, failure: Failure) -> None:
        super().__init__(failure)
        self.reason = reason


def refuse(reason: str, **values: object) -> NoReturn:
    """Raise Refused with a phrase of the table `performance`; its texts are cut and cleaned."""
    words = {name: shown(value) for name, value in values.items()}
    raise Refused(reason, say(f"performance.{reason}", **words))


def refused(reason: str, text: str) -> ModelRefused:
    """Return the failed check for a student's model, about the student's latest call."""
    call = latest_call()
    return ModelRefused(reason, Failure(text, function=call.function, call=call.text))


def fault_of(answer: Mapping[Any, Any], known: Sequence[str], otherwise: str) -> str:
    """Return the fault that a worker tells if it is one of the known ones."""
    fault = answer.get("fault")
    return fault if type(fault) is str and fault in known else otherwise


def shown(value: object, longest: int = _LONGEST) -> str:
    """Return a text from a worker as a message may show it: one short line."""
    return printable(" ".join(str(value)[: 2 * longest].split()), longest)
