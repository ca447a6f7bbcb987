"""Receptive fields: a layer of given window, and which common mistake gives a size."""

from chains import conv

from gradewright.graders import check, check_equal, check_kind


def window(kernel, stride=1, padding="same"):
    """Return a convolution with such windows."""
    return conv(8, kernel, stride, padding)


def check_field(student, layers, expected):
    """Check the receptive field of a chain of layers."""
    size = check_kind(student.receptive_field(layers), "int", name="the receptive field")
    for wrong, problem, cause in _mistakes(layers, expected):
        check(size != wrong or wrong == expected, problem, cause, got=size)
    check_equal(size, expected, name="the receptive field")


def _mistakes(layers, expected):
    """Return what common mistakes make of a receptive field."""
    windows = [layer.get("kernel", layer.get("size", 1)) for layer in layers]
    early, jump = 1, 1
    for window, layer in zip(windows, layers, strict=True):
        jump *= layer.get("stride", 1)
        early += (window - 1) * jump
    return (
        (
            1 + sum(window - 1 for window in windows),
            "The strides have no effect on the receptive field.",
            "after a stride, a step in the map is several pixels of the image.",
        ),
        (
            early,
            "A layer's own stride makes its own window wider.",
            "the stride counts for the layers after it: add the window first, then multiply.",
        ),
        (expected - 1, "The receptive field is one too small.", "it starts at 1: a pixel itself."),
    )
