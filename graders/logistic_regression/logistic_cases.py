"""Inputs and expectations that the graders of this assignment share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gradewright.checks import check, check_close, check_keys, check_shape

# Inputs are compared after a few hundred float64 operations, in any order of summation.
RTOL = 1e-6

PRINTED_SIGMOID = [0.5, 0.88079708]
PRINTED_DW = [[0.99993216], [1.99980262]]
PRINTED_DB = 0.49993523062470574
PRINTED_COST = 6.000064773192205
PRINTED_W_100 = [[0.1124579], [0.23106775]]
PRINTED_B_100 = 1.5593049248448891
PRINTED_DW_100 = [[0.90158428], [1.76250842]]
PRINTED_DB_100 = 0.4304620716786828
PRINTED_CAT_COSTS = [0.693147, 0.584508]


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


def parts(got: Any, names: tuple[str, ...], function: str) -> tuple[Any, ...]:
    """Return the returned values one by one; they came as a tuple or list of this length."""
    text = f"{function} must return {len(names)} values: {', '.join(names)}."
    several = isinstance(got, (tuple, list)) and len(got) == len(names)
    check(several, text, got=got, function=function)
    return tuple(got)


def pair_of_propagate(got: Any) -> tuple[dict[Any, Any], Any]:
    """Return grads, a dictionary with dw and db, and cost, which was not looked at yet."""
    grads, cost = parts(got, ("grads", "cost"), "propagate")
    return check_keys(grads, ["dw", "db"], name="grads"), cost


def triple_of_optimize(got: Any) -> tuple[dict[Any, Any], dict[Any, Any], Any]:
    """Return params and grads, dictionaries with their keys, and costs, not looked at yet."""
    params, grads, costs = parts(got, ("params", "grads", "costs"), "optimize")
    params = check_keys(params, ["w", "b"], name="params")
    return params, check_keys(grads, ["dw", "db"], name="grads"), costs


def check_costs(got: Any, expected: Any, **keywords: Any) -> Any:
    """Check recorded costs, a list or an array: how many there are, then their values."""
    costs = check_shape(got, (None,), lists=True, name="costs")
    told = f"costs must hold one cost for iterations 0, 100, 200, …: {len(expected)} here."
    cause = "Costs are recorded too often." if len(costs) > len(expected) else ""
    check(len(costs) == len(expected), told, cause, got=got, name="costs")
    return check_close(costs, expected, name="costs", **{"rtol": RTOL} | keywords)


def check_params(got: Any, expected: Any, **keywords: Any) -> None:
    """Check the trained w and b in a dictionary that has both."""
    check_close(got["w"], expected["w"], name="w", **{"rtol": RTOL} | keywords)
    check_close(got["b"], expected["b"], name="b", **{"rtol": RTOL} | keywords)


def check_grads(got: Any, expected: Any, **keywords: Any) -> None:
    """Check dw and db in a dictionary that has both."""
    check_close(got["dw"], expected["dw"], name="dw", **{"rtol": RTOL} | keywords)
    check_close(got["db"], expected["db"], name="db", **{"rtol": RTOL} | keywords)
