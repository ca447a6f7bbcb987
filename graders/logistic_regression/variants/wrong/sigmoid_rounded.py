"""Rounds to the eight digits that the print shows."""
# loses: sigmoid
# over: activations_in_a_helper.py


def sigmoid(z):
    return np.round(1 / (1 + np.exp(-z)), 8)
