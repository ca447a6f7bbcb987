"""Wrong: always steps with 1.2, whatever learning_rate says."""
# loses: update_parameters
# over: 15_dictionaries.py


def update_parameters(parameters, grads, learning_rate=1.2):
    return {k: parameters[k] - 1.2 * grads["d" + k] for k in parameters}
