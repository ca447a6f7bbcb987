"""The minus in the exponent is missing; the other functions compute their own activations."""
# loses: sigmoid
# over: activations_in_a_helper.py


def sigmoid(z):
    return np.reciprocal(1.0 + np.exp(z))
