"""Inputs and readers that the graders of this assignment share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np

from gradewright.graders import (
    check,
    check_close,
    check_keys,
    check_parts,
    check_shape,
    is_single,
)

# Inputs are compared after a few hundred float64 operations, in any order of summation.
RTOL = 1e-6
SINGLE_COST_RTOL = 1e-3

PRINTED_SIGMOID = [0.5, 0.88079708]
PRINTED_COST = 6.000064773192205


@dataclass(frozen=True, slots=True)
class Case:
    """Parameters and examples, as `propagate` takes them."""

    w: np.ndarray
    b: float
    X: np.ndarray
    Y: np.ndarray

    @property
    def arguments(self) -> tuple[Any, ...]:
        """Return w, b, X, Y."""
        return self.w, self.b, self.X, self.Y

    @property
    def sizes(self) -> dict[str, int]:
        """Return the sizes that may turn up as a wrong factor."""
        return {"m": self.X.shape[1]}


def printed_case() -> Case:
    """Return the inputs of the printed examples: small integers."""
    return Case(np.array([[1], [2]]), 2, np.array([[1, 2], [3, 4]]), np.array([[1, 0]]))


def printed_case_in_floats() -> Case:
    """Return the inputs of the printed examples, the parameters as floats."""
    whole = printed_case()
    return Case(whole.w.astype(float), float(whole.b), whole.X, whole.Y)


def some_labels(rng: np.random.Generator, m: int) -> np.ndarray:
    """Return labels of shape (1, m), both kinds among them where m allows."""
    return rng.permutation(np.arange(m) % 2).reshape(1, m)


def fresh_case(rng: np.random.Generator, n: int, m: int) -> Case:
    """Return random floats; activations stay clear of 0 and 1, and the bias clear of 0."""
    w = rng.normal(size=(n, 1)) / np.sqrt(n)
    b = float(rng.choice([-1, 1]) * rng.uniform(0.4, 1.2))
    return Case(w, b, rng.normal(size=(n, m)), some_labels(rng, m).astype(float))


def integer_case(rng: np.random.Generator, n: int, m: int) -> Case:
    """Return random integers, the weighted sums odd and thus never 0, and at most 2 n + 1."""
    w = 2 * rng.choice([-1, 1], size=(n, 1))
    return Case(w, int(rng.choice([-1, 1])), rng.integers(-1, 2, size=(n, m)), some_labels(rng, m))


def several_cases(rng: np.random.Generator) -> list[Case]:
    """Return cases of several sizes: few and many examples, one feature, one example, integers.

    The size that comes twice shows whether a function remembers its last call.
    """
    sizes = [(3, 7), (5, 2), (1, 4), (4, 1), (3, 7)]
    return [*(fresh_case(rng, n, m) for n, m in sizes), integer_case(rng, 3, 5)]


# How the values that a function returns are told apart, whatever is in them.
_LOOKS: dict[str, Callable[[Any], bool]] = {
    "w": lambda part: isinstance(part, (np.ndarray, list)),
    "b": lambda part: not isinstance(part, list) and np.size(part) == 1,
    "params": lambda part: isinstance(part, dict) and "w" in part,
    "grads": lambda part: isinstance(part, dict) and "dw" in part,
    "cost": lambda part: not isinstance(part, dict),
    "costs": lambda part: not isinstance(part, dict),
}


# What is known of them where a dictionary lacks its keys.
_KINDS = {
    "w": "any",
    "b": "any",
    "params": "dict",
    "grads": "dict",
    "cost": "number",
    "costs": "list",
}


def parts(
    got: Any, names: tuple[str, ...], function: str, *, in_order: bool = False
) -> tuple[Any, ...]:
    """Return the returned values one by one; they came as a tuple or list of this length.

    Values that came in another order are put right. One test a function asks for the order.
    """
    text = f"{function} must return {len(names)} values: {', '.join(names)}."
    several = isinstance(got, (tuple, list)) and len(got) == len(names)
    check(several, text, got=got, function=function)
    came = tuple(got)
    for order in permutations(range(len(names))):
        arranged = tuple(came[place] for place in order)
        if all(_LOOKS[name](part) for name, part in zip(names, arranged, strict=True)):
            break
    else:
        return check_parts(came, {name: _KINDS[name] for name in names}, function=function)
    # The plain order is the first that is tried.
    swapped = in_order and order != tuple(range(len(names)))
    cause = f"end the function with `return {', '.join(names)}`, in this order."
    check(not swapped, f"The values that {function} returns have changed places.", cause)
    return arranged


def read_propagate(got: Any, *, in_order: bool = False) -> tuple[Any, Any]:
    """Return grads and cost, neither of which was looked at yet."""
    grads, cost = parts(got, ("grads", "cost"), "propagate", in_order=in_order)
    return grads, cost


def read_gradients(grads: Any, *names: str) -> dict[Any, Any]:
    """Return the dictionary of gradients, in which these names are."""
    return check_keys(grads, names, name="grads")


def read_optimize(got: Any, *, in_order: bool = False) -> tuple[dict[Any, Any], Any, Any]:
    """Return params, which has its keys, and grads and costs, not looked at yet."""
    names = ("params", "grads", "costs")
    params, grads, costs = parts(got, names, "optimize", in_order=in_order)
    return check_keys(params, ["w", "b"], name="params"), grads, costs


def check_params(got: Any, expected: Any, **keywords: Any) -> None:
    """Check the values of the trained w and b in a dictionary that has both."""
    for name in ("w", "b"):
        check_values(got[name], expected[name], name=name, **keywords)


def check_grads(got: Any, expected: Any, **keywords: Any) -> None:
    """Check the values of dw and db in a dictionary."""
    grads = read_gradients(got, "dw", "db")
    for name in ("dw", "db"):
        check_values(grads[name], expected[name], name=name, **keywords)


def check_values(got: Any, expected: Any, **keywords: Any) -> Any:
    """Check values, and leave kind and shape to the test that is about them."""
    return check_close(got, expected, **{"rtol": RTOL, "shape": "generous"} | keywords)


def rtol_of_cost(got: Any) -> float:
    """Return how exact a cost must be.

    In single precision 1 - a has two digits left where a is near 1, as in the printed example.
    """
    array = np.asarray(got) if isinstance(got, (float, np.floating, np.ndarray)) else None
    return SINGLE_COST_RTOL if array is not None and is_single(array) else RTOL


def read_costs(got: Any) -> Any:
    """Return recorded costs as a flat array, whatever shape each of them has."""
    costs = check_shape(got, (None,), allow=[(None, 1), (None, 1, 1)], lists=True, name="costs")
    return costs.reshape(len(costs))
