"""Judge a training: its values, its recorded costs, and whether it heeds its settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from reading import check_params, check_values, read_costs, rtol_of_cost

from gradewright.graders import CheckFailed, check, passes

Fault = tuple[str, Any]
Train = Callable[..., Any]

_RECORDED = "costs must hold one cost for iterations 0, 100, 200, …: {} here."


def check_trained(got: Any, expected: dict[str, Any], faults: Iterable[Fault]) -> None:
    """Check trained w and b; where they are wrong, say which of the faults gives just these."""
    if not passes(check_params, got, expected):
        for cause, params in faults:
            guilty = passes(check_params, got, params)
            check(not guilty, "The trained w and b are wrong.", cause, name="w and b")
    check_params(got, expected)


def check_costs(
    got: Any,
    expected: list[float],
    iterations: int,
    faults: Iterable[Fault] = (),
    again: Callable[[], Any] | None = None,
) -> None:
    """Check the costs recorded in so many iterations: how many there are, then their values.

    `again` gives the costs of the same training with print_cost=True.
    """
    costs = read_costs(got)
    told = _RECORDED.format(len(expected))
    if not len(costs) and again is not None:
        printed = len(read_costs(again())) > 0
        cause = "Costs are recorded only when they are printed. Take the append out of that `if`."
        check(not printed, told, cause, got=got, name="costs")
    every = len(costs) == iterations != len(expected)
    cause = "The cost of every iteration is recorded, not of every hundredth." if every else ""
    check(len(costs) == len(expected), told, cause, got=got, name="costs")
    mistakes = named("The recorded costs are wrong.", faults)
    check_values(costs, expected, rtol=rtol_of_cost(costs), mistakes=mistakes, name="costs")


def check_by_place(
    by_name: Callable[[], Any], by_place: Callable[[], Any], function: str, order: str
) -> None:
    """Check that a function does the same when its settings are given without their names.

    Both calls return a dictionary with w and b; `order` are all arguments as in the statement.
    """
    cause = f"its arguments stand in another order than in the statement: {function}({order})."
    named = by_name()
    # Where no call gives the same twice, which other tests find, nothing can be compared.
    repeatable = _same(by_name(), named)
    try:
        placed = by_place()
    except CheckFailed as failed:
        failed.failure = replace(failed.failure, cause=failed.failure.cause or cause)
        raise
    told = f"{function} misreads settings that are given without their names."
    check(not repeatable or _same(placed, named), told, cause)


def unused_settings(train: Train, start: Any) -> list[str]:
    """Return which of num_iterations and learning_rate make no difference to `train`.

    `train` takes both by name and returns a dictionary with w and b. Where these stay at the start,
    the settings are not what is wrong.
    """
    usual = {"num_iterations": 12, "learning_rate": 0.07}
    other = {"num_iterations": 31, "learning_rate": 0.3}
    first = train(**usual)
    if all(passes(check_values, first[name], start[name]) for name in ("w", "b")):
        return []
    return [name for name in usual if _same(train(**usual | {name: other[name]}), first)]


def unused_words(names: list[str]) -> str:
    """Return the cause for arguments that make no difference."""
    if len(names) == 1:
        return (
            f"the argument {names[0]} makes no difference: another number is built in. "
            f"Hand {names[0]} on."
        )
    both = " nor ".join(names)
    built_in = f"neither {both} makes a difference: other numbers are built in. Hand both on."
    return built_in if names else ""


def _same(one: Any, other: Any) -> bool:
    """Tell whether two trainings gave exactly the same w and b."""
    return all(np.array_equal(one[name], other[name]) for name in ("w", "b"))


def named(problem: str, faults: Iterable[Fault]) -> Iterator[tuple[Any, str, str]]:
    """Yield faults as checks take them: what each gives, the problem, and its cause."""
    return ((wrong, problem, cause) for cause, wrong in faults)
