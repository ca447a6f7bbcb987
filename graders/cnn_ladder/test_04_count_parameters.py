"""count_parameters: total and trainable, through chains of layers whose shapes matter."""

import pytest
from chains import (
    DROPOUT,
    FLATTEN,
    NO_BIASES,
    NORM,
    TOP,
    conv,
    dense,
    pool,
    read_counts,
    rule_out_count,
)

from gradewright.graders import check, check_equal

pytestmark = [pytest.mark.question("count_parameters"), pytest.mark.visibility("hidden")]


def _check_counts(student, reference, layers, shape):
    total, trainable = read_counts(student.count_parameters(layers, shape))
    expected = reference.count_parameters(layers, shape)
    rule_out_count(total, expected)
    without = [{**layer, "bias": False} if "bias" in layer else layer for layer in layers]
    bare = reference.count_parameters(without, shape)[0]
    check(total != bare or bare == expected[0], *NO_BIASES)
    check_equal(total, expected[0], name="the total")
    check_equal(trainable, expected[1], name="the trainable parameters")


@pytest.mark.points(0.2)
def test_rungs(student, reference):
    """The ladder's rungs, from their layers."""
    layers = []
    for filters in (32, 64, 128):
        layers += [conv(filters), conv(filters), pool(), DROPOUT]
        _check_counts(student, reference, [*layers, *TOP], (32, 32, 3))


@pytest.mark.points(0.25)
def test_fresh_chains(student, reference, rng):
    """Fresh chains: other windows, strides, padding, images that are no squares."""
    odd = [conv(3, 3, 2), pool(3, 2, "same"), FLATTEN, dense(2)]
    _check_counts(student, reference, odd, (13, 10, 2))
    for _ in range(4):
        first = conv(
            int(rng.integers(2, 9)),
            int(rng.integers(2, 6)),
            int(rng.integers(1, 4)),
            str(rng.choice(["same", "valid"])),
        )
        middle = pool(int(rng.integers(2, 4)), int(rng.integers(1, 4)), "same")
        last = conv(int(rng.integers(2, 9)), 2, padding="valid")
        shape = (int(rng.integers(19, 40)), int(rng.integers(19, 40)), int(rng.integers(1, 4)))
        layers = [first, middle, last, FLATTEN, dense(int(rng.integers(3, 30))), dense(7)]
        _check_counts(student, reference, layers, shape)


@pytest.mark.points(0.2)
def test_without_biases(student, reference, rng):
    """Layers without biases."""
    filters = int(rng.integers(3, 12))
    layers = [conv(filters, 5, bias=False), pool(3, 3), FLATTEN, dense(9, bias=False)]
    for chain in (layers, [*layers, dense(4)], layers[:1]):
        _check_counts(student, reference, chain, (11, 14, 2))


@pytest.mark.points(0.15)
def test_batch_normalisation(student, reference, rng):
    """Batch normalisation: four numbers a channel, two of them trainable."""
    filters = int(rng.integers(3, 12))
    layers = [conv(filters), NORM, pool(), conv(5), NORM, FLATTEN, dense(6), NORM]
    _check_counts(student, reference, layers, (9, 8, 3))
