"""What follows from an earlier fault is blamed on it, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from gradewright.checks import CheckFailed, about, check, latest_call, passes, resting_on


class Crashed(CheckFailed):
    """A failure with a cause of its own, as a call that raised has."""


def cause_of(error: type[CheckFailed] | None, *suspects: Any) -> str:
    with pytest.raises(CheckFailed) as caught, resting_on(*suspects):
        try:
            check(False, "It is wrong.", "its own cause.")
        except CheckFailed as failed:
            raise (error or CheckFailed)(failed.failure) from None
    return caught.value.failure.cause


def test_the_first_suspect_that_is_found_wrong_is_blamed() -> None:
    assert cause_of(None, lambda: "", lambda: "mend f.", lambda: "mend g.") == "mend f."


def test_without_one_the_check_keeps_its_cause() -> None:
    assert cause_of(None, lambda: "") == "its own cause."
    assert cause_of(None) == "its own cause."


def test_a_call_that_raised_keeps_its_cause() -> None:
    assert cause_of(Crashed, lambda: "mend f.") == "its own cause."


def test_suspects_are_asked_only_where_a_check_fails() -> None:
    def suspect() -> str:
        asked.append(1)
        return "mend f."

    asked: list[int] = []
    with resting_on(suspect):
        check(True, "It is wrong.")
    assert asked == []


def test_the_failure_stays_about_the_call_it_was_about() -> None:
    def suspect() -> str:
        about("earlier", "earlier(1)")
        return "mend earlier."

    about("later", "later(2)")
    cause_of(None, suspect)
    assert (latest_call().function, latest_call().text) == ("later", "later(2)")


def test_whether_a_check_passes() -> None:
    assert passes(check, True, "It is wrong.")
    assert not passes(check, False, "It is wrong.")
    with pytest.raises(ZeroDivisionError):
        passes(lambda: 1 / 0)
