"""preprocess_images: other shapes, and images that are dark."""

import pytest
from images import check_pixels, fresh_images

pytestmark = [pytest.mark.question("preprocess_images"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.15)
def test_channel_axis(student, rng):
    """One image or a batch, with or without a last axis of length 1."""
    images = fresh_images(rng, 4)
    for given in (images, images[:1], images[0], images[..., None], images[0, ..., None]):
        check_pixels(student.preprocess_images(given), given)


@pytest.mark.points(0.25)
def test_dark_images(student, rng):
    """Dark images stay dark: the divisor is 255, whatever the images hold."""
    for brightest in (40, 200, 1):
        images = fresh_images(rng, 6, brightest)
        check_pixels(student.preprocess_images(images), images)
