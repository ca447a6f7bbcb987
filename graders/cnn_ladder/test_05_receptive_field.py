"""receptive_field: one, plus what each window adds in steps of the strides before it."""

import pytest
from chains import pool
from fields import check_field, window

pytestmark = [pytest.mark.question("receptive_field"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.15)
def test_plain(student, reference, rng):
    """Convolutions without strides; no layers at all."""
    check_field(student, [], 1)
    for _ in range(3):
        layers = [window(int(k), padding="valid") for k in rng.integers(1, 8, rng.integers(1, 5))]
        check_field(student, layers, reference.receptive_field(layers))


@pytest.mark.points(0.25)
def test_strides(student, reference, rng):
    """Strides of convolutions and poolings, also others than the window."""
    for _ in range(5):
        layers = []
        for _ in range(rng.integers(2, 5)):
            layers.append(window(int(rng.integers(2, 6)), int(rng.integers(1, 4))))
            layers.append(pool(int(rng.integers(2, 4)), int(rng.integers(1, 4))))
        check_field(student, layers, reference.receptive_field(layers))


@pytest.mark.points(0.15)
def test_other_layers(student, reference, rng):
    """Batch normalisation and dropout do not change it."""
    kernel = int(rng.integers(2, 6))
    layers = [window(kernel), {"kind": "batch_norm"}, pool(3, 2), {"kind": "dropout"}, window(3)]
    check_field(student, layers, reference.receptive_field(layers))
