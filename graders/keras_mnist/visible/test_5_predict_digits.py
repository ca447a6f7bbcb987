"""predict_digits: raw images in, digits out."""

import numpy as np
import pytest
from images import fresh_images
from reading import check_digits

pytestmark = pytest.mark.question("predict_digits")


@pytest.mark.points(0.3)
def test_digits(student, rng):
    """A batch of n images gives n digits from 0 to 9."""
    images = np.concatenate([fresh_images(rng, 8, brightest) for brightest in range(5, 256, 50)])
    got = student.predict_digits(student.build_mlp(), images)
    check_digits(got, len(images), strictly=True)
