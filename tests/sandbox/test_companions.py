"""What a preloaded module imports at its first use is imported with it, once, before the forks."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from gradewright.sandbox.inside import zygote


def test_keras_brings_tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keras", ModuleType("keras"))
    assert zygote.companions() == ["tensorflow"]


def test_work_without_keras_brings_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    assert zygote.companions() == []
