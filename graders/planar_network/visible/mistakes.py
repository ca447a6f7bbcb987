"""What common mistakes give for the printed examples, and of what a function is asked for.

Values stand here as numbers: how the right ones are computed is the exercise.
"""

from itertools import product

import numpy as np
import printed
from reading import shapes_of

from gradewright.graders import check, rule_out

# Numbers of examples that a submission may have built in: of the printed example and the flower.
BUILT_IN_M = (3, 400)
SCALE = 0.01
PRINTED_SIZES = (2, 4, 1)

# For the printed outputs and labels: the sum of the logarithms that count for labels of 1 and of 0,
# the sum where every label meets every output, and the mean squared error.
COST_SUMS = (-0.335102801589396, -1.7436568797389835)
COST_OUTER = -6.23966045402024
COST_SQUARES = 1.1856503473557962

Z2_FROM_Z1 = np.array([[0.0009233044, -0.0005668604, 0.0009587663]])

_DERIVATIVE = "another derivative than that of tanh at Z1, which is 1 - A1 ** 2."
_DW1 = (
    (
        "dW1 lacks the derivative of tanh.",
        _DERIVATIVE,
        [
            [0.01018737, -0.007087192],
            [0.008753139, -0.00608942],
            [-0.005310133, 0.003694175],
            [-0.022072429, 0.015355439],
        ],
    ),
    (
        "dW1 takes 1 - A1 for the derivative of tanh.",
        _DERIVATIVE,
        [
            [0.010224536, -0.007113432],
            [0.009017168, -0.006177272],
            [-0.005374515, 0.003758218],
            [-0.021802554, 0.015334147],
        ],
    ),
    (
        "dW1 takes the derivative of the sigmoid for that of tanh.",
        _DERIVATIVE,
        [
            [-3.7453e-05, 2.6418e-05],
            [-0.000282693, 0.000100472],
            [6.6049e-05, -6.4424e-05],
            [-0.000261092, 1.7117e-05],
        ],
    ),
    (
        "dW1 takes the derivative of ReLU for that of tanh.",
        _DERIVATIVE,
        [
            [0.00305808, -0.002377907],
            [0.002337559, -0.003306776],
            [-0.001594014, 0.001239476],
            [-0.016177903, 0.00701688],
        ],
    ),
    (
        "dW1 is made from the gradient of W2.",
        "dW2 in place of W2 in dZ1.",
        [
            [-0.003501254, 0.002435774],
            [-0.030302347, 0.021082129],
            [-0.011194566, 0.007789523],
            [0.01268945, -0.008828963],
        ],
    ),
)
_DW2_FROM_Z1 = np.array([[0.003636166, 0.031558268, 0.011630748, -0.013184555]])

GRADIENTS = {
    "dW1": [(np.array(values), told, cause) for told, cause, values in _DW1],
    "dW2": [(_DW2_FROM_Z1, "dW2 is made from Z1.", "Z1 in place of A1, the output of layer 1.")],
}


def rule_out_sizes(sizes, n_x, n_y, m):
    """Fail with the fault's name where layer sizes show a common one."""
    right = (n_x, 4, n_y)
    wrong = (
        (
            (m, 4, m),
            "layer_sizes counts the examples, not the features and outputs.",
            "shape[1] in place of shape[0]: features are the rows, examples the columns.",
        ),
        (
            printed.SIZES,
            "layer_sizes returns the sizes of the printed example.",
            "they are built in. Read them off the shapes of X and Y.",
        ),
        (
            (n_y, 4, n_x),
            "n_x and n_y have changed places.",
            "n_x is for X, n_y for Y, and the order is n_x, n_h, n_y.",
        ),
    )
    for theirs, problem, cause in wrong:
        check(theirs == right or not _is_sizes(sizes, theirs), problem, cause, got=sizes)


def _is_sizes(value, sizes):
    """Return whether a student's value is this tuple of integers, as a tuple or a list."""
    if not isinstance(value, (tuple, list)) or len(value) != len(sizes):
        return False
    return all(isinstance(v, int) and v == size for v, size in zip(value, sizes, strict=True))


def rule_out_printed_sizes(parameters, sizes):
    """Fail where other sizes than those of the printed example are ignored."""
    shapes = {name: np.shape(v) for name, v in parameters.items() if isinstance(v, np.ndarray)}
    check(
        any(shapes.get(name) != shape for name, shape in shapes_of(*PRINTED_SIZES).items())
        or sizes == PRINTED_SIZES,
        "initialize_parameters makes the network of the printed example, whatever it is asked.",
        "its sizes are built in. Use n_x, n_h and n_y.",
    )


