"""Let TensorFlow train through a function that somebody else answers with arrays.

Values and gradients are asked for as arrays. What is compiled cannot ask: a process in which
functions are answered from outside runs TensorFlow step by step.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

Ask = Callable[[tuple[Any, ...], dict[str, Any]], Any]
# Asks for gradients: positional arguments, keyword arguments, gradients of the values.
AskGradients = Callable[[tuple[Any, ...], dict[str, Any], list[Any]], Any]

# Of each block that runs step by step, whether functions were compiled before.
_compiled_before: list[bool] = []


def tensorflow() -> Any:
    """Return TensorFlow where it is imported, else None."""
    return sys.modules.get("tensorflow")


def run_step_by_step() -> None:
    """Keep TensorFlow from compiling functions, where it is imported."""
    tf = tensorflow()
    if tf is not None:
        tf.config.run_functions_eagerly(True)


def uncompiled(begin: bool) -> dict[str, Any]:
    """Begin to run step by step what TensorFlow would compile, or end that; return {}."""
    tf = tensorflow()
    if tf is not None and begin:
        _compiled_before.append(not tf.config.functions_run_eagerly())
        run_step_by_step()
    elif tf is not None and _compiled_before and _compiled_before.pop():
        tf.config.run_functions_eagerly(False)
    return {}


def holds_tensors(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Tell whether a tensor of TensorFlow is among the arguments."""
    tf = tensorflow()
    return tf is not None and any(map(tf.is_tensor, (*args, *kwargs.values())))


def through_tensors(
    args: tuple[Any, ...], kwargs: dict[str, Any], ask: Ask, ask_gradients: AskGradients
) -> Any:
    """Return the value of a call with tensors among its arguments, as tensors with gradients."""
    tf = tensorflow()
    places = [place for place, value in _items(args, kwargs) if tf.is_tensor(value)]
    tensors = [value for _, value in _items(args, kwargs) if tf.is_tensor(value)]

    @tf.custom_gradient  # type: ignore[untyped-decorator]
    def value_of(*tensors: Any) -> Any:
        arrays = dict(zip(places, (tensor.numpy() for tensor in tensors), strict=True))
        plain = _filled(args, kwargs, arrays)
        value = tf.nest.map_structure(tf.convert_to_tensor, ask(*plain))

        def gradients(*upstream: Any) -> Any:
            found = ask_gradients(*plain, [tf.convert_to_tensor(part).numpy() for part in upstream])
            return [
                tf.zeros_like(tensor) if found[place] is None else tf.constant(found[place])
                for place, tensor in zip(places, tensors, strict=True)
            ]

        return value, gradients

    if not any(map(tf.is_symbolic_tensor, tensors)):
        return value_of(*tensors)

    def like(arrays: list[Any]) -> Any:
        return ask(*_filled(args, kwargs, dict(zip(places, arrays, strict=True))))

    return _symbolic(tensors, value_of, like)


def _items(args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[tuple[Any, Any]]:
    return [*enumerate(args), *kwargs.items()]


def _filled(
    args: tuple[Any, ...], kwargs: dict[str, Any], values: dict[Any, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the arguments with some values in their places."""
    positional = tuple(values.get(place, value) for place, value in enumerate(args))
    return positional, {name: values.get(name, value) for name, value in kwargs.items()}


def _symbolic(tensors: list[Any], value_of: Callable[..., Any], like: Callable[[Any], Any]) -> Any:
    """Return what stands for the value while TensorFlow works out shapes, and asks when it runs.

    Which dimensions of the value are open is told by two examples of different sizes.
    """
    tf, numpy = tensorflow(), sys.modules["numpy"]
    examples = []
    for size in (2, 3):
        arrays = [
            numpy.full([n or size for n in tensor.shape], 0.5, tensor.dtype.as_numpy_dtype)
            for tensor in tensors
        ]
        examples.append(numpy.asarray(like(arrays)))
    value = tf.py_function(value_of, tensors, examples[0].dtype)
    one, other = (example.shape for example in examples)
    value.set_shape([a if a == b else None for a, b in zip(one, other, strict=True)])
    return value
