"""The benchmark's figures: medians, differences and ratios."""

import pytest
from harness.arithmetic import Round, figures, marginal, per_second
from harness.measure import Cost


def rounds(*pairs: tuple[float, float]):
    """Return rounds whose processors work half the time of the wall."""
    return [Round(Cost(a, a / 2), Cost(b, b / 2)) for a, b in pairs]


def test_a_further_submission_is_the_difference_shared_by_those_more():
    one = Round(Cost(3.0, 2.0), Cost(13.0, 7.0))
    assert marginal(one, few=2, many=12) == Cost(1.0, 0.5)


def test_the_median_round_counts_not_the_noisy_one():
    found = figures(rounds((2.0, 12.0), (2.0, 62.0), (2.0, 13.0)), few=1, many=11)
    assert found.each.wall == pytest.approx(1.1)
    assert found.each.cpu == pytest.approx(0.55)
    assert found.whole == 13.0


def test_the_start_is_what_the_small_class_took_without_its_submissions():
    found = figures(rounds((3.0, 13.0)), few=2, many=12)
    assert found.start == pytest.approx(1.0)
    assert found.average == pytest.approx(13 / 12)


def test_noise_cannot_make_the_start_negative():
    assert figures(rounds((0.1, 10.1)), few=1, many=2).start == 0.0


def test_submissions_a_second_leave_the_start_out():
    assert per_second(Round(Cost(5.0, 0), Cost(7.0, 0)), few=10, many=110) == pytest.approx(50.0)


def test_costs_add_and_divide():
    assert (Cost(1.0, 2.0) + Cost(3.0, 4.0)) / 2 == Cost(2.0, 3.0)
