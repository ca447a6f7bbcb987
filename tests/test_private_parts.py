"""Private parts of other packages that are used: here they are named, and pyproject bounds them.

A part that is gone fails here with its name, and not in the middle of a class.
"""

from __future__ import annotations

import re
import sys
import threading
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import gradewright
from gradewright.performance import parts
from gradewright.sandbox.inside import operations

ROOM = Path(gradewright.__file__).parent
NEEDS_KERAS = pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")
# By the package that has them: what a line with `SLF001` may use. Python's own are not bounded.
USED = {
    "pytest": {"_setupstate", "_initrequest"},
    "keras": {"_run_through_graph"},
    "python": {"_getframe", "_current_frames", "_active", "_after_fork", "_SubParsersAction"},
    "gradewright": {"_gradewright_failed"},
}


def requirements(repository: Path) -> list[str]:
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    groups = project["optional-dependencies"].values()
    return [*project["dependencies"], *(text for group in groups for text in group)]


@pytest.mark.parametrize("package", ["pytest", "nbconvert", "keras", "tensorflow(-cpu)?"])
def test_a_package_whose_private_parts_are_used_is_bounded(repository: Path, package: str) -> None:
    named = [text for text in requirements(repository) if re.match(rf"{package}[<>=]", text)]
    assert named
    assert all("<" in text for text in named), named


def test_every_private_part_is_listed() -> None:
    used: set[str] = set()
    for file in ROOM.rglob("*.py"):
        for line in file.read_text("utf-8").splitlines():
            if "noqa: SLF001" in line:
                code = line.partition("#")[0]
                used |= set(re.findall(r"\.(_[a-zA-Z]\w*)", code))
    assert used == set().union(*USED.values())


def test_pythons_own_are_there() -> None:
    assert callable(sys._getframe)
    assert callable(threading._after_fork)  # type: ignore[attr-defined]
    assert isinstance(threading._active, dict)  # type: ignore[attr-defined]


def test_pytests_are_there(request: pytest.FixtureRequest) -> None:
    state: Any = request.session._setupstate
    assert callable(state.setup)
    assert callable(state.teardown_exact)
    assert callable(request.node._initrequest)
    assert isinstance(request.node.funcargs, dict)
    assert callable(request.node.runtest)


def test_nbconverts_are_there() -> None:
    module = import_module("nbconvert.filters.markdown_mistune")
    assert isinstance(module.MarkdownWithMath.DEFAULT_PLUGINS, tuple)
    for name in ("block_code", "block_math", "inline_math", "latex_environment", "link", "image"):
        assert callable(getattr(module.IPythonRenderer, name)), name
    assert callable(import_module("nbconvert.filters.ansi").ansi2html)


@NEEDS_KERAS
@pytest.mark.slow(seconds=8)
def test_keras_are_there() -> None:
    keras = import_module("keras")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    assert callable(model._functional._run_through_graph)
    assert model.layers[0].compute_output_spec is not None
    private = {name: found for name, found in parts.MODEL_PARTS.items() if ".src." in name}
    assert private
    for name, classes in private.items():
        module = import_module(name)
        # Some are of newer versions than the oldest that is allowed.
        assert any(hasattr(module, each) for each in classes), name
    assert hasattr(import_module("keras.src.models.functional"), "Functional")
    assert hasattr(import_module("keras.src.models.sequential"), "Sequential")


@NEEDS_KERAS
@pytest.mark.skipif(find_spec("tensorflow") is None, reason="TensorFlow is not installed")
@pytest.mark.slow(seconds=8)
def test_tensorflows_are_there() -> None:
    module = import_module(operations._MODULE)
    assert callable(getattr(module, operations._SETTER))
    assert callable(import_module(operations._OPTIMIZERS).TFOptimizer.apply)
