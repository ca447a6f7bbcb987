"""Leaky ReLU multiplies the positive numbers by alpha."""
# loses: rectify
# over: in_place.py


def leaky_relu(x, alpha=0.01):
    x = np.asarray(x)
    x[x > 0] *= alpha
    return x
