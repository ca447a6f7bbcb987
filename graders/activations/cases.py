"""Fresh inputs, and the mistakes that are common with each function."""

import numpy as np

from gradewright.graders import check, check_close, read_numbers

# A vector, a matrix and a stack of matrices: where loops over one axis are told apart.
SHAPES = ((9,), (3, 4), (2, 3, 2))

SIGN = "the minus in the exponent is missing."
SWAPPED = "the cases x < 0 and x > 0 are exchanged."
NOT_ALPHA = "a fixed slope stands in for alpha."
OUTPUT = "x is taken for the function's value, which has to be computed from it first."


def fresh_numbers(rng, shape):
    """Return numbers of both signs, none near 0, in an array."""
    size = rng.uniform(0.3, 3, shape)
    signs = rng.permutation(np.resize([-1, 1], size.size)).reshape(shape)
    return size * signs


def check_fresh(call, truth, rng, mistakes):
    """Compare call(x) with truth(x) for arrays of several shapes; mistakes(x, expected) names."""
    for shape in SHAPES:
        x = fresh_numbers(rng, shape)
        expected = truth(x)
        check_close(call(x), expected, shape="generous", atol=1e-9, mistakes=mistakes(x, expected))


def check_fresh_alpha(call, truth, rng, mistakes, high):
    """The same for call(x, alpha), with an alpha of its own for each shape."""
    for shape in SHAPES:
        x, alpha = fresh_numbers(rng, shape), rng.uniform(0.15, high)
        expected = truth(x, alpha)
        found = mistakes(x, alpha)
        check_close(call(x, alpha), expected, shape="generous", atol=1e-9, mistakes=found)


def check_without_alpha(call, truth, rng):
    """Compare call(x) with truth(x), where both choose alpha."""
    x = fresh_numbers(rng, 7)
    name = "the result without alpha"
    check_close(call(x), truth(x), shape="generous", atol=1e-9, name=name)


def check_elementwise(student, rng, functions):
    """A number gives a number, a matrix a matrix, and both the same values, right or wrong."""
    moved = []
    for function in functions:
        call = getattr(student, function)
        x = np.array([[-0.7, 1.3, -2.1], [0.4, -1.6, 2.6]]) + rng.uniform(-0.1, 0.1, (2, 3))
        numbers = read_numbers(call(x), (2, 3), name="the result for a matrix")
        for at in ((0, 0), (1, 2)):
            one = call(float(x[at]))
            check_close(one, numbers[at], name="the result for one number", rtol=1e-4)
        moved.append(np.ptp(numbers) > 0 and not np.allclose(numbers, x))
    # A wrong value costs elsewhere, but nothing computed at all earns nothing here.
    check(any(moved), "No result depends on x as it should.")


def sigmoid_mistakes(x, expected):
    """Return what common mistakes make of the sigmoid."""
    e = np.exp(-x)
    return [
        (1 - expected, "The curve falls where it must rise.", SIGN),
        (1 / (1 - e), "The values are no sigmoid.", "it is 1 + exp(-x), not 1 - exp(-x)."),
        (1 + e, "The values are larger than 1.", "1 divided by it is missing."),
        (np.tanh(x), "That is tanh.", ""),
    ]


def tanh_mistakes(x, expected):
    """Return what common mistakes make of tanh."""
    return [
        (-expected, "The curve falls where it must rise.", "the wrong sign in the exponents."),
        (np.tanh(x / 2), "The curve is stretched.", "the factor 2 in the exponents is missing."),
        (1 / expected, "The fraction is upside down.", ""),
        (1 / (1 + np.exp(-2 * x)), "That is a sigmoid.", "the numerator is 1 - exp(-2x)."),
    ]


def relu_mistakes(x, expected):
    """Return what common mistakes make of ReLU."""
    return [
        (np.abs(x), "Negative x give -x.", "that is the absolute value."),
        (x, "Negative x come back as they are.", ""),
        (np.trunc(expected), "The values are whole numbers.", "an array of integers cuts them."),
        (x - expected, "Only negative x are let through.", SWAPPED),
        (np.where(x < 0, 0.01 * x, x), "Negative x do not give 0.", "that is a leaky ReLU."),
        ((x > 0) * 1.0, "Positive x give 1.", "that is the derivative."),
    ]


