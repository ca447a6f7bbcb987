"""Wrong: counts the examples in place of the features; nn_model builds on it."""
# loses: layer_sizes
# over: 14_every_step_has_a_name.py


def layer_sizes(X, Y):
    n_x = X.shape[1]
    n_h = 4
    n_y = Y.shape[1]
    return (n_x, n_h, n_y)
