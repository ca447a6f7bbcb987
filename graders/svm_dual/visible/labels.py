"""Check labels of -1 and +1."""

import numpy as np

from gradewright.graders import check, read_numbers


def check_signs(value, expected, scores=None, *, strictly=False):
    """Check labels of -1 and +1, of any type of number."""
    labels = read_numbers(value, expected.shape, strictly=strictly, name="the labels")
    check(
        not (labels == 0).any() or not np.isin(labels, (0, 1)).all(),
        "The labels are 0 and 1; they must be -1 and +1.",
        "np.where(..., 1, 0), or a comparison that is returned as it is.",
        got=value,
    )
    check(
        not (labels == 0).any() or not np.isin(labels, (-1, 0, 1)).all(),
        "A label is 0; each must be -1 or +1.",
        "np.sign gives 0 for a decision value of exactly 0.",
        got=value,
    )
    check(
        (np.abs(labels) == 1).all(),
        "The labels hold other numbers than -1 and +1.",
        "decision values are returned in place of their signs.",
        got=value,
    )
    wrong = labels != expected
    cause = "the labels are the wrong way round." if wrong.all() and wrong.size > 3 else ""
    if scores is not None and (labels == np.where(scores > 0, 1, -1)).all():
        cause = "b is not added."
    check(
        not wrong.any(),
        f"{int(wrong.sum())} of {wrong.size} labels are wrong.",
        cause,
        name="the labels",
    )
