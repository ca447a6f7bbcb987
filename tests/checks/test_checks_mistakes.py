"""A wrong value is named after the mistake that gives it, and no other is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, check_close, rule_out
from gradewright.checks.mistakes import Mistake

RIGHT = np.array([[0.25, -1.5, 3.0]])
SUM: Mistake = (3 * RIGHT, "It is a sum.", "the division is missing.")
SIGN: Mistake = (-RIGHT, "The sign is wrong.", "it is a minus.")


def fault(got: Any, *mistakes: Mistake, expected: Any = RIGHT, **keywords: Any) -> tuple[str, str]:
    """Return problem and cause that `rule_out` and `check_close` both tell, or two empty texts."""
    told = []
    for check_it in (rule_out, check_close):
        given = {"mistakes": mistakes} if check_it is check_close else {}
        args = (got, expected) if given else (got, expected, mistakes)
        try:
            check_it(*args, **given, **keywords)  # type: ignore[operator]
        except CheckFailed as failed:
            known = {problem for _, problem, _ in mistakes}
            failure = failed.failure
            told.append((failure.problem, failure.cause) if failure.problem in known else ("", ""))
        else:
            told.append(("", ""))
    assert told[0] == told[1]
    return told[0]


def test_the_mistake_that_gives_the_value_is_named() -> None:
    assert fault(-RIGHT, SUM, SIGN) == SIGN[1:]
    assert fault(3 * RIGHT * (1 + 1e-9), SIGN, SUM) == SUM[1:]


@pytest.mark.parametrize("got", [RIGHT, 2 * RIGHT, 3.001 * RIGHT, None, "text", RIGHT > 0, 1j])
def test_no_other_value_is(got: Any) -> None:
    assert fault(got, SUM, SIGN) == ("", "")


def test_a_mistake_that_makes_no_difference_is_passed_over() -> None:
    same: Mistake = (RIGHT * (1 + 1e-12), "No fault.", "")
    assert fault(RIGHT + 1, same, (RIGHT + 1, "One too many.", "")) == ("One too many.", "")
    assert fault(RIGHT * (1 + 1e-5), same) == ("", "")


def test_a_loose_check_does_not_name_what_is_only_near_a_mistake() -> None:
    assert fault(3.001 * RIGHT, SUM, rtol=1e-2) == ("", "")


def test_a_value_of_another_shape_is_read_generously_where_that_is_asked_for() -> None:
    flat = (-RIGHT).ravel()
    rule = pytest.raises(CheckFailed, match="The sign is wrong")
    with rule:
        rule_out(flat, RIGHT, [SIGN])
    with rule:
        check_close(flat, RIGHT, mistakes=[SIGN], shape="generous")


def test_a_mistake_may_have_another_shape_than_the_right_value() -> None:
    total: Mistake = (RIGHT.sum(), "All is summed.", "axis=1 is missing.")
    assert fault(1.75, total) == total[1:]


def test_whole_numbers_are_compared_exactly() -> None:
    late: Mistake = ([2, 3, 4], "One too late.", "")
    assert fault(np.array([2, 3, 4]), late, expected=[1, 2, 3]) == late[1:]
    with pytest.raises(CheckFailed, match="One too late"):
        check_close(np.array([2, 3, 4]), [1, 2, 3], mistakes=[late])
    with pytest.raises(CheckFailed, match="wrong values"):
        check_close(np.array([2.0, 3.0, 4.001]), [1, 2, 3], mistakes=[late])


def test_single_precision_is_enough_to_be_named() -> None:
    assert fault((-RIGHT / 3).astype(np.float32) * 3, SIGN) == SIGN[1:]


def test_mistakes_are_worked_out_only_where_the_value_is_wrong() -> None:
    def mistakes() -> Iterator[Mistake]:
        worked.append(1)
        yield SIGN

    worked: list[int] = []
    check_close(RIGHT, RIGHT, mistakes=mistakes())
    rule_out(RIGHT, RIGHT, mistakes())
    assert worked == []
    with pytest.raises(CheckFailed, match="The sign is wrong"):
        check_close(-RIGHT, RIGHT, mistakes=mistakes())
    assert worked == [1]


def test_what_is_no_number_is_the_graders_fault() -> None:
    with pytest.raises(TypeError, match="give numbers"):
        rule_out(-RIGHT, RIGHT, [("text", "No number.", "")])
    with pytest.raises(TypeError, match="give numbers"):
        rule_out(-RIGHT, "text", [SIGN])


@pytest.mark.parametrize("name", ["problem", "cause"])
def test_a_mistake_without_words_is_the_graders_own(name: str) -> None:
    words = {"problem": "It is twice.", "cause": "a factor 2."} | {name: None}
    mistakes = [(2.0, words["problem"], words["cause"])]
    with pytest.raises(TypeError, match=f'{name} must be a text, "" for none, and is None'):
        check_close(2.0, 1.0, mistakes=mistakes)  # type: ignore[arg-type]
