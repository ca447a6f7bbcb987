"""max_pool2d and average_pool2d: windows, strides, and padding that never counts."""

import numpy as np
import pytest
from reading import CLOSE
from words import WINDOWS_BEFORE, ZEROS_COUNT

from gradewright.graders import check_close, rule_out

pytestmark = [pytest.mark.question("pooling"), pytest.mark.visibility("hidden")]

_BOTH = pytest.mark.parametrize(
    "function", ["max_pool2d", "average_pool2d"], ids=["max", "average"]
)


@pytest.mark.points(0.3)
@_BOTH
def test_valid(student, reference, rng, function):
    """Without padding: rows and columns that fill no window are left out."""
    for shape, size in (((2, 6, 7, 3), 2), ((1, 8, 5, 2), (3, 2)), ((3, 4, 4, 1), 4)):
        x = rng.normal(size=shape)
        _check_case(student, reference, function, x, size)


@pytest.mark.points(0.25)
@_BOTH
def test_strides(student, reference, rng, function):
    """Strides other than the window's size: windows overlap or leave gaps."""
    for size, stride in ((3, 1), (2, 3), ((2, 3), (1, 2))):
        x = rng.normal(size=(2, 7, 8, 2))
        _check_case(student, reference, function, x, size, stride)


@pytest.mark.points(0.25)
@_BOTH
def test_same(student, reference, rng, function):
    """Padding "same": what is added neither is a maximum nor counts in an average."""
    for size, stride in ((2, None), (3, 2), (3, 1)):
        x = -rng.uniform(1, 3, size=(2, 5, 7, 2))
        _check_case(student, reference, function, x, size, stride, "same")


def _check_case(student, reference, function, x, size, stride=None, padding="valid"):
    """Check one call, and name a fault where it is known."""
    expected = getattr(reference, function)(x, size, stride, padding)
    pooled = getattr(student, function)(x, size, stride, padding)
    mistakes = []
    if padding == "same":
        with_zeros = _with_zeros(reference, function, x, size, stride)
        mistakes.append((with_zeros, *ZEROS_COUNT))
        turned = getattr(reference, function)(x[:, ::-1, ::-1], size, stride, padding)
        mistakes.append((turned[:, ::-1, ::-1], *WINDOWS_BEFORE))
    if padding == "valid":
        rounded = getattr(reference, function)(x, size, stride, "same")
        cause = "without padding, rows and columns that fill no window are left out."
        mistakes.append((rounded, "There are more windows than fit.", cause))
    rule_out(pooled, expected, mistakes, name="pooled", **CLOSE)
    check_close(pooled, expected, name="pooled", **CLOSE)


def _with_zeros(reference, function, x, size, stride):
    """Return the pooling of an image whose padding is zeros that count."""
    stride = size if stride is None else stride
    around = []
    for n in x.shape[1:3]:
        total = max((-(-n // stride) - 1) * stride + size - n, 0)
        around.append((total // 2, total - total // 2))
    padded = np.pad(x, ((0, 0), *around, (0, 0)))
    return getattr(reference, function)(padded, size, stride, "valid")
