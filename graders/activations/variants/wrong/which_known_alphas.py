"""Curves are compared with those of the printed alphas."""
# loses: which
# over: reference


def name_curve(x, y):
    curves = {
        "sigmoid": sigmoid(x),
        "tanh": tanh(x),
        "relu": relu(x),
        "leaky_relu": leaky_relu(x, 0.1),
        "elu": elu(x, 1.0),
    }
    return min(curves, key=lambda name: np.abs(curves[name] - y).max())
