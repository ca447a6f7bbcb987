"""A model as an artefact: its architecture as checked JSON, its weights as plain arrays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from gradewright.errors import MachineryError
from gradewright.performance.architecture import check_architecture, check_compile
from gradewright.performance.naming import fresh_names, renamed, renamed_settings
from gradewright.performance.refusal import ModelRefused, Refused, fault_of, refuse, refused, shown
from gradewright.phrases import say

MOST_NUMBERS = 50_000_000
_MOST_WEIGHTS = 5000
# Below this a size is harmless, whatever the weights are.
_LARGE = 10_000
# Longer texts are not remembered.
_LONG_TEXT = 100_000
_FAULTS = ("not_a_model", "not_built", "no_architecture", "own_function")


@dataclass(frozen=True, slots=True)
class Artefact:
    """A Keras model in parts that were checked; two of one digest are the same model.

    Names that Keras counted up are counted from the start, so that models of one form differ in
    nothing but their weights.

    Attributes:
        architecture: the layers as Keras' JSON, written by the judge.
        compiled: the compile settings as JSON, "" where the model cannot be trained here.
        uncompiled: why it cannot be, in a sentence for the student; "" where it can.
        digest: of all that makes the model: layers, settings and weights.
        trusted: whether it is the reference's own.
        weights: arrays in Keras' order.
        names: their names in Keras.
    """

    architecture: str
    compiled: str
    uncompiled: str
    digest: str
    trusted: bool
    weights: tuple[npt.NDArray[Any], ...] = field(compare=False, repr=False)
    names: tuple[str, ...] = field(compare=False, repr=False)

    @classmethod
    def of_form(
        cls, architecture: str, compiled: str, like: Artefact, weights: tuple[Any, ...]
    ) -> Artefact:
        """Return a model of a checked form, trusted as another one is, with these weights."""
        digest = _digest(architecture, compiled, weights)
        uncompiled = "" if compiled else like.uncompiled or say("performance.not_compiled")
        return cls(architecture, compiled, uncompiled, digest, like.trusted, weights, like.names)

    @property
    def form(self) -> tuple[str, str]:
        """Return what models of the same layers and settings share, whatever their weights are."""
        return self.architecture, self.compiled

    @property
    def parameters(self) -> int:
        """Return how many numbers the weights hold."""
        return sum(array.size for array in self.weights)

    def with_weights(self, weights: tuple[npt.NDArray[Any], ...]) -> Artefact:
        """Return the same model with other weights, in Keras' order."""
        digest = _digest(self.architecture, self.compiled, weights)
        return replace(self, weights=weights, digest=digest)


def artefact_of(
    value: object, *, trusted: bool = False, most_parameters: int = MOST_NUMBERS
) -> Artefact:
    """Return the artefact in what a worker handed over.

    Args:
        value: the dictionary described in `beside/keras_models.py`, or anything else.
        trusted: whether it comes from the reference solution.
        most_parameters: how many numbers the weights may hold.

    Raises:
        ModelRefused: it is no model, or has parts that cannot be judged; the message says which.
        MachineryError: the reference's own is refused.
    """
    try:
        return _artefact(value, trusted, min(most_parameters, MOST_NUMBERS))
    except Refused as error:
        if trusted:
            raise MachineryError(
                f"The reference's model cannot be judged: {error} Mend the reference solution."
            ) from None
        raise refused(error.reason, str(error)) from None


def refusal_of(answer: object) -> ModelRefused:
    """Return the refusal for a worker's answer that tells why it did nothing with a model."""
    try:
        _refuse_answer(answer)
    except Refused as error:
        return refused(error.reason, str(error))


def _refuse_answer(answer: object) -> NoReturn:
    told = answer if isinstance(answer, dict) else {}
    detail = told.get("detail", "")
    reason = fault_of(told, _FAULTS, "not_handed_over")
    if reason == "not_a_model" and shown(detail) == "NoneType":
        reason = "nothing_returned"
    refuse(reason, detail=detail, name=detail)


def _artefact(value: object, trusted: bool, most: int) -> Artefact:
    if not isinstance(value, dict) or "fault" in value:
        _refuse_answer(value)
    layers = _layers(value.get("architecture"))
    weights = _weights(value.get("weights"), most)
    _check_sizes(layers.sizes, weights)
    architecture, fresh = layers.architecture, layers.fresh
    compiled, uncompiled = _compiled(value, fresh)
    digest = _digest(architecture, compiled, weights)
    names = _names(value.get("names"), len(weights))
    return Artefact(architecture, compiled, uncompiled, digest, trusted, weights, names)


def _compiled(value: dict[Any, Any], fresh: Mapping[str, str]) -> tuple[str, str]:
    """Return the checked compile settings, or "" and the reason why there are none."""
    settings, fault = value.get("compile"), value.get("compile_fault")
    if type(fault) is str and fault:
        return "", say("performance.compile_fault", detail=shown(fault))
    if type(settings) is str and not settings:
        return "", say("performance.not_compiled")
    try:
        return json.dumps(renamed_settings(check_compile(settings).tree, fresh)), ""
    except Refused as error:
        return "", str(error)


def _weights(arrays: object, most: int) -> tuple[npt.NDArray[Any], ...]:
    if not isinstance(arrays, (list, tuple)) or len(arrays) > _MOST_WEIGHTS:
        refuse("not_handed_over")
    if not all(isinstance(array, np.ndarray) and array.dtype.kind in "biuf" for array in arrays):
        refuse("weights_no_numbers")
    numbers = sum(array.size for array in arrays)
    if numbers > most:
        refuse("too_many_weights", found=f"{numbers:,}", most=f"{most:,}")
    for array in arrays:
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            refuse("weights_not_finite")
    return tuple(arrays)


@dataclass(frozen=True, slots=True)
class _Layers:
    """An architecture that was checked, in fresh names, with the sizes in it."""

    architecture: str
    fresh: Mapping[str, str]
    sizes: frozenset[int]


def _layers(text: object) -> _Layers:
    """Return the checked architecture in a worker's JSON."""
    if type(text) is str and len(text) < _LONG_TEXT:
        return _short_layers(text)
    return _checked_layers(text)


def _checked_layers(text: object) -> _Layers:
    checked = check_architecture(text)
    fresh = fresh_names(checked.tree)
    architecture = json.dumps(renamed(checked.tree, fresh))
    return _Layers(architecture, MappingProxyType(fresh), frozenset(checked.sizes))


# A model is read before and after each of its trainings, and a class has few architectures.
_short_layers = lru_cache(maxsize=128)(_checked_layers)


def _check_sizes(sizes: frozenset[int], weights: tuple[npt.NDArray[Any], ...]) -> None:
    """Refuse a layer that is much larger than any of the weights handed over for it."""
    seen = {size for array in weights for size in array.shape}
    for size in sizes - seen:
        if abs(size) > _LARGE:
            refuse("size_without_weights", size=size)


def _names(names: object, count: int) -> tuple[str, ...]:
    """Return the weights' names, for display only."""
    if not isinstance(names, (list, tuple)) or len(names) != count:
        return tuple(f"weight {place}" for place in range(count))
    return tuple(shown(name) for name in names)


def _digest(architecture: str, compiled: str, weights: tuple[npt.NDArray[Any], ...]) -> str:
    digest = hashlib.sha256()
    for text in (architecture, compiled):
        digest.update(f"{len(text)}:{text}".encode("utf-8", "backslashreplace"))
    for array in weights:
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
