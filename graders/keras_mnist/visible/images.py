"""Fresh images and labels, and what is made of them."""

import numpy as np

from gradewright.graders import check_close, check_shape

SIZE = 28
DIGITS = 10


def fresh_images(rng, count, brightest=255):
    """Return random uint8 images (count, 28, 28) with values from 0 to `brightest`, both there."""
    images = rng.integers(0, brightest + 1, (count, SIZE, SIZE), dtype=np.uint8)
    images[:, 0, 0], images[:, 0, 1] = 0, brightest
    return images


def prepared(images):
    """Return images as the networks take them: float32 from 0 to 1."""
    return np.asarray(images / 255, np.float32)


def fresh_examples(rng, count):
    """Return prepared random images (count, 28, 28) and labels (count,)."""
    return prepared(fresh_images(rng, count)), rng.integers(0, DIGITS, count)


def check_pixels(got, images):
    """Check what preprocess_images made of images."""
    check_shape(got, images.shape)
    whole = images.astype(np.float64)
    mistakes = (
        (whole, "The pixels are still numbers up to 255.", "nothing was divided by 255."),
        (whole / 255**2, "The pixels are divided by 255 twice.", "one division is too many."),
        (whole / 256, "The pixels are divided by 256.", "white is 255, and must become 1."),
        (
            whole / max(whole.max(), 1),
            "The pixels are divided by the largest value of the images.",
            "`images.max()` is not 255 in every image.",
        ),
        (1 - whole / 255, "Black and white are exchanged.", "the pixels were subtracted from 1."),
    )
    check_close(got, whole / 255, rtol=1e-5, atol=1e-7, mistakes=mistakes)
