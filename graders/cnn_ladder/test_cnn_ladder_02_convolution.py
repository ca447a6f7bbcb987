"""conv2d_forward: sums over windows, biases, strides and padding, against the reference."""

import numpy as np
import pytest
from cnn_ladder_cases import CLOSE, fresh_convolution, prepared, read_array, rule_out

from gradewright.graders import check_close

pytestmark = pytest.mark.question("conv2d_forward")

_X = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
_W = np.array([[0.0, 1.0], [2.0, 0.0]]).reshape(2, 2, 1, 1)
_TURNED = "the formula has i' = i + u, not i - u."
_SWAPPED = "the first axis of w goes down the rows, the second along the columns."
_BEFORE = (
    "The image lies at another place between the added zeros.",
    "half of the zeros come before; of an odd number, the one left over comes after.",
)
_IGNORED = "The stride is ignored.", "the windows lie at every pixel, and some are left out."
# Stride, padding, values, and what common mistakes make of them.
_PRINTED = (
    (
        1,
        "valid",
        [[10, 13], [19, 22]],
        (
            (
                [[8, 11], [17, 20]],
                "The filter is turned by 180 degrees, or its rows and columns are swapped.",
                "in the formula, w[0, 1] is for the pixel to the right.",
            ),
            ([[9.5, 12.5], [18.5, 21.5]], "The biases are missing.", "b is not added."),
        ),
    ),
    (
        1,
        "same",
        [[10, 13, 12], [19, 22, 18], [8, 9, 0]],
        (([[0, 2, 4], [1, 10, 13], [4, 19, 22]], *_BEFORE),),
    ),
    (2, "same", [[10, 12], [8, 0]], (([[10, 13], [19, 22]], *_IGNORED),)),
)


@pytest.mark.points(0.3)
def test_printed_values(student):
    """The printed example, with and without padding."""
    for stride, padding, values, mistakes in _PRINTED:
        z = student.conv2d_forward(_X, _W, np.array([0.5]), stride, padding)
        expected = _map(values)
        rule_out(z, expected, [(_map(wrong), *words) for wrong, *words in mistakes], name="z")
        check_close(z, expected, name="z", **CLOSE)


def _map(values):
    """Return the map (1, rows, columns, 1) of the printed example, its bias added."""
    return np.array(values, float)[None, ..., None] + 0.5


@pytest.mark.points(0.2)
def test_lines(student, reference, data, picture):
    """A filter of a vertical and one of a horizontal line, on two photographs."""
    x = prepared(data("cifar10").x_test[:2]).astype(np.float64)
    w = np.zeros((7, 7, x.shape[-1], 2))
    w[:, 3, :, 0] = w[3, :, :, 1] = 1 / 21
    expected = reference.conv2d_forward(x, w, np.zeros(2), 1, "same")
    z = student.conv2d_forward(x, w, np.zeros(2), 1, "same")
    maps = read_array(z, expected.shape, "z")
    picture.images(
        "Two filters, a vertical and a horizontal line",
        {
            "yours": np.concatenate([maps[..., 0], maps[..., 1]]),
            "reference": np.concatenate([expected[..., 0], expected[..., 1]]),
        },
        columns=4,
        captions={"yours": ["vertical"] * 2 + ["horizontal"] * 2},
    )
    problem = "Each filter finds the other's lines: its rows and columns are swapped."
    rule_out(z, expected, [(expected[..., ::-1], problem, _SWAPPED)], name="z")
    check_close(z, expected, name="z", **CLOSE)


@pytest.mark.points(0.35)
@pytest.mark.visibility("hidden")
def test_valid(student, reference, rng):
    """Several images, channels and filters, without padding, windows that are no squares."""
    for shape, kernel, filters in (((2, 6, 5, 3), (3, 2), 4), ((3, 4, 7, 1), (1, 4), 2)):
        _check_case(student, reference, fresh_convolution(rng, shape, kernel, filters))


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_same(student, reference, rng):
    """Padding "same": as many outputs as inputs; of an odd number of zeros one more comes after."""
    for kernel in ((3, 3), (5, 1), (2, 4)):
        case = fresh_convolution(rng, (2, 6, 7, 2), kernel, 3)
        _check_case(student, reference, case, 1, "same")


@pytest.mark.points(0.35)
@pytest.mark.visibility("hidden")
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_strides(student, reference, rng, padding):
    """Strides, the same for both axes or one for rows and one for columns."""
    for stride in (2, (1, 3), [3, 2]):
        case = fresh_convolution(rng, (2, 8, 9, 2), (3, 3), 2)
        _check_case(student, reference, case, stride, padding)


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
def test_impulse(student, rng):
    """One pixel alone shows the filter: the formula slides it and does not turn it."""
    w = rng.normal(size=(3, 3, 1, 1))
    x = np.zeros((1, 5, 5, 1))
    x[0, 2, 2, 0] = 1
    turned = w[::-1, ::-1, 0, 0][None, ..., None]
    z = student.conv2d_forward(x, w, np.zeros(1))
    swapped = turned.swapaxes(1, 2), "Rows and columns of the filter are swapped.", _SWAPPED
    plain = w[..., 0, 0][None, ..., None], "The filter is turned by 180 degrees.", _TURNED
    rule_out(z, turned, [plain, swapped], name="z")
    check_close(z, turned, name="z", **CLOSE)


def _check_case(student, reference, case, stride=1, padding="valid"):
    """Check one call, and name a fault where it is known."""
    expected = reference.conv2d_forward(*case, stride, padding)
    z = student.conv2d_forward(*case, stride, padding)
    rule_out(z, expected, _mistakes(reference, case, stride, padding), name="z")
    check_close(z, expected, name="z", **CLOSE)


def _mistakes(reference, case, stride, padding):
    """Return what common mistakes make of a convolution."""
    x, w, b = case
    turned = reference.conv2d_forward(x, w[::-1, ::-1], b, stride, padding)
    plain = reference.conv2d_forward(x, w, 0 * b, stride, padding)
    mistakes = [
        (turned, "The filters are turned by 180 degrees.", _TURNED),
        (plain, "The biases are missing.", "b is not added."),
    ]
    if w.shape[0] == w.shape[1]:
        swapped = reference.conv2d_forward(x, w.swapaxes(0, 1), b, stride, padding)
        mistakes.append((swapped, "Rows and columns of the filters are swapped.", _SWAPPED))
    if stride != 1:
        rows, columns = reference.conv2d_forward(*case, stride, padding).shape[1:3]
        wide = _padded(x, w.shape[:2], stride) if padding == "same" else x
        for image, zeros in ((x, padding), (wide, "valid")):
            every = reference.conv2d_forward(image, w, b, 1, zeros)[:, :rows, :columns]
            mistakes.append((every, *_IGNORED))
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
    return mirrored[:, ::-1, ::-1], *_BEFORE
