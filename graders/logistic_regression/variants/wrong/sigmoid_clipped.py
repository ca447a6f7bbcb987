"""Cuts z to [-4, 4] to keep clear of overflow."""
# loses: sigmoid
# over: activations_in_a_helper.py


def sigmoid(z):
    z = np.clip(z, -4, 4)
    return 1 / (1 + np.exp(-z))
