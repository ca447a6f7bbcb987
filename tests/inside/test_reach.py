"""What calls of a submission's functions change is noticed; what cannot be compared is doubted."""

from __future__ import annotations

import gc
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from gradewright.sandbox.inside.reach import Doubt, Reach
from gradewright.sandbox.inside.unchanged import Unchanged, reach_of


@pytest.fixture(autouse=True)
def _nobody_counts() -> Iterator[None]:
    """Keep the collector still: hypothesis counts its runs in a module, which no worker has."""
    gc.disable()
    yield
    gc.enable()


Load = Callable[[str], dict[str, Any]]


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Load:
    def load(source: str) -> dict[str, Any]:
        module = ModuleType("under_test")
        monkeypatch.setitem(sys.modules, "under_test", module)
        exec(dedent(source), vars(module))
        return vars(module)

    return load


CASES: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("reaches.toml").read_text("utf-8")
)


@pytest.mark.parametrize("name", CASES["same"])
def test_nothing_has_changed(loaded: Load, name: str) -> None:
    namespace = loaded(CASES["same"][name])
    reach = Reach(namespace, ["f"])
    assert reach.holds()
    for _ in range(3):
        namespace["f"]()
    assert reach.holds()


@pytest.mark.parametrize("name", CASES["changes"])
def test_a_change_is_noticed(loaded: Load, name: str) -> None:
    namespace = loaded(CASES["changes"][name])
    reach = Reach(namespace, ["f"])
    assert reach.holds()
    try:
        namespace["f"]()
        assert not reach.holds()
    finally:
        vars(np).pop("added_here", None)
        np.typecodes.pop("added here", None)


@pytest.mark.parametrize("name", CASES["doubts"])
def test_what_cannot_be_compared_is_doubted(loaded: Load, name: str) -> None:
    namespace = loaded(CASES["doubts"][name])
    with pytest.raises(Doubt):
        Reach(namespace, ["f"])
    assert reach_of(namespace, ["f"]) is None


def test_only_graded_functions_are_known(loaded: Load) -> None:
    namespace = loaded("def f():\n    return 1\ndef g():\n    return 2")
    unchanged = Unchanged(reach_of(namespace, ["f"]))
    unchanged.called("f")
    assert unchanged.holds()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADEWRIGHT_A_CHANGE", "1")
        assert not unchanged.holds()
    assert unchanged.holds()
    unchanged.called("g")
    assert not unchanged.holds()


def test_surroundings_are_compared(loaded: Load, tmp_path: Path) -> None:
    unchanged = Unchanged(reach_of(loaded("def f():\n    return 1"), ["f"]))
    assert unchanged.holds()
    with np.errstate(all="raise"):
        assert not unchanged.holds()
    with np.printoptions(precision=3):
        assert not unchanged.holds()
    with (tmp_path / "a").open("w"):
        assert not unchanged.holds()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        assert not unchanged.holds()
    assert unchanged.holds()


def test_a_class_that_answers_anything_costs_no_more_than_the_sharing(loaded: Load) -> None:
    namespace = loaded(
        "class Odd:\n    @property\n    def __class__(self):\n        raise SystemExit\n"
        "class Sly(type):\n    @property\n    def __dict__(self):\n        raise SystemExit\n"
        "class Slyer(metaclass=Sly):\n    pass\nodd, sly = Odd(), Slyer\n"
        "def f():\n    return odd\ndef g():\n    return sly"
    )
    reach = reach_of(namespace, ["f"])
    assert reach is not None
    assert reach.holds()
    assert reach_of(namespace, ["g"]) is None
