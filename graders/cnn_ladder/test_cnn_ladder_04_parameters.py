"""count_parameters: total and trainable, through chains of layers whose shapes matter."""

import pytest

from gradewright.graders import check, check_equal, check_kind

pytestmark = pytest.mark.question("count_parameters")

_NO_BIASES = "The biases are not counted.", "each filter and unit has one bias."
# Of the printed examples, the first two.
_WITHOUT_BIASES = (1_059_936, 15_000)


def _conv(filters, kernel=3, stride=1, padding="same", bias=True):
    return {
        "kind": "conv",
        "filters": filters,
        "kernel": kernel,
        "stride": stride,
        "padding": padding,
        "bias": bias,
    }


def _pool(size=2, stride=2, padding="valid"):
    return {"kind": "pool", "size": size, "stride": stride, "padding": padding}


def _dense(units, bias=True):
    return {"kind": "dense", "units": units, "bias": bias}


_NORM, _DROPOUT, _FLATTEN = {"kind": "batch_norm"}, {"kind": "dropout"}, {"kind": "flatten"}
_TOP = [_FLATTEN, _dense(128), _dense(10)]


def _read(value):
    """Return total and trainable as two integers."""
    two = isinstance(value, (tuple, list)) and len(value) == 2
    cause = "the last line is not `return total, trainable`."
    check(two, "count_parameters must return two integers, total and trainable.", cause, got=value)
    names = ("the total", "the trainable parameters")
    return [check_kind(n, "int", name=name) for n, name in zip(value, names, strict=True)]


def _check_counts(student, reference, layers, shape):
    total, trainable = _read(student.count_parameters(layers, shape))
    expected = reference.count_parameters(layers, shape)
    _rule_out(total, expected)
    without = [{**layer, "bias": False} if "bias" in layer else layer for layer in layers]
    bare = reference.count_parameters(without, shape)[0]
    check(total != bare or bare == expected[0], *_NO_BIASES)
    check_equal(total, expected[0], name="the total")
    check_equal(trainable, expected[1], name="the trainable parameters")


def _rule_out(total, expected):
    """Fail with the name of the mistake where the total is what is trainable of it."""
    same = total == expected[1] != expected[0]
    problem = "The total holds two numbers a channel for batch normalisation."
    check(not same, problem, "there are four: two that are trained, and two averages.")


@pytest.mark.points(0.2)
def test_printed_counts(student):
    """The printed counts."""
    one = [_conv(32), _conv(32), _pool(), *_TOP]
    for layers, shape, counts in (
        (one, (32, 32, 3), (1_060_138, 1_060_138)),
        ([_conv(200, kernel=5)], (150, 100, 3), (15_200, 15_200)),
        ([_conv(32), _NORM], (32, 32, 3), (1024, 960)),
    ):
        total, trainable = _read(student.count_parameters(layers, shape))
        check(total not in _WITHOUT_BIASES, *_NO_BIASES)
        _rule_out(total, counts)
        check_equal(total, counts[0], name="the total")
        check_equal(trainable, counts[1], name="the trainable parameters")


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_rungs(student, reference):
    """The ladder's rungs, from their layers."""
    layers = []
    for filters in (32, 64, 128):
        layers += [_conv(filters), _conv(filters), _pool(), _DROPOUT]
        _check_counts(student, reference, [*layers, *_TOP], (32, 32, 3))


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
def test_fresh_chains(student, reference, rng):
    """Fresh chains: other windows, strides, padding, images that are no squares."""
    odd = [_conv(3, 3, 2), _pool(3, 2, "same"), _FLATTEN, _dense(2)]
    _check_counts(student, reference, odd, (13, 10, 2))
    for _ in range(4):
        first = _conv(
            int(rng.integers(2, 9)),
            int(rng.integers(2, 6)),
            int(rng.integers(1, 4)),
            str(rng.choice(["same", "valid"])),
        )
        middle = _pool(int(rng.integers(2, 4)), int(rng.integers(1, 4)), "same")
        last = _conv(int(rng.integers(2, 9)), 2, padding="valid")
        shape = (int(rng.integers(19, 40)), int(rng.integers(19, 40)), int(rng.integers(1, 4)))
        layers = [first, middle, last, _FLATTEN, _dense(int(rng.integers(3, 30))), _dense(7)]
        _check_counts(student, reference, layers, shape)


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_without_biases(student, reference, rng):
    """Layers without biases."""
    filters = int(rng.integers(3, 12))
    layers = [_conv(filters, 5, bias=False), _pool(3, 3), _FLATTEN, _dense(9, bias=False)]
    for chain in (layers, [*layers, _dense(4)], layers[:1]):
        _check_counts(student, reference, chain, (11, 14, 2))


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_batch_normalisation(student, reference, rng):
    """Batch normalisation: four numbers a channel, two of them trainable."""
    filters = int(rng.integers(3, 12))
    layers = [_conv(filters), _NORM, _pool(), _conv(5), _NORM, _FLATTEN, _dense(6), _NORM]
    _check_counts(student, reference, layers, (9, 8, 3))
