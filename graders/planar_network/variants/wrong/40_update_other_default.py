"""Wrong: the default learning rate is 0.5."""
# loses: update_parameters
# over: 16_loop_over_layers.py


def update_parameters(parameters, grads, learning_rate=0.5):
    parameters = copy.deepcopy(parameters)
    for name in ("W1", "b1", "W2", "b2"):
        parameters[name] -= learning_rate * grads["d" + name]
    return parameters
