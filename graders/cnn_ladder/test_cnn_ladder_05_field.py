"""receptive_field: one, plus what each window adds in steps of the strides before it."""

import pytest

from gradewright.graders import check, check_equal, check_kind

pytestmark = pytest.mark.question("receptive_field")


def _conv(kernel, stride=1, padding="same"):
    return {
        "kind": "conv",
        "filters": 8,
        "kernel": kernel,
        "stride": stride,
        "padding": padding,
        "bias": True,
    }


def _pool(size=2, stride=2):
    return {"kind": "pool", "size": size, "stride": stride, "padding": "valid"}


def _check_field(student, layers, expected):
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


@pytest.mark.points(0.2)
def test_printed_fields(student):
    """The printed receptive fields."""
    layers = []
    for expected in (6, 16, 36):
        layers += [_conv(3), _conv(3), _pool()]
        _check_field(student, layers, expected)
    _check_field(student, [_conv(7, 2), _conv(3)], 11)


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_plain(student, reference, rng):
    """Convolutions without strides; no layers at all."""
    _check_field(student, [], 1)
    for _ in range(3):
        layers = [_conv(int(k), padding="valid") for k in rng.integers(1, 8, rng.integers(1, 5))]
        _check_field(student, layers, reference.receptive_field(layers))


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
def test_strides(student, reference, rng):
    """Strides of convolutions and poolings, also others than the window."""
    for _ in range(5):
        layers = []
        for _ in range(rng.integers(2, 5)):
            layers.append(_conv(int(rng.integers(2, 6)), int(rng.integers(1, 4))))
            layers.append(_pool(int(rng.integers(2, 4)), int(rng.integers(1, 4))))
        _check_field(student, layers, reference.receptive_field(layers))


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_other_layers(student, reference, rng):
    """Batch normalisation and dropout do not change it."""
    kernel = int(rng.integers(2, 6))
    layers = [_conv(kernel), {"kind": "batch_norm"}, _pool(3, 2), {"kind": "dropout"}, _conv(3)]
    _check_field(student, layers, reference.receptive_field(layers))
