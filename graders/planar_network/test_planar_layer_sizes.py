"""layer_sizes: which axis counts what."""

import planar_printed as printed
import pytest
from planar_cases import fresh_inputs

from gradewright.graders import check, check_equal

pytestmark = pytest.mark.question("layer_sizes")


@pytest.mark.points(0.2)
def test_printed_example(student):
    """The printed example: 5 features, 2 outputs."""
    _check_sizes(student.layer_sizes(printed.SIZES_X, printed.SIZES_Y), 5, 2, 3)


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_other_sizes(student, rng):
    """Other numbers of features, outputs and examples."""
    for m in (1, 40):
        n_x, n_y = (int(size) for size in rng.choice([2, 3, 6, 7, 8, 9], 2, replace=False))
        sizes = student.layer_sizes(fresh_inputs(rng, n_x, m), fresh_inputs(rng, n_y, m))
        _check_sizes(sizes, n_x, n_y, m)


def _check_sizes(sizes, n_x, n_y, m):
    """Check the three sizes, and name a fault where it is known."""
    right = (n_x, 4, n_y)
    wrong = (
        (
            (m, 4, m),
            "layer_sizes counts the examples, not the features and outputs.",
            "shape[1] in place of shape[0]: features are the rows, examples the columns.",
        ),
        (
            printed.SIZES,
            "layer_sizes returns the sizes of the printed example.",
            "they are built in. Read them off the shapes of X and Y.",
        ),
        (
            (n_y, 4, n_x),
            "n_x and n_y have changed places.",
            "n_x is for X, n_y for Y, and the order is n_x, n_h, n_y.",
        ),
    )
    for theirs, problem, cause in wrong:
        check(theirs == right or not _is_sizes(sizes, theirs), problem, cause, got=sizes)
    check_equal(sizes, right, lists=True)


def _is_sizes(value, sizes):
    """Return whether a student's value is this tuple of integers, as a tuple or a list."""
    if not isinstance(value, (tuple, list)) or len(value) != len(sizes):
        return False
    return all(isinstance(v, int) and v == size for v, size in zip(value, sizes, strict=True))
