"""forward_propagation: the printed means, an example by hand, and columns that stay apart."""

import printed
import pytest
from mistakes import Z2_FROM_Z1, of_activation, of_bias
from networks import fresh_inputs, fresh_parameters
from reading import CACHE_NAMES, check_values, read_forward

from gradewright.graders import check_close, rule_out

pytestmark = pytest.mark.question("forward_propagation")


@pytest.mark.points(0.2)
def test_printed_shapes(student):
    """First A2, then the cache, and the shapes of A2 and of the four arrays of the cache."""
    forward = student.forward_propagation(printed.X, printed.INITIAL)
    read_forward(forward, n_h=4, m=3, strict=True)


@pytest.mark.points(0.2)
def test_printed_means(student):
    """The printed means of Z1, A1, Z2 and A2."""
    _, cache = read_forward(student.forward_propagation(printed.X, printed.INITIAL), n_h=4, m=3)
    for name in CACHE_NAMES:
        if name[0] == "A":
            mistakes = of_activation(name, printed.CACHE[f"Z{name[1]}"])
        else:
            cause = "the activation of layer 1 is left out: Z2 is W2 times A1, plus b2."
            mistakes = [(Z2_FROM_Z1, "Z2 is made from Z1, not from A1.", cause)] * (name == "Z2")
        rule_out(cache[name], printed.CACHE[name], mistakes, rtol=0, atol=1e-8, name=name)
        mean = printed.CACHE_MEANS[name]
        check_close(float(cache[name].mean()), mean, rtol=1e-8, name=f"the mean of {name}")


@pytest.mark.points(0.2)
def test_by_hand(student):
    """Biases that are not zero, and numbers so simple that you can follow them by hand."""
    X, parameters = printed.BY_HAND
    A2, cache = read_forward(student.forward_propagation(X, parameters), n_h=2, m=2)
    for name, expected in printed.BY_HAND_CACHE.items():
        layer = name[1]
        if name[0] == "A":
            mistakes = of_activation(name, printed.BY_HAND_CACHE[f"Z{layer}"])
        else:
            mistakes = of_bias(name, expected, parameters[f"b{layer}"])
        check_values(cache[name], expected, mistakes=mistakes, name=f"{name} in the cache")
    check_values(A2, printed.BY_HAND_CACHE["A2"], name="A2")


@pytest.mark.points(0.25)
def test_examples_are_independent(student, rng):
    """Each column of the output depends on its own example only."""
    X, parameters = fresh_inputs(rng, 2, 12), fresh_parameters(rng, 2, 5)
    together, _ = read_forward(student.forward_propagation(X, parameters), n_h=5, m=12)
    order = rng.permutation(12)[:7]
    some, _ = read_forward(student.forward_propagation(X[:, order], parameters), n_h=5, m=7)
    check_close(some, together[:, order], name="A2 of a few of the examples")
