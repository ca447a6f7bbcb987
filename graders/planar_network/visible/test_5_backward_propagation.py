"""backward_propagation: the printed gradients, and the slopes of your own cost."""

import numpy as np
import printed
import pytest
from mistakes import GRADIENTS, rule_out_built_in_m
from networks import fresh_inputs, fresh_labels, fresh_parameters
from reading import NAMES, check_parameters, read_arrays, read_forward, shapes_of
from suspects import cost_of, forward_of

from gradewright.graders import check_gradient, check_keys, read_numbers, resting_on, rule_out

pytestmark = pytest.mark.question("backward_propagation")

PRINTED = {"rtol": 0, "atol": 1e-7}
# Such a step leaves work in single precision some digits.
SLOPES = {"eps": 1e-2, "rtol": 1e-3, "atol": 1e-3}


@pytest.mark.points(0.2)
def test_printed_shapes(student):
    """Each gradient has the shape of its parameter."""
    grads = _printed_gradients(student)
    shapes = {f"d{name}": shape for name, shape in shapes_of(2, 4).items()}
    read_arrays(grads, shapes, strict=True)


@pytest.mark.points(0.3)
def test_printed_gradients(student):
    """The printed gradients."""
    grads = _printed_gradients(student)
    found = check_keys(grads, tuple(printed.GRADS))
    rule_out_built_in_m(found, printed.GRADS, 3, **PRINTED)
    for name, mistakes in GRADIENTS.items():
        rule_out(found[name], printed.GRADS[name], mistakes, name=name, **PRINTED)
    check_parameters(grads, printed.GRADS, sizes={"m": 3}, **PRINTED)


@pytest.mark.points(0.35)
def test_slopes(student, rng):
    """Gradients are the slopes of your own cost, for weights of size 1 and six hidden units."""
    X, Y, parameters = fresh_inputs(rng, 3, 6), fresh_labels(rng, 6), fresh_parameters(rng, 3, 6)
    _, cache = read_forward(student.forward_propagation(X, parameters), n_h=6, m=6)
    grads = student.backward_propagation(parameters, cache, X, Y)
    found = check_keys(grads, tuple(printed.GRADS))
    with resting_on(forward_of(student), cost_of(student)):
        for name in NAMES:

            def cost(value, name=name):
                moved = {**parameters, name: value}
                A2, _ = read_forward(student.forward_propagation(X, moved), n_h=6, m=6)
                cost = student.either("compute_cost", (A2, Y), (A2, Y, moved))
                return read_numbers(cost, (), name="the cost")

            check_gradient(
                found[f"d{name}"],
                cost,
                parameters[name],
                sizes={"m": 6},
                shape="generous",
                name=f"d{name}",
                **SLOPES,
            )


@pytest.mark.points(0.1)
def test_average(student):
    """Gradients are averages: every printed example twice changes nothing."""
    cache = {name: np.hstack((value, value)) for name, value in printed.CACHE.items()}
    X, Y = (np.hstack((value, value)) for value in (printed.X, printed.BACKWARD_Y))
    grads = check_keys(
        student.backward_propagation(printed.INITIAL, cache, X, Y), tuple(printed.GRADS)
    )
    rule_out_built_in_m(grads, printed.GRADS, 6, **PRINTED)
    check_parameters(grads, printed.GRADS, sizes={"m": 6}, **PRINTED)


def _printed_gradients(student):
    """Return what comes for the printed network, from the printed cache."""
    return student.backward_propagation(
        printed.INITIAL, printed.CACHE, printed.X, printed.BACKWARD_Y
    )