def leaky_mistakes(x, alpha):
    """Return what common mistakes make of leaky ReLU."""
    return [
        (np.where(x < 0, 0.01 * x, x), "The slope is 0.01 whatever alpha is.", NOT_ALPHA),
        (np.where(x < 0, 0.1 * x, x), "The slope is 0.1 whatever alpha is.", NOT_ALPHA),
        (np.maximum(x, 0), "Negative x give 0.", "alpha is not used."),
        (np.where(x < 0, x, alpha * x), "Positive x are multiplied by alpha.", SWAPPED),
        (alpha * x, "All x are multiplied by alpha.", "alpha belongs to negative x alone."),
        (np.where(x < 0, -alpha * x, x), "Negative x give positive values.", "a minus too much."),
        (np.where(x < 0, alpha, x), "Negative x give alpha itself.", "the factor x is missing."),
    ]


def elu_mistakes(x, alpha):
    """Return what common mistakes make of ELU."""
    low, e = x < 0, np.exp(np.minimum(x, 0))
    return [
        (np.where(low, e - 1, x), "The values are those of alpha = 1.", "alpha is not used."),
        (np.where(low, 0.01 * (e - 1), x), "The values are those of alpha = 0.01.", NOT_ALPHA),
        (np.where(low, alpha * e, x), "The curve jumps at 0.", "the - 1 is missing."),
        (np.where(low, alpha * e - 1, x), "The curve jumps at 0.", "parentheses are missing."),
        (np.where(low, alpha * (1 - e), x), "Negative x give positive values.", "1 - exp(x)."),
        (
            np.where(low, alpha * (1 / e - 1), x),
            "Negative x grow fast.",
            "it is exp(x), not exp(-x).",
        ),
        (np.where(low, alpha * x, x), "Negative x give a line.", "that is a leaky ReLU."),
    ]


def softmax_mistakes(x, expected):
    """Return what common mistakes make of softmax."""
    e = np.exp(x)
    found = [
        (e, "The values do not add up to 1.", "the division by the sum is missing."),
        (e / e.mean(axis=0), "The values add up to their number.", "a mean stands in for the sum."),
        (x / x.sum(axis=0), "The values are no softmax.", "exp is missing."),
        (1 / e / (1 / e).sum(axis=0), "The largest x gets the smallest value.", "exp(-x)."),
        (e / e.max(axis=0), "The largest value is 1.", "the maximum stands in for the sum."),
        (np.log(expected), "The values are negative.", "that is the logarithm of the softmax."),
        (1 / (1 + 1 / e), "Every value is worked out alone.", "that is a sigmoid."),
    ]
    if x.ndim == 2:
        rows = "the sum goes over the columns of a row: it is axis 0 that belongs together."
        found += [
            (e / e.sum(axis=1, keepdims=True), "Rows add up to 1, not columns.", rows),
            (e / e.sum(), "The whole matrix adds up to 1.", "the sum goes over all columns."),
        ]
    return found


def sigmoid_derivative_mistakes(x, expected):
    """Return what common mistakes make of the sigmoid's slope."""
    s = 1 / (1 + np.exp(-x))
    return [
        (x * (1 - x), "x itself stands where the sigmoid of x belongs.", OUTPUT),
        (s, "That is the sigmoid.", "the factor 1 - sigmoid(x) is missing."),
        (1 - s, "A factor is missing.", "the factor sigmoid(x) is missing."),
        (s * (1 + s), "The slope is too steep.", "it is 1 - sigmoid(x), not 1 + sigmoid(x)."),
        (s * (1 - s**2), "The slope is wrong.", "a square too much."),
        (-expected, "The slope has the wrong sign.", ""),
    ]


def tanh_derivative_mistakes(x, expected):
    """Return what common mistakes make of tanh's slope."""
    t = np.tanh(x)
    return [
        (1 - x**2, "x itself stands where tanh of x belongs.", OUTPUT),
        (1 - t, "The slope is wrong.", "the square is missing."),
        (1 + t**2, "The slope is larger than 1.", "the wrong sign before the square."),
        (t * (1 - t), "That is how a sigmoid's slope is made.", ""),
        (-expected, "The slope has the wrong sign.", ""),
        (t, "That is tanh itself.", ""),
        (t**2, "The slope is 0 at 0.", "1 minus it is missing."),
    ]


def relu_derivative_mistakes(x, expected):
    """Return what common mistakes make of ReLU's slope."""
    return [
        (np.ones_like(x), "The slope is 1 for negative x, too.", ""),
        (1 - expected, "The slope is 1 where it must be 0.", SWAPPED),
        (np.sign(x), "The slope is -1 for negative x.", "that is the absolute value's."),
        (np.maximum(x, 0), "That is ReLU itself.", ""),
        (np.where(x < 0, 0.01, 1.0), "The slope is not 0 for negative x.", "a leaky ReLU's."),
    ]


