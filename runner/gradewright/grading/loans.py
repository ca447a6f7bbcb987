"""The judge's own models among the arguments of a call that the reference answers."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gradewright.graders.student import StudentFunction
from gradewright.performance.lending import Lent, changed_weights
from gradewright.sandbox.base import Handle


class NotAnswered(Exception):  # noqa: N818 - the submission's own function is called then
    """The reference cannot be called in the place of a submission's function."""


class Loans:
    """Brings lent models back for one call, with the weights that they have in the worker."""

    def __init__(
        self, lent: Lent, numbers: Mapping[int, int], weights: Callable[[Handle], Any]
    ) -> None:
        self._lent, self._numbers, self._weights_of = lent, numbers, weights
        self._handles: dict[int, Handle] = {}
        self._models: dict[int, Any] = {}
        self._weights: dict[int, Any] = {}

    def recalled(self, value: Any) -> Any:
        """Return copies of arguments, models of the judge's in the places of their handles.

        Raises:
            NotAnswered: one of them is a value of the submission's own.
        """
        if isinstance(value, StudentFunction):
            raise NotAnswered
        if isinstance(value, Handle):
            return self._model(value)
        if isinstance(value, dict):
            return {key: self.recalled(part) for key, part in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self.recalled(part) for part in value)
        return copy.deepcopy(value)

    def _model(self, handle: Handle) -> Any:
        number = self._numbers.get(handle.id)
        if number is None:
            raise NotAnswered
        if number not in self._models:
            weights = self._weights_of(handle)
            try:
                self._models[number] = self._lent.recall(number, weights)
            except ValueError as error:
                raise NotAnswered from error
            self._weights[number], self._handles[number] = weights, handle
        return self._models[number]

    def changed(self) -> Iterator[tuple[Handle, list[Any]]]:
        """Yield the handles whose models have other weights now, and these."""
        for number, weights in changed_weights(self._models, self._weights).items():
            yield self._handles[number], weights
