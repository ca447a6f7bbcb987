"""preprocess_images: the same pixels as float32 from 0 to 1."""

import numpy as np
import pytest
from images import check_pixels

from gradewright.graders import check, check_shape

pytestmark = pytest.mark.question("preprocess_images")


@pytest.mark.points(0.2)
def test_one_image(student):
    """One image whose pixels are all 51 becomes 0.2 everywhere."""
    image = np.full((28, 28), 51, dtype=np.uint8)
    check_pixels(student.preprocess_images(image), image)


@pytest.mark.points(0.2)
def test_batch(student):
    """A batch keeps its shape, black becomes 0 and white 1."""
    images = np.zeros((3, 28, 28), dtype=np.uint8)
    images[1], images[2] = 255, np.arange(784).reshape(28, 28) % 256
    check_pixels(student.preprocess_images(images), images)


@pytest.mark.points(0.2)
def test_dtype(student):
    """The values are float32."""
    x = check_shape(student.preprocess_images(np.full((2, 28, 28), 3, dtype=np.uint8)), (2, 28, 28))
    check(
        x.dtype == np.float32,
        f"The pixels are {x.dtype} and not float32.",
        "`images / 255` gives float64; convert with `.astype(np.float32)`.",
        got=x,
    )
