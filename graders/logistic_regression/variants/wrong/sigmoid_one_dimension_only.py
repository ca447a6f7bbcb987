"""Loops over the first axis only and returns a flat array."""
# loses: sigmoid
# over: activations_in_a_helper.py


def sigmoid(z):
    values = []
    for t in np.ravel(z):
        values.append(1 / (1 + np.exp(-t)))
    return np.array(values)
