"""Fresh inputs for the arithmetic of layers, and the images as networks take them."""

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np

_REFERENCE = Path("reference", "cnn_ladder", "cnn_ladder.py")


@cache
def reference_module():
    """Return the reference solution, whose models are trained in place (`reference` copies)."""
    file = Path(__file__).resolve().parents[2] / _REFERENCE
    spec = importlib.util.spec_from_file_location("cnn_ladder_of_the_graders", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prepared(images):
    """Return images as the networks take them: float32 from 0 to 1, with an axis of channels."""
    x = images.astype(np.float32) / np.float32(255)
    return x if x.ndim == 4 else x[..., None]


def fresh_convolution(rng, shape, kernel, filters):
    """Return x of that shape, w and b for a convolution; no bias is near zero."""
    w = rng.normal(size=(*kernel, shape[-1], filters))
    b = rng.uniform(0.5, 1.5, filters) * rng.choice([-1.0, 1.0], filters)
    return rng.normal(size=shape), w, b
