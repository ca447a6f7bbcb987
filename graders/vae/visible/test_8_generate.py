"""generate: as many images as asked for, and others in each call."""

import numpy as np
import pytest
from generating import generated

from gradewright.graders import check

pytestmark = pytest.mark.question("generate")


@pytest.fixture
def decoder(student):
    """Give a decoder that is not trained."""
    return student.build_decoder()


@pytest.mark.points(0.15)
def test_shape_and_range(student, decoder):
    """As many images as asked for, (28, 28) each, with values from 0 to 1."""
    for count in (3, 1):
        generated(student, decoder, count)


@pytest.mark.points(0.15)
def test_fresh_images(student, decoder):
    """No two images are the same, and each call gives others."""
    one, other = (generated(student, decoder, 6).reshape(6, -1) for _ in range(2))
    apart = np.abs(one[:, None] - one[None]).max(axis=2)[np.triu_indices(6, 1)].min()
    if np.abs(one - one[:1]).max() <= 1e-6:
        # Of one image that is always the same nobody knows where it comes from.
        made = np.abs(one[0] - other[0]).max() > 1e-6
        cause = "one code is drawn for all of them." if made else ""
        check(False, "All images of a call are the same.", cause)
    check(apart > 1e-6, "Two images of a call are the same.")
    cause = "the codes are drawn once, or their seed is set in each call."
    check(np.abs(one - other).max() > 1e-6, "Two calls give the same images.", cause)
