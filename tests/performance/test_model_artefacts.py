"""An artefact is made of what a worker says, and every part of that can be a lie."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from gradewright.errors import MachineryError
from gradewright.performance import artefact as artefacts
from gradewright.performance.artefact import artefact_of
from gradewright.performance.refusal import ModelRefused


def architecture(units: int = 3) -> str:
    dense = {"module": "keras.layers", "class_name": "Dense", "config": {"units": units}}
    config = {"name": "sequential", "layers": [dense]}
    return json.dumps({"module": "keras", "class_name": "Sequential", "config": config})


def handed(**changes: Any) -> dict[str, Any]:
    """Return what `parts` hands over for a model of one dense layer."""
    parts = {
        "architecture": architecture(),
        "compile": json.dumps({"loss": "mean_squared_error"}),
        "compile_fault": "",
        "weights": [np.zeros((4, 3), "float32"), np.ones(3, "float32")],
        "names": ["dense/kernel", "dense/bias"],
    }
    return parts | changes


def reason(value: Any) -> str:
    with pytest.raises(ModelRefused) as failed:
        artefact_of(value)
    assert failed.value.failure.problem
    return failed.value.reason


def test_a_model_comes_in_parts() -> None:
    artefact = artefact_of(handed())
    assert artefact.parameters == 15
    assert artefact.names == ("dense/kernel", "dense/bias")
    assert json.loads(artefact.compiled)["loss"] == "mean_squared_error"
    assert not artefact.trusted
    assert artefact_of(handed(), trusted=True).trusted


def test_the_digest_tells_models_apart() -> None:
    same, other = artefact_of(handed()), artefact_of(handed())
    assert same == other
    weights = [np.zeros((4, 3), "float32"), np.full(3, 2, "float32")]
    flat = [np.zeros((3, 4), "float32"), np.ones(3, "float32")]
    wide = [np.zeros((4, 3)), np.ones(3, "float32")]
    digests = {artefact_of(handed(weights=w)).digest for w in (weights, flat, wide)}
    assert len(digests | {same.digest}) == 4


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "not_handed_over"),
        (3, "not_handed_over"),
        ([], "not_handed_over"),
        ({}, "not_an_architecture"),
        ({"fault": "not_a_model", "detail": "int"}, "not_a_model"),
        ({"fault": "not_a_model", "detail": "NoneType"}, "nothing_returned"),
        ({"fault": "not_a_model", "detail": np.zeros(3)}, "not_a_model"),
        ({"fault": "not_built", "detail": None}, "not_built"),
        ({"fault": "no_architecture", "detail": "x" * 10_000}, "no_architecture"),
        ({"fault": "__class__", "detail": "{x}"}, "not_handed_over"),
        ({"fault": [], "detail": ""}, "not_handed_over"),
        ({"fault": np.zeros(3), "detail": np.zeros(3)}, "not_handed_over"),
        (handed(architecture=b"{}"), "not_an_architecture"),
        (handed(weights=None), "not_handed_over"),
        (handed(weights=np.zeros(3)), "not_handed_over"),
        (handed(weights=[1.0]), "weights_no_numbers"),
        (handed(weights=[np.array(["a"])]), "weights_no_numbers"),
        (handed(weights=[np.zeros(3, complex)]), "weights_no_numbers"),
        (handed(weights=[np.array([1, np.nan])]), "weights_not_finite"),
        (handed(weights=[np.array([1, -np.inf])]), "weights_not_finite"),
        (handed(weights=[np.zeros(1)] * 5001), "not_handed_over"),
        (handed(architecture=architecture(10**9)), "size_without_weights"),
        (handed(architecture=architecture(-(10**9))), "size_without_weights"),
    ],
)
def test_lies_are_refused_with_the_reason(value: Any, expected: str) -> None:
    assert reason(value) == expected


def test_the_references_faults_are_not_the_students() -> None:
    with pytest.raises(MachineryError, match="reference"):
        artefact_of({"fault": "not_built", "detail": ""}, trusted=True)


def test_masses_of_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artefacts, "MOST_NUMBERS", 14)
    assert reason(handed()) == "too_many_weights"


@pytest.mark.parametrize("names", [None, "ab", ["one"], [1, 2, 3]])
def test_odd_names_are_replaced(names: Any) -> None:
    assert artefact_of(handed(names=names)).names == ("weight 0", "weight 1")


def test_names_are_cleaned() -> None:
    names = artefact_of(handed(names=["a\x1b[31m\nb", "c" * 1000])).names
    assert "\x1b" not in names[0]
    assert len(names[1]) < 100


@pytest.mark.parametrize(
    "changes",
    [
        {"compile": "", "compile_fault": ""},
        {"compile": "", "compile_fault": "TypeError: odd"},
        {"compile": json.dumps({"loss": {"class_name": "Mine", "module": None, "config": {}}})},
        {"compile": b"{}"},
        {"compile": np.zeros(2), "compile_fault": np.zeros(2)},
        {"compile": "[" * 10_000},
    ],
)
def test_a_model_that_cannot_be_trained_still_predicts(changes: Any) -> None:
    artefact = artefact_of(handed(**changes))
    assert artefact.compiled == ""
    assert artefact.uncompiled
