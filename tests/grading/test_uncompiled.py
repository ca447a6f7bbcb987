"""`student.uncompiled`: the worker is told where it begins and ends, or gets another process."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from gradewright.beside import tensors
from gradewright.checks import CheckFailed
from gradewright.graders.failures import CallFailed
from gradewright.graders.student import Student
from gradewright.results import Failure
from gradewright.sandbox.base import Outcome

BEGIN, END = ("uncompiled", (True,), None), ("uncompiled", (False,), None)


@pytest.fixture
def asked() -> list[Any]:
    return []


@pytest.fixture
def student(asked: list[Any]) -> Student:
    """Give a student whose worker does as it is told."""
    calls = SimpleNamespace(
        operate=lambda *request: asked.append(request),
        start_anew=lambda: asked.append("anew"),
    )
    return Student(calls)  # type: ignore[arg-type]


def test_it_ends_with_its_block(student: Student, asked: list[Any]) -> None:
    with student.uncompiled():
        assert asked == [BEGIN]
    assert asked == [BEGIN, END]


def test_it_ends_where_a_check_fails(student: Student, asked: list[Any]) -> None:
    with pytest.raises(CheckFailed), student.uncompiled():
        raise CheckFailed(Failure("wrong"))
    assert asked == [BEGIN, END]


def test_a_call_that_fails_has_the_next_one_start_anew(student: Student, asked: list[Any]) -> None:
    with pytest.raises(CallFailed), student.uncompiled():
        raise CallFailed(Outcome("timeout"), Failure("slow"))
    assert asked == [BEGIN, "anew"]


class Config:
    """TensorFlow's, as far as it is used."""

    def __init__(self, *, eager: bool) -> None:
        self.eager = eager

    def functions_run_eagerly(self) -> bool:
        return self.eager

    def run_functions_eagerly(self, on: bool) -> None:
        self.eager = on


@pytest.mark.parametrize("before", [True, False])
def test_the_worker_goes_back_to_what_was(monkeypatch: pytest.MonkeyPatch, before: bool) -> None:
    config = Config(eager=before)
    monkeypatch.setitem(sys.modules, "tensorflow", SimpleNamespace(config=config))
    assert tensors.uncompiled(True) == {}
    assert config.eager
    assert tensors.uncompiled(False) == {}
    assert config.eager is before


def test_without_tensorflow_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    assert tensors.uncompiled(True) == {}
    assert tensors.uncompiled(False) == {}