def leaky_derivative_mistakes(x, alpha):
    """Return what common mistakes make of leaky ReLU's slope."""
    low = x < 0
    return [
        (np.where(low, 0.01, 1.0), "The slope is 0.01 whatever alpha is.", NOT_ALPHA),
        (np.where(low, 0.1, 1.0), "The slope is 0.1 whatever alpha is.", NOT_ALPHA),
        (np.where(low, 0.0, 1.0), "The slope is 0 for negative x.", "that is ReLU's."),
        (np.where(low, 1.0, alpha), "The slope is alpha for positive x.", SWAPPED),
        (np.where(low, alpha * x, x), "That is leaky ReLU itself.", ""),
        (np.where(low, alpha * x, 1.0), "For negative x that is no slope.", "a factor x too much."),
        (np.where(low, -alpha, 1.0), "The slope has the wrong sign for negative x.", ""),
    ]


def elu_derivative_mistakes(x, alpha):
    """Return what common mistakes make of ELU's slope."""
    low, e = x < 0, np.exp(np.minimum(x, 0))
    return [
        (np.where(low, e, 1.0), "For negative x alpha makes no difference.", "alpha is not used."),
        (np.where(low, 0.01 * e, 1.0), "The slope is that of alpha = 0.01.", NOT_ALPHA),
        (
            np.where(low, alpha * (e - 1), 1.0),
            "For negative x that is ELU itself.",
            "a constant has no slope.",
        ),
        (np.where(low, alpha * (e - 1) + 1, 1.0), "A constant is wrong.", "1 stands in for alpha."),
        (
            np.where(low, alpha, 1.0),
            "The slope is alpha for negative x.",
            "that is a leaky ReLU's.",
        ),
        (np.where(low, -alpha * e, 1.0), "The slope has the wrong sign for negative x.", ""),
        (np.where(low, x + alpha, 1.0), "x itself stands where ELU of x belongs.", OUTPUT),
        (np.where(low, alpha * e, x), "Positive x come back as they are.", "the slope there is 1."),
        (np.where(low, alpha * e, 0.0), "The slope is 0 for positive x.", "the slope there is 1."),
    ]


def jacobian_mistakes(x, expected):
    """Return what common mistakes make of the derivatives of softmax."""
    e = np.exp(x - x.max())
    s = e / e.sum()
    both = np.outer(s, s)
    return [
        (np.diag(s - s**2), "Only the diagonal is filled.", "s_i depends on every x_j."),
        (np.diag(s) + both, "The sign of the products is wrong.", "they are subtracted."),
        (-expected, "The matrix has the wrong sign.", ""),
        (-both, "The diagonal is wrong.", "for i = j a term is missing."),
        (np.eye(len(x)) - both, "The diagonal is wrong.", "for i = j it is s_i - s_i s_i."),
        (np.diag(x) - np.outer(x, x), "x itself stands where its softmax belongs.", OUTPUT),
    ]


def fresh_points(rng):
    """Return x (n,) for a curve, as the statement promises it, in no order."""
    places = np.arange(0.3, 3.9, 0.15)
    negative = -rng.choice(places, rng.integers(4, 9), replace=False)
    positive = rng.choice(places, rng.integers(4, 9), replace=False)
    x = np.append(negative, positive)
    return rng.permutation(x + rng.uniform(-0.02, 0.02, len(x)))


def fresh_curve(rng, reference, name):
    """Return x and y of a fresh curve of that name."""
    x = fresh_points(rng)
    if name == "leaky_relu":
        return x, reference.leaky_relu(x, rng.uniform(0.03, 0.85))
    if name == "elu":
        return x, reference.elu(x, rng.choice([rng.uniform(0.03, 0.8), rng.uniform(1.2, 2.9)]))
    return x, getattr(reference, name)(x)


# Which of two names a curve has.
CONFUSED = {
    frozenset(("sigmoid", "tanh")): "for negative x, one of the two is negative.",
    frozenset(("relu", "leaky_relu")): "for negative x, one of the two is exactly 0.",
    frozenset(("relu", "elu")): "for negative x, one of the two is exactly 0.",
    frozenset(("leaky_relu", "elu")): "for negative x, one of the two is a straight line.",
    frozenset(("tanh", "elu")): "for positive x, one of the two is x itself.",
    frozenset(("tanh", "leaky_relu")): "for positive x, one of the two is x itself.",
}


def check_names(student, reference, rng, names, times):
    """Curves of all names, so many times each, in a fresh order."""
    for name in rng.permutation(np.repeat(names, times)).tolist():
        answer = student.name_curve(*fresh_curve(rng, reference, name))
        known = isinstance(answer, str)
        check(known, "The answer is no string.", "return the name itself.", got=answer)
        cause = CONFUSED.get(frozenset((name, answer)), "")
        check(answer == name, f"A curve of {name} was not recognised.", cause, got=answer)
