"""Layers as dictionaries, and what is read of them."""

from gradewright.graders import check, check_kind

NO_BIASES = "The biases are not counted.", "each filter and unit has one bias."


def conv(filters, kernel=3, stride=1, padding="same", bias=True):
    """Return a convolution."""
    return {
        "kind": "conv",
        "filters": filters,
        "kernel": kernel,
        "stride": stride,
        "padding": padding,
        "bias": bias,
    }


def pool(size=2, stride=2, padding="valid"):
    """Return a pooling."""
    return {"kind": "pool", "size": size, "stride": stride, "padding": padding}


def dense(units, bias=True):
    """Return a dense layer."""
    return {"kind": "dense", "units": units, "bias": bias}


NORM, DROPOUT, FLATTEN = {"kind": "batch_norm"}, {"kind": "dropout"}, {"kind": "flatten"}
TOP = [FLATTEN, dense(128), dense(10)]


def read_counts(value):
    """Return total and trainable as two integers."""
    two = isinstance(value, (tuple, list)) and len(value) == 2
    cause = "the last line is not `return total, trainable`."
    check(two, "count_parameters must return two integers, total and trainable.", cause, got=value)
    names = ("the total", "the trainable parameters")
    return [check_kind(n, "int", name=name) for n, name in zip(value, names, strict=True)]


def rule_out_count(total, expected):
    """Fail with the name of the mistake where the total is what is trainable of it."""
    same = total == expected[1] != expected[0]
    problem = "The total holds two numbers a channel for batch normalisation."
    check(not same, problem, "there are four: two that are trained, and two averages.")
