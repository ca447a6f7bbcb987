"""Fresh images and labels, and what the checks of this assignment have in common."""

import numpy as np
from keras_mnist_perceptron import distance

from gradewright.checks import as_asked, check, check_close, check_keys, check_shape

SIZE = 28
DIGITS = 10

# Rounding, and the shortened products of GPUs, change a step by less than this share of it.
_STEP = 0.02
# The order of a few images changes less of where several steps lead, all weights together.
_NEAR = 0.45


def fresh_images(rng, count, brightest=255):
    """Return random uint8 images (count, 28, 28) with values from 0 to `brightest`, both there."""
    images = rng.integers(0, brightest + 1, (count, SIZE, SIZE), dtype=np.uint8)
    images[:, 0, 0], images[:, 0, 1] = 0, brightest
    return images


def prepared(images):
    """Return images as the networks take them: float32 from 0 to 1."""
    return images.astype(np.float32) / np.float32(255)


def fresh_examples(rng, count):
    """Return prepared random images (count, 28, 28) and labels (count,)."""
    return prepared(fresh_images(rng, count)), rng.integers(0, DIGITS, count)


def check_pixels(got, images):
    """Check what preprocess_images made of images."""
    check_shape(got, images.shape)
    whole = images.astype(np.float64)
    _rule_out(
        got,
        whole / 255,
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
    check_close(got, (whole / 255).astype(np.float32), rtol=1e-5, atol=1e-7)


def _rule_out(got, expected, *mistakes):
    """Fail with the name of a common mistake where `got` is just what that mistake gives."""
    array = np.asarray(got, dtype=np.float64)
    for wrong, problem, cause in mistakes:
        told_apart = not np.allclose(wrong, expected, atol=1e-6)
        check(not (told_apart and np.allclose(array, wrong, atol=1e-6)), problem, cause, got=got)


def check_numbers(got, count, name):
    """Return a list or array with one finite number an epoch as float64 (count,)."""
    values = check_shape(got, (count,), lists=True, name=name)
    values = check_real(values, name)
    check(np.isfinite(values), f"{name} holds NaN or infinite values.", got=got)
    return values


def check_real(array, name):
    """Return an array of real numbers as float64."""
    check(array.dtype.kind in "biuf", f"{name} does not hold numbers.", got=array)
    return array.astype(np.float64)


def check_history(got, epochs, names):
    """Return a history as float64 arrays, checked for its keys and lengths."""
    history = check_keys(got, names)
    return {name: check_numbers(history[name], epochs, name) for name in names}


def check_moved(before, after, expected, problem, cause=""):
    """Check that training moved the weights from `before` to where it must have.

    All three are lists of arrays.
    """
    same = [array.shape for array in after] == [array.shape for array in before]
    check(same, "Training changed the shapes of the model's weights.")
    moved = distance(expected, before)
    check(
        distance(after, before) > 1e-3 * moved,
        "Training changed no weight: the model is as it was before.",
        "the model is not trained, or a copy of it is.",
    )
    check(distance(after, expected) <= _STEP * moved + 1e-6, problem, cause)


def is_at(after, before, expected):
    """Return whether weights are where `expected` has them, but for rounding."""
    return distance(after, expected) <= _STEP * distance(expected, before) + 1e-6


def is_near(after, before, expected):
    """Return whether weights are where `expected` has them, but for the order of the images."""
    return _apart(after, expected) <= _NEAR * _apart(expected, before)


def _apart(one, other):
    """Return the Euclidean distance of two lists of weights."""
    return float(np.sqrt(sum(((a - b) ** 2).sum() for a, b in zip(one, other, strict=True))))


def check_digits(got, count, *, strictly=False):
    """Return predicted digits as int64 (count,).

    A column or a list is read as the array that was asked for, unless `strictly`.
    """
    if not strictly:
        got = as_asked(got, np.zeros(count))
    over_images = np.shape(got) == (DIGITS,) != (count,)
    check(
        not over_images,
        f"There are ten digits for {count} images.",
        "the largest output is looked for among the images; argmax takes axis=1 here.",
        got=got,
    )
    digits = check_shape(got, (count,), name="the digits")
    digits = check_real(digits, "The digits")
    whole = np.isfinite(digits) & (digits == np.round(digits)) & (digits >= 0) & (digits < DIGITS)
    check(
        whole,
        "The predictions are not all digits from 0 to 9.",
        "the largest output's value is returned in place of its position." if count else "",
        got=got,
    )
    return digits.astype(np.int64)


def check_outputs(got, count):
    """Return a model's outputs as finite float64 numbers (count, 10)."""
    outputs = check_shape(got, (count, DIGITS), name="the model's output")
    outputs = check_real(outputs, "The model's output")
    check(np.isfinite(outputs), "The model's output holds NaN or infinite values.")
    return outputs
