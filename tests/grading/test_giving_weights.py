"""`student.give_weights`: a model in the worker gets the judge's weights, or the reason is told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gradewright.graders.student import Student
from gradewright.performance.refusal import ModelRefused
from gradewright.sandbox.base import Handle

MODEL = Handle(4, "Sequential", "")


def student(answer: Any, calls: list[Any]) -> Student:
    """Return a student whose worker gives this answer to everything."""

    def operate(*asked: Any) -> Any:
        calls.append(asked)
        return answer

    return Student(SimpleNamespace(operate=operate))  # type: ignore[arg-type]


def test_the_worker_is_given_arrays_in_order() -> None:
    calls: list[Any] = []
    kernel, bias = np.ones((2, 3)), np.zeros(3)
    student({}, calls).give_weights(MODEL, (kernel, bias))
    ((verb, args, seed),) = calls
    assert (verb, seed) == ("reweigh", None)
    assert args[0] is MODEL
    assert args[1][0] is kernel
    assert args[1][1] is bias


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"fault": "not_a_model", "detail": "int"}, "not_a_model"),
        ({"fault": "not_built", "detail": ""}, "not_built"),
        ({"fault": "made up", "detail": ""}, "not_handed_over"),
        ({"architecture": "{}"}, "not_handed_over"),
        (None, "not_handed_over"),
        ([], "not_handed_over"),
    ],
)
def test_any_other_answer_is_a_refusal(answer: Any, reason: str) -> None:
    with pytest.raises(ModelRefused) as failed:
        student(answer, []).give_weights(MODEL, [])
    assert failed.value.reason == reason
