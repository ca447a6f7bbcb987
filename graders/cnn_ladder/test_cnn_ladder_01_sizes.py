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
        _rule_out(found, expected, *arguments)
        check_equal(found, expected, name="the size")


def _rule_out(found, expected, size, kernel, stride, padding):
    """Fail with the name of a common mistake where a size is just what that mistake gives."""
    down, up = (size - kernel) // stride, -(-(size - kernel) // stride)
    if padding == "valid":
        mistakes = (
            (
                up + 1,
                "The number of positions is one too many.",
                "the division is rounded up: a window that would stick out does not count.",
            ),
            (down, "One position is missing.", "the first window counts too."),
        )
    else:
        mistakes = (
            (
                size // stride,
                "The number of positions is one too few.",
                'the division is rounded down: with padding "same", part of a stride counts.',
            ),
            (down + 1, "This is the size without padding.", 'padding is "same" here.'),
        )
    for wrong, problem, cause in mistakes:
        check(found != wrong or wrong == expected, problem, cause, got=found)


@pytest.mark.points(0.05)
def test_defaults(student):
    """Stride 1 and no padding are the defaults."""
    for size, expected in ((10, 7), (9, 6)):
        check_equal(_whole(student.output_size(size, 4)), expected, name="the size")


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
def test_valid(student, reference, rng):
    """Without padding, for fresh sizes, windows and strides."""
    for size, kernel, stride in _fresh(rng):
        expected = reference.output_size(size, kernel, stride, "valid")
        found = _whole(student.output_size(size, kernel, stride, "valid"))
        _rule_out(found, expected, size, kernel, stride, "valid")
        check_equal(found, expected, name="the size")


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_same(student, reference, rng):
    """With padding "same", for fresh sizes, windows and strides."""
    for size, kernel, stride in _fresh(rng):
        expected = reference.output_size(size, kernel, stride, "same")
        found = _whole(student.output_size(size, kernel, stride, "same"))
        _rule_out(found, expected, size, kernel, stride, "same")
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
