"""Read what a submission returns: histories, and digits."""

import numpy as np
from images import DIGITS

from gradewright.graders import as_asked, check, check_keys, check_shape

CURVE = ("epoch", "loss", "val_loss", "best_epoch")


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


def read_curve(got, epochs):
    """Return the three sequences of a curve as float64 arrays."""
    curve = check_keys(got, CURVE)
    return {name: check_numbers(curve[name], epochs, name) for name in CURVE[:3]}
