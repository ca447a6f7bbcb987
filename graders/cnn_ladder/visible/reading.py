"""Read what a submission returns."""

import numpy as np

from gradewright.graders import check, check_keys, check_kind, check_shape

# float32 arithmetic passes; sums are of some hundred products of numbers around 1.
CLOSE = {"rtol": 1e-4, "atol": 1e-4}
UNCHANGED = "The images come back as they were.", "nothing is mirrored or shifted."
LISTS = ("loss", "accuracy", "val_loss", "val_accuracy")


def read_array(value, shape, name, *, lists=False):
    """Return a student's array of that shape as finite float64 numbers.

    Raises:
        CheckFailed: it is something else.
    """
    array = check_shape(value, shape, lists=lists, name=name)
    check(array.dtype.kind in "biuf", f"{name} does not hold numbers.", got=value)
    array = array.astype(np.float64)
    check(np.isfinite(array).all(), f"{name} holds NaN or infinite values.", got=value)
    return array


def read_list(value, name):
    """Return a list or array of finite numbers as float64 (n,)."""
    return read_array(value, (None,), name, lists=True)


def read_history(history):
    """Return the lists of a history as float64 arrays of one length, and the best epoch."""
    found = check_keys(history, (*LISTS, "best_epoch"))
    values = {name: read_list(found[name], name) for name in LISTS}
    lengths = {name: len(value) for name, value in values.items()}
    text = ", ".join(f"{name}: {count}" for name, count in lengths.items())
    check(min(lengths.values()) > 0, f"A list of the history is empty ({text}).")
    check(len(set(lengths.values())) == 1, f"The lists are not equally long ({text}).")
    return values, check_kind(found["best_epoch"], "int", name="best_epoch")


def read_evaluation(value):
    """Return accuracy as a float and the confusion as integers (10, 10)."""
    two = isinstance(value, (tuple, list)) and len(value) == 2
    cause = "the last line is not `return accuracy, confusion`."
    check(two, "evaluate must return two things: the accuracy and the confusion.", cause, got=value)
    accuracy = check_kind(value[0], "float", integer_ok=True, name="accuracy")
    counts = read_array(value[1], (10, 10), "confusion")
    whole = (counts == np.round(counts)) & (counts >= 0)
    check(whole, "confusion does not hold counts.", "it is divided by something.", got=value[1])
    return accuracy, counts


def read_whole(value):
    """Return a whole number as an int, whatever type of number it came as."""
    number = check_kind(value, "float", integer_ok=True, name="the size")
    whole = np.isfinite(number) and number == np.floor(number)
    check(whole, "The size is no whole number.", got=value)
    return int(number)
