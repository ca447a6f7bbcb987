"""Read what a submission returns, and check values; kind and shape are one test's business."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
import printed

from gradewright.graders import (
    check,
    check_close,
    check_keys,
    check_parts,
    check_shape,
    is_single,
    passes,
)

# Inputs are compared after a few hundred float64 operations, in any order of summation.
RTOL = 1e-6
SINGLE_COST_RTOL = 1e-3

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


def check_zeros(got: Any, dim: int) -> None:
    """Check the values of w and b that training starts from, for one number of features."""
    w, b = parts(got, ("w", "b"), "initialize_with_zeros")
    rule_out_two_features(w, dim)
    check_values(w, np.zeros((dim, 1)), atol=0, name="w")
    check_values(b, 0.0, atol=0, name="b")


def rule_out_two_features(w: Any, dim: int) -> None:
    """Fail where w has a row for each of two features, as in the printed example, and not more."""
    check(
        dim == 2 or not isinstance(w, np.ndarray) or w.shape != (2, 1),
        "w does not have a row for each of dim features.",
        "the 2 of the printed example is built in. Use the argument dim.",
        got=w,
        name="w",
    )


def rule_out_printed_sigmoid(got: Any) -> None:
    """Fail where the values of the printed example come for other numbers."""
    check(
        not passes(check_values, got, printed.SIGMOID),
        "sigmoid returns the values of the printed example, whatever it is given.",
        "they are built in. Compute them from z.",
        got=got,
    )


def rule_out_rearranged(got: Any, expected: Any) -> None:
    """Fail where the right values come in another shape than that of z."""
    shape = np.shape(expected)
    moved = isinstance(got, np.ndarray) and got.size == np.size(expected) and got.shape != shape
    check(
        not moved or not passes(check_values, got.reshape(shape), expected),
        "The result of sigmoid has the right values, but not the shape of z.",
        "compute with z as it comes: NumPy's functions take a number, a row or a matrix alike.",
        got=got,
    )
