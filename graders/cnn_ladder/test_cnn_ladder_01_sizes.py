"""output_size: how many positions a window has, with and without padding."""

import numpy as np
import pytest

from gradewright.graders import check, check_equal, check_kind

pytestmark = pytest.mark.question("output_size")

_PRINTED = (
    ((32, 3, 1, "same"), 32),
    ((32, 3, 1, "valid"), 30),
    ((13, 6, 5, "valid"), 2),
    ((13, 6, 5, "same"), 3),
)


@pytest.mark.points(0.25)
def test_printed_sizes(student):
    """The printed sizes."""
    for arguments, expected in _PRINTED:
        found = check_kind(student.output_size(*arguments), "int", name="the size")
        check_equal(found, expected, name="the size")


@pytest.mark.points(0.05)
def test_defaults(student):
    """Stride 1 and no padding are the defaults."""
    check_equal(_whole(student.output_size(10, 4)), 7, name="the size")


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
def test_valid(student, reference, rng):
    """Without padding, for fresh sizes, windows and strides."""
    for size, kernel, stride in _fresh(rng):
        expected = reference.output_size(size, kernel, stride, "valid")
        found = _whole(student.output_size(size, kernel, stride, "valid"))
        rounded_up = -(-(size - kernel) // stride) + 1
        if rounded_up != expected:
            cause = "the division is rounded up: a window that would stick out does not count."
            check(found != rounded_up, "The number of positions is one too many.", cause)
        check(found != expected - 1, "One position is missing.", "the first window counts too.")
        check_equal(found, expected, name="the size")


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_same(student, reference, rng):
    """With padding "same", for fresh sizes, windows and strides."""
    for size, kernel, stride in _fresh(rng):
        expected = reference.output_size(size, kernel, stride, "same")
        found = _whole(student.output_size(size, kernel, stride, "same"))
        check_equal(found, expected, name="the size")


def _whole(value):
    """Return a whole number as an int, whatever type of number it came as."""
    number = check_kind(value, "float", integer_ok=True, name="the size")
    whole = np.isfinite(number) and number == np.floor(number)
    check(whole, "The size is no whole number.", got=value)
    return int(number)


def _fresh(rng):
    """Return sizes, windows and strides: some divide without remainder, some do not."""
    triples = [(9, 3, 2), (10, 3, 2), (7, 7, 3), (12, 1, 5), (8, 4, 4)]
    for _ in range(8):
        kernel = int(rng.integers(1, 8))
        triples.append((kernel + int(rng.integers(0, 60)), kernel, int(rng.integers(2, 7))))
    return triples
