"""Gradients of the reference's functions, for submissions that train through them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def gradients(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    upstream: Sequence[Any],
) -> dict[int | str, Any]:
    """Return the gradient by each array of floats among the arguments.

    Args:
        function: of the reference's, in operations of TensorFlow or Keras.
        args: its positional arguments.
        kwargs: its keyword arguments.
        upstream: the gradient of what is trained by each value of the function.

    Returns:
        By position or name: an array of the argument's shape, or None where the value does not
        depend on it.
    """
    tf = importlib.import_module("tensorflow")
    given: dict[int | str, Any] = dict([*enumerate(args), *kwargs.items()])
    watched = {
        place: tf.constant(value)
        for place, value in given.items()
        if isinstance(value, np.ndarray | np.floating) and np.asarray(value).dtype.kind == "f"
    }
    with tf.GradientTape() as tape:
        tape.watch(list(watched.values()))
        filled = [watched.get(place, value) for place, value in enumerate(args)]
        named = {name: watched.get(name, value) for name, value in kwargs.items()}
        values = tf.nest.flatten(function(*filled, **named))
    found = tape.gradient(values, watched, output_gradients=[tf.constant(u) for u in upstream])
    by_place: dict[int | str, Any] = dict.fromkeys(given)
    for place, gradient in found.items():
        if gradient is not None:
            by_place[place] = np.asarray(tf.convert_to_tensor(gradient))
    return by_place
