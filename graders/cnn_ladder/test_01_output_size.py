"""output_size: how many positions a window has, with and without padding."""

import pytest
from reading import read_whole
from sizes import rule_out_size

from gradewright.graders import check_equal

pytestmark = [pytest.mark.question("output_size"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.25)
def test_valid(student, reference, rng):
    """Without padding, for fresh sizes, windows and strides."""
    for size, kernel, stride in _fresh(rng):
        expected = reference.output_size(size, kernel, stride, "valid")
        found = read_whole(student.output_size(size, kernel, stride, "valid"))
        rule_out_size(found, expected, size, kernel, stride, "valid")
        check_equal(found, expected, name="the size")


@pytest.mark.points(0.2)
def test_same(student, reference, rng):
    """With padding "same", for fresh sizes, windows and strides."""
    for size, kernel, stride in _fresh(rng):
        expected = reference.output_size(size, kernel, stride, "same")
        found = read_whole(student.output_size(size, kernel, stride, "same"))
        rule_out_size(found, expected, size, kernel, stride, "same")
        check_equal(found, expected, name="the size")


def _fresh(rng):
    """Return sizes, windows and strides: some divide without remainder, some do not."""
    triples = [(9, 3, 2), (10, 3, 2), (7, 7, 3), (12, 1, 5), (8, 4, 4)]
    for _ in range(8):
        kernel = int(rng.integers(1, 8))
        triples.append((kernel + int(rng.integers(0, 60)), kernel, int(rng.integers(2, 7))))
    return triples