def of_printed_weights(name):
    """Yield what common mistakes make of one array of printed weights."""
    shapes = {key: shape for key, shape in shapes_of(*PRINTED_SIZES).items() if key[0] == "W"}

    def drawn(*order, seed=2, first="randn", second="randn"):
        generator = np.random.RandomState(seed)
        weights = {}
        for key, kind in zip(order, (first, second), strict=True):
            weights[key] = getattr(generator, kind)(*shapes[key])
        return weights[name]

    in_order = drawn("W1", "W2")
    even = "np.random.rand, which is never negative, in place of np.random.randn."
    told = f"{name} does not come from np.random.randn."
    yield from (
        (drawn("W1", "W2", first=first, second=second) * SCALE, told, even)
        for first, second in (("rand", "rand"), ("randn", "rand"), ("rand", "randn"))
    )
    yield (
        drawn("W2", "W1") * SCALE,
        f"{name} holds other random numbers than the printed ones.",
        "W2 is drawn before W1. Draw W1 first.",
    )
    yield in_order, f"{name} is 100 times too large.", "the factor 0.01 is missing."
    for factor in (0.1, 0.001):
        yield in_order * factor, f"{name} has the wrong size.", f"the factor is {factor}, not 0.01."
    yield np.zeros(shapes[name]), f"{name} is zero.", "zeros in place of random weights."
    for seed in (0, 1, 3, 42):
        cause = f"np.random.seed({seed}) in place of np.random.seed(2)."
        told = f"{name} holds the random numbers of another seed."
        yield drawn("W1", "W2", seed=seed) * SCALE, told, cause


def of_activation(name, Z):
    """Return what common mistakes make of A1 or A2, from the Z of its layer."""
    layer = name[1]
    right = "tanh" if layer == "1" else "the sigmoid"
    cause = f"the activation of layer {layer} is not {right}."
    activations = (
        (f"the sigmoid of Z{layer}", 1 / (1 + np.exp(-Z))),
        (f"tanh of Z{layer}", np.tanh(Z)),
        (f"Z{layer} itself", Z),
        (f"the positive part of Z{layer}", np.maximum(Z, 0)),
    )
    return [(wrong, f"{name} is {words}.", cause) for words, wrong in activations]


def of_bias(name, Z, bias):
    """Return what Z1 or Z2 is where the bias is left out or subtracted."""
    layer = name[1]
    told = f"{name} is computed without b{layer}."
    cause = f"b{layer} is not added. NumPy adds a column to every column."
    subtracted = (Z - 2 * bias, told, f"b{layer} is subtracted.")
    return [(Z - bias, told, cause), subtracted]


def of_cost(m, ones, zeros, outer, squares, *, uniform=False):
    """Yield what common mistakes, alone and together, make of the cost of m examples.

    `ones` and `zeros` are the sums of the logarithms that count for labels of 1 and of 0, `outer`
    is the sum where every label meets every output, `squares` the mean squared error. Labels that
    are all alike (`uniform`) leave open whether each was multiplied with every output.
    """
    terms = (
        (ones + zeros, ""),
        (ones, "the term (1 - Y) * log(1 - A2) is missing"),
        (zeros, "the term Y * log(A2) is missing"),
    )
    signs = ((-1, ""), (1, "the minus in front is missing"))
    summed = f"the division by m = {m} is missing: it is a sum"
    summed = f"it is m = {m} times too large" if uniform and m > 1 else summed
    divisors = [(m, ""), (1, summed), (m**2, f"it is divided by m = {m} twice")]
    divisors += [(k, f"it is divided by {k}, which is built in") for k in BUILT_IN_M if k != m]
    for (sign, flipped), (divisor, factor), (total, missing) in product(signs, divisors, terms):
        words = [text for text in (missing, factor, flipped) if text]
        if words:
            told = _COST_PROBLEMS.get(missing, "The cost is wrong.")
            yield sign * total / divisor, told, "; ".join(words) + "."
    if m > 1:
        cause = "np.dot(Y.T, …) makes an m by m table. Use Y * …, or np.dot(Y, ….T)."
        told = "The labels of every example meet the outputs of every other."
        yield from ((-outer / divisor, told, cause) for divisor in (m, 1))
    cause = "another cost than cross-entropy, which has logarithms."
    for value, words in ((squares, "the mean"), (squares / 2, "half the mean")):
        yield value, f"The cost is {words} squared error.", cause


_COST_PROBLEMS = {
    "the term (1 - Y) * log(1 - A2) is missing": "The cost leaves out the examples of class 0.",
    "the term Y * log(A2) is missing": "The cost leaves out the examples of class 1.",
}


def rule_out_built_in_m(grads, expected, m, **tolerance):
    """Fail where gradients are divided by a number of examples that is built in."""
    for name, value in expected.items():
        scaled = [
            (
                value * m / size,
                f"{name} is not the average over the examples.",
                f"it is divided by {size}, which is built in, and not by m = {m}.",
            )
            for size in BUILT_IN_M
            if size != m
        ]
        rule_out(grads[name], value, scaled, name=name, **tolerance)
