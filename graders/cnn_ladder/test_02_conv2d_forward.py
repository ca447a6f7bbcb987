"""conv2d_forward: sums over windows, biases, strides and padding, against the reference."""

import numpy as np
import pytest
from cases import fresh_convolution
from reading import CLOSE
from words import STRIDE_IGNORED, SWAPPED, TURNED, ZEROS_BEFORE

from gradewright.graders import check_close, rule_out

pytestmark = [pytest.mark.question("conv2d_forward"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.35)
def test_valid(student, reference, rng):
    """Several images, channels and filters, without padding, windows that are no squares."""
    for shape, kernel, filters in (((2, 6, 5, 3), (3, 2), 4), ((3, 4, 7, 1), (1, 4), 2)):
        _check_case(student, reference, fresh_convolution(rng, shape, kernel, filters))


@pytest.mark.points(0.3)
def test_same(student, reference, rng):
    """Padding "same": as many outputs as inputs; of an odd number of zeros one more comes after."""
    for kernel in ((3, 3), (5, 1), (2, 4)):
        case = fresh_convolution(rng, (2, 6, 7, 2), kernel, 3)
        _check_case(student, reference, case, 1, "same")


@pytest.mark.points(0.35)
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_strides(student, reference, rng, padding):
    """Strides, the same for both axes or one for rows and one for columns."""
    for stride in (2, (1, 3), [3, 2]):
        case = fresh_convolution(rng, (2, 8, 9, 2), (3, 3), 2)
        _check_case(student, reference, case, stride, padding)


@pytest.mark.points(0.25)
def test_impulse(student, rng):
    """One pixel alone shows the filter: the formula slides it and does not turn it."""
    w = rng.normal(size=(3, 3, 1, 1))
    x = np.zeros((1, 5, 5, 1))
    x[0, 2, 2, 0] = 1
    turned = w[::-1, ::-1, 0, 0][None, ..., None]
    z = student.conv2d_forward(x, w, np.zeros(1))
    swapped = turned.swapaxes(1, 2), "Rows and columns of the filter are swapped.", SWAPPED
    plain = w[..., 0, 0][None, ..., None], "The filter is turned by 180 degrees.", TURNED
    rule_out(z, turned, [plain, swapped], name="z", **CLOSE)
    check_close(z, turned, name="z", **CLOSE)


def _check_case(student, reference, case, stride=1, padding="valid"):
    """Check one call, and name a fault where it is known."""
    expected = reference.conv2d_forward(*case, stride, padding)
    z = student.conv2d_forward(*case, stride, padding)
    rule_out(z, expected, _mistakes(reference, case, stride, padding), name="z", **CLOSE)
    check_close(z, expected, name="z", **CLOSE)


def _mistakes(reference, case, stride, padding):
    """Return what common mistakes make of a convolution."""
    x, w, b = case
    turned = reference.conv2d_forward(x, w[::-1, ::-1], b, stride, padding)
    plain = reference.conv2d_forward(x, w, 0 * b, stride, padding)
    mistakes = [
        (turned, "The filters are turned by 180 degrees.", TURNED),
        (plain, "The biases are missing.", "b is not added."),
    ]
    if w.shape[0] == w.shape[1]:
        swapped = reference.conv2d_forward(x, w.swapaxes(0, 1), b, stride, padding)
        mistakes.append((swapped, "Rows and columns of the filters are swapped.", SWAPPED))
    if stride != 1:
        rows, columns = reference.conv2d_forward(*case, stride, padding).shape[1:3]
        wide = _padded(x, w.shape[:2], stride) if padding == "same" else x
        for image, zeros in ((x, padding), (wide, "valid")):
            every = reference.conv2d_forward(image, w, b, 1, zeros)[:, :rows, :columns]
            mistakes.append((every, *STRIDE_IGNORED))
    if padding == "same":
        mistakes.append(_padded_before(reference, case, stride))
    return mistakes


def _padded(x, window, stride):
    """Return images with the zeros around them that a stride, or one for each axis, asks for."""
    strides = np.broadcast_to(stride, 2)
    around = []
    for n, size, step in zip(x.shape[1:3], window, strides, strict=True):
        total = max((-(-n // step) - 1) * step + size - n, 0)
        around.append((total // 2, total - total // 2))
    return np.pad(x, ((0, 0), *around, (0, 0)))


def _padded_before(reference, case, stride):
    """Return what comes of an odd zero put before the image and not after."""
    x, w, b = case
    mirrored = reference.conv2d_forward(x[:, ::-1, ::-1], w[::-1, ::-1], b, stride, "same")
    return mirrored[:, ::-1, ::-1], *ZEROS_BEFORE
