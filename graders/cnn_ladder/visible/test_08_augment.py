"""augment: other images of the same form, and the same again with the same seed."""

import numpy as np
import pytest
from pictures import flags
from reading import UNCHANGED, read_array

from gradewright.graders import check, check_close

pytestmark = pytest.mark.question("augment")


@pytest.mark.points(0.2)
def test_form(student, rng, picture):
    """Shape and dtype stay, and the same seed gives the same images."""
    x = flags(rng, 10).astype(np.float32)
    images = student.augment(x, 4)
    pixels = read_array(images, x.shape, "the images")
    picture.images("Augmentation", {"before": x, "yours": np.clip(pixels, 0, 1)})
    found = getattr(images, "dtype", None)
    check(found == x.dtype, f"The images have the type {found} and not {x.dtype}.")
    check(not np.array_equal(pixels, x), *UNCHANGED)
    check(np.isin(x, pixels).mean() > 0.5, "Hardly anything of the images is left.")
    check_close(student.augment(x, 4), pixels.astype(x.dtype), name="the images, a second time")
