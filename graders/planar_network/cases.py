"""What the reference makes of a network: its cost, and its training."""

from reading import LEARNING_RATE


def cost_of(reference, parameters, X, Y):
    """Return the reference's cost of a network, a float."""
    return reference.compute_cost(reference.forward_propagation(X, parameters)[0], Y)


def after_steps(reference, parameters, X, Y, steps, learning_rate=LEARNING_RATE):
    """Return the parameters after that many of the reference's iterations."""
    for _ in range(steps):
        cache = reference.forward_propagation(X, parameters)[1]
        grads = reference.backward_propagation(parameters, cache, X, Y)
        parameters = reference.update_parameters(parameters, grads, learning_rate)
    return parameters
